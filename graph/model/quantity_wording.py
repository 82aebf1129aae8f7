"""Words for numbers and values: “more than 1,400 people”."""

from __future__ import annotations

from graph.model.claims import Claim
from graph.model.records import (
    Quantity,
)

_HEAPS = frozenset({"dozens", "scores", "hundreds", "thousands", "millions", "billions"})
"""Words for a number that take "of" before what is counted."""


_WHO = frozenset({"others", "everyone"})
"""Words for a number that also name what is counted."""


def format_article_name(label: str) -> str:
    """Return the name of a document that speaks in its own voice, as its publisher is not known."""
    return f"the article “{label}”"


def format_value(claim: Claim) -> str:
    """Return a value in words: its title or words, else its numbers with comparator and unit."""
    if claim.text or claim.title:
        return claim.title or claim.text
    return "; ".join(format_quantity(q) for _, q in claim.numbers) or "not stated"


def format_quantity(quantity: Quantity) -> str:
    """Return a number in words: `more than 1,400 people`."""
    words = {"=": "", "~": "about ", ">": "more than ", ">=": "at least ", "<": "under ", "<=": "at most "}
    if quantity.value is not None:
        number = _format_number(quantity.value)
    elif quantity.low is not None or quantity.high is not None:
        number = f"{_format_number(quantity.low)} to {_format_number(quantity.high)}"
    else:
        number = quantity.words
    unit = f"{quantity.currency} {number}" if quantity.currency else _add_unit(number, quantity.unit)
    return words[quantity.comparator] + unit + (f" per {quantity.period}" if quantity.period else "")


def _add_unit(number: str, unit: str) -> str:
    """Return a number with its unit, unless its words contain it ("a few months to several years")."""
    if number in _WHO or set(unit.split()) <= set(number.split()):
        return number
    of = " of" if number.rpartition(" ")[2] in _HEAPS else ""
    return f"{number}{of} {unit}".strip()


def _format_number(value: int | float | str | None) -> str:
    return "?" if value is None else value if isinstance(value, str) else f"{value:,}"
