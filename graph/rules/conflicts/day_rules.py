"""Rules over the days of one proposition: one happening dated twice, and two that may be one.

Pure functions; each yields what it found, the same for every order of claims.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from graph.model.claims import Claim
from graph.rules.conflicts.model import Found, Group, listed, speakers
from graph.rules.context import Context
from graph.rules.date_windows import window_words
from graph.rules.happenings import group_by_window
from graph.rules.rollup import UNFULFILLED
from graph.rules.statement_choice import choose_statement

ACTS = frozenset({"LEGAL_ACTION", "EXIT"})
"""Classes of acts that are seldom done twice to the same one. Posts and places are held for spells."""


def several_days(group: Group, context: Context) -> Iterator[Found]:
    """One happening, by its event or by a decision, told of days that exclude each other."""
    for fact, claims in sorted(_dated(group.claims).items()):
        sides = group_by_window(claims)
        if len(sides) > 1:
            words = "One happening, “{}”, is dated {}: only one can be right."
            yield _dated_apart((fact,), sides, words, context)


def perhaps_one(group: Group, context: Context) -> Iterator[Found]:
    """Happenings of one act, told of disjoint days by sources of which none tells of both."""
    first = min(group.claims, key=lambda c: c.id)
    ends = [end for end in (first.subject, first.object) if end and not end.startswith("value/")]
    if first.predicate_class not in ACTS or any(map(context.generic, ends)):
        return
    facts = _dated(group.claims)
    documents = {fact: {c.document for c in claims} for fact, claims in facts.items()}
    pairs = [pair for pair in combinations(facts, 2) if documents[pair[0]].isdisjoint(documents[pair[1]])]
    sides = sorted((facts[f] for f in {f for pair in pairs for f in pair}), key=_hull)
    if sides:
        words = "“{}” is told of {}: several happenings, unless the sources disagree on the day."
        yield _dated_apart((), sides, words, context)


def _dated(claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    """By fact, the claims that affirm it and state its day, of something that is said to have happened."""
    facts: dict[str, list[Claim]] = defaultdict(list)
    for claim in sorted(claims, key=lambda c: c.id):
        timed = (claim.when_from or claim.when_to) and claim.when_known == "stated"
        if timed and claim.affirms and claim.modality not in UNFULFILLED:
            facts[claim.fact].append(claim)
    return facts


def _dated_apart(
    key: tuple[str, ...], sides: Sequence[Sequence[Claim]], words: str, context: Context
) -> Found:
    def tell() -> str:
        statement = choose_statement(claim for side in sides for claim in side).says.rstrip(".")
        return words.format(
            statement, listed([f"{window_words(_hull(s))} ({speakers(s, context)})" for s in sides])
        )

    return Found(key, tuple(map(tuple, sides)), tell)


def _hull(claims: Sequence[Claim]) -> tuple[str, str]:
    starts, ends = [c.when_from for c in claims], [c.when_to for c in claims]
    return min(starts), "" if "" in ends else max(ends)
