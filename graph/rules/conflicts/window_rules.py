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
        told = [f"{format_quantity(f.quantity)} ({format_window(f.window)})" for f in figures]
        if len(told) > NUMBERS_NAMED:
            told = [*told[:NUMBERS_NAMED], f"{len(told) - NUMBERS_NAMED} more"]
        name = group.series[group.about].name if group.about in group.series else group.about
        return f"“{name}” has numbers for days that overlap, never to be added: {format_list(told)}."

    seen = group_by_figure(group)
    yield ConflictCandidate((), tuple(list_claims(seen[figure.id]) for figure in figures), explain)


def find_corrections(group: ClaimGroup, context: RuleContext) -> Iterator[ConflictCandidate]:
    """Yield a number put in place of another although it counts more days."""
    seen = {s.claim.id: s for s in iter_numbers(group)}
    pairs: dict[tuple[str, str], list[tuple[ClaimNumber, ClaimNumber, Claim]]] = defaultdict(list)
    for answer in group.answers:
        newer, older = seen.get(answer.subject), seen.get(answer.object)
        if answer.predicate != "REPLACES_STATEMENT" or newer is None or older is None:
            continue
        if compare_windows(newer.figure.window, older.figure.window) == "contains":
            pairs[newer.figure.id, older.figure.id].append((newer, older, answer))
    for key, found in sorted(pairs.items()):
        yield _build_correction(key, sorted(found, key=lambda f: f[2].id), context)


def _build_correction(
    key: tuple[str, str], found: Sequence[tuple[ClaimNumber, ClaimNumber, Claim]], context: RuleContext
) -> ConflictCandidate:
    newer, older, _ = found[0]
    answers = [answer for _, _, answer in found]

    def explain() -> str:
        new, old = (
            f"{format_quantity(s.quantity)} ({format_window(s.figure.window)})" for s in (newer, older)
        )
        return (
            f"{format_speakers(answers, context)} puts {new} in place of {old}, but it counts more days: "
            "both may hold, each for its own."
        )

    sides = (
        (*list_claims([one for one, _, _ in found]), *answers),
        list_claims([other for _, other, _ in found]),
    )
    return ConflictCandidate(key, sides, explain)


def find_additions(group: ClaimGroup, _context: RuleContext) -> Iterator[ConflictCandidate]:
    """Yield a number said to come on top of another whose days already hold its own."""
    seen = {s.claim.id: s for s in iter_numbers(group)}
    pairs: dict[tuple[str, str], list[tuple[ClaimNumber, ClaimNumber]]] = defaultdict(list)
    for more in seen.values():
        base = seen.get(more.quantity.adds_to)
        if base is None or not more.window[1] or not all(base.figure.window):
            continue
        first, last = base.figure.window
        if more.window[1] <= last and (more.window[0] or more.window[1]) >= first:
            pairs[more.figure.id, base.figure.id].append((more, base))
    for key, found in sorted(pairs.items()):
        yield _build_addition(key, found)


def _build_addition(
    key: tuple[str, str], found: Sequence[tuple[ClaimNumber, ClaimNumber]]
) -> ConflictCandidate:
    more, base = found[0]

    def explain() -> str:
        extra = f"{format_quantity(more.quantity)} ({format_window(more.window)})"
        held = f"{format_quantity(base.quantity)} ({format_window(base.figure.window)})"
        read = " (read so: the text leaves it open)" if "count" in dict(more.claim.inferred) else ""
        return f"{extra} are to come on top of {held}{read}, whose days may hold them already."

    return ConflictCandidate(
        key, (list_claims([m for m, _ in found]), list_claims([b for _, b in found])), explain
    )
