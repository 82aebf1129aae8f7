"""What lies between two entities: a search from both ends, level by level, then the ties weighed.

Only ties that a walk of the wanted length can take are weighed. Everything is put in order here, not by the
engine, so that both engines give the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from graph.model.batching import chunks
from graph.model.ontology import load_ontology
from graph.rules.rollup import roll_up
from graph.store.row_mapping import claim_from_row
from queries.as_of.claim_filter import FilteredStore
from queries.as_of.graph_reader import GraphReader, open_reader
from queries.paths.cypher import OF_EVENTS, OF_FACTS, OF_ROLES, Raw
from queries.paths.hops import Hops, Strength, Tie, hops_of, strength_of_rollup
from queries.paths.tie_reader import Reader, other_end, strength_told

if TYPE_CHECKING:
    from graph.model.claims import Claim
    from graph.store.protocols import Asks

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
    """One search, by what `reader` reads."""

    reader: Reader
    _ties: dict[str, list[Raw]] = field(default_factory=dict)
    _complete: bool = True

    def region(self, longest: int) -> Region:
        """All hops that a walk of at most `longest` from one end to the other can take."""
        explored = {**self._explored(longest), **self._between()}
        near = _near(explored, self.reader.ends, longest)
        weighed = self._weighed(_merged(explored, near))
        hops = hops_of(tie for tie in weighed if self.reader.filters.keeps(tie))
        return Region(hops, tuple(sorted(self.reader.hubs)), tuple(sorted(self.reader.cut)), self._complete)

    def _explored(self, longest: int) -> Mapping[str, Sequence[Raw]]:
        """The ties of the entities found, as far as a walk of `longest` can use them.

        From both ends half the way, at each step first from where there is less to read. At the last
        step only ties to what has been seen can be of use; where the halves meet in the midst of a tie, the
        second end is asked for those to hubs alone, which tell none themselves.
        """
        found: dict[str, Sequence[Raw]] = {}
        ends = self.reader.ends
        seen: tuple[set[str], set[str]] = ({ends[0]}, {ends[1]})
        edge = [{ends[0]}, {ends[1]}]
        half, odd = divmod(longest, 2)
        for left in reversed(range(half + odd)):
            work = self.reader.work(edge)
            for second, side in enumerate(sorted((0, 1), key=work.__getitem__)):
                if any(not edge[i] and self._is_told(ends[i], seen[i]) for i in (0, 1)):
                    return found
                far: Set[str] | None = None
                if not left and (second or odd):
                    far = seen[0] | seen[1]
                    if second and odd:
                        far &= self.reader.hubs
                found |= self._read(edge[side], far)
                reached = {other_end(raw, node) for node in edge[side] for raw in found.get(node, ())}
                edge[side] = reached - seen[side] - set(ends)
                seen[side].update(reached)
        return found

    def _between(self) -> dict[str, list[Raw]]:
        """What ties the ends themselves, added to what is known of one if only the best was read of both."""
        start, end = self.reader.ends
        if not {start, end} <= self.reader.cut:
            return {}
        return {start: [*self._ties[start], *self.reader.ties([start], {end})[start]]}

    def _is_told(self, end: str, seen: set[str]) -> bool:
        """Whether all ties of the entities seen from an end are known, once none is left to walk from."""
        return end not in self.reader.cut and self.reader.hubs.isdisjoint(seen)

    def _read(self, nodes: Iterable[str], far: Set[str] | None) -> dict[str, list[Raw]]:
        """The ties of these entities; with `far` only those that lead there, unless all are known already."""
        wanted = sorted(nodes) if far is None or far else []
        missing = [node for node in wanted if node not in self._ties]
        if len(self._ties) + len(missing) > MOST_WALKED:
            self._complete = False
            missing = missing[: max(0, MOST_WALKED - len(self._ties))]
        fresh = self.reader.ties(missing, far) if missing else {}
        if far is None:
            self._ties |= fresh
        return {**{node: self._ties[node] for node in wanted if node in self._ties}, **fresh}

    def _weighed(self, ties: Sequence[Tie]) -> Iterator[Tie]:
        light: dict[str, dict[str, list[Tie]]] = defaultdict(lambda: defaultdict(list))
        for tie in ties:
            if tie.strength is not None:
                yield tie
            else:
                light[tie.kind][f"{tie.fact or tie.start} {tie.end}"].append(tie)
        scales = _Scales(self.reader.store)
        for kind, some in light.items():
            for part in chunks(sorted(some), WEIGHED_AT_ONCE):
                params = {"ties": [name.split(" ") for name in part]}
                for row in self.reader.store.read(_WEIGHING[kind], params):
                    strength = scales.weigh(map(claim_from_row, row["claims"]))
                    if strength is not None:
                        yield from (replace(tie, strength=strength) for tie in some[row["tie"]])


class _Scales:
    """Weighs ties by their claims; behind a door with the origins that those had then."""

    def __init__(self, store: Asks) -> None:
        self._door = store if isinstance(store, FilteredStore) else None
        self._look: GraphReader | None = (
            open_reader(store.store) if isinstance(store, FilteredStore) else None
        )

    def weigh(self, claims: Iterable[Claim]) -> Strength | None:
        """The strength of the tie that these claims tell; None if none affirms it."""
        held = list(claims)
        if self._look is not None and self._door is not None:
            derived = self._look.derive_among(held, self._door.limits.is_known)
            held = [derived.claims[claim.id] for claim in held]
        if not any(claim.affirms for claim in held):
            return None
        return strength_of_rollup(roll_up(held, _nobody))


def _nobody(_: Claim) -> str:
    return ""


def _tie(raw: Raw) -> Tie:
    kind, start, end, type_, fact = raw[:5]
    predicate = type_ if kind == "event" else _predicate_of(type_)
    return Tie(kind, start, end, predicate, fact, strength_told(raw))


def _predicate_of(type_: str) -> str:
    """The predicate of a relationship type: WAS_ARRESTED is ARRESTED without its agent."""
    vocabulary = load_ontology().vocabulary
    if type_ in vocabulary:
        return type_
    promised = type_.replace("WILL_BE_", "WILL_", 1)
    return promised if promised in vocabulary else type_.removeprefix("WAS_")


def _merged(ties: Mapping[str, Sequence[Raw]], near: Set[str]) -> list[Tie]:
    """The ties among entities that are `near`, once each; several parts in one event are one, unweighed."""
    found: dict[tuple[str, str, str], Tie] = {}
    for node in near & ties.keys():
        here = set()
        for raw in ties[node]:
            if raw[1] not in near or raw[2] not in near:
                continue
            tie = _tie(raw)
            key = (*tie.pair, tie.key)
            if tie.kind == "event" and key in found:
                tie = _with_part(tie, found[key], several=key in here)
            here.add(key)
            if tie.kind != "role" or _is_news(tie, found.get(key)):
                found[key] = tie
    return [found[key] for key in sorted(found)]


def _is_news(role: Tie, held: Tie | None) -> bool:
    """Whether a role tells more than what was read before: whom a fact itself ties, it ties in no role."""
    return held is None or (held.kind == "role" and held.strength is None)


def _with_part(tie: Tie, held: Tie, *, several: bool) -> Tie:
    """The tie of an entity to an event that was read before, as `held`; if `several`, by another part.

    Of a hub that is an end not all parts may have been read: who has met several keeps that in mind.
    """
    told = None if several or held.strength is None else tie.strength
    return replace(tie, predicate=max(tie.predicate, held.predicate), strength=told)


def _near(ties: Mapping[str, Sequence[Raw]], ends: tuple[str, str], longest: int) -> set[str]:
    """The entities through which a walk of at most `longest` can lead from end to end."""
    around: dict[str, set[str]] = defaultdict(set)
    for node, some in ties.items():
        for raw in some:
            other = other_end(raw, node)
            around[node].add(other)
            around[other].add(node)
    away = [_distances(around, end, longest) for end in ends]
    return {node for node, d in away[0].items() if d + away[1].get(node, longest + 1) <= longest}


def _distances(around: Mapping[str, set[str]], source: str, most: int) -> dict[str, int]:
    found = {source: 0}
    edge = {source}
    for steps in range(1, most + 1):
        edge = {other for node in edge for other in around.get(node, ())} - found.keys()
        found.update(dict.fromkeys(edge, steps))
    return found
