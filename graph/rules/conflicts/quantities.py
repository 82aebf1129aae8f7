"""The numbers of claims as rules compare them: whom they count, on which days, what they can stand for."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from graph.model.claims import Claim
from graph.model.records import PARTS, Number, Quantity
from graph.rules.conflicts.model import Group
from graph.rules.context import Context
from graph.rules.date_windows import Window, relation
from graph.rules.figures import Figure, is_rounding

ROUGHLY = 0.1
"""How far a number given as about may lie from what it stands for, as a share of it."""


class Seen(NamedTuple):
    """One number of one claim, and its figure."""

    claim: Claim
    quantity: Quantity
    figure: Figure

    @property
    def window(self) -> Window:
        """The days its own claim states."""
        return self.claim.when_from, self.claim.when_to


def seen_by_figure(group: Group) -> dict[str, list[Seen]]:
    """The numbers of each of the group's figures, all in an order of their own."""
    claims = {claim.id: claim for claim in group.claims}
    return {
        figure.id: [
            Seen(claims[sighting.claim], sighting.quantity, figure)
            for sighting in sorted(figure.seen, key=lambda s: (s.claim, s.field))
        ]
        for figure in sorted(group.figures, key=lambda f: f.id)
    }


def all_seen(group: Group) -> Iterator[Seen]:
    """Every number of the group's figures."""
    for seen in seen_by_figure(group).values():
        yield from seen


def claims_of(seen: Sequence[Seen]) -> tuple[Claim, ...]:
    """Their claims, each once."""
    return tuple({s.claim.id: s.claim for s in seen}.values())


def by_counted(group: Group, context: Context, *, loose: bool = False) -> dict[tuple[str, ...], list[Seen]]:
    """Whole numbers stated as so, by whom or what they count; `loose` joins all that count no cohort."""
    found: dict[tuple[str, ...], list[Seen]] = defaultdict(list)
    for one in all_seen(group):
        quantity, claim = one.quantity, one.claim
        told = claim.affirms and claim.modality not in ("predicted", "promised")
        if told and quantity.of not in PARTS and not quantity.adds_to and limits(quantity):
            counted = counted_by(claim, context)
            found[() if loose and not is_cohort(counted) else counted].append(one)
    return found


def counted_by(claim: Claim, context: Context) -> tuple[str, ...]:
    """The cohort a claim's number counts, else the subject, act and object it belongs to."""
    ends = context.canonical(claim.subject), context.canonical(claim.object)
    cohorts = [end for end in ends if end.startswith("cohort/")]
    if cohorts:
        return (cohorts[0],)
    return (ends[0], claim.predicate, "" if ends[1].startswith("value/") else ends[1])


def alike(seen: Sequence[Seen]) -> list[list[Seen]]:
    """Those of one figure, number and window together: what is said a thousand times is compared once."""
    found: dict[tuple[object, ...], list[Seen]] = defaultdict(list)
    for one in seen:
        found[one.figure.id, one.quantity, one.window].append(one)
    return list(found.values())


def is_cohort(counted: tuple[str, ...]) -> bool:
    """Whether what `counted_by` gave is a cohort."""
    return len(counted) == 1


def same_days(one: Seen, other: Seen, *, needed: bool) -> bool:
    """Whether two windows are the same days; where one is not stated, only unless that is `needed`."""
    found = relation(one.window, other.window)
    return found == "same" or (found == "unknown" and not needed)


def rounds(rough: Quantity, exact: Quantity) -> bool:
    """Whether one number of the same unit is a rounding of the other."""
    if rough.value is None or exact.value is None or unit_of(rough) != unit_of(exact):
        return False
    return is_rounding(rough.value, exact.value)


def unit_of(quantity: Quantity) -> tuple[str, str, str]:
    """Unit, currency and period: numbers in different ones are not compared."""
    return quantity.unit, quantity.currency, quantity.period


def limits(quantity: Quantity) -> tuple[Number, Number] | None:
    """The least and the most a number can stand for; None where it is only words."""
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
