"""Copies of a text that differ only in line ends, byte order mark or normal form.

Their digests differ, though a reader sees no difference: tools that save, convert or check out a
file change these.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator
from itertools import product
from typing import Literal

BYTE_ORDER_MARK = "\ufeff"
_LINE_ENDS = ("\n", "\r\n", "\r")
_FORMS: tuple[Literal["", "NFC", "NFD"], ...] = ("", "NFC", "NFD")


def compute_fingerprint(text: str) -> str:
    """Return a digest that all copies of a text share."""
    return _digest(unicodedata.normalize("NFC", _normalise_text(text)))


def list_copies(text: str) -> Iterator[tuple[str, str]]:
    """Yield the digest of every copy of a text, with a description of the difference."""
    normalised = _normalise_text(text)
    marked = text.startswith(BYTE_ORDER_MARK)
    own_digest = _digest(text)
    for mark, line_end, form in product(("", BYTE_ORDER_MARK), _LINE_ENDS, _FORMS):
        formed = unicodedata.normalize(form, normalised) if form else normalised
        copy = mark + formed.replace("\n", line_end)
        if (digest := _digest(copy)) != own_digest:
            differs = [
                words
                for words, is_so in (
                    ("byte order mark", bool(mark) != marked),
                    ("line ends", copy.count("\r") != text.count("\r")),
                    ("normal form", formed != normalised),
                )
                if is_so
            ]
            yield digest, " and ".join(differs)


def _normalise_text(text: str) -> str:
    """Return a text without byte order mark, its lines ended by a line feed."""
    return text.removeprefix(BYTE_ORDER_MARK).replace("\r\n", "\n").replace("\r", "\n")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
