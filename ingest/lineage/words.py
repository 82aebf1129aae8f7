"""The words of a text: their places, their forms without house style, and whether they are quoted.

Two printings of one story differ in case, quotes, hyphens, "Jan" or "January", "per cent" or
"percent", British or American spelling. Forms are the same for all of these; offsets stay those of
the text.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.texts.sentences import split_sentences

WORD = re.compile(
    # Khmer, Thai, Lao, Chinese and Japanese write no blanks between words: there, each character is a word.
    "[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
    r"|[^\W_]+(?:[.,'’‑-][^\W_]+)*"
)
QUOTATION = re.compile('“([^“”]{3,1500})”|"([^"\n]{3,1500})"|«([^«»]{3,1500})»|「([^「」]{3,1500})」')
WORDS_CACHED = 1 << 20
LONGEST = 150  # words of a sentence; a line without a full stop is cut, so that comparing stays cheap

_INNER = re.compile(r"[,'’‑-]|\.(?![0-9])")
_AMERICAN = (
    (re.compile(r"(?<=..)(i|y)s(e[ds]?|ing|er|ers|ation|ations)$"), r"\1z\2"),
    (re.compile(r"(?<=..)our(s|ed|ing|able|ite|ites|er|ers)?$"), r"or\1"),
    (re.compile(r"(?<=...)tre(s?)$"), r"ter\1"),
    (re.compile(r"ll(ed|ing|er|ers)$"), r"l\1"),
    (re.compile(r"(?<=...)ogue(s?)$"), r"og\1"),
)
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NUMBERS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
_SAME = {
    **{name[:3]: name for name in [*_MONTHS, *_DAYS]},
    "sept": "september", "tues": "tuesday", "thur": "thursday", "thurs": "thursday",
    **{name: str(number) for number, name in enumerate(_NUMBERS)},
    "percent": "cent", "adviser": "advisor", "advisers": "advisors", "programme": "program",
    "programmes": "programs", "defence": "defense", "offence": "offense", "licence": "license",
}  # fmt: skip


@lru_cache(WORDS_CACHED)
def normalise_word(word: str) -> str:
    """Return a word without house style: "U.S" gives "us", "1,440" gives "1440".

    `WORD` has already cut "600" out of "US$600,".
    """
    form = word.casefold() if word.isascii() else unicodedata.normalize("NFKC", word).casefold()
    if form.endswith(("'s", "’s")):
        form = form[:-2]
    form = _INNER.sub("", form)
    if form in _SAME:
        return _SAME[form]
    if len(form) > 5 and form.isalpha():
        for pattern, american in _AMERICAN:
            form = pattern.sub(american, form)
    return form


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one text, without the stretches left out.

    `starts` and `ends` are code points; `forms` are without house style; `quoted` is 1 for words within
    quotation marks; `sentences` are half-open ranges of words.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    forms: Sequence[str]
    quoted: bytes
    sentences: Sequence[tuple[int, int]]


def extract_words(text: str, without: Iterable[tuple[int, int]] = ()) -> Words:
    """Return the words of `text` outside the stretches `without` (start and end in code points)."""
    excluded = sorted(without)
    spans = [match.span() for match in WORD.finditer(text)]
    if excluded:
        spans = [
            span for span in spans if not any(start < span[1] and span[0] < end for start, end in excluded)
        ]
    starts, ends = [start for start, _ in spans], [end for _, end in spans]
    quoted = bytearray(len(spans))
    for match in QUOTATION.finditer(text):
        first, last = bisect_left(starts, match.start()), bisect_left(starts, match.end())
        quoted[first:last] = b"\1" * (last - first)
    sentences = (
        (bisect_left(starts, start), bisect_right(ends, end)) for start, end in split_sentences(text)
    )
    pieces = [
        (at, min(at + LONGEST, last)) for first, last in sentences for at in range(first, last, LONGEST)
    ]
    return Words(
        text,
        starts,
        ends,
        [normalise_word(text[start:end]) for start, end in spans],
        bytes(quoted),
        pieces,
    )
