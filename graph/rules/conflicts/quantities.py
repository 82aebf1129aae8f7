"""Numbers of claims as rules compare them: what they count, on which days, within which limits."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from graph.model.claims import Claim
from graph.model.records import PARTS, Number, Quantity
from graph.rules.conflicts.model import ClaimGroup
from graph.rules.context import RuleContext
from graph.rules.date_windows import Window, compare_windows
from graph.rules.figures import Figure, is_rounding

ROUGHLY = 0.1
"""How far a number given as about may lie from what it stands for, as a share of it."""


class ClaimNumber(NamedTuple):
    """One number of one claim, and its figure."""

    claim: Claim
    quantity: Quantity
    figure: Figure

    @property
    def window(self) -> Window:
        """The days that the number's own claim states."""
        return self.claim.when_from, self.claim.when_to


def group_by_figure(group: ClaimGroup) -> dict[str, list[ClaimNumber]]:
    """Return the numbers of each of the group's figures, in a fixed order."""
    claims = {claim.id: claim for claim in group.claims}
    return {
        figure.id: [
            ClaimNumber(claims[sighting.claim], sighting.quantity, figure)
            for sighting in sorted(figure.seen, key=lambda s: (s.claim, s.field))
        ]
        for figure in sorted(group.figures, key=lambda f: f.id)
    }


def iter_numbers(group: ClaimGroup) -> Iterator[ClaimNumber]:
    """Yield every number of the group's figures."""
    for seen in group_by_figure(group).values():
        yield from seen


def list_claims(seen: Sequence[ClaimNumber]) -> tuple[Claim, ...]:
    """Return the claims of these numbers, each once."""
    return tuple({number.claim.id: number.claim for number in seen}.values())


def group_by_counted(
    group: ClaimGroup, context: RuleContext, *, loose: bool = False
) -> dict[tuple[str, ...], list[ClaimNumber]]:
    """Group affirmed numbers, neither predicted nor promised, of wholes by what they count.

    `loose` joins all that count no cohort.
    """
    groups: dict[tuple[str, ...], list[ClaimNumber]] = defaultdict(list)
    for number in iter_numbers(group):
        quantity, claim = number.quantity, number.claim
        is_affirmed = claim.affirms and claim.modality not in ("predicted", "promised")
        if is_affirmed and quantity.of not in PARTS and not quantity.adds_to and find_limits(quantity):
            counted = build_counted_key(claim, context)
            groups[() if loose and not is_cohort(counted) else counted].append(number)
    return groups


def build_counted_key(claim: Claim, context: RuleContext) -> tuple[str, ...]:
    """Return the cohort that a claim's number counts, else the subject, act and object it belongs to."""
    ends = context.canonical(claim.subject), context.canonical(claim.object)
    cohorts = [end for end in ends if end.startswith("cohort/")]
    if cohorts:
        return (cohorts[0],)
    return (ends[0], claim.predicate, "" if ends[1].startswith("value/") else ends[1])


def group_alike(seen: Sequence[ClaimNumber]) -> list[list[ClaimNumber]]:
    """Group numbers of one figure, quantity and window, so that repetitions are compared once."""
    groups: dict[tuple[object, ...], list[ClaimNumber]] = defaultdict(list)
    for number in seen:
        groups[number.figure.id, number.quantity, number.window].append(number)
    return list(groups.values())


def is_cohort(counted: tuple[str, ...]) -> bool:
    """Return whether a key of `build_counted_key` is a cohort."""
    return len(counted) == 1


def has_same_days(first: ClaimNumber, second: ClaimNumber, *, needed: bool) -> bool:
    """Return whether two windows are the same days.

    Where one is not stated, they count as the same only unless that is `needed`.
    """
    relation = compare_windows(first.window, second.window)
    return relation == "same" or (relation == "unknown" and not needed)


def is_quantity_rounding(rough: Quantity, exact: Quantity) -> bool:
    """Return whether one number of the same unit is a rounding of the other."""
    if rough.value is None or exact.value is None or build_unit_key(rough) != build_unit_key(exact):
        return False
    return is_rounding(rough.value, exact.value)


def build_unit_key(quantity: Quantity) -> tuple[str, str, str]:
    """Return unit, currency and period: numbers that differ in them are not compared."""
    return quantity.unit, quantity.currency, quantity.period


def find_limits(quantity: Quantity) -> tuple[Number, Number] | None:
    """Return the least and the most a number can mean; None where it is only words."""
    value = quantity.value
    if value is None:
        low, high = quantity.low, quantity.high
        numeric = isinstance(low, int | float) and isinstance(high, int | float)
        return (low, high) if numeric else None  # type: ignore[return-value]
    return {
        "=": (value, value),
        "~": (value * (1 - ROUGHLY), value * (1 + ROUGHLY)),
        ">": (value, math.inf),
        ">=": (value, math.inf),
        "<": (0, value),
        "<=": (0, value),
    }[quantity.comparator]
