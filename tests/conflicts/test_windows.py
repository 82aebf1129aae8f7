"""How windows lie to each other, what follows from them, and how they are written out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model.records import ClaimEntry
from graph.rules.date_windows import (
    Window,
    compare_windows,
    derive_bounds,
    derive_overlap_bounds,
    find_overlapping_figures,
    format_window,
)
from graph.rules.figures import Figure, build_figures, collect_sightings
from tests.conflicts.said import built, dossier, people, said

SERIES = "series/arrivals"


def figures(*numbers: tuple[float, str, str]) -> list[Figure]:
    claims: list[ClaimEntry] = [
        said(f"k{n}", f"cohort/c{n}", "ARRIVED_AT", "embassy/e", count=people(value, comparator), when=when)
        for n, (value, comparator, when) in enumerate(numbers)
    ]
    return build_figures(SERIES, collect_sightings(built(dossier("a", claims)))[SERIES])


FIRST, SECOND = (440, "=", "2026-01-01/2026-01-18"), (1440, "=", "2026-01-16/2026-01-20")


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        (("2026-01-01", "2026-01-05"), ("2026-01-01", "2026-01-05"), "same"),
        (("2026-01-01", "2026-01-05"), ("2026-01-02", "2026-01-05"), "contains"),
        (("2026-01-02", "2026-01-05"), ("2026-01-01", "2026-01-05"), "within"),
        (("2026-01-01", "2026-01-05"), ("2026-01-05", "2026-01-09"), "overlaps"),
        (("2026-01-01", "2026-01-05"), ("2026-01-06", "2026-01-09"), "disjoint"),
        (("", "2026-01-05"), ("2026-01-06", "2026-01-09"), "unknown"),
    ],
)
def test_relations(one: Window, other: Window, found: str) -> None:
    assert compare_windows(one, other) == found


def test_only_windows_that_share_days_are_marked() -> None:
    some = figures(FIRST, SECOND, (7, "=", "2026-03-01"))
    assert [figure.quantity.value for figure in find_overlapping_figures(some)] == [440, 1440]


def test_bounds_follow_from_overlapping_windows() -> None:
    least, most = derive_overlap_bounds(SERIES, figures(FIRST, SECOND))
    assert (least.comparator, least.value, least.window) == (">=", 1440, ("2026-01-01", "2026-01-20"))
    assert (most.comparator, most.value, len(most.premises)) == ("<=", 1880, 2)
    assert len(least.premises) == 1
    assert least.derived.startswith("derived: 1,440 are stated for 16 to 20 January 2026")


def test_what_is_stated_is_not_derived() -> None:
    assert derive_bounds(SERIES, figures(SECOND), ("2026-01-16", "2026-01-20")) == []


def test_loose_numbers_bound_one_side_only() -> None:
    window = ("2026-01-01", "2026-01-31")
    (least,) = derive_bounds(SERIES, figures((1400, ">", "2026-01-16/2026-01-20")), window)
    assert (least.comparator, least.value) == (">=", 1400)
    assert derive_bounds(SERIES, figures((1400, "~", "2026-01-16/2026-01-20")), window) == []
    (most,) = derive_bounds(SERIES, figures((90, "<=", "2025/2026")), window)
    assert (most.comparator, most.value) == ("<=", 90)


def test_no_upper_bound_across_a_gap() -> None:
    some = figures((440, "=", "2026-01-01/2026-01-10"), (1440, "=", "2026-01-12/2026-01-20"))
    (only,) = derive_bounds(SERIES, some, ("2026-01-01", "2026-01-20"))
    assert (only.comparator, only.value) == (">=", 1440)


_SPANS = st.tuples(st.integers(1, 20), st.integers(0, 8), st.integers(0, 30))


@given(st.lists(_SPANS, min_size=1, max_size=6), st.integers(1, 15), st.integers(0, 12))
def test_bounds_hold_for_people_who_come_on_any_days(
    spans: list[tuple[int, int, int]], first: int, length: int
) -> None:
    """Numbers counted truly from arrivals by day never contradict a bound derived from them."""
    arrivals = [spans[day % len(spans)][2] for day in range(32)]

    def iso(day: int) -> str:
        return f"2026-01-{day:02}"

    numbers = {
        (sum(arrivals[a : a + n + 1]), "=", f"{iso(a)}/{iso(a + n)}" if n else iso(a)) for a, n, _ in spans
    }
    truth = sum(arrivals[first : first + length + 1])
    for bound in derive_bounds(SERIES, figures(*sorted(numbers)), (iso(first), iso(first + length))):
        assert bound.value <= truth if bound.comparator == ">=" else bound.value >= truth


@pytest.mark.parametrize(
    ("window", "words"),
    [
        (("2026-01-16", "2026-01-20"), "16 to 20 January 2026"),
        (("2026-01-19", "2026-01-19"), "19 January 2026"),
        (("2026-01-28", "2026-02-02"), "28 January to 2 February 2026"),
        (("2025-12-30", "2026-01-02"), "30 December 2025 to 2 January 2026"),
        (("2026-01-01", "2026-01-31"), "January 2026"),
        (("2025-01-01", "2025-12-31"), "2025"),
        (("2024-01-01", "2025-12-31"), "2024 to 2025"),
        (("", "2026-01-21"), "up to 21 January 2026"),
        (("2026-01-21", ""), "from 21 January 2026"),
        (("", ""), "no window stated"),
    ],
)
def test_windows_in_words(window: Window, words: str) -> None:
    assert format_window(window) == words
