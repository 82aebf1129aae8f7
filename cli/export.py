"""`scamgraph export`: the graph's content for machines, in shapes that are promised."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cli.options import EngineOption, opened, warn_if_unfinished
from cli.output import tell

app = typer.Typer(help="Give the graph's content to machines, in promised shapes.", no_args_is_help=True)


class ExportFormat(StrEnum):
    """Forms of an export."""

    jsonl = "jsonl"


@app.callback()
def _group() -> None:
    """Keep `claims` a command of its own while it is the only one."""


@app.command()
def claims(
    form: Annotated[ExportFormat, typer.Option("--format", "-f")] = ExportFormat.jsonl,
    to: Annotated[Path | None, typer.Option(help="Write to this file, which must not exist.")] = None,
    document: Annotated[str | None, typer.Option(help="Only claims of this document.")] = None,
    include_protected: Annotated[
        bool, typer.Option(help="Give names of people who may be victims, too.")
    ] = False,
    engine: EngineOption = None,
) -> None:
    """Export every claim, one JSON object a line, as docs/schemas/exported-claim.json promises.

    \b
    Examples:
      scamgraph export claims --format jsonl > claims.jsonl
      scamgraph export claims --document document/afp-400-freed-2026-01
    """
    from graph.find import resolve  # noqa: PLC0415
    from queries.export import export_claims, write_lines  # noqa: PLC0415

    with opened(engine) as store:
        warn_if_unfinished(store)
        id_ = resolve(store, document, kind="Document") if document else None
        written = write_lines(export_claims(store, document=id_, include_protected=include_protected), to)
    if to is not None:
        tell(f"{to}: {written:,} claims.")
