"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.output import Format, tell

if TYPE_CHECKING:
    from graph.store import Store

FormatOption = Annotated[
    Format, typer.Option("--format", "-f", help="A table for people; json, jsonl or csv for machines.")
]
EngineOption = Annotated[
    str | None,
    typer.Option(
        "--engine",
        help="embedded (default) or neo4j (a local one). NEO4J_URI in the environment names any server.",
        show_default=False,
    ),
]
TextsOption = Annotated[
    Path | None,
    typer.Option(
        "--texts", help="Folder with the articles' texts [env: SCAMGRAPH_TEXTS].", show_default=False
    ),
]
AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="DAY", help="As known on this day, such as 2026-01-20.", show_default=False
    ),
]
PathsArgument = Annotated[
    list[Path],
    typer.Argument(help="Files or folders: dossiers, registry, decisions, notes.", metavar="PATH..."),
]
OptionalPathsArgument = Annotated[
    list[Path] | None,
    typer.Argument(help="Files or folders [default: our own data].", metavar="[PATH...]", show_default=False),
]


def opened(engine: str | None, *, start: bool = True) -> Store:
    """The store a command talks to. Readers are told of a load that did not finish."""
    from graph.store import open_store  # noqa: PLC0415 - brings the driver

    return open_store(engine, start=start)


def warn_if_unfinished(store: Store) -> None:
    """Tell on standard error that what follows comes from a graph whose loading did not finish."""
    from graph import meta  # noqa: PLC0415

    loading = meta.state(store).loading
    if loading:
        tell(f"Note: {loading} did not finish; run it again. What follows may be incomplete.")
