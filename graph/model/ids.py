"""Ids: a short prefix, a slash, and 32 hex digits of a SHA-256 over canonical JSON.

Only what defines the thing goes into its hash: rewording a paraphrase changes no id.
128 bits make an accidental collision among a billion ids less likely than 1 in 10^20 (birthday bound).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import msgspec

_ENCODER = msgspec.json.Encoder(order="sorted")


def make_id(prefix: str, parts: Sequence[Any]) -> str:
    """Return an id such as `claim/6f0c...`, hashed from what defines the thing."""
    return f"{prefix}/{hashlib.sha256(_ENCODER.encode(parts)).hexdigest()[:32]}"


def compute_span_digest(text: str, start: int, end: int) -> str:
    """Return the SHA-256 in hex of the UTF-8 bytes of `text[start:end]` (code points)."""
    return hashlib.sha256(text[start:end].encode("utf-8")).hexdigest()
