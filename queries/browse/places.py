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
"""More places than this make no map that anyone can read: those that most documents name are kept."""
MOST_CLAIMS = 2_000
"""Of how many claims of a place documents and speakers are counted."""

_TOLD = f"""
MATCH (e:{{label}}) WHERE e.id IS NOT NULL AND e:Scamgraph
CALL (e) {{{{
  MATCH (e)<-[:SUBJECT|OBJECT|WITH|ABOUT]-(c:Claim {{{{polarity: 'affirm'}}}} /* AS OF c */)
  WITH c LIMIT {MOST_CLAIMS}
  OPTIONAL MATCH (c)-[:SAID_BY {{{{order: 0}}}}]->(x)
  RETURN count(DISTINCT c.fact) AS facts, count(DISTINCT c.document) AS documents,
    count(DISTINCT coalesce(x.id, c.voice)) AS speakers
}}}}
WITH e, facts, documents, speakers WHERE facts > 0
RETURN e.id AS id, facts, documents, speakers ORDER BY documents DESC, facts DESC, id LIMIT {MOST + 1}
"""
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


def load_places(look: Scope) -> Places:
    """Return places and sites that a claim names, of the claims that `look` shows.

    Protected ones are left out.
    """
    rows = {row["id"]: row for label in LABELS for row in look.reads.read(_TOLD.format(label=label))}
    ordered = sorted(rows.values(), key=lambda row: (-row["documents"], -row["facts"], row["id"]))
    kept = [row["id"] for row in ordered[:MOST]]
    said = load_stated_places(look.reads, kept)
    entries = _load_with_parents(look.store, {*kept, *(place for some in said.values() for place in some)})
    told = [
        PlaceCounts(entries[id_], rows[id_]["facts"], rows[id_]["documents"], rows[id_]["speakers"])
        for id_ in kept
        if id_ in entries
    ]
    return Places(tuple(told), entries, said, len(ordered) > MOST)


def load_stated_places(reads: ReadStore, ids: Iterable[str]) -> dict[str, set[str]]:
    """Return the places in which claims locate each of these entities."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for some in iter_batches(ids):
        for row in reads.read(_SAID_IN, {"ids": some}):
            found[row["id"]].add(row["place"])
    return dict(found)


def _load_with_parents(store: ReadStore, ids: set[str]) -> dict[str, EntityEntry]:
    """Return the registry's entries of these, and of all that they are within."""
    found: dict[str, EntityEntry] = {}
    wanted = set(ids)
    while wanted:
        rows = [row["e"] for some in iter_batches(wanted) for row in store.read(_ENTRIES, {"ids": some})]
        fresh = [entity_from_row(row) for row in rows if _is_entry(row)]
        found |= {entry.id: entry for entry in fresh}
        wanted = {up for e in fresh for up in (e.within, e.city) if up and up not in found}
    return found


def _is_entry(row: dict[str, Any]) -> bool:
    return row.get("kind") not in (None, "Document", "Occasion", "Claim") and not is_withheld(row)
