"""Rules over the days of one proposition: one happening dated twice, and two that may be one.

Pure functions; each yields its results, the same for every order of claims.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from graph.model.claims import Claim
from graph.rules.conflicts.model import ClaimGroup, ConflictCandidate
from graph.rules.conflicts.wording import format_list, format_speakers, format_statement
from graph.rules.context import RuleContext
from graph.rules.date_windows import format_window
from graph.rules.happenings import group_by_window
from graph.rules.rollup import UNFULFILLED

ACTS = frozenset({"LEGAL_ACTION", "EXIT"})
"""Classes of acts seldom done twice to the same patient. Posts and places are held for a time."""


def find_day_conflicts(group: ClaimGroup, context: RuleContext) -> Iterator[ConflictCandidate]:
    """Yield happenings, each one by its event or by a decision, with days that exclude each other."""
    for fact, claims in sorted(_group_dated(group.claims).items()):
        sides = group_by_window(claims)
        if len(sides) > 1:
            words = "One happening, {}, is dated {}: only one date can be right."
            yield _build_day_conflict((fact,), sides, words, context)


def find_possible_duplicates(group: ClaimGroup, context: RuleContext) -> Iterator[ConflictCandidate]:
    """Yield happenings of one act on disjoint days, from sources of which none gives both."""
    first = min(group.claims, key=lambda c: c.id)
    ends = [end for end in (first.subject, first.object) if end and not end.startswith("value/")]
    if first.predicate_class not in ACTS or any(map(context.generic, ends)):
        return
    facts = _group_dated(group.claims)
    documents = {fact: {c.document for c in claims} for fact, claims in facts.items()}
    pairs = [pair for pair in combinations(facts, 2) if documents[pair[0]].isdisjoint(documents[pair[1]])]
    sides = sorted((facts[f] for f in {f for pair in pairs for f in pair}), key=_compute_hull)
    if sides:
        words = "{} is reported for {}: several happenings, unless the sources disagree on the day."
        yield _build_day_conflict((), sides, words, context)


def _group_dated(claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    """Group by fact the claims that affirm it and state its day, if it is said to have happened."""
    facts: dict[str, list[Claim]] = defaultdict(list)
    for claim in sorted(claims, key=lambda c: c.id):
        timed = (claim.when_from or claim.when_to) and claim.when_known == "stated"
        if timed and claim.affirms and claim.modality not in UNFULFILLED:
            facts[claim.fact].append(claim)
    return facts


def _build_day_conflict(
    key: tuple[str, ...], sides: Sequence[Sequence[Claim]], words: str, context: RuleContext
) -> ConflictCandidate:
    def explain() -> str:
        statement = format_statement(claim for side in sides for claim in side)
        return words.format(
            statement,
            format_list(
                [f"{format_window(_compute_hull(side))} ({format_speakers(side, context)})" for side in sides]
            ),
        )

    return ConflictCandidate(key, tuple(map(tuple, sides)), explain)


def _compute_hull(claims: Sequence[Claim]) -> tuple[str, str]:
    starts, ends = [c.when_from for c in claims], [c.when_to for c in claims]
    return min(starts), "" if "" in ends else max(ends)
