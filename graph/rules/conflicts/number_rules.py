"""Rules over the numbers of one series, and of series that measure the same in different scopes.

Pure functions; each yields its results, the same for every order of claims.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from graph.model.claims import Claim
from graph.model.quantity_wording import format_quantity
from graph.model.records import Number
from graph.rules.conflicts.model import ClaimGroup, ConflictCandidate
from graph.rules.conflicts.quantities import (
    ClaimNumber,
    build_counted_key,
    build_unit_key,
    find_limits,
    group_alike,
    group_by_counted,
    group_by_figure,
    has_same_days,
    is_cohort,
    is_quantity_rounding,
    iter_numbers,
    list_claims,
)
from graph.rules.conflicts.wording import (
    capitalise,
    format_list,
    format_speakers,
    format_verbs,
    format_voices,
    quote,
)
from graph.rules.context import RuleContext
from graph.rules.figures import Figure


def find_value_conflicts(group: ClaimGroup, context: RuleContext) -> Iterator[ConflictCandidate]:
    """Yield numbers for one cohort, or one subject and act, and the same days, that cannot both hold."""
    for counted, seen in group_by_counted(group, context).items():
        clashing: dict[str, dict[str, ClaimNumber]] = defaultdict(dict)
        for first, second in combinations(group_alike(seen), 2):
            if has_same_days(first[0], second[0], needed=not is_cohort(counted)) and _is_contradiction(
                first[0], second[0]
            ):
                for numbers in (first, second):
                    clashing[numbers[0].figure.id].update({number.claim.id: number for number in numbers})
        if clashing:
            sides = [list(clashing[figure].values()) for figure in sorted(clashing)]
            yield _build_value_conflict(counted, sides, context)


def _build_value_conflict(
    counted: tuple[str, ...], sides: Sequence[list[ClaimNumber]], context: RuleContext
) -> ConflictCandidate:
    def explain() -> str:
        values = [
            f"{format_quantity(side[0].quantity)} ({format_speakers([s.claim for s in side], context)})"
            for side in sides
        ]
        whom = f" of {context.in_sentence(counted[0])}" if is_cohort(counted) else ""
        return f"Numbers{whom} for the same days cannot all be right: {format_list(values)}."

    return ConflictCandidate(counted, tuple(list_claims(side) for side in sides), explain)


def find_roundings(group: ClaimGroup, context: RuleContext) -> Iterator[ConflictCandidate]:
    """Yield a number and what it is rounded to: one number in two wordings, not two numbers."""
    for figure, seen in _iter_figures(group):
        precise = figure.quantity.value
        exact = [number for number in seen if number.quantity.value == precise]
        rounded = [number for number in seen if number.quantity.value != precise]
        if rounded:
            yield _build_rounding((figure.id,), rounded, exact, context)
    for counted, seen in group_by_counted(group, context, loose=True).items():
        for key, pair in sorted(_find_rounding_pairs(seen).items()):
            yield _build_rounding((*counted, *key), *pair, context)


def _find_rounding_pairs(
    seen: Sequence[ClaimNumber],
) -> dict[tuple[str, str], tuple[list[ClaimNumber], list[ClaimNumber]]]:
    """Return numbers both given as exact, in different figures, one a rounding of the other."""
    pairs: dict[tuple[str, str], tuple[list[ClaimNumber], list[ClaimNumber]]] = {}
    for first, second in combinations(group_alike(seen), 2):
        for rough, exact in ((first, second), (second, first)):
            key = rough[0].figure.id, exact[0].figure.id
            is_rough = key[0] != key[1] and is_quantity_rounding(rough[0].quantity, exact[0].quantity)
            if is_rough and has_same_days(rough[0], exact[0], needed=False):
                sides = pairs.setdefault(key, ([], []))
                sides[0].extend(rough)
                sides[1].extend(exact)
    return pairs


def _build_rounding(
    key: tuple[str, ...], rough: Sequence[ClaimNumber], exact: Sequence[ClaimNumber], context: RuleContext
) -> ConflictCandidate:
    def explain() -> str:
        loose = format_list(sorted({format_quantity(number.quantity) for number in rough}))
        by, of = (format_speakers([number.claim for number in side], context) for side in (rough, exact))
        precise = format_quantity(exact[0].quantity)
        return f"{capitalise(loose)} ({by}) may be the rounded form of {precise} ({of}): one number, not two."

    return ConflictCandidate(key, (list_claims(rough), list_claims(exact)), explain)


def find_meaning_conflicts(group: ClaimGroup, context: RuleContext) -> Iterator[ConflictCandidate]:
    """Yield one number of one speaker that documents report of different things.

    Examples are employed, held, trafficked.
    """
    for figure, seen in _iter_figures(group):
        spoken: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for claim in list_claims(seen):
            if claim.by and claim.affirms:
                speaker = context.canonical(claim.speaker)
                spoken[speaker][claim.document].add(claim.predicate)
        for speaker, documents in sorted(spoken.items()):
            pairs = combinations(sorted(documents), 2)
            if any(documents[first].isdisjoint(documents[second]) for first, second in pairs):
                yield _build_meaning_conflict(figure, speaker, list_claims(seen), context)


def _build_meaning_conflict(
    figure: Figure, speaker: str, claims: Sequence[Claim], context: RuleContext
) -> ConflictCandidate:
    acts: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.by and claim.affirms and context.canonical(claim.speaker) == speaker:
            acts[claim.predicate].append(claim)
    sides = [acts[act] for act in sorted(acts)]

    def explain() -> str:
        meanings = [f"{format_verbs(side)} ({format_voices(side, context)})" for side in sides]
        number = quote(format_quantity(figure.quantity))
        return (
            f"{number}, a number given by {context.in_sentence(speaker)}, is reported with different "
            f"meanings: {format_list(meanings)}."
        )

    return ConflictCandidate((figure.id, speaker), tuple(tuple(side) for side in sides), explain)


def find_part_conflicts(group: ClaimGroup, context: RuleContext) -> Iterator[ConflictCandidate]:
    """Yield parts that come to more than their whole, each alone or in sum."""
    seen = list(iter_numbers(group))
    too_large: dict[tuple[str, Number], list[ClaimNumber]] = defaultdict(list)
    for number in seen:
        whole = number.quantity.of
        if isinstance(whole, int | float) and (find_limits(number.quantity) or (0, 0))[0] > whole:
            too_large[number.figure.id, whole].append(number)
    for (figure, whole), members in sorted(too_large.items()):
        yield _build_large_part(figure, whole, members)
    wholes: dict[str, list[ClaimNumber]] = defaultdict(list)
    for number in seen:
        if number.claim.predicate == "SUBSET_OF" and number.claim.affirms:
            wholes[context.canonical(number.claim.object)].append(number)
    for cohort, members in sorted(wholes.items()):
        stated = [
            number
            for number in seen
            if number.quantity.value and build_counted_key(number.claim, context) == (cohort,)
        ]
        yield from _find_excess_sum(cohort, members, stated, context)


def _build_large_part(figure: str, whole: Number, members: Sequence[ClaimNumber]) -> ConflictCandidate:
    def explain() -> str:
        return f"{capitalise(format_quantity(members[0].quantity))} are given as a part of {whole:,}."

    return ConflictCandidate(("part", figure, str(whole)), (list_claims(members),), explain)


def _find_excess_sum(
    cohort: str, members: Sequence[ClaimNumber], stated: Sequence[ClaimNumber], context: RuleContext
) -> Iterator[ConflictCandidate]:
    least: dict[str, Number] = {}
    for part in members:
        subject = context.canonical(part.claim.subject)
        lowest = (find_limits(part.quantity) or (0, 0))[0]
        least[subject] = min(lowest, least.get(subject, lowest))
    total = sum(least.values())
    most = (
        max((find_limits(number.quantity) or (0, math.inf))[1] for number in stated) if stated else math.inf
    )
    if total <= most:
        return

    def explain() -> str:
        whole = format_quantity(stated[0].quantity)
        name = context.in_sentence(cohort)
        return f"The {len(least)} parts of {name} come to {total:,}, but the whole is {whole}."

    yield ConflictCandidate(("whole", cohort), (list_claims(members), list_claims(stated)), explain)


def find_scope_differences(group: ClaimGroup, context: RuleContext) -> Iterator[ConflictCandidate]:
    """Yield numbers of one measure for different scopes.

    A wider and a narrower scope neither check nor contradict each other.
    """
    by_unit: dict[tuple[str, str], dict[str, list[ClaimNumber]]] = defaultdict(lambda: defaultdict(list))
    for number in iter_numbers(group):
        entry = group.series.get(number.figure.series)
        if entry is not None and entry.scope:
            unit = number.quantity.currency or number.quantity.unit
            by_unit[unit, number.claim.predicate][entry.scope].append(number)
    for key, scopes in sorted(by_unit.items()):
        if len(scopes) > 1:
            yield _build_scope_difference(key, sorted(scopes.items()), context)


def _build_scope_difference(
    unit: tuple[str, str], scopes: Sequence[tuple[str, list[ClaimNumber]]], context: RuleContext
) -> ConflictCandidate:
    def explain() -> str:
        phrases = [
            f"{format_list(sorted({format_quantity(number.quantity) for number in seen}))} for {where} "
            f"({format_speakers(list_claims(seen), context)})"
            for where, seen in scopes
        ]
        return (
            f"{capitalise(format_list(phrases))} are numbers of one measure in different scopes, which must "
            "not be compared directly."
        )

    return ConflictCandidate(unit, tuple(list_claims(seen) for _, seen in scopes), explain)


def _is_contradiction(first: ClaimNumber, second: ClaimNumber) -> bool:
    if first.figure.id == second.figure.id or build_unit_key(first.quantity) != build_unit_key(
        second.quantity
    ):
        return False
    if is_quantity_rounding(first.quantity, second.quantity) or is_quantity_rounding(
        second.quantity, first.quantity
    ):
        return False
    (low, high), (least, most) = find_limits(first.quantity) or (0, 0), find_limits(second.quantity) or (0, 0)
    return high < least or most < low


def _iter_figures(group: ClaimGroup) -> Iterator[tuple[Figure, list[ClaimNumber]]]:
    seen = group_by_figure(group)
    return ((figure, seen[figure.id]) for figure in group.figures)
