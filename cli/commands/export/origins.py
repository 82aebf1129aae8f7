"""`scamgraph export origins`: every origin of claims."""

from __future__ import annotations

from collections.abc import Iterable

from cli.options import AsOfOption, EngineOption, ExportProtectedOption, PossiblyOption, ToOption
from cli.record_export import ExportFormat, FormOption, export_records
from graph.model.export_records import ExportRecord
from graph.rules.as_of import AsOf
from graph.store.store import Store
from queries.export.evidence import export_origins


def run(  # noqa: PLR0913, PLR0917 - each is an option of the command
    form: FormOption = ExportFormat.jsonl,
    to: ToOption = None,
    include_protected: ExportProtectedOption = False,
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

    def read_records(store: Store, moment: AsOf | None) -> Iterable[ExportRecord]:
        return export_origins(store, moment=moment, include_protected=include_protected)

    export_records(engine, (as_of, possibly), to, "origins", read_records)
