"""What lies between two entities: a search from both ends, two queries a level, then the ties weighed.

Only ties that a walk of the wanted length can take are weighed. Everything is put in order here, not by the
engine, so that both engines give the same.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from graph.ontology import load_ontology
from graph.rollup import roll_up
from graph.rows import claim_from_row
from graph.stored import chunks
from queries.as_of import Door
from queries.paths.busy import best_events, best_facts, roles_of_best
from queries.paths.filters import Filters
from queries.paths.hops import Hops, Strength, Tie, TieKind, hops_of, strength_of, strength_of_rollup
from queries.paths.steps import MOST_TIES, OF_EVENTS, OF_FACTS, OF_ROLES, ties_of
from queries.view import Looking, looking

if TYPE_CHECKING:
    from graph.claims import Claim
    from graph.reads import Asks

_Raw = list[Any]
MOST_WALKED = 5000
"""How many entities' ties one search looks at."""
WEIGHED_AT_ONCE = 2000
_WEIGHING = {"role": OF_ROLES, "event": OF_EVENTS, "fact": OF_FACTS}


@dataclass(frozen=True, slots=True)
class Region:
    """The hops between two entities, the hubs that were not walked through, and the ends that were cut.

    It is not `complete` where too many entities lay within reach.
    """

    hops: Hops
    hubs: tuple[str, ...]
    cut: tuple[str, ...]
    complete: bool


@dataclass(slots=True)
class Search:
    """One search. `kinds` are those that may be walked over; ends may be of any."""

    store: Asks
    ends: tuple[str, str]
    kinds: Sequence[str]
    filters: Filters
    _ties: dict[str, list[_Raw]] = field(default_factory=dict)
    _hubs: set[str] = field(default_factory=set)
    _cut: set[str] = field(default_factory=set)
    _best: dict[str, list[str]] = field(default_factory=dict)
    _complete: bool = True

    def region(self, longest: int) -> Region:
        """All hops that a walk of at most `longest` from one end to the other can take."""
        around = self._explored(longest)
        near = _near(around, self.ends, longest)
        ties = self._merged(near)
        weighed = self._weighed(ties)
        kept = [tie for tie in weighed if self.filters.keeps(tie)]
        return Region(hops_of(kept), tuple(sorted(self._hubs)), tuple(sorted(self._cut)), self._complete)

    def _explored(self, longest: int) -> Mapping[str, set[str]]:
        """Whom the entities found are tied to, as far as a walk of `longest` can use it.

        A level at a time from the end that has fewer to walk from. One that has none left to walk from has
        told all its ways, unless there was a hub among them: others may lead to that.
        """
        around: dict[str, set[str]] = defaultdict(set)
        seen: tuple[set[str], set[str]] = ({self.ends[0]}, {self.ends[1]})
        edge = [{self.ends[0]}, {self.ends[1]}]
        for _ in range(longest):
            if not any(edge) or any(not edge[i] and self._is_told(self.ends[i], seen[i]) for i in (0, 1)):
                break
            side = min((0, 1), key=lambda i: len(edge[i]) or MOST_WALKED)
            self._fetch(edge[side])
            reached = set()
            for node in edge[side]:
                for raw in self._ties.get(node, ()):
                    other = raw[2] if raw[1] == node else raw[1]
                    around[node].add(other)
                    around[other].add(node)
                    reached.add(other)
            edge[side] = reached - seen[side] - set(self.ends)
            seen[side].update(reached)
        return around

    def _is_told(self, end: str, seen: set[str]) -> bool:
        """Whether all ties of the entities seen from an end are known, once none is left to walk from."""
        return end not in self._cut and self._hubs.isdisjoint(seen)

    def _fetch(self, nodes: Iterable[str]) -> None:
        """Learn the ties of these entities, in two queries; more for an end that is a hub."""
        wanted = sorted(set(nodes) - self._ties.keys())
        if len(self._ties) + len(wanted) > MOST_WALKED:
            self._complete = False
            wanted = wanted[: max(0, MOST_WALKED - len(self._ties))]
        self._ties.update({node: [] for node in wanted})
        # Roles last: they take a look at each claim of an entity, which of a hub would be for nothing.
        roles: list[TieKind] = [kind for kind in self.filters.kinds if kind == "role"]
        self._take(wanted, [kind for kind in self.filters.kinds if kind != "role"])
        self._take([node for node in wanted if node not in self._hubs], roles)

    def _take(self, nodes: Sequence[str], kinds: Sequence[TieKind]) -> None:
        """Add the ties of these sorts. Who has too many is no more asked for others: it is a hub."""
        busy = [node for node in nodes if node in self._best and "role" in kinds]
        for node in busy:
            self._ties[node] += roles_of_best(self.store, self._params, self._best[node], node, MOST_TIES)
        for row in self._asked([node for node in nodes if node not in busy], kinds):
            node = row["id"]
            if node in self.ends:
                self._ties[node] += self._of_end(node, row["ties"])
            elif len(row["ties"]) + len(self._ties[node]) <= MOST_TIES:
                self._ties[node] += row["ties"]
            else:
                self._ties[node] = []
                self._hubs.add(node)

    def _of_end(self, end: str, ties: list[_Raw]) -> list[_Raw]:
        """The ties of an end; of a sort that it has too many of, the best."""
        many: list[TieKind] = [kind for kind, n in Counter(raw[0] for raw in ties).items() if n > MOST_TIES]
        if not many:
            return ties
        self._cut.add(end)
        kept = [raw for raw in ties if raw[0] not in many]
        if isinstance(self.store, Door) or many == ["role"]:
            best = self._asked([end], many, in_order=True)
            return [*kept, *(raw for row in best for raw in row["ties"])]
        if "fact" in many:
            found, self._best[end] = best_facts(self.store, self._params, self.filters.types, end, MOST_TIES)
            kept += found
        return [*kept, *best_events(self.store, self._params, end, MOST_TIES)] if "event" in many else kept

    def _asked(
        self, ids: Sequence[str], kinds: Collection[TieKind], *, in_order: bool = False
    ) -> list[dict[str, Any]]:
        if not ids or not kinds:
            return []
        from_claims = isinstance(self.store, Door)
        query = ties_of(self.filters.types, kinds, from_claims=from_claims, in_order=in_order)
        return self.store.read(query, {"ids": list(ids), **self._params})

    @property
    def _params(self) -> dict[str, Any]:
        filters = self.filters
        return {
            "ends": list(self.ends),
            "open": list(self.kinds),
            "predicates": sorted(filters.predicates),
            "asserted": filters.asserted,
            "min_origins": filters.min_origins,
        }

    def _merged(self, near: set[str]) -> list[Tie]:
        """The ties among these entities, once each; several parts in one event are one tie, yet to weigh."""
        found: dict[tuple[str, str, str], Tie] = {}
        for node in near & self._ties.keys():
            seen_here = set()
            for raw in self._ties[node]:
                if raw[1] not in near or raw[2] not in near:
                    continue
                tie = _tie(raw)
                key = (*tie.pair, tie.key)
                if tie.kind == "event" and key in seen_here:
                    tie = replace(tie, strength=None)
                seen_here.add(key)
                if tie.kind != "role" or key not in found:  # whom a fact itself ties, it ties in no role
                    found[key] = tie
        return [found[key] for key in sorted(found)]

    def _weighed(self, ties: Sequence[Tie]) -> Iterator[Tie]:
        light: dict[str, dict[str, list[Tie]]] = defaultdict(lambda: defaultdict(list))
        for tie in ties:
            if tie.strength is not None:
                yield tie
            else:
                light[tie.kind][f"{tie.fact or tie.start} {tie.end}"].append(tie)
        scales = _Scales(self.store)
        for kind, some in light.items():
            for part in chunks(sorted(some), WEIGHED_AT_ONCE):
                params = {"ties": [name.split(" ") for name in part]}
                for row in self.store.read(_WEIGHING[kind], params):
                    strength = scales.weigh(map(claim_from_row, row["claims"]))
                    if strength is not None:
                        yield from (replace(tie, strength=strength) for tie in some[row["tie"]])


