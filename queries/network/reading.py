"""The ties of a projection: read from the engine in one query for each table, or derived for a day.

Both give the same rows (`graph.store.fact_mapping.FactRow`), with the roll-ups of relationships
as in the graph, so that later steps need not know where the rows came from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from graph.model.batching import iter_batches
from graph.model.errors import InputError
from graph.rules.derive import Participation, group_by_fact, list_participations
from graph.rules.rollup import compute_participation_rollup
from graph.store.fact_mapping import FactRow, build_fact_rows
from graph.store.row_mapping import claim_from_row
from graph.write.statements import build_participation_relationship
from queries.as_of.graph_reader import GraphReader, open_reader
from queries.network.projection import Selection

if TYPE_CHECKING:
    from graph.model.claims import Claim
    from graph.store.protocols import ReadStore

MOST_FACTS = 500_000
"""How many ties a projection may have unless more is allowed: some 1.5 GB in memory."""
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


class Entity(NamedTuple):
    """An end of ties: its name and kind."""

    name: str
    kind: str


class TieSource(Protocol):
    """A source of the ties of a selection."""

    def measure_size(self, selection: Selection) -> int:
        """Return how many ties the selection has, at most."""
        ...

    def read_ties(self, selection: Selection, most: int | None = None) -> list[FactRow]:
        """Return the ties, in the order of ends, type and fact. Raises InputError for more than `most`."""
        ...

    def read_entities(self, selection: Selection) -> dict[str, Entity]:
        """Return the entities of the selection's kinds, by id."""
        ...

    def read_origins(self, ties: Iterable[FactRow]) -> dict[str, frozenset[str]]:
        """Return the independent origins of the claims that affirm each tie, by the tie's key."""
        ...


def build_tie_key(tie: FactRow) -> str:
    """Return the key of a tie: its fact, or for a participation its event, role and entity."""
    fact: str | None = tie.properties.get("fact")
    return fact or f"{tie.start} {tie.type} {tie.properties.get('role', 'place')} {tie.end}"


def _build_size_error(selection: Selection, size: int, most: int) -> InputError:
    return InputError(
        f"{selection.words[0].upper()}{selection.words[1:]} has {size:,} facts; more than {most:,} are "
        "not read into memory.",
        hint="Filter it (--asserted, --min-origins 2, --predicates, --without, --labels), or allow more "
        "with --max-facts.",
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
        return sorted(ties, key=_sort_key)

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
                raise _build_size_error(selection, self.measure_size(selection), most)
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
        claims_by_participation = _group_by_participation(claims, reader)
        return {
            build_tie_key(tie): _collect_origins(claims_by_participation[_to_participation(tie)])
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


def _sort_key(tie: FactRow) -> tuple[str, str, str, str]:
    return tie.start, tie.end, tie.type, build_tie_key(tie)


class TiesAsOf:
    """The ties as known on a day: every roll-up is derived again from the claims known then.

    With `perhaps`, what was only possibly known is included.
    """

    def __init__(self, store: ReadStore, day: str, *, perhaps: bool = False) -> None:
        self._today = StoredTies(store)
        self._store = store
        self._reader: GraphReader = open_reader(store)
        self._moment = replace(self._reader.load_moment(day), perhaps=perhaps)
        self._claims: Mapping[str, Claim] = {}

    def measure_size(self, selection: Selection) -> int:
        """Return how many claims there are: all must be read to find those known then."""
        n: int = self._store.read("MATCH (c:Claim) WHERE c:Scamgraph RETURN count(c) AS n")[0]["n"]
        return n

    def read_entities(self, selection: Selection) -> dict[str, Entity]:
        """Return the entities of the selection's kinds, by id."""
        return self._today.read_entities(selection)

    def read_ties(self, selection: Selection, most: int | None = None) -> list[FactRow]:
        """Return the ties, in the order of ends, type and fact.

        Raises InputError for more than `most` claims.
        """
        if most is not None and (size := self.measure_size(selection)) > most:
            raise _build_size_error(selection, size, most)
        claims = self._derive_claims()
        kinds = self.read_entities(selection)
        types = set(selection.types)
        ties = []
        for tie, fact_claims in build_fact_rows(claims.values(), self._reader.context):
            if selection.events and any(claim.event for claim in fact_claims):
                continue
            if tie.type in types and _is_selected(tie, selection, kinds):
                ties.append(tie)
        if selection.events:
            ties += [
                tie for tie in self._derive_participations(claims) if _is_selected(tie, selection, kinds)
            ]
        return sorted(ties, key=_sort_key)

    def read_origins(self, ties: Iterable[FactRow]) -> dict[str, frozenset[str]]:
        """Return the independent origins of the claims that affirm each tie, by the tie's key."""
        claims = self._derive_claims()
        facts, parts = group_by_fact(claims.values()), _group_by_participation(claims.values(), self._reader)
        origins: dict[str, frozenset[str]] = {}
        for tie in ties:
            fact = tie.properties.get("fact")
            origins[build_tie_key(tie)] = _collect_origins(
                facts[fact] if fact else parts[_to_participation(tie)]
            )
        return origins

    def _derive_claims(self) -> Mapping[str, Claim]:
        if not self._claims:
            claims = [claim for claim in self._reader.load_claims() if self._moment.is_included(claim)]
            self._claims = self._reader.derive(claims).claims
        return self._claims

    def _derive_participations(self, claims: Mapping[str, Claim]) -> Iterator[FactRow]:
        for part, part_claims in _group_by_participation(claims.values(), self._reader).items():
            link = build_participation_relationship(
                part, compute_participation_rollup(part_claims, self._reader.context.find_speaker_name)
            )
            yield FactRow(link.start, link.end, link.type, link.properties)


def _group_by_participation(claims: Iterable[Claim], reader: GraphReader) -> dict[Participation, list[Claim]]:
    """Group claims by the participation they report."""
    parts: dict[Participation, list[Claim]] = defaultdict(list)
    for claim in claims:
        for part in list_participations(claim, reader.context):
            parts[part].append(claim)
    return parts


def _to_participation(tie: FactRow) -> Participation:
    return Participation(tie.start, tie.properties.get("role", "place"), tie.end)


def _collect_origins(claims: Iterable[Claim]) -> frozenset[str]:
    return frozenset(claim.origin for claim in claims if claim.affirms)


def _is_selected(tie: FactRow, selection: Selection, kinds: Mapping[str, Entity]) -> bool:
    properties = tie.properties
    return (
        properties["claims"] > 0
        and properties["origins"] >= selection.min_origins
        and (properties["asserted"] or not selection.asserted)
        and tie.start in kinds
        and tie.end in kinds
    )
