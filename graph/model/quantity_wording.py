"""Words for numbers and values: “more than 1,400 people”."""

from __future__ import annotations

from graph.model.claims import Claim
from graph.model.records import (
    Quantity,
)

_HEAPS = frozenset({"dozens", "scores", "hundreds", "thousands", "millions", "billions"})
"""Words for a number that take "of" before what is counted."""


_WHO = frozenset({"others", "everyone"})
"""Words for a number that name the counted, too."""


def name_article(label: str) -> str:
    """What a document is called where it speaks for itself: nobody says who published it."""
    return f"the article “{label}”"


def value_name(claim: Claim) -> str:
    """How a value is called: its words, or its numbers with comparator and unit."""
    if claim.text or claim.title:
        return claim.title or claim.text
    return "; ".join(quantity_name(q) for _, q in claim.numbers) or "not stated"


def quantity_name(quantity: Quantity) -> str:
    """A number as people read it: `more than 1,400 people`."""
    words = {"=": "", "~": "about ", ">": "more than ", ">=": "at least ", "<": "under ", "<=": "at most "}
    if quantity.value is not None:
        number = _grouped(quantity.value)
    elif quantity.low is not None or quantity.high is not None:
        number = f"{_grouped(quantity.low)} to {_grouped(quantity.high)}"
    else:
        number = quantity.words
    unit = f"{quantity.currency} {number}" if quantity.currency else _with_unit(number, quantity.unit)
    return words[quantity.comparator] + unit + (f" per {quantity.period}" if quantity.period else "")


def _with_unit(number: str, unit: str) -> str:
    """A number with its unit, unless its words hold it ("a few months to several years")."""
    if number in _WHO or set(unit.split()) <= set(number.split()):
        return number
    of = " of" if number.rpartition(" ")[2] in _HEAPS else ""
    return f"{number}{of} {unit}".strip()


def _grouped(value: int | float | str | None) -> str:
    return "?" if value is None else value if isinstance(value, str) else f"{value:,}"
