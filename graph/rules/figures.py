"""Grouping of numbers into figures (DESIGN section 2, *Figure*).

Within one series: first values, then windows. A precise value is an anchor; a rounded one ("more
than 1,400") belongs to the anchor it is a rounding of. Equal values with different stated windows
stay separate. Nothing is summed, averaged or corrected; a figure only says which claims give the
same number.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from graph.model.claims import Claim
from graph.model.ids import make_id
from graph.model.records import Number, Quantity
from graph.model.union_find import DisjointSets

_LOOSE = ("~", ">", ">=", "<", "<=")


class Sighting(NamedTuple):
    """One number of one claim in one series."""

    claim: str
    field: str
    quantity: Quantity
    window: tuple[str, str]
    stated: bool


class Figure(NamedTuple):
    """Sightings of one number: its id, series, window (the hull where none is stated) and members."""

    id: str
    series: str
    window: tuple[str, str]
    seen: tuple[Sighting, ...]

    @property
    def quantity(self) -> Quantity:
        """The most precise wording of the number among its sightings."""
        exact = [s for s in self.seen if s.quantity.comparator == "="] or list(self.seen)
        return max(exact, key=lambda s: (_measure_precision(s.quantity), s.claim)).quantity


def collect_sightings(claims: Iterable[Claim]) -> dict[str, list[Sighting]]:
    """Return the numbers of claims, by series. A window that is not stated explicitly is marked."""
    sightings: dict[str, list[Sighting]] = defaultdict(list)
    for claim in claims:
        for field, quantity in claim.numbers:
            if quantity.series:
                window = (claim.when_from, claim.when_to)
                stated = claim.when_known == "stated" and all(window)
                sightings[quantity.series].append(Sighting(claim.id, field, quantity, window, stated))
    return sightings


def build_figures(series: str, seen: Sequence[Sighting]) -> list[Figure]:
    """Return the figures of one series. The same for every order of `seen`."""
    return [
        Figure(make_id("figure", [series, value, window]), series, window, tuple(members))
        for value, group in sorted(_group_by_value(seen).items(), key=lambda item: repr(item[0]))
        for window, members in _group_by_window(group)
    ]


def is_rounding(rounded: Number, exact: Number) -> bool:
    """Return whether `rounded` is `exact` cut or rounded to fewer significant digits (1,400 for 1,440).

    Both ways of rounding count, because "more than 1,400" cuts and "about 1,500" rounds. At least one
    significant digit must be given up, and never more than half of the value: 5,000 for 5,008, not
    for 9,000.
    """
    if rounded == exact or rounded <= 0 or exact <= 0:
        return False
    digits = _count_significant_digits(rounded)
    if digits >= _count_significant_digits(exact):
        return False
    return any(
        math.isclose(rounded, value, rel_tol=1e-9) for value in _compute_cut_and_rounded(exact, digits)
    )


def group_by_rounding(values: Iterable[Number]) -> dict[Number, str]:
    """Return for each value of a series the name of its group.

    Values of different groups are never one figure. Roundings join a group, directly or through
    others. Values that agree in eight digits do, too: the comparison of roundings allows a billionth.
    """
    components = DisjointSets()
    keys = {value: _format_eight_digits(value) for value in values}
    stated = set(keys.values())
    for value, key in keys.items():
        for rounded in _list_roundings(value):
            for near in (rounded * (1 - 2e-9), rounded * (1 + 2e-9)):
                if (near_key := _format_eight_digits(near)) in stated:
                    components.union(near_key, key)
    return {value: components.find(key) for value, key in keys.items()}


def _format_eight_digits(value: Number) -> str:
    return f"{value:.7e}"


def _list_roundings(exact: Number) -> Iterator[float]:
    """Yield all roundings of `exact`, and possibly more."""
    if exact > 0:
        for digits in range(1, _count_significant_digits(exact)):
            yield from _compute_cut_and_rounded(exact, digits)


def _compute_cut_and_rounded(exact: Number, digits: int) -> tuple[float, float]:
    """Return `exact` cut and `exact` rounded to this number of significant digits."""
    step = 10.0 ** (math.floor(math.log10(exact)) - digits + 1)
    return math.floor(exact / step) * step, round(exact / step) * step


@lru_cache(maxsize=4096)
def _count_significant_digits(number: Number) -> int:
    mantissa = f"{number:.12e}".split("e")[0].rstrip("0").replace(".", "").replace("-", "")
    return max(1, len(mantissa))


def _measure_precision(quantity: Quantity) -> int:
    return _count_significant_digits(quantity.value) if quantity.value else 0


def _build_value_key(quantity: Quantity) -> tuple[object, ...]:
    value = (quantity.value,) if quantity.value is not None else (quantity.low, quantity.high, quantity.words)
    return (*(float(v) if isinstance(v, int) else v for v in value), quantity.unit, quantity.currency)


def _group_by_value(seen: Sequence[Sighting]) -> dict[tuple[object, ...], list[Sighting]]:
    """Group sightings of equal or rounding-equal value, named by their most precise value."""
    groups: dict[tuple[object, ...], list[Sighting]] = defaultdict(list)
    for sighting in seen:
        groups[_build_value_key(sighting.quantity)].append(sighting)
    moves = [
        (sighting, key, target)
        for key, members in groups.items()
        for sighting in members
        if (target := _find_anchor(sighting, key, groups)) is not None
    ]
    for sighting, key, target in moves:
        groups[key].remove(sighting)
        groups[target].append(sighting)
    return {key: members for key, members in groups.items() if members}


def _find_anchor(
    sighting: Sighting, key: tuple[object, ...], groups: dict[tuple[object, ...], list[Sighting]]
) -> tuple[object, ...] | None:
    """Return the precise value that a loose one is a rounding of.

    None if its window does not allow it, or if there is not exactly one.
    """
    value = sighting.quantity.value
    if value is None or sighting.quantity.comparator not in _LOOSE:
        return None
    fitting = [
        candidate
        for candidate in groups
        if len(candidate) == len(key)
        and candidate[1:] == key[1:]
        and isinstance(candidate[0], float)
        and is_rounding(value, candidate[0])
        and any(
            member.quantity.comparator == "=" and _is_compatible(member, sighting)
            for member in groups[candidate]
        )
    ]
    return fitting[0] if len(fitting) == 1 else None


def _is_compatible(first: Sighting, second: Sighting) -> bool:
    """Return whether two windows may be one.

    They are equal, or at least one is not stated explicitly and there is no gap between them.
    """
    if first.window == second.window:
        return True
    return not (first.stated and second.stated) and _has_overlap(first.window, second.window)


def _has_overlap(first: tuple[str, str], second: tuple[str, str]) -> bool:
    starts_in_time = not first[0] or not second[1] or first[0] <= second[1]
    ends_late_enough = not second[0] or not first[1] or second[0] <= first[1]
    return starts_in_time and ends_late_enough


def _group_by_window(group: Sequence[Sighting]) -> list[tuple[tuple[str, str], list[Sighting]]]:
    """Group by window: each stated one alone; the others join the first they overlap, else one another."""
    stated = sorted({s.window for s in group if s.stated})
    members: dict[tuple[str, str], list[Sighting]] = {window: [] for window in stated}
    loose: list[Sighting] = []
    for sighting in group:
        if sighting.stated:
            members[sighting.window].append(sighting)
            continue
        home = next((w for w in stated if _has_overlap(w, sighting.window)), None)
        if home is None:
            loose.append(sighting)
        else:
            members[home].append(sighting)
    return [*members.items(), *_group_overlapping(loose)]


def _group_overlapping(loose: Sequence[Sighting]) -> list[tuple[tuple[str, str], list[Sighting]]]:
    """Group windows that overlap one another; each group is named by its hull."""
    chains: list[list[Sighting]] = []
    reach = ""
    for sighting in sorted(loose, key=lambda s: (s.window[0], s.window[1] or "9999", s.claim)):
        start, end = sighting.window[0], sighting.window[1] or "9999"
        if chains and (start <= reach or not start):
            chains[-1].append(sighting)
            reach = max(reach, end)
        else:
            chains.append([sighting])
            reach = end
    return [(_compute_hull(chain), chain) for chain in chains]


def _compute_hull(chain: Sequence[Sighting]) -> tuple[str, str]:
    starts, ends = [s.window[0] for s in chain], [s.window[1] for s in chain]
    return ("" if "" in starts else min(starts), "" if "" in ends else max(ends))
