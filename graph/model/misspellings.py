"""Detection of misspellings between two folded names. Pure.

A name is a spelling of another if it has the same words in any order, with one mistake in one
long word. One word more or less makes another name: "Chen Zhi Ming" does not misspell "Chen Zhi".
"""

from __future__ import annotations

import re
from collections import Counter

LONG = 6
"""Letters from which a word may hold a mistake: shorter names differ by one letter ("Lina" and "Lena")."""
_FIXED = re.compile(r"[0-9㐀-鿿豈-﫿\U00020000-\U0003ffff]")
"""Digits and Chinese characters: another one of these is another number or word, and no mistake."""


def is_misspelling(text: str, name: str) -> bool:
    """Return whether `text` has the words of `name` with at most one mistake in one long word.

    Args:
        text: A name in folded form, its words separated by one blank.
        name: Another one in the same form.
    """
    text_words, name_words = _count_words(text), _count_words(name)
    if not text_words or text_words.total() != name_words.total():
        return False
    extra, missing = text_words - name_words, name_words - text_words
    if not extra:
        return True
    return extra.total() == 1 and _is_one_mistake(next(iter(extra)), next(iter(missing)))


def _count_words(form: str) -> Counter[str]:
    return Counter(word for word in form.split() if word != "the")


def _is_one_mistake(word: str, other_word: str) -> bool:
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - only a search needs it

    if max(len(word), len(other_word)) < LONG or _FIXED.search(word + other_word):
        return False
    if _is_demonym(word, other_word) or _is_plural(word, other_word):
        return False
    return OSA.distance(word, other_word, score_cutoff=1) <= 1


def _is_demonym(word: str, other_word: str) -> bool:
    """Return whether one word is the people of the other: Cambodian does not misspell Cambodia."""
    short, long = sorted((word, other_word), key=len)
    return short.endswith("a") and long in (f"{short}n", f"{short}ns")


def _is_plural(word: str, other_word: str) -> bool:
    """Return whether one word is the plural of the other.

    A scam compound is not the scam compounds in general.
    """
    short, long = sorted((word, other_word), key=len)
    return long == f"{short}s"
