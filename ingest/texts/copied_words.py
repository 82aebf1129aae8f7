"""Find an article's own run of words in a sentence that should be in our own words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

RUN = 6  # words in a row
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_NUMBERS = frozenset(
    [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "hundred",
        "thousand",
        "million",
        "billion",
        "dozen",
    ]
)


class ArticleWords:
    """An index of one article's words, to find runs of them in sentences."""

    def __init__(self, text: str) -> None:
        """Index every run of RUN words of `text`."""
        written = _WORD.findall(text)
        self._words = [_fold_word(word) for word in written]
        self._is_common = [_is_common_word(word) for word in written]
        self._runs: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for start in range(len(self._words) - RUN + 1):
            self._runs[tuple(self._words[start : start + RUN])].append(start)

    def find_run(self, sentence: str) -> str:
        """Return a run that `sentence` shares with the article, "" if there is none.

        A run has RUN words or more besides names, numbers and dates.
        """
        words = [_fold_word(word) for word in _WORD.findall(sentence)]
        for start in range(len(words) - RUN + 1):
            for place in self._runs.get(tuple(words[start : start + RUN]), ()):
                length = self._count_shared(words[start:], place)
                if sum(self._is_common[place : place + length]) >= RUN:
                    return " ".join(words[start : start + length])
        return ""

    def _count_shared(self, words: Sequence[str], place: int) -> int:
        """Count the words from `place` on that are equal to `words`."""
        length = 0
        for ours, theirs in zip(words, self._words[place:], strict=False):
            if ours != theirs:
                break
            length += 1
        return length


def _fold_word(word: str) -> str:
    return word.casefold().replace("’", "'")


def _is_common_word(word: str) -> bool:
    """Return whether a word is not a name, number or part of a date, by how the article writes it."""
    return word[0].islower() and word not in _NUMBERS
