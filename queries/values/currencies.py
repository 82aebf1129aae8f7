"""Currencies by code or name, among those that the graph has sums in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.model.errors import InputError
from graph.model.name_matching import fold_name
from queries.values.nations_table import CURRENCIES
from queries.values.nearest_names import build_suggestion

if TYPE_CHECKING:
    from graph.store.store import Store

_CODES = """
MATCH (c:Claim:Scamgraph) WHERE c.amount_currency IS NOT NULL
RETURN DISTINCT c.amount_currency AS code ORDER BY code
"""
_SIGNS = {"$": "dollar", "us$": "us dollar", "€": "euro", "£": "pound", "¥": "yen", "₩": "won", "฿": "baht"}


def find_currency(store: Store, text: str) -> str:
    """Return the code of the currency that `text` means: "USD", "dollars", "US dollars", "$".

    Raises:
        InputError: No sum in the graph is in that currency, or in several that are called so; the error lists
            those that there are.
    """
    codes: list[str] = [row["code"] for row in store.read(_CODES)]
    code = text.strip().upper()
    if code in codes:
        return code
    words = _read_words(_SIGNS.get(text.strip().lower(), text))
    matches = [
        candidate
        for candidate in codes
        if any(words <= _read_words(name) for name in CURRENCIES.get(candidate, ()))
    ]
    if words and len(matches) == 1:
        return matches[0]
    listed = ", ".join(map(describe_currency, matches or codes)) or "none"
    if words and matches:
        raise InputError(
            f"The parameter 'currency' got {text!r}, which may mean several.",
            hint=f"Give one of these codes: {listed}.",
        )
    raise InputError(
        f"The parameter 'currency' got {text!r}: no sum in this graph is in such a currency.",
        hint=f"{build_suggestion(code, codes)}The currencies in this graph are: {listed}.",
    )


def describe_currency(code: str) -> str:
    """Return a currency as a list shows it: "USD (US dollar)"."""
    return f"{code} ({CURRENCIES[code][0]})" if code in CURRENCIES else code


def _read_words(text: str) -> frozenset[str]:
    words = fold_name(text).latin.split()
    return frozenset(word[:-1] if len(word) > 3 and word.endswith("s") else word for word in words)
