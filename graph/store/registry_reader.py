"""Registry records, documents, and decisions that the graph holds, read in read-only access."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from graph.model.batching import iter_batches
from graph.model.records import Decision, DocumentEntry, EntityEntry, OccasionEntry, SeriesEntry
from graph.store.indexes import MARK
from graph.store.row_mapping import (
    decision_from_row,
    document_from_row,
    entity_from_row,
    occasion_from_row,
    series_from_row,
)
from graph.store.store import Store

Record = EntityEntry | OccasionEntry | SeriesEntry | DocumentEntry


def read_stored_records(store: Store, ids: Iterable[str]) -> list[Record]:
    """Return the stored registry records and documents with these ids."""
    query = f"UNWIND $ids AS id MATCH (n:{MARK} {{id: id}}) RETURN labels(n) AS labels, properties(n) AS n"
    rows = (row for batch in iter_batches(ids) for row in store.read(query, {"ids": batch}))
    return [record for row in rows if (record := _record_from_row(row["labels"], row["n"])) is not None]


def read_stored_decisions(store: Store) -> tuple[Decision, ...]:
    """Return every stored decision, ordered by id."""
    rows = store.read(f"MATCH (d:Decision) WHERE d:{MARK} RETURN properties(d) AS d ORDER BY d.id")
    return tuple(decision_from_row(row["d"]) for row in rows)


def _record_from_row(labels: list[str], row: dict[str, Any]) -> Record | None:
    if "Document" in labels:
        return document_from_row(row).document
    if row.get("kind") == "Occasion":
        return occasion_from_row(row)
    if "Series" in labels:
        return series_from_row(row)
    return entity_from_row(row) if {"Entity", "MergedEntity"}.intersection(labels) else None
