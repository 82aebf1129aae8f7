"""`scamgraph export lineage`: the documents that print the same text."""

from __future__ import annotations

from collections.abc import Iterable

from cli.options import AsOfOption, EngineOption, PossiblyOption, ToOption
from cli.record_export import ExportFormat, FormOption, export_records
from graph.model.export_records import ExportRecord
from graph.rules.as_of import AsOf
from graph.store.store import Store
from queries.export.evidence import export_lineage


def run(
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

    def read_records(store: Store, moment: AsOf | None) -> Iterable[ExportRecord]:
        return export_lineage(store, moment=moment)

    export_records(engine, (as_of, possibly), to, "pairs of documents", read_records)
