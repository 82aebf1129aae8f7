"""What an index keeps of a text: a quarter of its runs of four words; all that are quoted; numbers and units.

A quarter is enough: of fifty words in common some twelve runs are kept in both texts, whatever stands around
them, because which are kept depends on the run alone.
"""

from __future__ import annotations

import re
from itertools import pairwise
from zlib import crc32

from ingest.lineage.words import QUOTATION, WORD, form_of

KEPT = 4  # one run in so many
_FACTORS = (0x9E3779B, 0x85EBCA7, 0xC2B2AE3, 0x27D4EB3)
_NUMBER = 0x165667B1
_MASK = (1 << 62) - 1  # SQLite's integers have a sign


class _Codes(dict[str, int]):
    """The number of each word's form, worked out once."""

    def __missing__(self, word: str) -> int:
        self[word] = code = crc32(form_of(word).encode())
        return code


class Extractor:
    """Gives the features of texts. It remembers the words it has met: keep one for many texts."""

    def __init__(self) -> None:
        self._codes = _Codes()

    def features(self, text: str, without: tuple[tuple[int, int], ...] = ()) -> set[int]:
        """Features of `text` outside of the stretches `without` (start and end in code points)."""
        for start, end in sorted(without, reverse=True):
            text = f"{text[:start]}\n{text[end:]}"
        words = WORD.findall(text)
        codes = self._codes
        found = {run for run in _runs([codes[word] for word in words]) if not run % KEPT}
        for quoted in QUOTATION.finditer(text):
            found.update(_runs([codes[word] for word in WORD.findall(quoted.group())]))
        for number, unit in pairwise(words):
            if number[0].isdecimal() and _counts(form_of(number)):
                found.add((codes[number] * _NUMBER + codes[unit]) & _MASK)
        return found


def _runs(codes: list[int]) -> list[int]:
    f0, f1, f2, f3 = _FACTORS
    return [
        (a * f0 + b * f1 + c * f2 + d * f3) & _MASK
        for a, b, c, d in zip(codes, codes[1:], codes[2:], codes[3:])  # noqa: B905 - a run has four
    ]


_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


def _counts(form: str) -> bool:
    """Whether a number is worth keeping: of three digits or more, and no year."""
    return len(form) > 2 and form.isdecimal() and not _YEAR.fullmatch(form)
