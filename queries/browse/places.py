"""Places and sites, where sources locate them, and how much is reported about each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.model.batching import iter_batches
from graph.model.records import EntityEntry
from graph.store.row_mapping import entity_from_row
from queries.browse.scope import Scope, is_withheld

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.store.protocols import ReadStore

LABELS = ("Place", "Compound", "Facility", "Embassy")
MOST = 500
"""Maximum number of places on a readable map: those that most documents name are kept."""
MOST_CLAIMS = 2_000
"""Maximum number of claims of a place whose documents and speakers are counted."""

_TOLD = f"""
MATCH (e:{{label}}) WHERE e.id IS NOT NULL AND e:Scamgraph
CALL (e) {{{{
  MATCH (e)<-[:SUBJECT|OBJECT|WITH|ABOUT]-(c:Claim {{{{polarity: 'affirm'}}}} /* AS OF c */){{condition}}
  WITH c LIMIT {MOST_CLAIMS}
  OPTIONAL MATCH (c)-[:SAID_BY {{{{order: 0}}}}]->(x)
  RETURN count(DISTINCT c.fact) AS facts, count(DISTINCT c.document) AS documents,
    count(DISTINCT coalesce(x.id, c.voice)) AS speakers
}}}}
WITH e, facts, documents, speakers WHERE facts > 0
RETURN e.id AS id, facts, documents, speakers ORDER BY documents DESC, facts DESC, id LIMIT {MOST + 1}
"""
_NAMES_ENTITY = "EXISTS { MATCH (c)-[:SUBJECT|OBJECT|WITH|ABOUT|SAID_BY]->(x:Scamgraph {id: $entity}) }"
_FROM = "coalesce(c.when_to, CASE WHEN c.when_from IS NULL THEN '' ELSE '9999' END) >= $from"
_TO = "coalesce(c.when_from, CASE WHEN c.when_to IS NULL THEN '9999' ELSE '' END) <= $to"
_ENTRIES = "UNWIND $ids AS id MATCH (e:Scamgraph {id: id}) RETURN properties(e) AS e"
_SAID_IN = """
UNWIND $ids AS id
MATCH (e:Scamgraph {id: id})<-[:SUBJECT]-(c:Claim {predicate: 'LOCATED_IN', polarity: 'affirm'} /* AS OF c */)
MATCH (c)-[:OBJECT]->(p:Place)
RETURN DISTINCT id, p.id AS place
"""


@dataclass(frozen=True, slots=True)
class PlaceCounts:
    """A place or site and how much is reported about it."""

    entry: EntityEntry
    facts: int
    documents: int
    speakers: int


@dataclass(frozen=True, slots=True)
class Places:
    """Places and sites of a graph, the registry's entries around them, and where sources locate each."""

    told: tuple[PlaceCounts, ...]
    entries: dict[str, EntityEntry]
    said: dict[str, set[str]]
    more: bool


def load_places(scope: Scope, *, entity: str = "", first: str = "", last: str = "") -> Places:
    """Return places and sites that a claim names, of the claims that `scope` shows.

    Protected ones are left out. With `entity` (an id), only claims that name it, too, count; with `first`
    or `last` (ISO days), only claims that speak of days from or up to it, and none without a time.
    """
    conditions = [text for text, value in ((_NAMES_ENTITY, entity), (_FROM, first), (_TO, last)) if value]
    condition = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    params = {"entity": entity, "from": first, "to": last}
    rows = {
        row["id"]: row
        for label in LABELS
        for row in scope.reads.read(_TOLD.format(label=label, condition=condition), params)
    }
    ordered = sorted(rows.values(), key=lambda row: (-row["documents"], -row["facts"], row["id"]))
    ids = [row["id"] for row in ordered[:MOST]]
    stated_places = load_stated_places(scope.reads, ids)
    entries = _load_with_parents(
        scope.store, {*ids, *(place for places in stated_places.values() for place in places)}
    )
    counts = [
        PlaceCounts(entries[id_], rows[id_]["facts"], rows[id_]["documents"], rows[id_]["speakers"])
        for id_ in ids
        if id_ in entries
    ]
    return Places(tuple(counts), entries, stated_places, len(ordered) > MOST)


def load_stated_places(reads: ReadStore, ids: Iterable[str]) -> dict[str, set[str]]:
    """Return the places in which claims locate each of these entities."""
    places_by_entity: defaultdict[str, set[str]] = defaultdict(set)
    for batch in iter_batches(ids):
        for row in reads.read(_SAID_IN, {"ids": batch}):
            places_by_entity[row["id"]].add(row["place"])
    return dict(places_by_entity)


def _load_with_parents(store: ReadStore, ids: set[str]) -> dict[str, EntityEntry]:
    """Return the registry's entries for these ids, and for everything that they lie in."""
    entries: dict[str, EntityEntry] = {}
    missing = set(ids)
    while missing:
        rows = [row["e"] for batch in iter_batches(missing) for row in store.read(_ENTRIES, {"ids": batch})]
        new_entries = [entity_from_row(row) for row in rows if _is_entry(row)]
        entries |= {entry.id: entry for entry in new_entries}
        missing = {
            parent
            for entry in new_entries
            for parent in (entry.within, entry.city)
            if parent and parent not in entries
        }
    return entries


def _is_entry(row: dict[str, Any]) -> bool:
    return row.get("kind") not in (None, "Document", "Occasion", "Claim") and not is_withheld(row)
