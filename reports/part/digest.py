"""Digest of a closed part: equal for the part in a graph and for its files loaded anywhere.

It covers what the part's own records make (`reports.part.closure`): claims with origin and
figures, facts with their roll-ups, figures, origins, conflicts with the judgements on them,
documents, registry, decisions, lineage, and notes, each as it is stored in a graph. It is the
same incremental sum as that of the whole graph.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graph.store.digest import Edge, GraphDigest, Node
from graph.store.fact_mapping import build_figure_row
from graph.store.judgements import select_judgements
from graph.store.lineage_mapping import build_lineage_row
from graph.store.row_mapping import (
    build_claim_row,
    build_decision_row,
    build_document_row,
    build_entity_row,
    build_occasion_row,
    build_series_row,
)
from graph.write.conflict_writer import build_conflict_row
from graph.write.statements import build_origin_row
from reports.part.closure import Closure


def compute_part_digest(part: Closure) -> GraphDigest:
    """Compute the digest of a closed part of the graph."""
    total = GraphDigest()
    for item in list_digest_items(part):
        total.add(item)
    return total


def list_digest_items(part: Closure) -> Iterator[Node | Edge]:
    """List what the digest of a part covers."""
    records = part.records
    rows: list[tuple[str, Iterator[dict[str, Any]]]] = [
        ("Claim", (build_claim_row(part.claims[id_]) for id_ in sorted(part.claims))),
        ("Document", map(build_document_row, records.dossiers)),
        ("Entity", map(build_entity_row, records.entities)),
        ("Occasion", map(build_occasion_row, records.occasions)),
        ("Series", map(build_series_row, records.series)),
        ("Decision", map(build_decision_row, records.decisions)),
        ("Lineage", (build_lineage_row(part.lineage[id_]) for id_ in sorted(part.lineage))),
        ("Figure", (build_figure_row(f, part.claims, part.context) for _, f in sorted(part.figures.items()))),
        ("Origin", (build_origin_row(id_, key) for id_, key in sorted(part.origins.items()))),
        ("Conflict", _list_conflicts(part)),
        ("Note", ({name: getattr(note, name) for name in note.__struct_fields__} for note in records.notes)),
    ]
    for label, stored_rows in rows:
        yield from (Node((label,), row) for row in stored_rows)
    for _, relationship in sorted(part.relationships.items()):
        yield Edge(relationship.type, relationship.start, relationship.end, relationship.properties)


def _list_conflicts(part: Closure) -> Iterator[dict[str, Any]]:
    judged = select_judgements(part.records.decisions)
    for conflict in part.conflicts:
        sides = [list(side) for side in conflict.sides]
        yield {**build_conflict_row(conflict, judged.get(conflict.id)), "sides": sides}
