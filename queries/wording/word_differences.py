"""Which words differ between two wordings of the same thing."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from itertools import groupby
from typing import NamedTuple

_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
"""Scripts that write no blanks between words: Thai, Lao, Burmese, Khmer, Japanese, Chinese."""
_TOKEN = re.compile(rf"([{_UNSPACED}]|[^\W{_UNSPACED}]+(?:['’.,-][^\W{_UNSPACED}]+)*|[^\w\s])\s*")
_SPELLINGS = str.maketrans("’‘“”–", "''\"\"-")


class Run(NamedTuple):
    """A run of words; `differs` is true if the other wording lacks them."""

    text: str
    differs: bool


def compare_words(here: str, there: str) -> tuple[list[Run], list[Run]]:
    """Return two wordings in runs of words that are equal or differ.

    Case, blanks and the shape of quotation marks make no difference. The runs of a side make up its whole
    text. Characters of scripts without blanks are compared one by one.
    """
    tokens_here, tokens_there = _split_words(here), _split_words(there)
    matcher = SequenceMatcher(
        None,
        [_fold(token) for token in tokens_here],
        [_fold(token) for token in tokens_there],
        autojunk=False,
    )
    differs_here, differs_there = [True] * len(tokens_here), [True] * len(tokens_there)
    for block in matcher.get_matching_blocks():
        differs_here[block.a : block.a + block.size] = [False] * block.size
        differs_there[block.b : block.b + block.size] = [False] * block.size
    return _join_runs(tokens_here, differs_here), _join_runs(tokens_there, differs_there)


def _split_words(text: str) -> list[str]:
    """Return the words and signs of a text, each with the blanks that follow it."""
    blanks = text[: len(text) - len(text.lstrip())]
    words = [match[0] for match in _TOKEN.finditer(text)]
    return [blanks + words[0], *words[1:]] if words else [text] if text else []


def _fold(token: str) -> str:
    return token.strip().translate(_SPELLINGS).casefold()


def _join_runs(tokens: list[str], differs: list[bool]) -> list[Run]:
    """Join neighbouring tokens that are alike; blanks after words that differ belong to what follows."""
    runs: list[Run] = []
    blanks = ""
    for differing, pairs in groupby(zip(tokens, differs, strict=True), key=lambda pair: pair[1]):
        text = blanks + "".join(token for token, _ in pairs)
        words = text.rstrip() if differing else text
        blanks = text[len(words) :]
        runs.append(Run(words, differing))
    return [*runs, Run(blanks, False)] if blanks else runs
