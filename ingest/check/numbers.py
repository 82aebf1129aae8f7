"""Check the numbers of a claim."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.model.catalogue import Catalogue
from graph.model.fact_types import FactType
from graph.model.records import PARTS, Quantity
from ingest.files.findings import describe_unknown_id
from ingest.files.validation import explain_number_form, find_nearest_name

LARGEST = 2**63 - 1  # what both engines can hold


BEYOND_THE_WHOLE = frozenset(
    FactType(name, promised=promised).name
    for name in ("GREW", "EQUALS_SHARE_OF")
    for promised in (False, True)
)
"""Predicates whose share compares two things: it may exceed 100 per cent."""
_PERCENT = frozenset({"%", "percent", "per cent", "pct"})
_IN_DIGITS = re.compile(r"[\d.,'’\s_]*\d[\d.,'’\s_]*").fullmatch

NumberFault = tuple[str, str, str]  # path, what is wrong, what would be right


def find_number_faults(
    field: str, quantity: Quantity, catalogue: Catalogue, predicate: str = ""
) -> Iterator[NumberFault]:
    """Yield everything wrong with a number. The claim that `adds_to` names is checked elsewhere."""
    yield from _find_form_faults(field, quantity)
    if field == "count":
        yield from _find_fraction_faults(field, quantity)
    if predicate not in BEYOND_THE_WHOLE:
        yield from _find_excess_faults(field, quantity)
    if not (quantity.value is quantity.low is quantity.high is None):
        yield from _find_unit_faults(field, quantity)
    if quantity.series and quantity.series not in catalogue.series:
        yield f"{field}.series", *describe_unknown_id(quantity.series, "series", catalogue.series)
    if isinstance(quantity.of, str):
        yield from _find_whole_faults(field, quantity.of, catalogue)


def _find_form_faults(field: str, quantity: Quantity) -> Iterator[NumberFault]:
    """Require an exact number, a range or words, none negative or beyond what an engine can hold."""
    low, high, value = quantity.low, quantity.high, quantity.value
    if value is low is high is None:
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
        elif isinstance(number, str) and part != "of" and _IN_DIGITS(number):
            yield f"{field}.{part}", f"`{number}` is a number in quotes", explain_number_form(number)


def _find_fraction_faults(field: str, quantity: Quantity) -> Iterator[NumberFault]:
    """Require that a count is of undivided people or things; measures belong in `amount`."""
    for part in ("value", "low", "high", "of"):
        number = getattr(quantity, part)
        if isinstance(number, float) and not number.is_integer():
            thousand = number * 1000
            right = (
                f"write {thousand:.0f} if the point separates thousands; " if thousand.is_integer() else ""
            )
            what = f"{number} {quantity.unit}".rstrip() + ": a count has no fraction"
            yield (
                f"{field}.{part}",
                what,
                f"{right}write an average in `words`, a measure such as hectares in `amount`",
            )


def _find_excess_faults(field: str, quantity: Quantity) -> Iterator[NumberFault]:
    """Require that a part is no more than its whole, and a share no more than 100 per cent."""
    percent = field == "share" and quantity.unit.strip().casefold() in _PERCENT
    total = quantity.of if isinstance(quantity.of, (int, float)) else None
    for part in ("value", "low", "high"):
        number = getattr(quantity, part)
        if not isinstance(number, (int, float)) or quantity.comparator in ("<", "<="):
            continue
        if total is not None and number > total and not percent:
            what = f"{number} of {total}: the part is more than the whole"
            yield f"{field}.{part}", what, f"write {part}: {total}, of: {number} if they were exchanged"
        elif percent and number > 100:
            what = f"{number} {quantity.unit}: a share is at most 100 per cent"
            yield f"{field}.{part}", what, "growth and comparison have predicates: GREW, EQUALS_SHARE_OF"


def _find_unit_faults(field: str, quantity: Quantity) -> Iterator[NumberFault]:
    if field == "amount":
        if not quantity.currency and not quantity.unit:
            yield field, "an amount without a currency", "currency: USD"
        elif quantity.currency and not (quantity.currency.isalpha() and quantity.currency.isupper()):
            what = f"`{quantity.currency}` is no currency code"
            yield f"{field}.currency", what, "ISO 4217, such as USD, CNY, IDR"
    elif not quantity.unit:
        example = {"count": "people", "share": "'%'", "duration": "months"}[field]
        yield field, "a number without a unit", f"unit: {example}"


def _find_whole_faults(field: str, of: str, catalogue: Catalogue) -> Iterator[NumberFault]:
    if "/" in of:
        if of not in catalogue.kinds:
            yield f"{field}.of", *describe_unknown_id(of, "entity", catalogue.kinds)
    elif of not in PARTS:
        nearest = find_nearest_name(of, PARTS)
        right = f"did you mean `{nearest}`? " if nearest else ""
        what = f"`{of}` is no whole a number can be part of"
        yield f"{field}.of", what, f"{right}a number, an entity's id, or one of: {', '.join(PARTS)}"
