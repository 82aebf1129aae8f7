"""Read stored conflicts, with the claims of each side, for a page, a report, or an export."""

from __future__ import annotations

from typing import Any, NamedTuple

from graph.rules.conflicts.registry import RULES
from graph.store.document_notices import read_notices
from graph.store.indexes import MARK
from graph.store.store import Store


class SideClaim(NamedTuple):
    """A claim on one side of a conflict: its wording, its speakers (first speaker first), and its place.

    `notice` says that its document is retracted or corrected, "" if it is neither.
    """

    claim: str
    says: str
    said_by: list[str]
    modality: str
    polarity: str
    document: str
    start: int
    end: int
    notice: str


class StoredConflict(NamedTuple):
    """A conflict with its sides; the judgement is empty if it is not yet reviewed."""

    conflict: str
    kind: str
    explanation: str
    settles: str
    ask: str
    sides: list[list[SideClaim]]
    judgement: str
    judged_by: str
    judged_on: str
    judged_why: str

    def record(self) -> dict[str, Any]:
        """Return the conflict as plain dictionaries and lists, for JSON."""
        sides = [[claim._asdict() for claim in side] for side in self.sides]
        return {**self._asdict(), "sides": sides}


_OF_ENTITY = (
    f"MATCH (:{MARK} {{id: $entity}})<-[:SUBJECT|OBJECT|WITH|SAID_BY|ABOUT|AT_OCCASION|IN]-(:Claim)"
    "<-[:BETWEEN]-(x:Conflict) WITH DISTINCT x "
)
_SIDES = (
    "WHERE $kind = '' OR x.kind = $kind MATCH (x)-[b:BETWEEN]->(c:Claim) "
    "OPTIONAL MATCH (c)-[s:SAID_BY]->(speaker) WITH x, b, c, s, speaker ORDER BY s.order "
    "RETURN properties(x) AS x, b.side AS side, properties(c) AS c, collect(speaker.name) AS said_by"
)


def read_conflicts(store: Store, *, entity: str = "", kind: str = "") -> list[StoredConflict]:
    """Return the conflicts of the graph; only those of one kind, or with a claim that names `entity`.

    `entity` is an id. Conflicts are in the order of the rules, then by explanation; claims by document
    and place in it.
    """
    query = (_OF_ENTITY if entity else f"MATCH (x:Conflict:{MARK}) ") + _SIDES
    properties: dict[str, dict[str, Any]] = {}
    sides: dict[str, dict[int, list[SideClaim]]] = {}
    rows = store.read(query, {"entity": entity, "kind": kind})
    notices = read_notices(store, {row["c"]["document"] for row in rows})
    for row in rows:
        id_ = row["x"]["id"]
        properties[id_] = row["x"]
        side = sides.setdefault(id_, {}).setdefault(row["side"], [])
        side.append(_side_claim_from_row(row["c"], row["said_by"], notices.get(row["c"]["document"], "")))
    order = {rule.kind: position for position, rule in enumerate(RULES)}
    conflicts = [_conflict_from_row(row, sides[id_]) for id_, row in properties.items()]
    return sorted(conflicts, key=lambda c: (order.get(c.kind, len(order)), c.explanation, c.conflict))


def _side_claim_from_row(row: dict[str, Any], said_by: list[str], notice: str) -> SideClaim:
    return SideClaim(
        row["id"],
        row["says"],
        said_by or ["the document"],
        row["modality"],
        row["polarity"],
        row["document"],
        row["start"],
        row["end"],
        notice,
    )


def _conflict_from_row(row: dict[str, Any], sides: dict[int, list[SideClaim]]) -> StoredConflict:
    def sort_claims(claims: list[SideClaim]) -> list[SideClaim]:
        return sorted(claims, key=lambda c: (c.document, c.start, c.claim))

    return StoredConflict(
        row["id"],
        row["kind"],
        row["explanation"],
        row["settles"],
        row.get("ask", ""),
        [sort_claims(sides[number]) for number in sorted(sides)],
        row.get("judgement", ""),
        row.get("judged_by", ""),
        row.get("judged_on", ""),
        row.get("judged_why", ""),
    )
