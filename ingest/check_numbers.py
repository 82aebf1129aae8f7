"""Checking the numbers of a claim."""

from __future__ import annotations

from collections.abc import Iterator

from graph.catalogue import Catalogue
from graph.records import PARTS, Quantity
from ingest.findings import unknown_id
from ingest.shapes import nearest

LARGEST = 2**63 - 1  # what both engines can hold


def number_faults(field: str, quantity: Quantity, catalogue: Catalogue) -> Iterator[tuple[str, str, str]]:
    """Everything wrong with a number: path, what, right. Which claim `adds_to` names is checked elsewhere."""
    low, high, value = quantity.low, quantity.high, quantity.value
    numeric = value is not None or low is not None or high is not None
    if not numeric:
        if not quantity.words:
            yield field, "the number has no value", "give `value`, `low` and `high`, or `words`"
        elif quantity.comparator != "=":
            yield (
                f"{field}.comparator",
                f"the comparator `{quantity.comparator}` compares with no number",
                "with `words` alone leave the comparator out, and keep its word in `words`",
            )
    elif value is not None and (low is not None or high is not None):
        yield field, "both `value` and `low`/`high` are given", "an exact number or a range, not both"
    if isinstance(low, (int, float)) and isinstance(high, (int, float)) and low > high:
        yield f"{field}.low", f"the range runs backwards: {low} to {high}", "low before high"
    for part, number in (("value", value), ("low", low), ("high", high), ("of", quantity.of)):
        if isinstance(number, (int, float)) and not 0 <= number <= LARGEST:
            yield f"{field}.{part}", f"{number} is out of range", f"0 to {LARGEST}"
    if numeric:
        yield from _unit_faults(field, quantity)
    if quantity.series and quantity.series not in catalogue.series:
        yield f"{field}.series", *unknown_id(quantity.series, "series", catalogue.series)
    if isinstance(quantity.of, str):
        yield from _whole_faults(field, quantity.of, catalogue)


def _unit_faults(field: str, quantity: Quantity) -> Iterator[tuple[str, str, str]]:
    if field == "amount":
        if not quantity.currency and not quantity.unit:
            yield field, "an amount without a currency", "currency: USD"
        elif quantity.currency and not (quantity.currency.isalpha() and quantity.currency.isupper()):
            what = f"`{quantity.currency}` is no currency code"
            yield f"{field}.currency", what, "ISO 4217, such as USD, CNY, IDR"
    elif not quantity.unit:
        example = {"count": "people", "share": "'%'", "duration": "months"}[field]
        yield field, "a number without a unit", f"unit: {example}"


def _whole_faults(field: str, of: str, catalogue: Catalogue) -> Iterator[tuple[str, str, str]]:
    if "/" in of:
        if of not in catalogue.kinds:
            yield f"{field}.of", *unknown_id(of, "entity", catalogue.kinds)
    elif of not in PARTS:
        like = nearest(of, PARTS)
        right = f"did you mean `{like}`? " if like else ""
        what = f"`{of}` is no whole a number can be part of"
        yield f"{field}.of", what, f"{right}a number, an entity's id, or one of: {', '.join(PARTS)}"
