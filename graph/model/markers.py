"""Markers: words that show a modality, a hedge, or a part of a group in a sentence.

A marker is a word or phrase in lower case; `*` at its end stands for any ending (`alleg*`:
allegedly). A contraction such as `n't` is found at the end of a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

is_marker = re.compile(r"[a-z'’]+(?:[ -][a-z'’]+)*\*?").fullmatch
_find_words = re.compile(r"[^\W_]+(?:'[^\W_]+)*").findall


def split_words(sentence: str) -> list[str]:
    """Return the words of a sentence in lower case; hyphenated words are split."""
    words: list[str] = _find_words(sentence.lower().replace("’", "'"))
    return words


@dataclass(frozen=True, slots=True)
class Markers:
    """A list of markers, grouped by how each is matched: bulk files match them for each claim."""

    words: frozenset[str]
    stems: tuple[str, ...]
    endings: tuple[str, ...]
    phrases: tuple[str, ...]

    def has_match(self, words: Sequence[str]) -> bool:
        """Return whether any of the markers is among the words of a sentence, as `split_words` gives them."""
        if not self.words.isdisjoint(words):
            return True
        if any(word.startswith(self.stems) or word.endswith(self.endings) for word in words):
            return True
        joined = f" {' '.join(words)} "
        return any(phrase in joined for phrase in self.phrases)


@cache
def build_markers(markers: tuple[str, ...]) -> Markers:
    """Return the markers, prepared for matching."""
    normalised = [marker.replace("’", "'").replace("-", " ") for marker in markers]
    single = [marker for marker in normalised if " " not in marker]
    return Markers(
        words=frozenset(m for m in single if not m.endswith("*")),
        stems=tuple(m.removesuffix("*") for m in single if m.endswith("*")),
        endings=tuple(dict.fromkeys(m for m in single if m.startswith("n'"))),
        phrases=tuple(f" {m[:-1]}" if m.endswith("*") else f" {m} " for m in normalised if " " in m),
    )


def find_groups(words: Sequence[str], groups: Iterable[tuple[str, tuple[str, ...]]]) -> list[str]:
    """Return the names of the groups of which a marker is among `words`."""
    return [name for name, markers in groups if build_markers(markers).has_match(words)]