class _Scales:
    """Weighs ties by their claims; behind a door with the origins that those had then."""

    def __init__(self, store: Asks) -> None:
        self._door = store if isinstance(store, Door) else None
        self._look: Looking | None = looking(store.store) if isinstance(store, Door) else None

    def weigh(self, claims: Iterable[Claim]) -> Strength | None:
        """The strength of the tie that these claims tell; None if none affirms it."""
        held = list(claims)
        if self._look is not None and self._door is not None:
            derived = self._look.derive_among(held, self._door.limits.known)
            held = [derived.claims[claim.id] for claim in held]
        if not any(claim.affirms for claim in held):
            return None
        return strength_of_rollup(roll_up(held, _nobody))


def _nobody(_: Claim) -> str:
    return ""


def _tie(raw: _Raw) -> Tie:
    kind, start, end, type_, fact, origins, standing, asserted, modality, hedged = raw
    predicate = type_ if kind == "event" else _predicate_of(type_)
    strength = None if origins is None else strength_of(origins, standing, asserted, modality, hedged)
    return Tie(kind, start, end, predicate, fact, strength)


def _predicate_of(type_: str) -> str:
    """The predicate of a relationship type: WAS_ARRESTED is ARRESTED without its agent."""
    vocabulary = load_ontology().vocabulary
    if type_ in vocabulary:
        return type_
    promised = type_.replace("WILL_BE_", "WILL_", 1)
    return promised if promised in vocabulary else type_.removeprefix("WAS_")


def _near(around: Mapping[str, set[str]], ends: tuple[str, str], longest: int) -> set[str]:
    """The entities through which a walk of at most `longest` can lead from end to end."""
    away = [_distances(around, end, longest) for end in ends]
    return {node for node, d in away[0].items() if d + away[1].get(node, longest + 1) <= longest}


def _distances(around: Mapping[str, set[str]], source: str, most: int) -> dict[str, int]:
    found = {source: 0}
    edge = {source}
    for steps in range(1, most + 1):
        edge = {other for node in edge for other in around.get(node, ())} - found.keys()
        found.update(dict.fromkeys(edge, steps))
    return found
