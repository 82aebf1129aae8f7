"""Ties between two entities, their strength, and the hop that all ties of a pair make.

Pure: nothing here queries the database.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from graph.rules.rollup import STRENGTH, Rollup

TieKind = Literal["fact", "role", "event"]
_STANDING: Mapping[str, int] = {"finding": 2, "fact": 2, "proceeding": 1, "accusation": 0}


class Strength(NamedTuple):
    """How well a tie is supported; more is stronger, compared from left to right."""

    origins: int
    standing: int
    asserted: bool
    modality: int
    unhedged: bool


def compute_strength(origins: int, standing: str, asserted: bool, modality: str, hedged: bool) -> Strength:
    """Return the strength of a roll-up's values: origins, then standing, then modality."""
    return Strength(origins, _STANDING[standing], asserted, STRENGTH[modality], not hedged)


def compute_rollup_strength(rolled: Rollup) -> Strength:
    """Return the strength of a roll-up."""
    return compute_strength(rolled.origins, rolled.standing, rolled.asserted, rolled.modality, rolled.hedged)


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie between two entities, directed from `start` to `end` as in the graph.

    A `fact` runs from its subject to its object, or (`role`) from one of them to an entity that its
    claims name in a further role; an `event` to an entity that takes part in it or is its place.
    `fact` is empty for an event. The strength of a tie without `strength` has yet to be computed from
    its claims.
    """

    kind: TieKind
    start: str
    end: str
    predicate: str
    fact: str = ""
    strength: Strength | None = None

    @property
    def pair(self) -> tuple[str, str]:
        """Both ends, in alphabetical order."""
        return (self.start, self.end) if self.start < self.end else (self.end, self.start)

    @property
    def key(self) -> str:
        """The key that is unique among the ties of its pair, and sorts equally strong ones."""
        return self.fact or f"{self.start} {self.end}"


@dataclass(frozen=True, slots=True)
class Hop:
    """All ties of one pair of entities: the strongest, and the others from strong to weak."""

    best: Tie
    strength: Strength
    weaker_ties: tuple[Tie, ...] = ()

    @property
    def key(self) -> str:
        """The key of its strongest tie."""
        return self.best.key

    def is_part_in(self, event: str) -> bool:
        """Return whether all of its ties are parts in this event."""
        return all(tie.kind == "event" and tie.start == event for tie in (self.best, *self.weaker_ties))


Hops = Mapping[str, Mapping[str, Hop]]
"""By entity, then by neighbour; each hop stands under both of its ends."""


def build_hops(ties: Iterable[Tie]) -> Hops:
    """Build the hops of ties with a strength, in both directions; the order of `ties` does not matter."""
    pairs: dict[tuple[str, str], dict[str, Tie]] = defaultdict(dict)
    for tie in ties:
        if (
            tie.kind != "role" or tie.key not in pairs[tie.pair]
        ):  # whom a fact itself ties, it ties in no role
            pairs[tie.pair][tie.key] = tie
    hops: dict[str, dict[str, Hop]] = defaultdict(dict)
    for (start, end), pair_ties in pairs.items():
        weighed = sorted(((tie.strength, tie) for tie in pair_ties.values() if tie.strength), key=_sort_key)
        if not weighed:
            continue
        (strength, best), *weaker = weighed
        hop = Hop(best, strength, tuple(tie for _, tie in weaker))
        hops[start][end] = hops[end][start] = hop
    return hops


def _sort_key(weighed: tuple[Strength, Tie]) -> tuple[tuple[int, ...], str]:
    strength, tie = weighed
    return tuple(-int(part) for part in strength), tie.key
