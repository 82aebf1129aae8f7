"""Notices about documents: retracted, or corrected by a newer document."""

from __future__ import annotations

from collections.abc import Iterable

from graph.store.protocols import ReadStore

_NOTICES = (
    "UNWIND $ids AS id MATCH (d:Document {id: id}) OPTIONAL MATCH (newer:Document)-[:SUPERSEDES]->(d) "
    "WITH d, newer ORDER BY newer.id "
    "RETURN d.id AS id, d.retracted_on AS retracted, collect(newer.label) AS newer"
)


def read_notices(reads: ReadStore, documents: Iterable[str]) -> dict[str, str]:
    """Return, by document, a notice that it is retracted or corrected; documents with neither are omitted."""
    notices = {}
    for row in reads.read(_NOTICES, {"ids": sorted(set(documents))}):
        parts = [f"RETRACTED {row['retracted']}"] if row["retracted"] else []
        parts += [f"corrected by “{label}”" for label in row["newer"]]
        if parts:
            notices[row["id"]] = ", ".join(parts)
    return notices
