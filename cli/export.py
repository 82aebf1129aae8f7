"""`scamgraph export`: the graph's content for programs, in formats that are promised."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.complete import complete_documents
from cli.help import GroupedCommands
from cli.network import export_graph
from cli.options import AsOfOption, EngineOption, open_store_for_command
from cli.output import print_stderr
from cli.report import export_bundle

if TYPE_CHECKING:
    from graph.model.export_records import ExportRecord
    from graph.rules.as_of import AsOf
    from graph.store.store import Store

app = typer.Typer(
    help="Export claims, figures, networks, or a whole bundle.",
    no_args_is_help=True,
    cls=GroupedCommands,
)


app.command("graph")(export_graph)
app.command("bundle")(export_bundle)


class ExportFormat(StrEnum):
    """Output formats of an export."""

    jsonl = "jsonl"


class ClaimFormat(StrEnum):
    """Output formats of an export of claims."""

    jsonl = "jsonl"
    csv = "csv"


FormOption = Annotated[ExportFormat, typer.Option("--format", "-f", help="Output format.")]
ToOption = Annotated[Path | None, typer.Option(help="Write to this new file instead of standard output.")]
ProtectedOption = Annotated[
    bool, typer.Option("--include-protected", help="Include the names of people who may be victims.")
]

PossiblyOption = Annotated[
    bool, typer.Option("--possibly", help="With --as-of: include what was only possibly known.")
]


@app.command()
def claims(  # noqa: PLR0913, PLR0917 - each is an option of the command
    form: Annotated[ClaimFormat, typer.Option("--format", "-f", help="Output format.")] = ClaimFormat.jsonl,
    to: ToOption = None,
    document: Annotated[
        str | None, typer.Option(help="Only the claims of this document.", autocompletion=complete_documents)
    ] = None,
    include_protected: ProtectedOption = False,
    as_of: AsOfOption = None,
    possibly: PossiblyOption = False,
    engine: EngineOption = None,
) -> None:
    """Export every claim as JSON Lines or CSV.

    docs/schemas/exported-claim.schema.json describes the records.

    \b
    Examples:
      scamgraph export claims --format jsonl > claims.jsonl
      scamgraph export claims --document document/afp-400-freed-2026-01
      scamgraph export claims --format csv --to claims.csv
    """
    from graph.store.entity_search import resolve  # noqa: PLC0415
    from queries.export.claims import export_claims  # noqa: PLC0415

    def read_records(store: Store, moment: AsOf | None) -> Iterable[ExportRecord]:
        id_ = resolve(store, document, kind="Document") if document else None
        return export_claims(store, document=id_, moment=moment, include_protected=include_protected)

    _export(engine, (as_of, possibly), to, "claims", read_records, as_csv=form is ClaimFormat.csv)


@app.command()
def figures(  # noqa: PLR0913, PLR0917 - each is an option of the command
    form: FormOption = ExportFormat.jsonl,
    to: ToOption = None,
    include_protected: ProtectedOption = False,
    as_of: AsOfOption = None,
    possibly: PossiblyOption = False,
    engine: EngineOption = None,
) -> None:
    """Export every number with its window, speakers, documents, and origins.

    docs/schemas/exported-figure.schema.json describes the records.

    \b
    Example:
      scamgraph export figures --as-of 2026-01-21
    """
    from queries.export.evidence import export_figures  # noqa: PLC0415

    def read_records(store: Store, moment: AsOf | None) -> Iterable[ExportRecord]:
        return export_figures(store, moment=moment, include_protected=include_protected)

    _export(engine, (as_of, possibly), to, "figures", read_records)


@app.command()
def origins(  # noqa: PLR0913, PLR0917 - each is an option of the command
    form: FormOption = ExportFormat.jsonl,
    to: ToOption = None,
    include_protected: ProtectedOption = False,
    as_of: AsOfOption = None,
    possibly: PossiblyOption = False,
    engine: EngineOption = None,
) -> None:
    """Export every origin with the claims that go back to it.

    An origin is one utterance or observation.

    docs/schemas/exported-origin.schema.json describes the records.

    \b
    Example:
      scamgraph export origins > origins.jsonl
    """
    from queries.export.evidence import export_origins  # noqa: PLC0415

    def read_records(store: Store, moment: AsOf | None) -> Iterable[ExportRecord]:
        return export_origins(store, moment=moment, include_protected=include_protected)

    _export(engine, (as_of, possibly), to, "origins", read_records)


@app.command()
def lineage(
    form: FormOption = ExportFormat.jsonl,
    to: ToOption = None,
    as_of: AsOfOption = None,
    possibly: PossiblyOption = False,
    engine: EngineOption = None,
) -> None:
    """Export the documents that print the same text.

    docs/schemas/exported-lineage.schema.json describes the records.

    \b
    Example:
      scamgraph export lineage > lineage.jsonl
    """
    from queries.export.evidence import export_lineage  # noqa: PLC0415

    def read_records(store: Store, moment: AsOf | None) -> Iterable[ExportRecord]:
        return export_lineage(store, moment=moment)

    _export(engine, (as_of, possibly), to, "pairs of documents", read_records)


@app.command()
def conflicts(  # noqa: PLR0913, PLR0917 - each is an option of the command
    form: FormOption = ExportFormat.jsonl,
    to: ToOption = None,
    include_protected: ProtectedOption = False,
    as_of: AsOfOption = None,
    possibly: PossiblyOption = False,
    engine: EngineOption = None,
) -> None:
    """Export every conflict with the claims on each side and its judgement.

    docs/schemas/exported-conflict.schema.json describes the records.

    \b
    Example:
      scamgraph export conflicts --to conflicts.jsonl
    """
    from queries.export.evidence import export_conflicts  # noqa: PLC0415

    def read_records(store: Store, moment: AsOf | None) -> Iterable[ExportRecord]:
        return export_conflicts(store, moment=moment, include_protected=include_protected)

    _export(engine, (as_of, possibly), to, "conflicts", read_records)


class _RecordCounter:
    """Iterator over records that counts them."""

    def __init__(self, records: Iterable[Any]) -> None:
        self._records = records
        self.number = 0

    def __iter__(self) -> Iterator[Any]:
        for record in self._records:
            self.number += 1
            yield record


def _export(  # noqa: PLR0913 - what each command hands on
    engine: str | None,
    known: tuple[str | None, bool],
    to: Path | None,
    what: str,
    records: Callable[[Store, AsOf | None], Iterable[Any]],
    *,
    as_csv: bool = False,
) -> None:
    from queries.as_of.graph_reader import find_moment  # noqa: PLC0415
    from queries.export.claims import write_lines, write_pieces  # noqa: PLC0415
    from queries.export.claims_csv import iter_csv  # noqa: PLC0415

    with open_store_for_command(engine) as store:
        moment = find_moment(store, known[0], perhaps=known[1])
        counted = _RecordCounter(records(store, moment))
        if as_csv:
            write_pieces(iter_csv(counted), to)
        else:
            write_lines(counted, to)
    if moment is not None:
        perhaps = "is there, too" if moment.perhaps else "is left out"
        print_stderr(f"As known on {moment.day}: what was only possibly known by then {perhaps}.")
    if to is not None:
        print_stderr(f"{to}: {counted.number:,} {what}.")
