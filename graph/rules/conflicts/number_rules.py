"""Rules over the numbers of one series, and of series that measure the same in different scopes.

Pure functions; each yields what it found, the same for every order of claims.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from graph.model.claims import Claim
from graph.model.quantity_wording import quantity_name
from graph.model.records import Number
from graph.rules.conflicts.model import Found, Group, listed, speakers
from graph.rules.conflicts.quantities import (
    Seen,
    alike,
    all_seen,
    by_counted,
    claims_of,
    counted_by,
    is_cohort,
    limits,
    rounds,
    same_days,
    seen_by_figure,
    unit_of,
)
from graph.rules.context import Context
from graph.rules.figures import Figure


def values(group: Group, context: Context) -> Iterator[Found]:
    """Numbers for one cohort, or one subject and act, and the same days, that cannot both hold."""
    for counted, seen in by_counted(group, context).items():
        clashing: dict[str, dict[str, Seen]] = defaultdict(dict)
        for one, other in combinations(alike(seen), 2):
            if same_days(one[0], other[0], needed=not is_cohort(counted)) and _cannot_both(one[0], other[0]):
                for some in (one, other):
                    clashing[some[0].figure.id].update({s.claim.id: s for s in some})
        if clashing:
            sides = [list(clashing[figure].values()) for figure in sorted(clashing)]
            yield _clash(counted, sides, context)


def _clash(counted: tuple[str, ...], sides: Sequence[list[Seen]], context: Context) -> Found:
    def tell() -> str:
        told = [
            f"{quantity_name(side[0].quantity)} ({speakers([s.claim for s in side], context)})"
            for side in sides
        ]
        whom = f" of {context.name(counted[0])}" if is_cohort(counted) else ""
        return f"Numbers{whom} for the same days cannot all hold: {listed(told)}."

    return Found(counted, tuple(claims_of(side) for side in sides), tell)


def rounding(group: Group, context: Context) -> Iterator[Found]:
    """A number and what it is rounded to: one number in two wordings, not two numbers."""
    for figure, seen in _figures(group):
        precise = figure.quantity.value
        exact = [s for s in seen if s.quantity.value == precise]
        rounded = [s for s in seen if s.quantity.value != precise]
        if rounded:
            yield _rounded((figure.id,), rounded, exact, context)
    for counted, seen in by_counted(group, context, loose=True).items():
        for key, pair in sorted(_rounding_pairs(seen).items()):
            yield _rounded((*counted, *key), *pair, context)


def _rounding_pairs(seen: Sequence[Seen]) -> dict[tuple[str, str], tuple[list[Seen], list[Seen]]]:
    """Numbers both given as exact, in different figures, one a rounding of the other."""
    pairs: dict[tuple[str, str], tuple[list[Seen], list[Seen]]] = {}
    for one, other in combinations(alike(seen), 2):
        for rough, exact in ((one, other), (other, one)):
            key = rough[0].figure.id, exact[0].figure.id
            is_rough = key[0] != key[1] and rounds(rough[0].quantity, exact[0].quantity)
            if is_rough and same_days(rough[0], exact[0], needed=False):
                sides = pairs.setdefault(key, ([], []))
                sides[0].extend(rough)
                sides[1].extend(exact)
    return pairs


def _rounded(key: tuple[str, ...], rough: Sequence[Seen], exact: Sequence[Seen], context: Context) -> Found:
    def tell() -> str:
        loose = listed(sorted({quantity_name(s.quantity) for s in rough}))
        by, of = (speakers([s.claim for s in side], context) for side in (rough, exact))
        precise = quantity_name(exact[0].quantity)
        return f"{loose} ({by}) may be {precise} ({of}), rounded: one number in two wordings, not two."

    return Found(key, (claims_of(rough), claims_of(exact)), tell)


def meaning(group: Group, context: Context) -> Iterator[Found]:
    """One number of one speaker that documents tell of different things: employed, held, trafficked."""
    for figure, seen in _figures(group):
        spoken: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for claim in claims_of(seen):
            if claim.by and claim.affirms:
                speaker = context.canonical(claim.speaker)
                spoken[speaker][claim.document].add(claim.predicate)
        for speaker, documents in sorted(spoken.items()):
            pairs = combinations(sorted(documents), 2)
            if any(documents[one].isdisjoint(documents[other]) for one, other in pairs):
                yield _told_apart(figure, speaker, claims_of(seen), context)


def _told_apart(figure: Figure, speaker: str, claims: Sequence[Claim], context: Context) -> Found:
    acts: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.by and claim.affirms and context.canonical(claim.speaker) == speaker:
            acts[claim.predicate].append(claim)
    sides = [acts[act] for act in sorted(acts)]

    def tell() -> str:
        verbs = [
            listed(sorted({f"“{c.verb}”" for c in side if c.verb})) or side[0].predicate for side in sides
        ]
        number = quantity_name(figure.quantity)
        return f"{number}, a number of {context.name(speaker)}, is told of different things: {listed(verbs)}."

    return Found((figure.id, speaker), tuple(tuple(side) for side in sides), tell)


def parts(group: Group, context: Context) -> Iterator[Found]:
    """Parts that come to more than their whole, alone or together."""
    seen = list(all_seen(group))
    too_large: dict[tuple[str, Number], list[Seen]] = defaultdict(list)
    for one in seen:
        whole = one.quantity.of
        if isinstance(whole, int | float) and (limits(one.quantity) or (0, 0))[0] > whole:
            too_large[one.figure.id, whole].append(one)
    for (figure, whole), members in sorted(too_large.items()):
        yield _too_large(figure, whole, members)
    wholes: dict[str, list[Seen]] = defaultdict(list)
    for one in seen:
        if one.claim.predicate == "SUBSET_OF" and one.claim.affirms:
            wholes[context.canonical(one.claim.object)].append(one)
    for cohort, members in sorted(wholes.items()):
        stated = [s for s in seen if s.quantity.value and counted_by(s.claim, context) == (cohort,)]
        yield from _too_many(cohort, members, stated, context)


def _too_large(figure: str, whole: Number, members: Sequence[Seen]) -> Found:
    def tell() -> str:
        return f"{quantity_name(members[0].quantity)} are given as a part of {whole:,}."

    return Found(("part", figure, str(whole)), (claims_of(members),), tell)


def _too_many(
    cohort: str, members: Sequence[Seen], stated: Sequence[Seen], context: Context
) -> Iterator[Found]:
    least: dict[str, Number] = {}
    for part in members:
        subject = context.canonical(part.claim.subject)
        lowest = (limits(part.quantity) or (0, 0))[0]
        least[subject] = min(lowest, least.get(subject, lowest))
    total = sum(least.values())
    most = max((limits(s.quantity) or (0, math.inf))[1] for s in stated) if stated else math.inf
    if total <= most:
        return

    def tell() -> str:
        whole = quantity_name(stated[0].quantity)
        return f"The {len(least)} parts of {context.name(cohort)} come to {total:,}, the whole to {whole}."

    yield Found(("whole", cohort), (claims_of(members), claims_of(stated)), tell)


def scope(group: Group, _context: Context) -> Iterator[Found]:
    """Numbers of one measure for a wider and a narrower scope: neither checks nor contradicts the other."""
    by_unit: dict[tuple[str, str], dict[str, list[Seen]]] = defaultdict(lambda: defaultdict(list))
    for one in all_seen(group):
        entry = group.series.get(one.figure.series)
        if entry is not None and entry.scope:
            unit = one.quantity.currency or one.quantity.unit
            by_unit[unit, one.claim.predicate][entry.scope].append(one)
    for key, scopes in sorted(by_unit.items()):
        if len(scopes) > 1:
            yield _scoped(key, sorted(scopes.items()))


def _scoped(unit: tuple[str, str], scopes: Sequence[tuple[str, list[Seen]]]) -> Found:
    def tell() -> str:
        told = [
            f"{listed(sorted({quantity_name(s.quantity) for s in seen}))} for {where}"
            for where, seen in scopes
        ]
        return (
            f"{listed(told)}: numbers of one measure in different scopes, not to be set against each other."
        )

    return Found(unit, tuple(claims_of(seen) for _, seen in scopes), tell)


def _cannot_both(one: Seen, other: Seen) -> bool:
    if one.figure.id == other.figure.id or unit_of(one.quantity) != unit_of(other.quantity):
        return False
    if rounds(one.quantity, other.quantity) or rounds(other.quantity, one.quantity):
        return False
    (low, high), (least, most) = limits(one.quantity) or (0, 0), limits(other.quantity) or (0, 0)
    return high < least or most < low


def _figures(group: Group) -> Iterator[tuple[Figure, list[Seen]]]:
    seen = seen_by_figure(group)
    return ((figure, seen[figure.id]) for figure in group.figures)
