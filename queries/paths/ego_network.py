"""The neighbourhood of an entity to two steps, chosen by ids before the question words it.

The claims within two steps of one entity of a large graph took more than an engine's memory.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from graph.model.batching import iter_batches
from queries.paths.traversable import NO_LINK

if TYPE_CHECKING:
    from graph.store.protocols import ReadStore

FIRST, FURTHER = 2000, 400
"""How many claims are looked at of the entity asked about, and of every other."""
AT_ONCE = 200

NEIGHBOURS = """
UNWIND $ids AS id
MATCH (a:Scamgraph {{id: id}})
CALL (a) {{
  MATCH (a)<-[:SUBJECT|OBJECT]-(c:Claim {{polarity: 'affirm'}} /* AS OF c */)
  WHERE c.fact IS NOT NULL AND c.predicate_class <> 'DOC_META'
  WITH DISTINCT c ORDER BY c.fact, c.id LIMIT {most}
  RETURN c
}}
MATCH (c)-[:SUBJECT|OBJECT]->(b)
WHERE b.id <> id AND b.kind IS NOT NULL AND NOT (b:Value OR b:Document OR b:Topic)
WITH id, b, count(c) AS claims, collect(DISTINCT c.fact) AS facts
RETURN id, b.id AS other, b.name AS name, claims, facts, NOT (b:{no_link}) AS leads_on
"""


class Neighbour(NamedTuple):
    """An entity tied to another, by which facts, and whether a second step may lead through it."""

    id: str
    name: str
    claims: int
    facts: list[str]
    leads_on: bool


def find_neighbourhood(store: ReadStore, entity: str, most: int) -> list[list[Any]]:
    """Return the first `most` entities within two steps, by steps, then by claims, then by name.

    Each row has the id, the steps, the name of the entity that the second step leads through or "",
    how many more entities it is tied to, and the facts of its last step.
    """
    first = _read_neighbours(store, [entity], FIRST).get(entity, [])
    second = _read_neighbours(store, [near.id for near in first if near.leads_on], FURTHER)
    near_ids = {entity, *(near.id for near in first)}
    rows = [(1, "", near) for near in first]
    rows += [
        (2, near.name, far) for near in first for far in second.get(near.id, ()) if far.id not in near_ids
    ]
    all_ids = near_ids.union(far.id for _, _, far in rows)
    selected = sorted(rows, key=lambda row: (row[0], -row[2].claims, row[2].name, row[2].id, row[1]))[:most]
    neighbours = second | _read_neighbours(store, {far.id for _, _, far in selected} - second.keys(), FURTHER)
    return [
        [far.id, steps, through, _count_outside(neighbours.get(far.id, ()), all_ids), far.facts]
        for steps, through, far in selected
    ]


def _read_neighbours(store: ReadStore, ids: Iterable[str], most: int) -> dict[str, list[Neighbour]]:
    """Return the neighbours of each entity; one that has none is left out."""
    neighbours: dict[str, list[Neighbour]] = {}
    query = NEIGHBOURS.format(most=most, no_link=" OR b:".join(NO_LINK))
    for batch in iter_batches(sorted(ids), AT_ONCE):
        for row in store.stream(query, {"ids": batch}):
            near = Neighbour(row["other"], row["name"], row["claims"], sorted(row["facts"]), row["leads_on"])
            neighbours.setdefault(row["id"], []).append(near)
    return neighbours


def _count_outside(neighbours: Iterable[Neighbour], ids: Collection[str]) -> int:
    return sum(near.id not in ids for near in neighbours)
