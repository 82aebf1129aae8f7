"""Find the span of words in a text, and format the words of a span as a quote.

Words that occur more than once take the number of the occurrence behind them: `the embassy«2»` is
the second occurrence of "the embassy", in the order of the text, overlapping places counted. Words
that themselves end in such a number always take another: `x«2»«1»` is the first place of "x«2»".
"""

from __future__ import annotations

import hashlib
import re

from graph.model.ids import compute_span_digest
from graph.model.records import Span
from ingest.texts.lookalike_quotes import find_lookalike

_LONGEST_SHOWN = 120
_WHICH = re.compile(r"«(\d+)»\Z")


class QuoteError(Exception):
    """The words are not in the text, or occur more than once. `what` is wrong, `right` is the remedy."""

    def __init__(self, what: str, right: str) -> None:
        super().__init__(what)
        self.what, self.right = what, right


def find_span(quote: str, text: str) -> Span:
    """Return the span of a quote, in code points, with its digest. Raises QuoteError."""
    which = _WHICH.search(quote)
    words = quote[: which.start()] if which else quote
    if not words:
        raise QuoteError("the quote is empty", "the exact words of the text")
    places = _find_places(words, text)
    if not places:
        raise QuoteError("these words are not in the text", _build_hint(words, text))
    if which:
        number = int(which.group(1))
        if not 1 <= number <= len(places):
            raise QuoteError(
                f"these words stand {len(places)} times in the text, not {number}", _format_choices(places)
            )
        start = places[number - 1]
    elif len(places) > 1:
        raise QuoteError(f"these words stand {len(places)} times in the text", _format_choices(places))
    else:
        start = places[0]
    end = start + len(words)
    return Span(start, end, compute_span_digest(text, start, end))


def format_quote(span: Span, text: str) -> str:
    """Return the words of a span as `find_span` takes them.

    Raises QuoteError where the digest of the span does not match.
    """
    words = text[span.start : span.end]
    if not words or hashlib.sha256(words.encode()).hexdigest() != span.sha256:
        raise QuoteError(
            f"the digest does not match the words at {span.start} to {span.end} of the text held",
            "look whether the text is another version",
        )
    places = _find_places(words, text)
    if len(places) == 1 and not _WHICH.search(words):
        return words
    return f"{words}«{places.index(span.start) + 1}»"


def _find_places(words: str, text: str) -> list[int]:
    places, at = [], text.find(words)
    while at >= 0:
        places.append(at)
        at = text.find(words, at + 1)
    return places


def _format_choices(places: list[int]) -> str:
    listed = ", ".join(f"«{number}» at {at}" for number, at in enumerate(places[:20], start=1))
    return f"put the number of the one meant behind the words: {listed}"


def _build_hint(words: str, text: str) -> str:
    """Return where words that look the same are, and in what they differ."""
    lookalike = find_lookalike(words, text)
    if lookalike is None:
        return "copy the words from the text"
    words_there = text[lookalike.start : lookalike.end]
    shown = words_there if len(words_there) <= _LONGEST_SHOWN else f"{words_there[:_LONGEST_SHOWN]}..."
    *first_aspects, last_aspect = lookalike.differs_in
    differs = f"{', '.join(first_aspects)} and {last_aspect}" if first_aspects else last_aspect
    return f"at {lookalike.start} stands {shown!r}, which differs in {differs}: copy it from there"
