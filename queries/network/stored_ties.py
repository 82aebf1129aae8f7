"""The ties of a projection as the graph holds them, read in one query for each table."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from graph.model.batching import iter_batches
from graph.store.fact_mapping import FactRow
from graph.store.row_mapping import claim_from_row
from queries.as_of.graph_reader import open_reader
from queries.network.projection import Selection
from queries.network.tie_source import (
    Entity,
    build_size_error,
    build_sort_key,
    build_tie_key,
    collect_origins,
    group_by_participation,
    to_participation,
)

if TYPE_CHECKING:
    from graph.store.protocols import ReadStore

TIMEOUT = 120.0

MANY_TYPES = 40
"""With this many types or more the query filters relationships by type instead of matching each type.

A Neo4j goes through all the types for each entity: for 400 types and 190,000 entities that took 7 s of 11.
"""

_FITS = "b.kind IN $kinds AND f.claims > 0 AND f.origins >= $origins AND (f.asserted OR NOT $asserted)"
_OF_TYPES = " AND f.fact IS NOT NULL AND $types[type(f)] IS NOT NULL"
_WITH_EVENT = "MATCH (e:Event)<-[:ABOUT]-(c:Claim) WHERE c.fact IS NOT NULL RETURN DISTINCT c.fact AS fact"
_NODES = (
    "MATCH (n:Entity) WHERE n:Scamgraph AND n.kind IN $kinds "
    "RETURN n.kind AS kind, collect([n.id, n.name]) AS named"
)
_ORIGINS = (
    "UNWIND $facts AS fact MATCH (c:Claim {fact: fact}) WHERE c.polarity = 'affirm' "
    "RETURN fact, collect(DISTINCT c.origin) AS origins"
)
_OF_EVENT = (
    "UNWIND $events AS event MATCH (:Event {id: event})<-[:ABOUT]-(c:Claim) "
    "WITH DISTINCT c RETURN properties(c) AS c"
)


@dataclass(frozen=True, slots=True)
class StoredTies:
    """The ties of the graph as it is stored."""

    store: ReadStore

    def measure_size(self, selection: Selection) -> int:
        """Return how many ties there are; with events, acts in both forms are counted in both."""
        queries = [_build_fact_pattern(selection).count_query]
        if selection.events:
            queries.append(_TAKING_PART.count_query)
        return sum(row["n"] for query in queries for row in self._stream(query, selection))

    def read_ties(self, selection: Selection, most: int | None = None) -> list[FactRow]:
        """Return the ties, in the order of ends, type and fact. Raises InputError for more than `most`.

        They are counted only if there are too many: counting takes a fifth of the time of reading.
        """
        ties = self._read_pattern(_build_fact_pattern(selection), selection, most, 0)
        if selection.events:
            parts = self._read_pattern(_TAKING_PART, selection, most, len(ties))
            acts = {row["fact"] for row in self.store.stream(_WITH_EVENT, timeout=TIMEOUT)}
            ties = [tie for tie in ties if tie.properties["fact"] not in acts] + parts
        return sorted(ties, key=build_sort_key)

    def _read_pattern(
        self, pattern: _Pattern, selection: Selection, most: int | None, before: int
    ) -> list[FactRow]:
        rows = self._stream(pattern.read_query, selection)
        ties: list[FactRow] = []
        for row in rows:
            for end, type_, properties in row["told"]:
                properties.pop("roles", None)  # no roll-up: only path searches use it
                ties.append(FactRow(row["a"], end, type_, properties))
            if most is not None and before + len(ties) > most:
                rows.close()
                raise build_size_error(selection, self.measure_size(selection), most)
        return ties

    def read_entities(self, selection: Selection) -> dict[str, Entity]:
        """Return the entities of the selection's kinds, by id."""
        rows = self.store.stream(_NODES, {"kinds": list(selection.kinds)}, timeout=TIMEOUT)
        return {id_: Entity(name or id_, row["kind"]) for row in rows for id_, name in row["named"]}

    def read_origins(self, ties: Iterable[FactRow]) -> dict[str, frozenset[str]]:
        """Return the independent origins of the claims that affirm each tie, by the tie's key."""
        facts: list[str] = []
        parts: list[FactRow] = []
        for tie in ties:
            fact = tie.properties.get("fact")
            if fact:
                facts.append(fact)
            else:
                parts.append(tie)
        origins: dict[str, frozenset[str]] = {}
        for batch in iter_batches(facts):
            for row in self.store.stream(_ORIGINS, {"facts": batch}, timeout=TIMEOUT):
                origins[row["fact"]] = frozenset(row["origins"])
        return origins | self._read_participation_origins(parts)

    def _read_participation_origins(self, parts: list[FactRow]) -> dict[str, frozenset[str]]:
        if not parts:
            return {}
        reader, claims = open_reader(self.store), []
        for batch in iter_batches(dict.fromkeys(tie.start for tie in parts)):
            rows = self.store.stream(_OF_EVENT, {"events": batch}, timeout=TIMEOUT)
            claims += [claim_from_row(row["c"]) for row in rows]
        claims_by_participation = group_by_participation(claims, reader)
        return {
            build_tie_key(tie): collect_origins(claims_by_participation[to_participation(tie)])
            for tie in parts
        }

    def _stream(self, query: str, selection: Selection) -> Generator[dict[str, Any], None, None]:
        params = {
            "kinds": list(selection.kinds),
            "asserted": selection.asserted,
            "origins": selection.min_origins,
            "types": dict.fromkeys(selection.types, True),
        }
        yield from self.store.stream(query, params, timeout=TIMEOUT)


class _Pattern(NamedTuple):
    """A pattern of relationships `f` from `a`, of a label, to `b`, and the condition on them."""

    label: str
    relationship: str
    fits: str

    @property
    def _start(self) -> str:
        return f"MATCH (a:{self.label}) WHERE a:Scamgraph AND a.kind IN $kinds"

    @property
    def _match(self) -> str:
        return f"(a)-[{self.relationship}]->(b:Entity) WHERE {self.fits}"

    @property
    def read_query(self) -> str:
        """The statement that returns them, one row for each entity.

        The driver takes longer with one row for each relationship.
        """
        matches = f"[{self._match} | [b.id, type(f), properties(f)]]"
        return f"{self._start} WITH a.id AS a, {matches} AS told WHERE size(told) > 0 RETURN a, told"

    @property
    def count_query(self) -> str:
        """The statement that counts them."""
        return f"{self._start} RETURN sum(COUNT {{ {self._match} }}) AS n"


_TAKING_PART = _Pattern("Event", "f:INVOLVES|AT", _FITS)


def _build_fact_pattern(selection: Selection) -> _Pattern:
    if len(selection.types) < MANY_TYPES:
        return _Pattern("Entity", f"f:{'|'.join(selection.types)}", _FITS)
    return _Pattern("Entity", "f", _FITS + _OF_TYPES)
