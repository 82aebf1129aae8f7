"""Times as EDTF (ISO 8601-2): the first and last day that a text can mean, and how sure it is.

The `edtf` package judges the grammar of the rarer forms. Bounds and order are computed here, because the
package pads open ends with invented days, lets reversed intervals pass and fails on `2025-1X`. A qualifier
(`~`, `?`, `%`) is a flag and moves no bound. Seasons without a hemisphere (21 to 24) are read as those of
the northern one, by calendar months; winter (24) runs into the next year.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import msgspec

from graph.model.errors import InputError

EXAMPLES = (
    "Write for example 2026-01-19, 2026-01, 2026, 2026-01~ (about), 2026? (perhaps), 2025-1X (a month "
    "from October on), 2025-21 (spring), 2026-01-16/2026-01-20, 2025-10/.. (open), [2025,2026] (one of them)."
)

_ATOM = re.compile(r"([0-9X]{4})(?:-([0-9X]{2})(?:-([0-9X]{2}))?)?([?~%]?)").fullmatch
_SIGNIFICANT = re.compile(r"([0-9]{4})S([1-4])").fullmatch
_CLOCK = re.compile(r"T[0-9:+.Z-]*").sub
_QUALIFIERS = str.maketrans("", "", "?~%()")

# EDTF level 1 and 2 divisions of a year: code -> first month and number of months.
_SEASONS = {
    **{code: (3 * (code - 21) + 3, 3) for code in range(21, 25)},  # spring to winter
    **{code: (3 * (code - 25) + 3, 3) for code in range(25, 29)},  # the same, northern
    29: (9, 3), 30: (12, 3), 31: (3, 3), 32: (6, 3),  # the same, southern
    **{code: (3 * (code - 33) + 1, 3) for code in range(33, 37)},  # quarters
    **{code: (4 * (code - 37) + 1, 4) for code in range(37, 40)},  # thirds
    **{code: (6 * (code - 40) + 1, 6) for code in range(40, 42)},  # halves
}  # fmt: skip


class Bounds(msgspec.Struct, frozen=True, gc=False):
    """First and last day (`YYYY-MM-DD`) a time can mean; None where open or unknown.

    `approximate` is set by `~`, `uncertain` by `?`, both by `%`, anywhere in the text.
    """

    lower: str | None
    upper: str | None
    approximate: bool = False
    uncertain: bool = False


@lru_cache(maxsize=65536)
def parse_bounds(text: str) -> Bounds:
    """Return the bounds of an EDTF text; years run from 0001 to 9999.

    Raises InputError when the text is not EDTF, names a day that does not exist, ends before it
    starts, or says nothing (`..`, `/`).
    """
    if len(text) == 10 and text.isascii() and _is_day(text):
        return Bounds(text, text)
    atom = _ATOM(text)
    if atom:
        return _parse_atom(text, *atom.groups())
    if "/" in text:
        return _parse_interval(text)
    if text[:1] + text[-1:] in ("[]", "{}"):
        return _parse_set(text)
    return _parse_rare_form(text)


def _build_error(text: str, why: str) -> InputError:
    shown = text if len(text) <= 60 else f"{text[:60]}..."
    return InputError(f"{shown!r} is not a usable date: {why}", hint=EXAMPLES)


def _is_day(text: str) -> bool:
    """Return whether ten ASCII characters are an existing day: most times are, so this is tried first."""
    if text[4::3] != "--" or text.count("-") != 2 or not text.replace("-", "").isdigit():
        return False
    year, month, day = int(text[:4]), int(text[5:7]), int(text[8:])
    return year > 0 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def _parse_atom(text: str, year: str, month: str | None, day: str | None, mark: str) -> Bounds:
    approximate, uncertain = mark in ("~", "%"), mark in ("?", "%")
    if year == "XXXX":
        _find_first_day(text, range(2000, 2001), month, day)  # refuses a month or day that no year has
        return Bounds(None, None, approximate, uncertain)
    if year == "0000":
        raise _build_error(text, "years run from 0001 to 9999")
    if month and month.isdigit() and int(month) in _SEASONS and not day:
        return Bounds(*_parse_season(text, year, int(month)), approximate, uncertain)
    years = range(int(year), int(year) + 1) if year.isdigit() else _find_matching(year, range(1, 10000))
    lower = _find_first_day(text, years, month, day)
    upper = _find_last_day(text, years, month, day)
    return Bounds(lower, upper, approximate, uncertain)


def _parse_season(text: str, year: str, code: int) -> tuple[str, str]:
    if not year.isdigit():
        raise _build_error(text, "a season needs a whole year")
    month, count = _SEASONS[code]
    last = month + count - 1
    end_year, end_month = int(year) + (last - 1) // 12, (last - 1) % 12 + 1
    if end_year > 9999:
        raise _build_error(text, "years run from 0001 to 9999")
    end_day = calendar.monthrange(end_year, end_month)[1]
    return f"{year}-{month:02d}-01", f"{end_year:04d}-{end_month:02d}-{end_day:02d}"


def _find_matching(mask: str, numbers: Sequence[int]) -> list[int]:
    """Return the numbers whose digits fit a mask in which X is any digit."""
    width = len(mask)
    return [n for n in numbers if all(m in ("X", d) for m, d in zip(mask, f"{n:0{width}d}", strict=True))]


def _iter_days(
    years: Sequence[int], month_mask: str | None, day_mask: str | None, step: int
) -> Iterator[str]:
    """Yield the existing days that fit, in order (step 1) or backwards (step -1)."""
    months = _find_matching(month_mask, range(1, 13)) if month_mask else range(1, 13)
    days = _find_matching(day_mask, range(1, 32)) if day_mask else range(1, 32)
    for year in years[::step]:
        for month in months[::step]:
            length = calendar.monthrange(year, month)[1]
            yield from (f"{year:04d}-{month:02d}-{day:02d}" for day in days[::step] if day <= length)


def _find_first_day(text: str, years: Sequence[int], month: str | None, day: str | None) -> str:
    for first_day in _iter_days(years, month, day, 1):
        return first_day
    raise _build_error(text, "there is no such day in the calendar")


def _find_last_day(text: str, years: Sequence[int], month: str | None, day: str | None) -> str:
    for last_day in _iter_days(years, month, day, -1):
        return last_day
    raise _build_error(text, "there is no such day in the calendar")


def _parse_interval(text: str) -> Bounds:
    start, _, end = text.partition("/")
    if "/" in end:
        raise _build_error(text, "an interval has one '/'")
    if {start, end} <= {"", ".."}:
        raise _build_error(text, "it says nothing; leave the time out")
    first, last = _parse_side(text, start), _parse_side(text, end)
    if first.lower and last.upper and first.lower > last.upper:
        raise _build_error(text, f"it ends ({last.upper}) before it starts ({first.lower})")
    return _merge_bounds(first.lower, last.upper, [first, last])


def _parse_side(text: str, side: str) -> Bounds:
    if side in ("", ".."):
        return Bounds(None, None)
    if side[0] in "[{":
        raise _build_error(text, "a set cannot be the end of an interval")
    return parse_bounds(side)


def _parse_set(text: str) -> Bounds:
    members = [_parse_member(text, member.strip()) for member in text[1:-1].split(",")]
    lowers, uppers = [m.lower for m in members], [m.upper for m in members]
    lower = None if None in lowers else min(filter(None, lowers))
    upper = None if None in uppers else max(filter(None, uppers))
    return _merge_bounds(lower, upper, members)


def _parse_member(text: str, member: str) -> Bounds:
    if not member or "/" in member or member[0] in "[{":
        raise _build_error(text, "a set lists dates, with commas between them or '..' for a run")
    if ".." not in member:
        return parse_bounds(member)
    return _parse_interval(f"{member.replace('..', '/', 1)}")


def _merge_bounds(lower: str | None, upper: str | None, parts: list[Bounds]) -> Bounds:
    return Bounds(lower, upper, any(p.approximate for p in parts), any(p.uncertain for p in parts))


def _parse_rare_form(text: str) -> Bounds:
    """Parse forms of level 2, clock times and long years.

    The `edtf` package decides whether they are EDTF at all.
    """
    if not _is_edtf(text):
        raise _build_error(text, "it is not EDTF")
    date_text = _CLOCK("", text).translate(_QUALIFIERS)
    significant = _SIGNIFICANT(date_text)
    if significant:
        year, digits = significant.groups()
        date_text = year[: int(digits)].ljust(4, "X")
    atom = _ATOM(date_text)
    if not atom:
        raise _build_error(text, "years run from 0001 to 9999")
    bounds = _parse_atom(text, *atom.groups())
    approximate, uncertain = "~" in text or "%" in text, "?" in text or "%" in text
    return Bounds(bounds.lower, bounds.upper, approximate, uncertain)


def _is_edtf(text: str) -> bool:
    import contextlib  # noqa: PLC0415 - only the rare forms need these, and the package takes long to import
    import io  # noqa: PLC0415

    from edtf import EDTFParseException, parse_edtf  # noqa: PLC0415

    if text != text.strip() or not text.isascii():
        return False
    try:
        # On some malformed texts the package prints and stumbles instead of refusing.
        with contextlib.redirect_stdout(io.StringIO()):
            parse_edtf(text)
    except (EDTFParseException, AttributeError, ValueError, TypeError, IndexError):
        return False
    return True
