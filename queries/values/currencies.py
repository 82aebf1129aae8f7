"""Currencies by code or name, among those that the graph has sums in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.model.errors import InputError
from graph.model.name_matching import fold_name
from queries.values.nations_table import CURRENCIES
from queries.values.nearest_names import build_suggestion

if TYPE_CHECKING:
    from graph.store.store import Store

_KNOWN = """
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
    known: list[str] = [row["code"] for row in store.read(_KNOWN)]
    code = text.strip().upper()
    if code in known:
        return code
    wanted = _read_words(_SIGNS.get(text.strip().lower(), text))
    fitting = [each for each in known if any(wanted <= _read_words(n) for n in CURRENCIES.get(each, ()))]
    if wanted and len(fitting) == 1:
        return fitting[0]
    listed = ", ".join(map(describe_currency, fitting or known)) or "none"
    if wanted and fitting:
        raise InputError(
            f"The parameter 'currency' got {text!r}, which may mean several.",
            hint=f"Give one of these codes: {listed}.",
        )
    raise InputError(
        f"The parameter 'currency' got {text!r}: no sum in this graph is in such a currency.",
        hint=f"{build_suggestion(code, known)}The currencies in this graph are: {listed}.",
    )


def describe_currency(code: str) -> str:
    """Return a currency as a list shows it: "USD (US dollar)"."""
    return f"{code} ({CURRENCIES[code][0]})" if code in CURRENCIES else code


def _read_words(text: str) -> frozenset[str]:
    every = fold_name(text).latin.split()
    return frozenset(word[:-1] if len(word) > 3 and word.endswith("s") else word for word in every)
