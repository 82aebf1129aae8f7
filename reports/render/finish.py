"""Last touch on words before print: dates do not break, right-to-left names are isolated."""

from __future__ import annotations

import re

from reports.render.bidi import isolate_rtl

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_APOSTROPHE = re.compile(r"(?<=\w)'")
_DAY = re.compile(rf"\b(\d{{1,2}}) ({_MONTHS})\b")


def finish_text(text: str) -> str:
    """Return text on one line, with curly apostrophes, days joined to months, and names isolated."""
    curly = _APOSTROPHE.sub("\u2019", " ".join(text.split()))
    return isolate_rtl(_DAY.sub("\\1\u00a0\\2", curly))
