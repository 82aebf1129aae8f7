"""`scamgraph export claims`: every claim."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated

import typer

from cli.completion.entities import complete_documents
from cli.options import AsOfOption, EngineOption, ExportProtectedOption, PossiblyOption, ToOption
from cli.record_export import export_records
from graph.model.export_records import ExportRecord
from graph.rules.as_of import AsOf
from graph.store.entity_search import resolve
from graph.store.store import Store
from queries.export.claims import export_claims


class ClaimFormat(StrEnum):
    """Output formats of an export of claims."""

    jsonl = "jsonl"
    csv = "csv"


def run(  # noqa: PLR0913, PLR0917 - each is an option of the command
    form: Annotated[ClaimFormat, typer.Option("--format", "-f", help="Output format.")] = ClaimFormat.jsonl,
    to: ToOption = None,
    document: Annotated[
        str | None, typer.Option(help="Only the claims of this document.", autocompletion=complete_documents)
    ] = None,
    include_protected: ExportProtectedOption = False,
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

    def read_records(store: Store, moment: AsOf | None) -> Iterable[ExportRecord]:
        id_ = resolve(store, document, kind="Document") if document else None
        return export_claims(store, document=id_, moment=moment, include_protected=include_protected)

    export_records(engine, (as_of, possibly), to, "claims", read_records, as_csv=form is ClaimFormat.csv)
