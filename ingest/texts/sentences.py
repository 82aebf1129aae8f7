"""Split an article's text into sentences.

Each line is a paragraph, so a headline or a bullet without a full stop is a sentence. It is safer
to split too little than too much: half a sentence without a claim would be a false alarm.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_MARKER = re.compile(r"\s*(?:[-*•·–—]\s+|\d{1,2}[.)]\s+)?")
_END = re.compile(r"(?:[.!?…]+[\"”’'»)\]]*\s+(?=[\"“‘'«(\[*]*[^\W_a-z])|[。！？]+[”’」』）]*)")
_LAST_WORD = re.compile(r"([^\W\d_]+(?:\.[^\W\d_]+)*)\.$")
_ABBREVIATIONS = frozenset(
    re.findall(
        r"\S+",
        """
    mr mrs ms dr prof st no gen col lt sgt capt maj rev hon jr sr inc ltd co corp bros vs etc e.g i.e cf al
    jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun a.m p.m approx est ca
    u.s u.k u.n e.u d.c gov sen rep fig vol dept rp
""",
    )
)

Stretch = tuple[int, int]  # start and end, code points


def split_sentences(text: str) -> Iterator[Stretch]:
    """Yield start and end of each sentence with a letter or digit, without outer blanks and bullet marks."""
    for line in _LINE.finditer(text):
        marker = _MARKER.match(text, line.start(), line.end())
        start = marker.end() if marker else line.start()
        for end in _END.finditer(text, start, line.end()):
            if not _is_abbreviation(text, start, end):
                yield from _find_sentence(text, start, end.end())
                start = end.end()
        yield from _find_sentence(text, start, line.end())


def _is_abbreviation(text: str, start: int, end: re.Match[str]) -> bool:
    """Return whether the full stop belongs to an abbreviation or initial, so the sentence may go on."""
    word = _LAST_WORD.search(text, start, end.start() + 1)
    if word is None or text[end.start() : end.end()].strip() != ".":
        return False
    return word.group(1).lower() in _ABBREVIATIONS or (len(word.group(1)) == 1 and word.group(1).isupper())


def _find_sentence(text: str, start: int, end: int) -> Iterator[Stretch]:
    part = text[start:end]
    if any(character.isalnum() for character in part):
        yield start + len(part) - len(part.lstrip()), start + len(part.rstrip())
