"""The way between two entities: a search from both ends, one query a level, over affirmed claims.

Entities are one hop apart when a claim names both as subject, object, event or in a role (a mere place is no
role here). A chain that meets only in a Collective, a government, a country or a nationality is no link;
`over_anything` walks over those too, to tell what comes nearest.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from graph.errors import InputError

if TYPE_CHECKING:
    from graph.reads import Asks

NO_LINK = ("Collective", "GovernmentBody", "Country", "Nationality", "Topic")
MOST_HOPS = 8
NEIGHBOURS = 400
"""How many neighbours of one entity are walked to: past that it is a hub, and a way over it tells little."""

STEP = """
UNWIND $ids AS id
MATCH (n:Scamgraph {id: id})
CALL (n) {
  MATCH (n)<-[a:SUBJECT|OBJECT|ABOUT|WITH]-(c:Claim)-[b:SUBJECT|OBJECT|ABOUT|WITH]->(m:Entity)
  WHERE c.polarity = 'affirm' AND c.fact IS NOT NULL AND c.predicate_class <> 'DOC_META'
    AND coalesce(a.role, '') <> 'place' AND coalesce(b.role, '') <> 'place'
    AND NOT m:Document AND m.id <> n.id
    AND (m.id IN $ends OR NOT any(l IN labels(m) WHERE l IN $shut))
  RETURN DISTINCT m.id AS other LIMIT $most
}
RETURN id, other ORDER BY other, id
"""
LABELS = (
    "UNWIND $ids AS id MATCH (n:Scamgraph {id: id}) RETURN n.id AS id, n.name AS name, labels(n) AS labels"
)


def find_way(store: Asks, start: str, end: str, hops: int, *, over_anything: bool = False) -> list[str]:
    """The ids along a shortest way from `start` to `end`, both included; empty if none within `hops`.

    Among several the one whose ids come first in the alphabet, so that the answer is always the same.
    Raises InputError for both ends being one, or more hops than are walked.
    """
    if start == end:
        raise InputError("Both ends are the same entity.", hint="Give two different ones.")
    if hops > MOST_HOPS:
        raise InputError(f"At most {MOST_HOPS} hops are walked.", hint="A longer chain is no tie.")
    return _Walk(store, (start, end), () if over_anything else NO_LINK).run(hops)


def met_in(store: Asks, way: Sequence[str]) -> list[str]:
    """Names of those entities on a way that are no link."""
    rows = store.read(LABELS, {"ids": list(way[1:-1])})
    return [row["name"] for row in rows if set(row["labels"]) & set(NO_LINK)]


class _Walk:
    """One search: from each end whence every entity reached so far was reached."""

    def __init__(self, store: Asks, ends: tuple[str, str], shut: Sequence[str]) -> None:
        self.store = store
        self.ends = ends
        self.shut = list(shut)
        self.came: tuple[dict[str, str], dict[str, str]] = ({ends[0]: ""}, {ends[1]: ""})
        self.edge: list[list[str]] = [[ends[0]], [ends[1]]]

    def run(self, hops: int) -> list[str]:
        for _ in range(hops):
            side = 0 if len(self.edge[0]) <= len(self.edge[1]) else 1
            self.edge[side] = self._step(side)
            if not self.edge[side]:
                return []
            meeting = min(self.came[0].keys() & self.came[1].keys(), default="")
            if meeting:
                return [*reversed(self._back(0, meeting)), *self._back(1, meeting)[1:]]
        return []

    def _step(self, side: int) -> list[str]:
        came = self.came[side]
        params = {"ids": self.edge[side], "ends": list(self.ends), "shut": self.shut, "most": NEIGHBOURS}
        reached = []
        for row in self.store.read(STEP, params):
            if row["other"] not in came:
                came[row["other"]] = row["id"]
                reached.append(row["other"])
        return reached

    def _back(self, side: int, node: str) -> list[str]:
        way = [node]
        while self.came[side][way[-1]]:
            way.append(self.came[side][way[-1]])
        return way
