"""Rules over the windows of one series: numbers that look as if they could be added or replaced.

Pure functions; each yields its results, the same for every order of claims.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from graph.model.claims import Claim
from graph.model.quantity_wording import format_quantity
from graph.rules.conflicts.model import ClaimGroup, ConflictCandidate, format_list, format_speakers
from graph.rules.conflicts.quantities import ClaimNumber, group_by_figure, iter_numbers, list_claims
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
        return f"“{name}” has numbers for days that overlap, never to be added: {format_list(phrases)}."

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
        new, old = (
            f"{format_quantity(number.quantity)} ({format_window(number.figure.window)})"
            for number in (newer, older)
        )
        return (
            f"{format_speakers(answers, context)} puts {new} in place of {old}, but it counts more days: "
            "both may hold, each for its own."
        )

    sides = (
        (*list_claims([number for number, _, _ in corrections]), *answers),
        list_claims([number for _, number, _ in corrections]),
    )
    return ConflictCandidate(key, sides, explain)


def find_additions(group: ClaimGroup, _context: RuleContext) -> Iterator[ConflictCandidate]:
    """Yield a number said to come on top of another whose days already hold its own."""
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
        remark = " (read so: the text leaves it open)" if "count" in dict(more.claim.inferred) else ""
        return (
            f"{added_phrase} are to come on top of {base_phrase}{remark}, whose days may hold them already."
        )

    return ConflictCandidate(
        key,
        (list_claims([number for number, _ in additions]), list_claims([number for _, number in additions])),
        explain,
    )
