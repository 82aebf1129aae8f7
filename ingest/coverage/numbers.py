"""Find numbers in an English text, in digits and in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.coverage.mention import Mention

_SCALES = {
    "hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9, "tn": 10**12,
}  # fmt: skip
_UNITS = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_VAGUE_SCALES = "tens|dozens|scores|hundreds|thousands|millions|billions|trillions"
_VAGUE = "some|many|most|several|few|both|all|others|various|numerous|countless|half|twice|double|triple"

_NUMERAL = re.compile(
    r"(?<![\w.,])(?:[A-Z]{0,3}[$€£¥₩₫฿៛]|Rp\.?\s?|RM|USD\s?|IDR\s?|KHR\s?)?"
    r"(?P<digits>\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?:[\s\u00a0-]?(?P<scale>hundred|thousand|million|billion|trillion|bn|mn|tn|m|k)\b)?"
    r"(?P<percent>\s?%|\sper\s?cent\b)?(?!\d)"
)
_NUMBER_WORD = re.compile(
    rf"\b(?:(?P<vague_scale>(?:{_VAGUE_SCALES})(?: of (?:{_VAGUE_SCALES}))?)"
    rf"|(?P<number>(?:(?:{'|'.join(_TENS)})(?:-(?:{'|'.join(_UNITS[1:10])}))?|{'|'.join(_UNITS)})"
    r"(?: (?:hundred|thousand|million|billion|trillion))?)"
    r"|(?P<dozen>(?:a |half a |two )?dozen)|(?P<fraction>(?:a|one|two|three)[ -](?:thirds?|quarters?))"
    rf"|(?P<vague>{_VAGUE}|a couple))\b",
    re.IGNORECASE,
)
# No number is meant: "at all", "no one", "one another", "above all".
_NO_NUMBER = re.compile(
    r"\b(?:at all|after all|above all|all but|no one|one another|the one|one day)\b", re.IGNORECASE
)


def find_numbers(text: str) -> Iterator[Mention]:
    """Yield every number, with the values it can mean.

    `15 billion` is 15 or 15,000,000,000, `80%` is 80 or 0.8.
    """
    yield from _find_numerals(text)
    yield from _find_number_words(text)


def _find_numerals(text: str) -> Iterator[Mention]:
    for match in _NUMERAL.finditer(text):
        number = float(match["digits"].replace(",", ""))
        values: tuple[float, ...] = (number,)
        if match["scale"]:
            values = number, number * _SCALES[match["scale"]]
        elif match["percent"]:
            values = number, number / 100
        yield Mention("numeral", match.start(), match.end(), match.group(), values)


def _find_number_words(text: str) -> Iterator[Mention]:
    idle = [match.span() for match in _NO_NUMBER.finditer(text)]
    for match in _NUMBER_WORD.finditer(text):
        if any(start <= match.start() < end for start, end in idle):
            continue
        values: tuple[float, ...] = ()
        if match["number"]:
            values = (_parse_number_word(match["number"].lower()),)
        elif match["dozen"]:
            values = ({"half": 6.0, "two": 24.0}.get(match["dozen"].split()[0].lower(), 12.0),)
        yield Mention("number word", match.start(), match.end(), match.group(), values)


def _parse_number_word(words: str) -> float:
    number, _, scale = words.partition(" ")
    tens, _, unit = number.partition("-")
    value = (_TENS.index(tens) + 2) * 10 if tens in _TENS else _UNITS.index(tens)
    return float((value + (_UNITS.index(unit) if unit else 0)) * _SCALES.get(scale, 1))
