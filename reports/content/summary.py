"""Summary of a report: at most ten sentences, those that matter most first.

Roles come first, then proceedings, accusations with their answers, figures, and disputes, then one sentence
of each other class. A dispute replaces the statements that exclude each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from graph.model.claims import Claim
from graph.rules.conflicts.model import CONTRADICTIONS, Conflict
from reports.content.footnotes import Footnotes
from reports.content.model import CitedText, Statement, SummaryItem
from reports.content.statements import CLASSES

MOST_SENTENCES = 10
DIFFERENCE = "Sources differ"
"""Label of a sentence that explains a contradiction between sources."""
ROLES = ("HEADS", "HOLDS_POSITION", "HELD_POSITION", "RUNS")
"""Predicates that say who somebody is, the most important first."""
_ORDER = ("Role", "Proceeding", "Accusation", "Figure", DIFFERENCE)
_FIGURES_FIRST = ("Figure", DIFFERENCE, "Role", "Proceeding", "Accusation")
_QUOTAS = {"Role": 2, "Proceeding": 4, "Accusation": 3, "Figure": 4, DIFFERENCE: 3}
"""How many sentences of a label the first choice takes; every other label has one."""
_NOT_DISPUTES = {"denial"}
"""Contradictions that a statement shows itself, by the denial beside it."""


class Fact(NamedTuple):
    """A fact of a report: its claims and its statement."""

    claims: Sequence[Claim]
    statement: Statement


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A sentence with what decides its place: rank of its label, how near to the subject, support, time."""

    item: SummaryItem
    rank: tuple[int, int]
    weight: tuple[int, int, int]
    when: str

    @property
    def choice(self) -> tuple[object, ...]:
        return (self.rank, tuple(-part for part in self.weight), self.when, self.item.said.text)

    @property
    def place(self) -> tuple[object, ...]:
        return (self.rank, self.when, self.item.label == DIFFERENCE, self.choice)


@dataclass(frozen=True, slots=True)
class SummaryBuilder:
    """Chooses the sentences of a summary. `about` are the canonical ids that the report is about."""

    facts: Sequence[Fact]
    conflicts: Sequence[Conflict]
    notes: Footnotes
    about: frozenset[str]
    canonical: Callable[[str], str]
    figures_first: bool = False

    def list_items(self, most: int = MOST_SENTENCES) -> tuple[SummaryItem, ...]:
        """Return at most `most` sentences, in the order in which they are printed."""
        candidates = sorted(self._list_candidates(), key=lambda candidate: candidate.choice)
        taken: Counter[str] = Counter()
        chosen: list[_Candidate] = []
        others: list[_Candidate] = []
        for candidate in candidates:
            label = candidate.item.label
            taken[label] += 1
            (chosen if taken[label] <= _QUOTAS.get(label, 1) else others).append(candidate)
        chosen = (chosen + others)[:most]
        return tuple(candidate.item for candidate in sorted(chosen, key=lambda candidate: candidate.place))

    def _list_candidates(self) -> Iterator[_Candidate]:
        disputed: set[str] = set()
        for conflict in self.conflicts:
            if conflict.kind in CONTRADICTIONS - _NOT_DISPUTES:
                members = {id_ for side in conflict.sides for id_ in side}
                facts = [f for f in self.facts if not members.isdisjoint(c.id for c in f.claims)]
                if facts:
                    disputed |= {fact.statement.fact for fact in facts}
                    yield self._build_dispute(conflict, facts)
        undisputed = [f for f in self.facts if not f.statement.fact or f.statement.fact not in disputed]
        unplaced = [fact for fact in undisputed if fact.claims[0].predicate_class != "LOCATION"]
        # Where something lies is news only if nothing else is known.
        yield from map(self._build_candidate, unplaced or undisputed)

    def _build_dispute(self, conflict: Conflict, facts: Sequence[Fact]) -> _Candidate:
        members = [c for f in facts for c in f.claims if any(c.id in side for side in conflict.sides)]
        said = CitedText(conflict.explanation, self.notes.add_notes(members))
        ranks = [self._rank(_choose_label(fact)) for fact in facts]
        rank = (min(*ranks, self._rank(DIFFERENCE)), 0)
        when = max((self._find_when(fact) for fact in facts), default="")
        return _Candidate(SummaryItem(DIFFERENCE, said), rank, self._weigh(facts), when)

    def _build_candidate(self, fact: Fact) -> _Candidate:
        label = _choose_label(fact)
        statement = fact.statement
        said = CitedText(statement.sentence, statement.notes)
        item = SummaryItem(label, said, statement.others, statement.answer or statement.denials)
        order = ROLES.index(fact.claims[0].predicate) if label == "Role" else 0
        return _Candidate(item, (self._rank(label), order), self._weigh([fact]), self._find_when(fact))

    def _rank(self, label: str) -> int:
        order = _FIGURES_FIRST if self.figures_first else _ORDER
        headings = list(CLASSES.values())
        if label in order:
            return order.index(label)
        return len(order) + (headings.index(label) if label in headings else len(headings))

    def _weigh(self, facts: Iterable[Fact]) -> tuple[int, int, int]:
        claims = [claim for fact in facts for claim in fact.claims]
        ends = {self.canonical(end) for c in claims for end in (c.subject, c.object)}
        return (
            int(not self.about.isdisjoint(ends)),
            len({claim.origin for claim in claims}),
            len({claim.document for claim in claims}),
        )

    @staticmethod
    def _find_when(fact: Fact) -> str:
        days = (claim.when_from or claim.when_to for claim in fact.claims)
        return min((day for day in days if day), default="9999")


def _choose_label(fact: Fact) -> str:
    first = fact.claims[0]
    if first.predicate in ROLES:
        return "Role"
    if fact.statement.answer:
        return "Accusation"
    if fact.statement.standing in ("proceeding", "finding"):
        return "Proceeding"
    if any(claim.series for claim in fact.claims):
        return "Figure"
    return CLASSES.get(first.predicate_class, first.predicate_class.replace("_", " ").capitalize())
