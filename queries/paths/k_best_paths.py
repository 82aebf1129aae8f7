"""The best simple paths of a graph of hops: those whose weakest hop is strongest, then the shortest. Pure.

Exact: for each strength from high to low the paths are gone through that hold no weaker hop and at least one
of that strength, by length and then by the keys and ends of their hops, so that they come out in order of
rank and the search ends with the last one wanted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from queries.paths.hops import Hop, Hops, Strength


@dataclass(frozen=True, slots=True)
class Path:
    """A way from one entity to another: `nodes` are one more than `hops`."""

    nodes: tuple[str, ...]
    hops: tuple[Hop, ...]

    @property
    def weakest(self) -> int:
        """The index of the weakest hop; of several equally weak ones the first."""
        strengths = [hop.strength for hop in self.hops]
        return strengths.index(min(strengths))

    @property
    def rank(self) -> tuple[object, ...]:
        """The better path has the lower rank."""
        weakest = self.hops[self.weakest].strength
        steps = tuple((hop.key, node) for hop, node in zip(self.hops, self.nodes[1:], strict=True))
        return tuple(-int(part) for part in weakest), len(self.hops), steps

    @property
    def meets_in_event(self) -> bool:
        """Whether it leads through an event of which both neighbours are merely told: no tie of these two."""
        inner = zip(self.nodes[1:], self.hops, self.hops[1:], strict=False)
        return any(_meet_in(node, before, after) for node, before, after in inner)


def best_paths(hops: Hops, start: str, end: str, k: int, longest: int) -> list[Path]:
    """The `k` best simple paths of at most `longest` hops, best first.

    No path rests on one fact twice (a fact with further roles ties more than two entities).
    """
    return list(islice(_ranked(hops, start, end, longest, over_events=True), k))


def tied_beside_events(hops: Hops, start: str, end: str, longest: int) -> bool:
    """Whether there is a path of at most `longest` hops that does not meet in an event."""
    # Soon told where there is none: else every path would be gone through to find that it meets in one.
    walked = _walked_beside_events(hops, start, end, longest)
    return walked and any(_ranked(hops, start, end, longest, over_events=False))


def _walked_beside_events(hops: Hops, start: str, end: str, longest: int) -> bool:
    """Whether some walk, simple or not, leads to the end without meeting in an event."""
    edge = {(start, False)}  # an entity, and whether it was come to by nothing but a part in it
    seen = set(edge)
    for _ in range(longest):
        edge = {
            (other, hop.is_part_in(other))
            for node, by_part in edge
            for other, hop in hops.get(node, {}).items()
            if not (by_part and hop.is_part_in(node))
        } - seen
        if any(node == end for node, _ in edge):
            return True
        seen |= edge
    return False


def _meet_in(node: str, before: Hop, after: Hop) -> bool:
    return before.is_part_in(node) and after.is_part_in(node)


def distances(hops: Hops, source: str, most: int, least: Strength | None = None) -> dict[str, int]:
    """How many hops, none weaker than `least`, each entity is away from `source`; those farther than `most`
    are left out.
    """
    away = {source: 0}
    edge = [source]
    for steps in range(1, most + 1):
        reached = []
        for node in edge:
            for other, hop in hops.get(node, {}).items():
                if other not in away and (least is None or hop.strength >= least):
                    away[other] = steps
                    reached.append(other)
        edge = reached
    return away


def _ranked(hops: Hops, start: str, end: str, longest: int, *, over_events: bool) -> Iterator[Path]:
    kept = _near_both(hops, start, end, longest)
    strengths = sorted({hop.strength for some in kept.values() for hop in some.values()}, reverse=True)
    for least in strengths[_first_that_leads(kept, strengths, (start, end), longest) :]:
        away = distances(kept, end, longest, least)
        if start not in away:
            continue
        walk = _Walk(kept, end, least, away, over_events)
        for length in range(away[start], longest + 1):
            yield from walk.paths(start, length)


def _near_both(hops: Hops, start: str, end: str, longest: int) -> dict[str, dict[str, Hop]]:
    """The hops that a walk of at most `longest` can take, each entity's in the order of their keys."""
    from_start, from_end = distances(hops, start, longest), distances(hops, end, longest)
    near = {n: d for n, d in from_start.items() if n in from_end and d + from_end[n] <= longest}

    def usable(one: str, other: str) -> bool:
        there, back = near[one] + 1 + from_end[other], near[other] + 1 + from_end[one]
        return min(there, back) <= longest

    kept: dict[str, dict[str, Hop]] = {}
    for node in near:
        some = ((o, hop) for o, hop in hops.get(node, {}).items() if o in near and usable(node, o))
        # By the neighbour, too: a fact with further roles is the key of several hops of one entity.
        kept[node] = dict(sorted(some, key=lambda pair: (pair[1].key, pair[0])))
    return kept


def _first_that_leads(hops: Hops, strengths: Sequence[Strength], ends: tuple[str, str], longest: int) -> int:
    """The index of the highest strength whose hops lead from end to end; how many there are if none does."""
    low, high = 0, len(strengths)
    while low < high:
        middle = (low + high) // 2
        if ends[0] in distances(hops, ends[1], longest, strengths[middle]):
            high = middle
        else:
            low = middle + 1
    return low


@dataclass(frozen=True, slots=True)
class _Walk:
    """All simple paths of one weakest strength, in order; `away` tells how far the end is at least."""

    hops: Hops
    end: str
    least: Strength
    away: dict[str, int]
    over_events: bool

    def paths(self, start: str, length: int) -> Iterator[Path]:
        """The paths of exactly `length` hops."""
        yield from self._onward([start], [], set(), length)

    def _onward(self, nodes: list[str], taken: list[Hop], facts: set[str], left: int) -> Iterator[Path]:
        node = nodes[-1]
        if left == 0:
            if node == self.end and any(hop.strength == self.least for hop in taken):
                yield Path(tuple(nodes), tuple(taken))
            return
        for other, hop in self.hops[node].items():
            fact = hop.best.fact
            if hop.strength < self.least or self.away.get(other, left) > left - 1:
                continue
            if other in nodes or (other == self.end and left > 1) or (fact and fact in facts):
                continue
            if not self.over_events and taken and _meet_in(node, taken[-1], hop):
                continue
            if fact:
                facts.add(fact)
            yield from self._onward([*nodes, other], [*taken, hop], facts, left - 1)
            facts.discard(fact)
