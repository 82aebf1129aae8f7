"""The features of a text that the index keeps: four-word runs, and numbers with their units.

A quarter of the runs is kept, and all that are quoted. A quarter is enough: of fifty words in
common some twelve runs are kept in both texts, whatever surrounds them, because the choice
depends on the run alone.
"""

from __future__ import annotations

import re
from itertools import pairwise
from zlib import crc32

from ingest.lineage.words import QUOTATION, WORD, normalise_word

KEPT = 4  # one run in so many
_FACTORS = (0x9E3779B, 0x85EBCA7, 0xC2B2AE3, 0x27D4EB3)
_NUMBER = 0x165667B1
_MASK = (1 << 62) - 1  # SQLite's integers have a sign


class _Codes(dict[str, int]):
    """A cache of the code of each word's form."""

    def __missing__(self, word: str) -> int:
        self[word] = code = crc32(normalise_word(word).encode())
        return code


class Extractor:
    """Extracts the features of texts. It caches the words it has met: use one for many texts."""

    def __init__(self) -> None:
        self._codes = _Codes()

    def extract(self, text: str, without: tuple[tuple[int, int], ...] = ()) -> set[int]:
        """Return the features of `text` outside the stretches `without` (start and end in code points)."""
        for start, end in sorted(without, reverse=True):
            text = f"{text[:start]}\n{text[end:]}"
        words = WORD.findall(text)
        codes = self._codes
        features = {run for run in _hash_runs([codes[word] for word in words]) if not run % KEPT}
        for quoted in QUOTATION.finditer(text):
            features.update(_hash_runs([codes[word] for word in WORD.findall(quoted.group())]))
        for number, unit in pairwise(words):
            if number[0].isdecimal() and _is_distinctive(normalise_word(number)):
                features.add((codes[number] * _NUMBER + codes[unit]) & _MASK)
        return features


def _hash_runs(codes: list[int]) -> list[int]:
    f0, f1, f2, f3 = _FACTORS
    return [
        (a * f0 + b * f1 + c * f2 + d * f3) & _MASK
        for a, b, c, d in zip(codes, codes[1:], codes[2:], codes[3:])  # noqa: B905 - a run has four
    ]


_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


def _is_distinctive(form: str) -> bool:
    """Return whether a number is worth keeping: of three digits or more, and not a year."""
    return len(form) > 2 and form.isdecimal() and not _YEAR.fullmatch(form)
