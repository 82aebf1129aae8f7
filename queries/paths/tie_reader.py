"""A reader of ties as the graph holds them, in few queries for any number of entities."""

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
    build_first_ties_query,
    build_ties_query,
)
from queries.paths.filters import PathFilters
from queries.paths.hops import Strength, compute_strength
from queries.paths.hub_ties import read_best_events, read_best_facts

if TYPE_CHECKING:
    from graph.store.protocols import ReadStore


@dataclass(slots=True)
class TieReader:
    """A reader of ties between entities of the kinds `open`, and of the two ends of any kind.

    `hubs` are entities named by more than MOST_CLAIMS claims, `cut` ends of which only the best ties
    were read. `_is_place` covers the entities that facts name in a role; it is None for one that no
    path may lead over.
    """

    store: ReadStore
    ends: tuple[str, str]
    open: Sequence[str]
    filters: PathFilters
    hubs: set[str] = field(default_factory=set)
    cut: set[str] = field(default_factory=set)
    _claims: dict[str, int] = field(default_factory=dict)
    _is_place: dict[str, bool | None] = field(default_factory=dict)

    def read_ties(self, nodes: Collection[str], far: Set[str] | None = None) -> dict[str, list[Raw]]:
        """Return the ties of each of these entities: none of a hub.

        Of an end that is a hub they are the best of each sort. With `far` they are only those that lead
        there, and for an end that is a hub all of these.
        """
        ties: dict[str, list[Raw]] = {node: [] for node in nodes}
        busy = self.find_hubs([node for node in nodes if far is None or node not in self.ends])
        self._add_ties([node for node in nodes if node not in busy], far, ties)
        self.hubs |= busy - set(self.ends)
        for end in sorted(busy & set(self.ends)):
            self.cut.add(end)
            ties[end] = self._read_best_ties(end)
        return ties

    @property
    def params(self) -> dict[str, Any]:
        """The parameters of the statements besides ids."""
        filters = self.filters
        return {
            "ends": list(self.ends),
            # As a map: an engine scans a list from its start for each tie.
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
        """The sorts of ties to read. Where facts are read, the roles that they name come with them."""
        roles: list[Sort] = ["role", "named"] if self._from_claims else ["named"]
        facts: list[Sort] = ["fact", *roles] if self.filters.predicates else []
        return [*facts, "event"] if self.filters.events else facts

    def find_hubs(self, nodes: Collection[str]) -> set[str]:
        """Return those of these entities that are named by more than MOST_CLAIMS claims."""
        self._load_claim_counts(nodes)
        return {node for node in nodes if self._claims[node] > MOST_CLAIMS}

    def count_claims(self, edges: Sequence[Collection[str]]) -> list[int]:
        """Count the claims of each of these sets of entities: how much there is to read.

        An entity counts at most MOST_CLAIMS.
        """
        self._load_claim_counts(sorted(set().union(*edges)))
        return [sum(min(self._claims[node], MOST_CLAIMS) for node in edge) for edge in edges]

    def _load_claim_counts(self, nodes: Iterable[str]) -> None:
        missing = [node for node in nodes if node not in self._claims]
        rows = self.store.read(NAMED_BY, {"ids": missing}) if missing else []
        self._claims.update((row["id"], row["claims"]) for row in rows)

    def _add_ties(self, nodes: Sequence[str], far: Set[str] | None, ties: Mapping[str, list[Raw]]) -> None:
        """Add the ties of these entities to `ties`."""
        if not nodes:
            return
        query = build_ties_query(
            self.filters.types, self._sorts, from_claims=self._from_claims, far=far is not None
        )
        params = {"ids": list(nodes), **self.params, "far": dict.fromkeys(far or (), True)}
        rows = self.store.read(query, params)
        self._load_role_entities((raw for row in rows for raw in row["ties"]), far)
        for row in rows:
            ties[row["id"]].extend(raw[:ROLES] for raw in row["ties"] if raw[0])
            ties[row["id"]].extend(
                role for raw in row["ties"] for role in self._iter_role_ties(row["id"], raw, far)
            )

    def _read_best_ties(self, end: str) -> list[Raw]:
        """Return the best ties of an end: of each sort as many as are walked."""
        if self._from_claims:
            return self._read_first_ties(end, self._sorts)
        ties: list[Raw] = []
        if self.filters.predicates:
            best = read_best_facts(self.store, self.params, self.filters.types, end, MOST_TIES)
            self._load_role_entities(best)
            roles = [role for raw in best for role in self._iter_role_ties(end, raw)]
            ties = [*(raw[:ROLES] for raw in best if raw[0]), *roles[:MOST_TIES]]
            ties += self._read_first_ties(end, ["named"])
        if self.filters.events:
            ties += read_best_events(self.store, self.params, end, MOST_TIES)
        return ties

    def _read_first_ties(self, end: str, sorts: Sequence[Sort]) -> list[Raw]:
        """Return ties of these sorts in the order of facts and names, where none is known to be best."""
        rows = self.store.read(build_first_ties_query(sorts), {"ids": [end], **self.params})
        return [raw for row in rows for raw in row["ties"]]

    def _load_role_entities(self, ties: Iterable[Raw], far: Set[str] | None = None) -> None:
        """Load which entities that these facts name, of `far` if it is given, a path may lead over.

        An id shows the kind, except for the several kinds of place: some of these may be open, others
        not.
        """
        role_entities = {role.partition("=")[2] for raw in ties for role in _list_roles(raw)}
        if far is not None:
            role_entities &= far
        ontology, places = load_ontology(), []
        for node in sorted(role_entities - self._is_place.keys()):
            kind = ontology.find_kind_of_id(node)
            self._is_place[node] = False if kind in self.open or node in self.ends else None
            if kind == "Place":
                places.append(node)
        if places and self._places_are_open:
            open_places = self.store.read(PLACES_WALKED, {"ids": places, **self.params})[0]["found"]
            self._is_place.update(dict.fromkeys(open_places, True))

    @property
    def _places_are_open(self) -> bool:
        return any("Place" in load_ontology().list_labels(kind) for kind in self.open)

    def _iter_role_ties(self, node: str, raw: Raw, far: Set[str] | None = None) -> Iterator[Raw]:
        """Yield the ties of an entity to those that one of its facts names in a role.

        A mere place gives no tie.
        """
        for entry in sorted(_list_roles(raw)):
            role, _, role_entity = entry.partition("=")
            if role_entity == node or (far is not None and role_entity not in far):
                continue
            is_place = self._is_place[role_entity]
            if is_place is not None and (role_entity in self.ends or not (is_place and role == "place")):
                # A single claim's roll-up holds for its roles, too; else the claims with the role give it.
                strength = raw[5:ROLES] if raw[CLAIMS] == 1 else [None] * 5
                yield ["role", node, role_entity, raw[3], raw[4], *strength]


def find_other_end(raw: Raw, node: str) -> str:
    """Return the end of a tie that is not `node`."""
    return str(raw[2] if raw[1] == node else raw[1])


def parse_strength(raw: Raw) -> Strength | None:
    """Return the strength that a tie is read with; None if its claims must give it."""
    return None if raw[5] is None else compute_strength(*raw[5:10])


def _list_roles(raw: Raw) -> Sequence[str]:
    return (raw[ROLES] if len(raw) > ROLES else None) or ()
