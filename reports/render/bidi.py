"""Isolation of right-to-left text, so that dates, brackets and numbers beside a name keep their order."""

from __future__ import annotations

import re
import unicodedata

FIRST_STRONG = "\u2068"
END = "\u2069"
_RTL = frozenset({"R", "AL"})
_MARKS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_RTL_LETTERS = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff"
_RUN = re.compile(f"[{_RTL_LETTERS}](?:[{_RTL_LETTERS}'’\\-]|\\s+(?=[{_RTL_LETTERS}]))*")


def has_rtl(text: str) -> bool:
    """Return whether a text contains a letter of a right-to-left script."""
    return any(unicodedata.bidirectional(letter) in _RTL for letter in text)


def isolate_rtl(text: str) -> str:
    """Wrap each run of right-to-left words in Unicode isolates (U+2068 to U+2069).

    Directional marks already in the text are removed: one of them without its counterpart could
    reorder the rest of a line. A text without right-to-left letters is returned as it is, except for
    these marks.
    """
    cleaned = text.translate(dict.fromkeys(map(ord, _MARKS)))
    if not has_rtl(cleaned):
        return cleaned
    return _RUN.sub(lambda match: f"{FIRST_STRONG}{match.group()}{END}", cleaned)
