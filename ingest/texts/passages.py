"""A passage and its words: finding where words stand in a text, and saying which words stand somewhere.

Words that occur more than once take the number of the occurrence behind them: `the embassy«2»` is the second
place where "the embassy" stands, in the order of the text, overlapping places counted. Words that themselves
end like that take a number in any case: `x«2»«1»` is the first place where "x«2»" stands.
"""

from __future__ import annotations

import hashlib
import re

from graph.model.ids import span_digest
from graph.model.records import Span
from ingest.texts.lookalike_quotes import find_alike

_LONGEST_SHOWN = 120
_WHICH = re.compile(r"«(\d+)»\Z")


class NotFound(Exception):
    """The words do not stand in the text, or more than once. `what` is wrong, `right` is what to do."""

    def __init__(self, what: str, right: str) -> None:
        super().__init__(what)
        self.what, self.right = what, right


def locate(quote: str, text: str) -> Span:
    """The span of a quote, in code points, with its digest. Raises NotFound."""
    which = _WHICH.search(quote)
    words = quote[: which.start()] if which else quote
    if not words:
        raise NotFound("the quote is empty", "the exact words of the text")
    places = _places(words, text)
    if not places:
        raise NotFound("these words are not in the text", _hint(words, text))
    if which:
        number = int(which.group(1))
        if not 1 <= number <= len(places):
            raise NotFound(
                f"these words stand {len(places)} times in the text, not {number}", _choices(places)
            )
        start = places[number - 1]
    elif len(places) > 1:
        raise NotFound(f"these words stand {len(places)} times in the text", _choices(places))
    else:
        start = places[0]
    end = start + len(words)
    return Span(start, end, span_digest(text, start, end))


def quote_of(span: Span, text: str) -> str:
    """The words of a span as `locate` takes them. Raises NotFound where its digest does not match."""
    words = text[span.start : span.end]
    if not words or hashlib.sha256(words.encode()).hexdigest() != span.sha256:
        raise NotFound(
            f"the digest does not match the words at {span.start} to {span.end} of the text held",
            "look whether the text is another version",
        )
    places = _places(words, text)
    if len(places) == 1 and not _WHICH.search(words):
        return words
    return f"{words}«{places.index(span.start) + 1}»"


def _places(words: str, text: str) -> list[int]:
    places, at = [], text.find(words)
    while at >= 0:
        places.append(at)
        at = text.find(words, at + 1)
    return places


def _choices(places: list[int]) -> str:
    listed = ", ".join(f"«{number}» at {at}" for number, at in enumerate(places[:20], start=1))
    return f"put the number of the one meant behind the words: {listed}"


def _hint(words: str, text: str) -> str:
    """Where words stand that look the same, and in what these differ."""
    alike = find_alike(words, text)
    if alike is None:
        return "copy the words from the text"
    stands = text[alike.start : alike.end]
    shown = stands if len(stands) <= _LONGEST_SHOWN else f"{stands[:_LONGEST_SHOWN]}..."
    *others, last = alike.differs_in
    differs = f"{', '.join(others)} and {last}" if others else last
    return f"at {alike.start} stands {shown!r}, which differs in {differs}: copy it from there"
