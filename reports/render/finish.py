"""Last touch on words before print: dates do not break, right-to-left names are isolated."""

from __future__ import annotations

import re

from reports.render.bidi import isolate_rtl

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY = re.compile(rf"\b(\d{{1,2}}) ({_MONTHS})\b")


def finish_text(text: str) -> str:
    """Return text on one line, with each day joined to its month and right-to-left words isolated."""
    return isolate_rtl(_DAY.sub("\\1\u00a0\\2", " ".join(text.split())))
