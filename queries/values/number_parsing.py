"""Numbers as people write them: 1440, 1,440, 1 440, 12.5 billion, 12,5 billion, 80 %.

A comma or dot between groups of three digits separates thousands; a comma or dot before other
than three digits at the end is a decimal mark. A single dot before three digits is either
("1.440" is 1,440 in Jakarta, 1.44 in London), so such a number is refused with both readings.
"""

from __future__ import annotations

import re
from decimal import Decimal

from graph.model.errors import InputError

_NUMBER = re.compile(r"(-?)(\d[\d., _]*?) ?(%|[a-z]+)?")
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_TIMES = {"": 1, "%": 1, "percent": 1, **_SCALES}
MOST_CHARACTERS = 40
"""A number of people or dollars is shorter; Python prints no number of thousands of digits."""
_DIGITS = re.compile(r"\d+")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?P<mark>[, _])\d{3}(?:(?P=mark)\d{3})*|[1-9]\d{0,2}(?:\.\d{3}){2,}")
_AMBIGUOUS = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_SPACES = str.maketrans(dict.fromkeys("\u00a0\u2009\u202f", " "))


class AmbiguousNumber(InputError):
    """A number that is written in two countries' ways; the message shows both readings."""


def is_number_text(text: str) -> bool:
    """Return whether a text is written like a number, even an ambiguous one."""
    try:
        return parse_number(text) is not None
    except AmbiguousNumber:
        return True


def parse_number(text: str) -> int | float | None:
    """Return the number that a text gives; None if it is none.

    Raises:
        AmbiguousNumber: One dot stands before three digits, as in "1.440" or "12.500 million".
    """
    if len(text) > MOST_CHARACTERS:
        return None
    match = _NUMBER.fullmatch(text.translate(_SPACES).strip().lower())
    times = _TIMES.get(match[3] or "") if match else None
    if match is None or times is None:
        return None
    sign, digits = match[1], match[2]
    if _AMBIGUOUS.fullmatch(digits):
        raise _build_ambiguous_error(text, sign, digits, times)
    unmarked = _strip_marks(digits)
    return None if unmarked is None else _compute_number(sign + unmarked, times)


def _strip_marks(digits: str) -> str | None:
    """Return the digits with at most a decimal dot among them.

    None means that no number has its marks in these places.
    """
    if _GROUPED.fullmatch(digits):
        return re.sub(r"[., _]", "", digits)
    for mark in ".,":
        integer, separator, fraction = digits.rpartition(mark)
        grouped = _GROUPED.fullmatch(integer) or _AMBIGUOUS.fullmatch(integer)
        is_whole = _DIGITS.fullmatch(integer) or (grouped and mark not in integer)
        if separator and is_whole and _DIGITS.fullmatch(fraction):
            return f"{re.sub(r'[., _]', '', integer)}.{fraction}"
    return digits if _DIGITS.fullmatch(digits) else None


def _compute_number(digits: str, times: int) -> int | float:
    exact = Decimal(digits) * times
    return int(exact) if exact == exact.to_integral_value() else float(exact)


def _build_ambiguous_error(text: str, sign: str, digits: str, times: int) -> AmbiguousNumber:
    thousands, decimal = (_compute_number(sign + each, times) for each in (digits.replace(".", ""), digits))
    # With four digits behind it a dot is a decimal mark: 1.447 is typed as 1.4470.
    typed = f"{decimal:,}" if _AMBIGUOUS.fullmatch(f"{decimal}") is None else f"{decimal}0"
    return AmbiguousNumber(
        f"“{text.strip()}” can be read as {thousands:,} or as {decimal:,}.",
        hint=f"Write {thousands:,} for the first, {typed} for the second.",
    )
