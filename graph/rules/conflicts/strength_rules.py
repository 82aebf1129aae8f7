"""Rules over how much is said: of all or of some, of how many in words, and for how long.

Pure functions; each yields its results, the same for every order of claims.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from graph.model.claims import Claim
from graph.model.markers import build_markers, split_words
from graph.model.quantity_wording import format_quantity
from graph.rules.conflicts.model import ClaimGroup, ConflictCandidate
from graph.rules.conflicts.reading_rules import has_exit_reading
from graph.rules.conflicts.readings import find_party, is_group
from graph.rules.conflicts.wording import (
    format_attributed,
    format_list,
    format_speakers,
    format_voices,
    quote,
)
from graph.rules.context import RuleContext
from graph.rules.rollup import UNFULFILLED

STRENGTHS = {"some": 1, "many": 2, "most": 3, "generally": 3, "": 4, "all": 4}
"""How much of a group a claim is about; "" where nothing restricts it. Equal ones do not disagree."""
HEAPS = {"dozens": 2, "scores": 2, "hundreds": 3, "thousands": 4, "millions": 5}
"""Words for a number, by size; "some" is 1."""


def is_about_group(claim: Claim, context: RuleContext) -> bool:
    """Return whether a claim says something of a group, in whole or in part."""
    return (
        bool(claim.fact)
        and is_group(find_party(claim, context))
        and _find_strength(claim, context) is not None
    )


def _find_strength(claim: Claim, context: RuleContext) -> str | None:
    """Return how much of its group a claim is about; None where that cannot be compared.

    That is so for a remainder ("others"), for numbers, and for a part of the agents, not of the group.
    """
    if claim.modality in UNFULFILLED or find_party(claim, context) != context.canonical(claim.subject):
        return None
    if claim.count is not None:
        of = claim.count.of if isinstance(claim.count.of, str) and claim.count.value is None else None
        return of if of in STRENGTHS and "any" not in split_words(claim.count.words) else None
    habits = build_markers(tuple(context.ontology.hedges.get("habit", ())))
    return "generally" if claim.hedge and habits.has_match(split_words(claim.hedge)) else ""


def find_strength_conflicts(group: ClaimGroup, context: RuleContext) -> Iterator[ConflictCandidate]:
    """Yield one statement about a group that one source makes of all of it, and another of a part."""
    if not is_group(group.about):
        return
    alike: dict[tuple[object, ...], dict[int, list[Claim]]] = defaultdict(lambda: defaultdict(list))
    for claim in sorted(group.claims, key=lambda c: c.id):
        strength = _find_strength(claim, context)
        if strength is not None and claim.fact:
            alike[_build_statement_key(claim, context)][STRENGTHS[strength]].append(claim)
    for key, by_strength in sorted(alike.items(), key=lambda item: repr(item[0])):
        sides = [by_strength[rank] for rank in sorted(by_strength, reverse=True)]
        if any(_has_other_teller(first, second) for first, second in combinations(sides, 2)):
            yield _build_strength_conflict(tuple(map(str, key)), sides, context)


def _build_statement_key(claim: Claim, context: RuleContext) -> tuple[object, ...]:
    """Return what a claim says of its group, but for how much of it."""
    is_value = claim.object.startswith("value/")
    end = claim.text or claim.title if is_value else context.canonical(claim.object)
    roles = tuple((role, context.canonical(entity)) for role, entity in claim.roles)
    numbers = tuple((field, format_quantity(q)) for field, q in claim.numbers if field != "count")
    return claim.relation, end, roles, numbers, context.canonical(claim.place), claim.affirms


def _has_other_teller(first: Sequence[Claim], second: Sequence[Claim]) -> bool:
    """Return whether two sides come from different speakers, or one speaker in different documents."""
    return {(c.speaker, c.document) for c in first}.isdisjoint((c.speaker, c.document) for c in second)


def _build_strength_conflict(
    key: tuple[str, ...], sides: Sequence[Sequence[Claim]], context: RuleContext
) -> ConflictCandidate:
    def explain() -> str:
        speakers = {tuple(sorted({context.canonical(c.speaker) for c in side})) for side in sides}
        if len(speakers) > 1:
            statements = [format_attributed(side, context) for side in sides]
            return f"The sources differ on how many this holds for: {format_list(statements)}."
        statements = [format_attributed(side, context, format_voices) for side in sides]
        name = context.in_sentence(context.canonical(sides[0][0].speaker))
        return f"One statement of {name} is reported with different reach: {format_list(statements)}."

    return ConflictCandidate(key, tuple(map(tuple, sides)), explain)


def has_scale(claim: Claim, context: RuleContext) -> bool:
    """Return whether a claim gives the number of people who got out in words."""
    return has_exit_reading(claim, context) and bool(_find_scale(claim, context))


def _find_scale(claim: Claim, context: RuleContext) -> int:
    """Return the size of a number in words, 0 for none; only of the people, not of their agents."""
    if claim.count is None or claim.count.value is not None or claim.count.unit != "people":
        return 0
    if not claim.affirms or claim.modality in UNFULFILLED:
        return 0
    words = split_words(claim.count.words)
    sizes = [size for word, size in HEAPS.items() if word in words]
    return max(sizes, default=1 if claim.count.of == "some" else 0)


def find_scale_conflicts(group: ClaimGroup, context: RuleContext) -> Iterator[ConflictCandidate]:
    """Yield one event of which sources give the number of people in words of different size."""
    by_size: dict[int, list[Claim]] = defaultdict(list)
    for claim in sorted(group.claims, key=lambda c: c.id):
        if has_scale(claim, context):
            by_size[_find_scale(claim, context)].append(claim)
    sides = [by_size[size] for size in sorted(by_size)]
    if not any(_has_other_teller(first, second) for first, second in combinations(sides, 2)):
        return

    def explain() -> str:
        phrases = [
            f"{format_list([quote(words) for words in _list_counts(side)])} "
            f"({format_speakers(side, context)})"
            for side in sides
        ]
        return f"{context.name(group.about)}: its size is put in different words, {format_list(phrases)}."

    yield ConflictCandidate((), tuple(map(tuple, sides)), explain)


def _list_counts(claims: Sequence[Claim]) -> list[str]:
    return sorted({format_quantity(claim.count) for claim in claims if claim.count})


def find_duration_conflicts(group: ClaimGroup, context: RuleContext) -> Iterator[ConflictCandidate]:
    """Yield one statement of one speaker that documents print with different durations."""
    spoken: dict[str, dict[str, list[Claim]]] = defaultdict(lambda: defaultdict(list))
    for claim in sorted(group.claims, key=lambda c: c.id):
        if claim.duration is not None and claim.by and claim.affirms:
            spoken[context.canonical(claim.speaker)][format_quantity(claim.duration)].append(claim)
    for speaker, durations in sorted(spoken.items()):
        documents = [{claim.document for claim in side} for side in durations.values()]
        if any(first.isdisjoint(second) for first, second in combinations(documents, 2)):
            yield _build_duration_conflict(speaker, dict(sorted(durations.items())), context)


def _build_duration_conflict(
    speaker: str, durations: dict[str, list[Claim]], context: RuleContext
) -> ConflictCandidate:
    def explain() -> str:
        printed = [format_attributed(side, context, format_voices) for side in durations.values()]
        name = context.in_sentence(speaker)
        return f"One statement of {name} is reported with different durations: {format_list(printed)}."

    return ConflictCandidate((speaker,), tuple(map(tuple, durations.values())), explain)
