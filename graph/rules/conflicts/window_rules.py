"""Rules over the windows of one series: numbers that look as if they could be added or replaced.

Pure functions; each yields its results, the same for every order of claims.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import permutations

from graph.model.claims import Claim
from graph.model.quantity_wording import format_quantity
from graph.rules.conflicts.model import ClaimGroup, ConflictCandidate
from graph.rules.conflicts.quantities import (
    ClaimNumber,
    build_unit_key,
    group_by_figure,
    iter_numbers,
    list_claims,
)
from graph.rules.conflicts.wording import capitalise, format_list, format_speakers
from graph.rules.context import RuleContext
from graph.rules.date_windows import compare_windows, find_overlapping_figures, format_window

NUMBERS_NAMED = 6


def find_overlaps(group: ClaimGroup, context: RuleContext) -> Iterator[ConflictCandidate]:
    """Yield numbers of one series whose windows share days: adding them counts people twice."""
    figures = find_overlapping_figures(group.figures)
    if not figures:
        return

    def explain() -> str:
        phrases = [f"{format_quantity(f.quantity)} ({format_window(f.window)})" for f in figures]
        if len(phrases) > NUMBERS_NAMED:
            phrases = [*phrases[:NUMBERS_NAMED], f"{len(phrases) - NUMBERS_NAMED} more"]
        name = group.series[group.about].name if group.about in group.series else group.about
        return f"“{name}” has numbers for days that overlap, which must not be added: {format_list(phrases)}."

    seen = group_by_figure(group)
    yield ConflictCandidate((), tuple(list_claims(seen[figure.id]) for figure in figures), explain)


def find_corrections(group: ClaimGroup, context: RuleContext) -> Iterator[ConflictCandidate]:
    """Yield a number put in place of another although it counts more days."""
    seen = {number.claim.id: number for number in iter_numbers(group)}
    pairs: dict[tuple[str, str], list[tuple[ClaimNumber, ClaimNumber, Claim]]] = defaultdict(list)
    for answer in group.answers:
        newer, older = seen.get(answer.subject), seen.get(answer.object)
        if answer.predicate != "REPLACES_STATEMENT" or newer is None or older is None:
            continue
        if compare_windows(newer.figure.window, older.figure.window) == "contains":
            pairs[newer.figure.id, older.figure.id].append((newer, older, answer))
    for key, corrections in sorted(pairs.items()):
        yield _build_correction(key, sorted(corrections, key=lambda correction: correction[2].id), context)


def _build_correction(
    key: tuple[str, str], corrections: Sequence[tuple[ClaimNumber, ClaimNumber, Claim]], context: RuleContext
) -> ConflictCandidate:
    newer, older, _ = corrections[0]
    answers = [answer for _, _, answer in corrections]

    def explain() -> str:
        new, old = (format_quantity(number.quantity) for number in (newer, older))
        new_days, old_days = (format_window(number.figure.window) for number in (newer, older))
        return (
            f"{capitalise(format_speakers(answers, context))} presents {new} as more complete than {old}. "
            f"The one counts {new_days}, the other {old_days}: both may be right, each for its own days."
        )

    sides = (
        (*list_claims([number for number, _, _ in corrections]), *answers),
        list_claims([number for _, number, _ in corrections]),
    )
    return ConflictCandidate(key, sides, explain)


def find_gaps(group: ClaimGroup, context: RuleContext) -> Iterator[ConflictCandidate]:
    """Yield a total that an earlier total and a reported addition do not make up.

    The totals begin on one day; the addition is reported up to the last day of the later total.
    """
    by_figure: dict[str, list[ClaimNumber]] = defaultdict(list)
    for number in iter_numbers(group):
        if number.claim.affirms and number.quantity.value is not None and number.quantity.comparator == "=":
            by_figure[number.figure.id].append(number)
    additions = [seen for seen in by_figure.values() if seen[0].quantity.adds_to]
    totals = [
        seen
        for seen in by_figure.values()
        if all(seen[0].figure.window) and not seen[0].quantity.adds_to and seen[0].quantity.of is None
    ]
    for earlier, later in permutations(totals, 2):
        for addition in additions:
            if _continues(earlier[0], addition[0], later[0]):
                yield from _find_gap(earlier, addition, later, context)


def _continues(earlier: ClaimNumber, addition: ClaimNumber, later: ClaimNumber) -> bool:
    """Return whether an earlier total and an addition should make up the later total."""
    (first, last), (start, end) = earlier.figure.window, later.figure.window
    since, until = addition.window
    return (
        first == start
        and last < end == until
        and (not since or since > last)
        and build_unit_key(earlier.quantity)
        == build_unit_key(addition.quantity)
        == build_unit_key(later.quantity)
    )


def _find_gap(
    earlier: Sequence[ClaimNumber],
    addition: Sequence[ClaimNumber],
    later: Sequence[ClaimNumber],
    context: RuleContext,
) -> Iterator[ConflictCandidate]:
    parts = (earlier[0].quantity.value or 0) + (addition[0].quantity.value or 0)
    gap = (later[0].quantity.value or 0) - parts
    if not gap:
        return

    def explain() -> str:
        before, more, after = (
            f"{format_quantity(seen[0].quantity)} ({format_window(window)}; "
            f"{format_speakers([number.claim for number in seen], context)})"
            for seen, window in (
                (earlier, earlier[0].figure.window),
                (addition, addition[0].window),
                (later, later[0].figure.window),
            )
        )
        return (
            f"{capitalise(before)} and a further {more} come to {parts:,}, against {after}: no source "
            f"explains the difference of {abs(gap):,}, or says how these numbers belong together."
        )

    key = (earlier[0].figure.id, addition[0].figure.id, later[0].figure.id)
    parts_side = (*list_claims(earlier), *list_claims(addition))
    yield ConflictCandidate(key, (parts_side, list_claims(later)), explain)


def find_additions(group: ClaimGroup, _context: RuleContext) -> Iterator[ConflictCandidate]:
    """Yield a number said to be added to another whose days already include its own."""
    seen = {number.claim.id: number for number in iter_numbers(group)}
    pairs: dict[tuple[str, str], list[tuple[ClaimNumber, ClaimNumber]]] = defaultdict(list)
    for more in seen.values():
        base = seen.get(more.quantity.adds_to)
        if base is None or not more.window[1] or not all(base.figure.window):
            continue
        first, last = base.figure.window
        if more.window[1] <= last and (more.window[0] or more.window[1]) >= first:
            pairs[more.figure.id, base.figure.id].append((more, base))
    for key, additions in sorted(pairs.items()):
        yield _build_addition(key, additions)


def _build_addition(
    key: tuple[str, str], additions: Sequence[tuple[ClaimNumber, ClaimNumber]]
) -> ConflictCandidate:
    more, base = additions[0]

    def explain() -> str:
        added_phrase = f"{format_quantity(more.quantity)} ({format_window(more.window)})"
        base_phrase = f"{format_quantity(base.quantity)} ({format_window(base.figure.window)})"
        remark = " The text does not say which number they are added to."
        return (
            f"A further {added_phrase} may already be included in {base_phrase}."
            f"{remark if 'count' in dict(more.claim.inferred) else ''}"
        )

    return ConflictCandidate(
        key,
        (list_claims([number for number, _ in additions]), list_claims([number for _, number in additions])),
        explain,
    )
