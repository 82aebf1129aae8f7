"""EDTF bounds: golden values written from the standard, and properties against a naive model."""

from __future__ import annotations

import calendar
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model.edtf import Bounds, parse_bounds
from graph.model.errors import InputError

GOLDEN = {
    "2026-01-19": ("2026-01-19", "2026-01-19"),
    "2026-01": ("2026-01-01", "2026-01-31"),
    "2024-02": ("2024-02-01", "2024-02-29"),
    "2026": ("2026-01-01", "2026-12-31"),
    "2025-10/": ("2025-10-01", None),
    "2025-10/..": ("2025-10-01", None),
    "../2025": (None, "2025-12-31"),
    "/2025-10": (None, "2025-10-31"),
    "2026-01-16/2026-01-20": ("2026-01-16", "2026-01-20"),
    "2026-01-16/2026-01": ("2026-01-16", "2026-01-31"),
    "2026-01~": ("2026-01-01", "2026-01-31"),
    "2026?": ("2026-01-01", "2026-12-31"),
    "2025-1X": ("2025-10-01", "2025-12-31"),
    "2025-0X": ("2025-01-01", "2025-09-30"),
    "2025-XX": ("2025-01-01", "2025-12-31"),
    "2025-01-3X": ("2025-01-30", "2025-01-31"),
    "2025-XX-31": ("2025-01-31", "2025-12-31"),
    "202X": ("2020-01-01", "2029-12-31"),
    "20XX-02-29": ("2000-02-29", "2096-02-29"),
    "XXXX": (None, None),
    "XXXX-12": (None, None),
    "2025-21": ("2025-03-01", "2025-05-31"),
    "2025-24": ("2025-12-01", "2026-02-28"),
    "2025-33": ("2025-01-01", "2025-03-31"),
    "2025-41": ("2025-07-01", "2025-12-31"),
    "2025-22/2025-24": ("2025-06-01", "2026-02-28"),
    "[2025,2026]": ("2025-01-01", "2026-12-31"),
    "[2026-03, 2025-12-30]": ("2025-12-30", "2026-03-31"),
    "{2025..2026-02}": ("2025-01-01", "2026-02-28"),
    "[..2026-01]": (None, "2026-01-31"),
    "[2026-01..]": ("2026-01-01", None),
    "?2026-01": ("2026-01-01", "2026-01-31"),
    "2011-~06-~04": ("2011-06-04", "2011-06-04"),
    "1950S2": ("1900-01-01", "1999-12-31"),
    "2026-01-19T10:00:00": ("2026-01-19", "2026-01-19"),
}

REFUSED = [
    "", " ", "..", "/", "../..", "2026-13", "2026-00", "2026-02-30", "2025-02-29", "2026-01-32", "2026-1-9",
    "2026-02-3X", "2026-13-XX", "2026/2025", "2026-01-20/2026-01-16", "2026-02/2026-01-31",
    "2026/2027/2028", "soon", "19.01.2026", "20260119", "2026-W03-1", "2026-01-19 ", " 2026-01-19", "[]",
    "[2026", "[2026,]", "{2026..2025}", "[[2026]]", "[2026]/2027", "2026-01-19/[2026]", "0000",
    "-0100", "Y17E7", "20XX-21", "XXXX-13", "XXXX-02-3X", "2026-99", "٢٠٢٦", "2026-01-19T", "2026-01-19\n",
    "9999-24", "20-6-01-19", "2026-01--9", "x" * 9000,
]  # fmt: skip


@pytest.mark.parametrize("text", GOLDEN)
def test_bounds_of(text: str) -> None:
    found = parse_bounds(text)
    assert (found.lower, found.upper) == GOLDEN[text]


@pytest.mark.parametrize("text", REFUSED, ids=lambda t: t[:24] or "empty")
def test_refused_with_an_example_and_no_print(text: str, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(InputError) as caught:
        parse_bounds(text)
    assert "2026-01-16/2026-01-20" in caught.value.hint
    assert len(caught.value.message) < 200
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("text", "approximate", "uncertain"),
    [
        ("2026-01~", True, False),
        ("2026?", False, True),
        ("2026-01-19%", True, True),
        ("2026-01~/2026-02?", True, True),
        ("[2025~,2026]", True, False),
        ("?2026-01", False, True),
        ("2026-01-19", False, False),
        ("XXXX~", True, False),
    ],
)
def test_flags(text: str, approximate: bool, uncertain: bool) -> None:
    found = parse_bounds(text)
    assert (found.approximate, found.uncertain) == (approximate, uncertain)


def test_reversed_interval_says_both_days() -> None:
    with pytest.raises(InputError, match=r"ends \(2026-01-16\) before it starts \(2026-01-20\)"):
        parse_bounds("2026-01-20/2026-01-16")


days = st.dates(min_value=dt.date(1, 1, 1), max_value=dt.date(9999, 12, 31))


def written(day: dt.date, precision: int) -> str:
    return day.isoformat()[: (4, 7, 10)[precision]]


@given(days, st.integers(0, 2), st.sampled_from(["", "~", "?", "%"]))
def test_a_date_contains_its_day_and_fills_its_unit(day: dt.date, precision: int, mark: str) -> None:
    found = parse_bounds(written(day, precision) + mark)
    assert found.lower is not None and found.upper is not None
    assert found.lower <= day.isoformat() <= found.upper
    first, last = dt.date.fromisoformat(found.lower), dt.date.fromisoformat(found.upper)
    year_length = 365 + calendar.isleap(day.year)
    assert (last - first).days + 1 == (year_length, calendar.monthrange(day.year, day.month)[1], 1)[precision]


@given(days, days, st.integers(0, 2), st.integers(0, 2))
def test_an_interval_joins_its_ends_or_is_reversed(a: dt.date, b: dt.date, pa: int, pb: int) -> None:
    start, end = parse_bounds(written(a, pa)), parse_bounds(written(b, pb))
    text = f"{written(a, pa)}/{written(b, pb)}"
    assert start.lower is not None and end.upper is not None
    if start.lower > end.upper:
        with pytest.raises(InputError):
            parse_bounds(text)
    else:
        assert parse_bounds(text) == Bounds(start.lower, end.upper)


@given(days, st.lists(st.integers(0, 9), max_size=3, unique=True))
def test_a_mask_bounds_every_day_it_fits(day: dt.date, hidden: list[int]) -> None:
    text = "".join("X" if i in hidden and c != "-" else c for i, c in enumerate(day.isoformat()))
    found = parse_bounds(text)
    assert found.lower is None or found.lower <= day.isoformat()
    assert found.upper is None or found.upper >= day.isoformat()


@given(st.lists(st.tuples(days, st.integers(0, 2)), min_size=1, max_size=5), st.sampled_from(["[]", "{}"]))
def test_a_set_spans_its_members(members: list[tuple[dt.date, int]], braces: str) -> None:
    texts = [written(*m) for m in members]
    parts = [parse_bounds(t) for t in texts]
    expected = (min(p.lower or "" for p in parts), max(p.upper or "" for p in parts))
    found = parse_bounds(braces[0] + ",".join(texts) + braces[1])
    assert (found.lower, found.upper) == expected


@given(st.text(alphabet="0123456789X-/.~?%[]{},TSYZ:", max_size=24))
def test_any_text_is_bounded_in_order_or_refused(text: str) -> None:
    try:
        found = parse_bounds(text)
    except InputError:
        return
    for day in (found.lower, found.upper):
        assert day is None or dt.date.fromisoformat(day).isoformat() == day
    if found.lower and found.upper:
        assert found.lower <= found.upper
