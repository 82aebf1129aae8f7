"""Find words of a text that look like a quote but differ in characters, and name the difference.

Both are folded: words that differ only in a listed aspect become equal. They differ in an aspect if
they stay unequal when it alone is not folded.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import NamedTuple

ASPECTS = (
    "invisible characters", "normal form", "dots", "quotation marks", "dashes", "spaces", "case",
)  # fmt: skip
_INVISIBLE, _FORM, _DOTS, _MARKS, _DASHES, _SPACES, _CASE = ASPECTS

_QUOTATION_MARKS = frozenset("'\"`´‘’‚‛“”„‟«»‹›′″‵‶＂＇「」『』")
_DASH_MARKS = frozenset("-‐‑‒–—―−﹘﹣－")
_INVISIBLE_MARKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
_DOT_MARKS = {"…": "...", "‥": ".."}


class LookalikeQuote(NamedTuple):
    """The place of words that look like a quote, in code points, and the aspects in which they differ."""

    start: int
    end: int
    differs_in: tuple[str, ...]


class _FoldedText(NamedTuple):
    """A folded text, and for each of its characters the place of its original character."""

    text: str
    places: tuple[int, ...]


def find_lookalike(quote: str, text: str) -> LookalikeQuote | None:
    """Return the first place of `text` that looks like `quote`, None if there is none."""
    folded_quote = _fold(quote, frozenset(ASPECTS)).text
    folded = _fold(text, frozenset(ASPECTS))
    at = folded.text.find(folded_quote) if folded_quote else -1
    if at < 0:
        return None
    start, end = folded.places[at], folded.places[at + len(folded_quote) - 1] + 1
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    words = text[start:end]
    differs_in = tuple(
        aspect
        for aspect in ASPECTS
        if _fold(words, _list_other_aspects(aspect)).text
        != _fold(quote.strip(), _list_other_aspects(aspect)).text
    )
    return LookalikeQuote(start, end, differs_in or (_SPACES,))


def _list_other_aspects(aspect: str) -> frozenset[str]:
    return frozenset(ASPECTS) - {aspect}


@lru_cache(maxsize=8)  # a dossier's quotes are looked for in one text
def _fold(text: str, aspects: frozenset[str]) -> _FoldedText:
    folded: list[tuple[str, int]] = []
    for place, character in enumerate(text):
        for part in _fold_character(character, aspects):
            if part in "'-" and folded and folded[-1][0] == part:
                continue  # “‘ and " are one mark here, and so are -- and a long dash
            folded.append((part, place))
    if _FORM in aspects:
        folded = _sort_marks(folded)
    return _FoldedText("".join(part for part, _ in folded), tuple(place for _, place in folded))


def _fold_character(character: str, aspects: frozenset[str]) -> str:
    aspect = _find_aspect(character)
    if aspect == _FORM:
        if _FORM not in aspects:
            return character.lower() if _CASE in aspects else character
        folded = unicodedata.normalize("NFKD", character)
        return folded.casefold() if _CASE in aspects else folded
    if aspect not in aspects:
        return character
    if aspect == _DOTS:
        return _DOT_MARKS[character]
    return {_MARKS: "'", _DASHES: "-"}.get(aspect, "")


def _find_aspect(character: str) -> str:
    if character.isspace():
        return _SPACES
    if character in _QUOTATION_MARKS:
        return _MARKS
    if character in _DASH_MARKS:
        return _DASHES
    if character in _DOT_MARKS:
        return _DOTS
    hidden = unicodedata.category(character) in ("Cf", "Cc") or character in _INVISIBLE_MARKS
    return _INVISIBLE if hidden or "\ufe00" <= character <= "\ufe0f" else _FORM


def _sort_marks(folded: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Put marks on one letter in canonical order, as normal forms do."""
    ordered: list[tuple[str, int]] = []
    marks: list[tuple[str, int]] = []
    for part in folded:
        if unicodedata.combining(part[0]):
            marks.append(part)
            continue
        ordered += sorted(marks, key=lambda mark: unicodedata.combining(mark[0]))
        marks = []
        ordered.append(part)
    return ordered + sorted(marks, key=lambda mark: unicodedata.combining(mark[0]))
