"""The k best simple paths of a graph of hops: by strength of the weakest hop, then by length. Pure.

The search is exact. For each strength from high to low it visits the paths that have no weaker
hop and at least one of that strength, by length and then by the keys and ends of their hops.
Paths therefore come out in order of rank, and the search ends with the last one that is needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from queries.paths.hops import Hop, Hops, Strength


@dataclass(frozen=True, slots=True)
class Path:
    """A path from one entity to another: `nodes` are one more than `hops`."""

    nodes: tuple[str, ...]
    hops: tuple[Hop, ...]

    @property
    def weakest(self) -> int:
        """The index of the weakest hop; of several equally weak ones the first."""
        strengths = [hop.strength for hop in self.hops]
        return strengths.index(min(strengths))

    @property
    def rank(self) -> tuple[object, ...]:
        """The sort key: a better path has a lower rank."""
        weakest = self.hops[self.weakest].strength
        steps = tuple((hop.key, node) for hop, node in zip(self.hops, self.nodes[1:], strict=True))
        return tuple(-int(part) for part in weakest), len(self.hops), steps

    @property
    def meets_in_event(self) -> bool:
        """Whether it leads through an event in which both neighbours only appear: no tie between them."""
        inner = zip(self.nodes[1:], self.hops, self.hops[1:], strict=False)
        return any(_is_event_meeting(node, before, after) for node, before, after in inner)


def find_best_paths(hops: Hops, start: str, end: str, k: int, longest: int) -> list[Path]:
    """Return the `k` best simple paths of at most `longest` hops, best first.

    No path uses one fact twice (a fact with further roles ties more than two entities).
    """
    return list(islice(_iter_ranked_paths(hops, start, end, longest, over_events=True), k))


def has_non_event_path(hops: Hops, start: str, end: str, longest: int) -> bool:
    """Return whether some path of at most `longest` hops does not meet in an event."""
    # A quick test for where there is none: else every path would be visited to find that it meets in one.
    walked = _has_non_event_walk(hops, start, end, longest)
    return walked and any(_iter_ranked_paths(hops, start, end, longest, over_events=False))


def _has_non_event_walk(hops: Hops, start: str, end: str, longest: int) -> bool:
    """Return whether some walk, simple or not, leads to the end without meeting in an event."""
    edge = {(start, False)}  # an entity, and whether it was reached only by a part in it
    seen = set(edge)
    for _ in range(longest):
        edge = {
            (neighbour, hop.is_part_in(neighbour))
            for node, by_part in edge
            for neighbour, hop in hops.get(node, {}).items()
            if not (by_part and hop.is_part_in(node))
        } - seen
        if any(node == end for node, _ in edge):
            return True
        seen |= edge
    return False


def _is_event_meeting(node: str, before: Hop, after: Hop) -> bool:
    return before.is_part_in(node) and after.is_part_in(node)


def compute_distances(hops: Hops, source: str, most: int, least: Strength | None = None) -> dict[str, int]:
    """Return how many hops each entity is away from `source`.

    No hop is weaker than `least`. Entities farther away than `most` are left out.
    """
    away = {source: 0}
    edge = [source]
    for steps in range(1, most + 1):
        reached = []
        for node in edge:
            for neighbour, hop in hops.get(node, {}).items():
                if neighbour not in away and (least is None or hop.strength >= least):
                    away[neighbour] = steps
                    reached.append(neighbour)
        edge = reached
    return away


def _iter_ranked_paths(
    hops: Hops, start: str, end: str, longest: int, *, over_events: bool
) -> Iterator[Path]:
    usable = _find_usable_hops(hops, start, end, longest)
    strengths = sorted(
        {hop.strength for neighbours in usable.values() for hop in neighbours.values()}, reverse=True
    )
    for least in strengths[_find_connecting_strength(usable, strengths, (start, end), longest) :]:
        away = compute_distances(usable, end, longest, least)
        if start not in away:
            continue
        walk = _Walk(usable, end, least, away, over_events)
        for length in range(away[start], longest + 1):
            yield from walk.iter_paths(start, length)


def _find_usable_hops(hops: Hops, start: str, end: str, longest: int) -> dict[str, dict[str, Hop]]:
    """Return the hops that a walk of at most `longest` can take, those of each entity sorted by key."""
    from_start, from_end = compute_distances(hops, start, longest), compute_distances(hops, end, longest)
    near = {
        entity: distance
        for entity, distance in from_start.items()
        if entity in from_end and distance + from_end[entity] <= longest
    }

    def is_usable(source: str, target: str) -> bool:
        there, back = near[source] + 1 + from_end[target], near[target] + 1 + from_end[source]
        return min(there, back) <= longest

    usable: dict[str, dict[str, Hop]] = {}
    for node in near:
        candidates = (
            (neighbour, hop)
            for neighbour, hop in hops.get(node, {}).items()
            if neighbour in near and is_usable(node, neighbour)
        )
        # By the neighbour, too: a fact with further roles is the key of several hops of one entity.
        usable[node] = dict(sorted(candidates, key=lambda pair: (pair[1].key, pair[0])))
    return usable


def _find_connecting_strength(
    hops: Hops, strengths: Sequence[Strength], ends: tuple[str, str], longest: int
) -> int:
    """Return the index of the highest strength whose hops connect both ends.

    If none does, it is the number of strengths.
    """
    low, high = 0, len(strengths)
    while low < high:
        middle = (low + high) // 2
        if ends[0] in compute_distances(hops, ends[1], longest, strengths[middle]):
            high = middle
        else:
            low = middle + 1
    return low


@dataclass(frozen=True, slots=True)
class _Walk:
    """All simple paths of one weakest strength, in order; `away` is the least distance to the end."""

    hops: Hops
    end: str
    least: Strength
    away: dict[str, int]
    over_events: bool

    def iter_paths(self, start: str, length: int) -> Iterator[Path]:
        """Yield the paths of exactly `length` hops."""
        yield from self._expand_path([start], [], set(), length)

    def _expand_path(
        self, nodes: list[str], hops: list[Hop], facts: set[str], remaining: int
    ) -> Iterator[Path]:
        node = nodes[-1]
        if remaining == 0:
            if node == self.end and any(hop.strength == self.least for hop in hops):
                yield Path(tuple(nodes), tuple(hops))
            return
        for neighbour, hop in self.hops[node].items():
            fact = hop.best.fact
            if hop.strength < self.least or self.away.get(neighbour, remaining) > remaining - 1:
                continue
            if neighbour in nodes or (neighbour == self.end and remaining > 1) or (fact and fact in facts):
                continue
            if not self.over_events and hops and _is_event_meeting(node, hops[-1], hop):
                continue
            if fact:
                facts.add(fact)
            yield from self._expand_path([*nodes, neighbour], [*hops, hop], facts, remaining - 1)
            facts.discard(fact)
