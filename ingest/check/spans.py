"""Check a span against its document."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from graph.model.records import Span
from ingest.files.findings import is_digest

MAX_SPAN = 300  # code points; a longer passage needs a `why`


def find_span_faults(span: Span, length: int, text: str | None) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a span of a document of `length` code points: what, right.

    With `text`, the document's own, the span's digest is compared too.
    """
    start, end = span.start, span.end
    if not 0 <= start < end:
        yield f"the passage {start} to {end} is empty or runs backwards", "0 <= start < end"
    elif end > length:
        yield f"the passage ends at {end}, the document at {length}", "offsets count Unicode code points"
    elif not is_digest(span.sha256):
        yield "the digest is not a SHA-256 in 64 lower-case hex digits", "run `scamgraph seal` on the quote"
    elif text is not None and hashlib.sha256(text[start:end].encode()).hexdigest() != span.sha256:
        yield (
            f"the digest does not match the words at {start} to {end} of the text held",
            "seal the quote again, or look whether the text is another version",
        )
