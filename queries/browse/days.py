"""The days on which anything became known, and how much was known by each: certainly, or only possibly."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from graph.model.catalogue import resolve_merges
from graph.rules.as_of import find_first_day_in_hand
from graph.store.claim_reader import read_decisions
from graph.store.protocols import StoreRunner

if TYPE_CHECKING:
    from graph.store.protocols import ReadStore

_ALWAYS = ""
"""Sorts before every day: what gives no first day may have been known on any."""
_NEVER = "9999-99-99"
_DOCUMENTS = """
MATCH (d:Document) WHERE d:Scamgraph
RETURN d.id AS id, d.published_from AS first, d.published_to AS last,
  coalesce(d.retrieved, 'unknown') AS retrieved, d.coded_on AS read
"""
_CLAIMS = """
MATCH (c:Claim) WHERE c:Scamgraph
RETURN c.document AS document, c.published_from AS first, c.published_to AS last, c.occasion AS occasion,
  count(c) AS claims
"""
_OCCASIONS = """
MATCH (o:Occasion) WHERE o:Scamgraph AND o.when_from IS NOT NULL RETURN o.id AS id, o.when_from AS day
UNION ALL
MATCH (o:MergedEntity) WHERE o:Scamgraph AND o.kind = 'Occasion' AND o.when_from IS NOT NULL
RETURN o.id AS id, o.when_from AS day
"""


@dataclass(frozen=True, slots=True)
class DayCounts:
    """A day on which something became known, or may have become.

    `documents` were certainly out from that day; `possibly` is how many others may have been. The other
    counts are of all that was known by the end of the day: claims and documents that were certainly out,
    and those that only may have been.
    """

    day: str
    documents: int
    possibly: int
    claims_known: int
    claims_possible: int
    documents_known: int
    documents_possible: int


def list_days(store: ReadStore) -> list[DayCounts]:
    """Return the days on which anything became known, in their order. It reads every claim once."""
    documents = {row["id"]: row for row in store.read(_DOCUMENTS)}
    in_hand = {
        id_: find_first_day_in_hand(row["retrieved"], row["read"] or ()) for id_, row in documents.items()
    }
    spoken = _load_occasion_days(store)
    claims, outs = _Days(), _Days()
    for id_, row in documents.items():
        outs.add(_find_certain_day(row, in_hand[id_]), row["first"] or _ALWAYS, 1)
    for row in store.read(_CLAIMS):
        certain = _find_certain_day(row, in_hand.get(row["document"], ""))
        possible = min(row["first"] or _ALWAYS, spoken.get(row["occasion"], _NEVER))
        claims.add(certain, possible, row["claims"])
    days = sorted({*claims.days, *outs.days} - {_ALWAYS, _NEVER})
    return [
        DayCounts(
            day,
            outs.certain[day],
            outs.possible_only[day],
            *claims.count(day),
            *outs.count(day),
        )
        for day in days
    ]


def find_day_counts(days: list[DayCounts], day: str) -> DayCounts | None:
    """Return the counts by a day, those of the last of `days` that is not later; None before the first."""
    place = bisect_right(days, day, key=lambda counts: counts.day)
    return days[place - 1] if place else None


def _find_certain_day(row: Mapping[str, str | None], in_hand: str) -> str:
    return min((day for day in (row["last"], in_hand) if day), default=_NEVER)


def _load_occasion_days(store: ReadStore) -> dict[str, str]:
    """Return the day on which each occasion had begun, by its id and by ids decided to be the same."""
    merged = resolve_merges(tuple(read_decisions(StoreRunner(store))))
    days: dict[str, str] = {}
    for row in store.read(_OCCASIONS):
        id_ = str(row["id"])
        canonical = merged.get(id_, id_)
        days[canonical] = min(days.get(canonical, _NEVER), str(row["day"]))
    return days | {alias: days[canonical] for alias, canonical in merged.items() if canonical in days}


class _Days:
    """How many things were certainly known, and may have been known, from which day."""

    def __init__(self) -> None:
        self.certain: Counter[str] = Counter()
        self.possible_only: Counter[str] = Counter()
        self._possible: Counter[str] = Counter()
        self._sums: tuple[tuple[list[str], list[int]], ...] = ()

    @property
    def days(self) -> Iterable[str]:
        return {*self.certain, *self._possible}

    def add(self, certain: str, possible: str, number: int) -> None:
        """Count things known for certain from one day, and possibly from another."""
        self.certain[certain] += number
        self._possible[min(possible, certain)] += number
        if possible < certain:
            self.possible_only[possible] += number

    def count(self, day: str) -> tuple[int, int]:
        """Return how many were certainly known by a day, and how many others may have been."""
        self._sums = self._sums or tuple(_sum_up(counter) for counter in (self.certain, self._possible))
        known, possible = (
            sums[place - 1] if (place := bisect_right(days, day)) else 0 for days, sums in self._sums
        )
        return known, possible - known


def _sum_up(counter: Counter[str]) -> tuple[list[str], list[int]]:
    days = sorted(counter)
    return days, list(accumulate(counter[day] for day in days))
