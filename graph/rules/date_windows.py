"""Windows of days within one series: their relations, and the bounds that follow from them.

A window is a pair of ISO days, first and last; an empty day is unknown. Nothing here is a stated
number: a bound is *derived* and names the claims it follows from.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal, NamedTuple

from graph.model.edtf import parse_bounds
from graph.model.records import PARTS, Number, Quantity
from graph.rules.figures import Figure, Sighting

Window = tuple[str, str]
Relation = Literal["same", "contains", "within", "overlaps", "disjoint", "unknown"]

_PLAIN = re.compile(r"(?:\d{4}(?:-(?:0\d|1[0-2])(?:-\d\d)?)?)?(?:/(?:\d{4}(?:-(?:0\d|1[0-2])(?:-\d\d)?)?)?)?")
"""Years, months and days, alone or from one to another: seasons, doubt and blanks keep their EDTF form."""

ADDITIVE = ("count", "amount")
"""Number fields whose values grow with their window: a share or a duration does not."""


class Bound(NamedTuple):
    """A bound derived for a window: `>=` or `<=` a value, and the claims it follows from."""

    series: str
    window: Window
    comparator: Literal[">=", "<="]
    value: Number
    unit: str
    premises: tuple[str, ...]
    derived: str


class _Count(NamedTuple):
    """What one figure states explicitly: from `first` to `last` (day numbers) a least and a most."""

    first: int
    last: int
    least: Number
    most: Number | None
    unit: str
    claims: tuple[str, ...]


def compare_windows(first: Window, second: Window) -> Relation:
    """Return the relation of `first` to `second`; `unknown` where an end of either is not known."""
    if not (all(first) and all(second)):
        return "unknown"
    if first == second:
        return "same"
    if first[1] < second[0] or second[1] < first[0]:
        return "disjoint"
    if first[0] <= second[0] and second[1] <= first[1]:
        return "contains"
    if second[0] <= first[0] and first[1] <= second[1]:
        return "within"
    return "overlaps"


def find_overlapping_figures(figures: Iterable[Figure]) -> list[Figure]:
    """Return the figures that count days which another of them counts too, in another window.

    Only numbers that grow with their window count, with both ends of it known. They are in the order
    of their windows.
    """
    countable = [f for f in figures if all(f.window) and any(_is_additive(s) for s in f.seen)]
    ordered = sorted(countable, key=lambda f: (f.window, f.id))
    shared: set[str] = set()
    reach: list[Figure] = []
    for figure in ordered:
        reach = [earlier for earlier in reach if earlier.window[1] >= figure.window[0]]
        for earlier in reach:
            if earlier.window != figure.window:
                shared.update((earlier.id, figure.id))
        reach.append(figure)
    return [figure for figure in ordered if figure.id in shared]


def derive_bounds(series: str, figures: Sequence[Figure], window: Window) -> list[Bound]:
    """Return the bounds that the figures of a series together give for a window: at most one of each kind.

    At least: the largest number counted inside the window. At most: the smallest sum of numbers whose
    windows together cover it, as nobody can be counted outside all of them. A figure stated
    for exactly this window gives no derived bound.
    """
    counts = list(_list_counts(figures))
    first, last = _parse_day(window[0]), _parse_day(window[1])
    chains = [_find_lower_bound(counts, first, last), _find_upper_bound(counts, first, last)]
    bounds = []
    for comparator, chain in zip((">=", "<="), chains, strict=True):
        if not chain or (len(chain) == 1 and (chain[0].first, chain[0].last) == (first, last)):
            continue
        value = chain[0].least if comparator == ">=" else sum(c.most or 0 for c in chain)
        premises = tuple(sorted({claim for count in chain for claim in count.claims}))
        why = _explain_bound(comparator, chain)
        bounds.append(Bound(series, window, comparator, value, chain[0].unit, premises, why))  # type: ignore[arg-type]
    return bounds


def derive_overlap_bounds(series: str, figures: Sequence[Figure]) -> list[Bound]:
    """Return bounds for every stretch of days that overlapping windows of the series form."""
    counts = sorted(_list_counts(figures))
    stretches: list[tuple[int, int, int]] = []
    for count in counts:
        if stretches and count.first <= stretches[-1][1]:
            first, last, members = stretches[-1]
            stretches[-1] = (first, max(last, count.last), members + 1)
        else:
            stretches.append((count.first, count.last, 1))
    return [
        bound
        for first, last, members in stretches
        if members > 1
        for bound in derive_bounds(series, figures, (_format_iso(first), _format_iso(last)))
    ]


def format_window(window: Window) -> str:
    """Return a window in words: `16 to 20 January 2026`, `2025`, `up to 21 January 2026`."""
    first, last = window
    if not first and not last:
        return "no window stated"
    if not first or not last:
        return f"up to {_format_day(last)}" if last else f"from {_format_day(first)}"
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    if begin == end:
        return _format_day(first)
    if (begin.month, begin.day, end.month, end.day) == (1, 1, 12, 31):
        return str(begin.year) if begin.year == end.year else f"{begin.year} to {end.year}"
    if (begin.year, begin.month) == (end.year, end.month):
        is_whole_month = begin.day == 1 and end.day == calendar.monthrange(end.year, end.month)[1]
        return f"{end:%B} {end.year}" if is_whole_month else f"{begin.day} to {_format_day(last)}"
    start = f"{begin.day} {begin:%B}" if begin.year == end.year else _format_day(first)
    return f"{start} to {_format_day(last)}"


def describe_edtf(edtf: str) -> str:
    """Return an EDTF time in words; what words would make more precise keeps its EDTF form."""
    if not edtf or not _PLAIN.fullmatch(edtf):
        return edtf
    bounds = parse_bounds(edtf)
    return format_window((bounds.lower or "", bounds.upper or "")) or edtf


def _format_day(day: str) -> str:
    calendar_day = date.fromisoformat(day)
    return f"{calendar_day.day} {calendar_day:%B} {calendar_day.year}"


def _is_additive(sighting: Sighting) -> bool:
    quantity = sighting.quantity
    is_whole = quantity.of not in PARTS and not quantity.adds_to and not quantity.period
    return sighting.field in ADDITIVE and is_whole


def _list_counts(figures: Iterable[Figure]) -> Iterable[_Count]:
    """Yield the figures with a window and an explicit number; approximate numbers and words do not count."""
    for figure in figures:
        seen = [s for s in figure.seen if s.stated and s.window == figure.window and _is_additive(s)]
        limits = [limit for s in seen if (limit := _find_limits(s.quantity)) is not None]
        if limits:
            least = max(low for low, _ in limits)
            most = min((high for _, high in limits if high is not None), default=None)
            claims = tuple(sorted({s.claim for s in seen}))
            days = _parse_day(figure.window[0]), _parse_day(figure.window[1])
            yield _Count(*days, least, most, figure.quantity.unit, claims)


def _find_limits(quantity: Quantity) -> tuple[Number, Number | None] | None:
    value = quantity.value
    if value is None or quantity.of is not None or quantity.comparator == "~":
        return None
    if quantity.comparator in (">", ">="):
        return value, None
    return (value if quantity.comparator == "=" else 0), value


def _find_lower_bound(counts: Sequence[_Count], first: int, last: int) -> list[_Count]:
    inside = [c for c in counts if first <= c.first and c.last <= last and c.least > 0]
    return [max(inside, key=lambda c: (c.least, c.claims))] if inside else []


def _find_upper_bound(counts: Sequence[_Count], first: int, last: int) -> list[_Count]:
    """Return the cheapest chain of windows without a gap between them that covers all days.

    Empty if there is none.
    """
    chains: list[tuple[Number, list[_Count]]] = []
    best: list[tuple[Number, list[_Count]]] = []
    for count in sorted(c for c in counts if c.most is not None):
        most = count.most or 0
        earlier_chains = [
            (cost, chain)
            for cost, chain in chains
            if chain[-1].last >= count.first - 1 and chain[-1].last < count.last
        ]
        if count.first <= first:
            chain = (most, [count])
        elif earlier_chains:
            cost, links = min(earlier_chains, key=lambda item: (item[0], [c.claims for c in item[1]]))
            chain = (cost + most, [*links, count])
        else:
            continue
        chains.append(chain)
        if count.last >= last:
            best.append(chain)
    return min(best, key=lambda item: (item[0], [c.claims for c in item[1]]))[1] if best else []


def _explain_bound(comparator: str, chain: Sequence[_Count]) -> str:
    windows = " and ".join(format_window((_format_iso(c.first), _format_iso(c.last))) for c in chain)
    if comparator == ">=":
        return f"derived: {chain[0].least:,} are stated for {windows}, days inside this window"
    numbers = " and ".join(f"{c.most:,}" for c in chain)
    return f"derived: {numbers} are stated for {windows}, which together cover this window"


def _parse_day(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def _format_iso(day: int) -> str:
    return date.fromordinal(day).isoformat()
