"""The ties of entities as the graph holds them, in few reads however many entities they are of."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graph.model.ontology import load_ontology
from queries.as_of.claim_filter import FilteredStore
from queries.paths.cypher import (
    CLAIMS,
    MOST_CLAIMS,
    MOST_TIES,
    NAMED_BY,
    PLACES_WALKED,
    ROLES,
    Raw,
    Sort,
    first_ties,
    ties_of,
)
from queries.paths.filters import Filters
from queries.paths.hops import Strength, strength_of
from queries.paths.hub_ties import best_events, best_facts

if TYPE_CHECKING:
    from graph.store.protocols import Asks


@dataclass(slots=True)
class Reader:
    """Reads ties between entities of the kinds `open`, and of the two ends, whatever these are.

    `hubs` are entities that turned out to have too many, `cut` ends of whose ties only the best were read.
    `_is_place` tells of those whom facts name in a role, None for one that no way may lead over.
    """

    store: Asks
    ends: tuple[str, str]
    open: Sequence[str]
    filters: Filters
    hubs: set[str] = field(default_factory=set)
    cut: set[str] = field(default_factory=set)
    _claims: dict[str, int] = field(default_factory=dict)
    _is_place: dict[str, bool | None] = field(default_factory=dict)

    def ties(self, nodes: Collection[str], far: Set[str] | None = None) -> dict[str, list[Raw]]:
        """The ties of each of these entities. None of a hub; of an end that is one, the best of each sort.

        With `far` those that lead there alone: of an end that is a hub, too, all of these.
        """
        found: dict[str, list[Raw]] = {node: [] for node in nodes}
        busy = self.busy([node for node in nodes if far is None or node not in self.ends])
        self._read([node for node in nodes if node not in busy], far, found)
        self.hubs |= busy - set(self.ends)
        for end in sorted(busy & set(self.ends)):
            self.cut.add(end)
            found[end] = self._best(end)
        return found

    @property
    def params(self) -> dict[str, Any]:
        """What the statements take besides ids."""
        filters = self.filters
        return {
            "ends": list(self.ends),
            # As a map: an engine goes through a list from its start, for each tie anew.
            "open": dict.fromkeys(self.open, True),
            "predicates": sorted(filters.predicates),
            "asserted": filters.asserted,
            "min_origins": filters.min_origins,
        }

    @property
    def _from_claims(self) -> bool:
        return isinstance(self.store, FilteredStore)

    @property
    def _sorts(self) -> list[Sort]:
        """What to ask for. The roles that facts name come along with them, where facts are read."""
        roles: list[Sort] = ["role", "named"] if self._from_claims else ["named"]
        facts: list[Sort] = ["fact", *roles] if self.filters.predicates else []
        return [*facts, "event"] if self.filters.events else facts

    def busy(self, nodes: Collection[str]) -> set[str]:
        """Those of these entities that more claims name than are gone through."""
        self._count(nodes)
        return {node for node in nodes if self._claims[node] > MOST_CLAIMS}

    def work(self, edges: Sequence[Collection[str]]) -> list[int]:
        """How many claims have told the ties of each of these sets of entities: how much there is to read."""
        self._count(sorted(set().union(*edges)))
        return [sum(min(self._claims[node], MOST_CLAIMS) for node in edge) for edge in edges]

    def _count(self, nodes: Iterable[str]) -> None:
        missing = [node for node in nodes if node not in self._claims]
        rows = self.store.read(NAMED_BY, {"ids": missing}) if missing else []
        self._claims.update((row["id"], row["claims"]) for row in rows)

    def _read(self, nodes: Sequence[str], far: Set[str] | None, found: Mapping[str, list[Raw]]) -> None:
        """Add the ties of these entities to what was found."""
        if not nodes:
            return
        query = ties_of(self.filters.types, self._sorts, from_claims=self._from_claims, far=far is not None)
        params = {"ids": list(nodes), **self.params, "far": dict.fromkeys(far or (), True)}
        rows = self.store.read(query, params)
        self._look_up((raw for row in rows for raw in row["ties"]), far)
        for row in rows:
            found[row["id"]].extend(raw[:ROLES] for raw in row["ties"] if raw[0])
            found[row["id"]].extend(role for raw in row["ties"] for role in self._roles(row["id"], raw, far))

    def _best(self, end: str) -> list[Raw]:
        """The best ties of an end: of each sort as many as are walked."""
        if self._from_claims:
            return self._first(end, self._sorts)
        found: list[Raw] = []
        if self.filters.predicates:
            best = best_facts(self.store, self.params, self.filters.types, end, MOST_TIES)
            self._look_up(best)
            roles = [role for raw in best for role in self._roles(end, raw)]
            found = [*(raw[:ROLES] for raw in best if raw[0]), *roles[:MOST_TIES]]
            found += self._first(end, ["named"])
        if self.filters.events:
            found += best_events(self.store, self.params, end, MOST_TIES)
        return found

    def _first(self, end: str, sorts: Sequence[Sort]) -> list[Raw]:
        """Ties of these sorts in the order of facts and names, where nothing tells which are the best."""
        rows = self.store.read(first_ties(sorts), {"ids": [end], **self.params})
        return [raw for row in rows for raw in row["ties"]]

    def _look_up(self, ties: Iterable[Raw], far: Set[str] | None = None) -> None:
        """Learn over whom that these facts name, of `far` if that is given, a way may lead.

        An id tells a kind, but for the several kinds of place: of these some may be open and others not.
        """
        named = {one.partition("=")[2] for raw in ties for one in _roles_of(raw)}
        if far is not None:
            named &= far
        ontology, places = load_ontology(), []
        for node in sorted(named - self._is_place.keys()):
            kind = ontology.kind_of_id(node)
            self._is_place[node] = False if kind in self.open or node in self.ends else None
            if kind == "Place":
                places.append(node)
        if places and self._places_are_open:
            found = self.store.read(PLACES_WALKED, {"ids": places, **self.params})[0]["found"]
            self._is_place.update(dict.fromkeys(found, True))

    @property
    def _places_are_open(self) -> bool:
        return any("Place" in load_ontology().labels_of(kind) for kind in self.open)

    def _roles(self, node: str, raw: Raw, far: Set[str] | None = None) -> Iterator[Raw]:
        """The ties of an entity to whom a fact of its names in a role. A mere place ties nobody to it."""
        for one in sorted(_roles_of(raw)):
            role, _, other = one.partition("=")
            if other == node or (far is not None and other not in far):
                continue
            is_place = self._is_place[other]
            if is_place is not None and (other in self.ends or not (is_place and role == "place")):
                # What one claim tells, is told of the role just as well; else the claims that name it tell.
                told = raw[5:ROLES] if raw[CLAIMS] == 1 else [None] * 5
                yield ["role", node, other, raw[3], raw[4], *told]


def other_end(raw: Raw, node: str) -> str:
    """The end of a tie that is not this one."""
    return str(raw[2] if raw[1] == node else raw[1])


def strength_told(raw: Raw) -> Strength | None:
    """The strength that a tie is read with; None for one that its claims must weigh."""
    return None if raw[5] is None else strength_of(*raw[5:10])


def _roles_of(raw: Raw) -> Sequence[str]:
    return (raw[ROLES] if len(raw) > ROLES else None) or ()
