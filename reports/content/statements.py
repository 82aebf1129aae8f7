"""Facts as statements of a report: a sentence, what its sources add or leave open, and who answers it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from graph.model.claims import Claim
from graph.rules.conflicts.model import ANSWERS, Conflict
from graph.rules.rollup import compute_rollup, split_stances
from queries.wording.answer_sentence import Count
from reports.content.footnotes import Footnotes
from reports.content.model import Said, Statement
from reports.content.wording import Wording, grouped, manner, numbers_words, when_words
from reports.part.closure import Closure, in_order

NO_ANSWER = "These sources give no answer from the accused to this."
CLASSES: Mapping[str, str] = {
    "LEGAL_ACTION": "Acts of the state",
    "ACCUSATION": "Accusations",
    "EXPLOITATION": "What is told of exploitation",
    "EXIT": "Leaving and release",
    "PRESENCE": "Who was or came where",
    "COMMITMENT": "Promised, planned, offered",
    "COOPERATION": "Working together",
    "FINANCE": "Money",
    "QUANTITY": "Numbers",
    "EVIDENCE": "Evidence",
    "CAUSAL_TEMPORAL": "Before, after, because",
    "STATUS": "Condition",
    "LOCATION": "Where it is",
    "ATTRIBUTE": "Who or what it is",
    "SPEECH": "What was said",
    "DOC_META": "What the texts say of themselves",
}
"""Headings of the classes of predicates, in the order in which a report tells them."""


def order_of(class_: str) -> tuple[int, str]:
    """Where a class stands in a report; one that is new to the vocabulary comes last."""
    names = list(CLASSES)
    return (names.index(class_) if class_ in names else len(names), class_)


@dataclass
class Teller:
    """Makes statements of facts; each fact is told once."""

    part: Closure
    wording: Wording
    notes: Footnotes
    disagreements: Sequence[Conflict]
    answers: Mapping[str, list[Claim]] = field(init=False)

    def __post_init__(self) -> None:
        against: dict[str, list[Claim]] = defaultdict(list)
        for claim in in_order(self.part.claims.values()):
            if claim.predicate in ANSWERS:
                against[claim.object].append(claim)
        self.answers = against

    def statement(self, claims: Sequence[Claim]) -> Statement:
        """The statement that the claims of one fact make; they are complete and in order."""
        told, denying = split_stances(claims)
        denying += self.part.denials.get(claims[0].fact, ())
        affirming = [c for c in claims if c.affirms]
        rolled = compute_rollup(claims, self.part.context.find_speaker_name)
        return Statement(
            fact=claims[0].fact,
            sentence=self.wording.sentence(claims),
            notes=self.notes.of(told or denying),
            claims=tuple(c.id for c in claims),
            standing=claims[0].standing if affirming else "denied",
            asserted=rolled.asserted,
            support=_support(told or denying),
            details=tuple(self._details(told or denying)),
            denials=tuple(self._said(denying)),
            conflicts=self._disagreements(claims),
            answer=tuple(self._answer(claims)) if self.wording.accusation(claims) else (),
        )

    def _details(self, claims: Sequence[Claim]) -> Iterator[Said]:
        """What single claims add, and where they differ."""
        pairs = [(claim, self.notes.number(claim)) for claim in claims]
        spoken = grouped((manner(claim), number) for claim, number in pairs)
        if len(spoken) > 1:
            yield Said("The sources differ in how surely they say it.")
            yield from (Said(f"Said as {words}.", notes) for words, notes in spoken)
        elif spoken[0][0] != "reported":
            yield Said(f"Said as {spoken[0][0]}.", spoken[0][1])
        verbs = [(c.verb, f"“{c.verb}”" if c.verb else "", n) for c, n in pairs]
        if len({verb.casefold() for verb, _, _ in verbs if verb}) > 1:
            yield from _differing("Word used", verbs)
        yield from _differing("Number", [(numbers_words(c), numbers_words(c), n) for c, n in pairs])
        yield from _differing("Time", [(c.when_edtf, when_words(c), n) for c, n in pairs])
        places = [(c.place, self.wording.name(c.place) if c.place else "", n) for c, n in pairs]
        yield from _differing("Place", places)
        yield from (
            Said(f"Not stated in the passage: {words}.", notes)
            for words, notes in grouped((", ".join(c.unstated), n) for c, n in pairs if c.unstated)
        )
        yield from (
            Said(f"Read by inference: {words}.", notes)
            for words, notes in grouped(
                ("; ".join(f"{name} ({why})" for name, why in c.inferred), n) for c, n in pairs if c.inferred
            )
        )

    def _disagreements(self, claims: Sequence[Claim]) -> tuple[int, ...]:
        """The numbers of the conflicts in which one of these claims stands."""
        mine = {claim.id for claim in claims}
        return tuple(
            number
            for number, conflict in enumerate(self.disagreements, start=1)
            if not mine.isdisjoint(id_ for side in conflict.sides for id_ in side)
        )

    def _said(self, claims: Iterable[Claim]) -> Iterator[Said]:
        """What single claims say, each with its speakers."""
        for claim in claims:
            yield Said(self.wording.sentence([claim]), self.notes.of([claim]))

    def _answer(self, claims: Sequence[Claim]) -> Iterator[Said]:
        """What is denied of this very allegation, or that nothing is, and what the accused deny besides."""
        mine = {claim.id for claim in claims}
        direct = [c for c in claims if not c.affirms]
        direct += self.part.denials.get(claims[0].fact, ())
        direct += [answer for claim in claims for answer in self.answers.get(claim.id, ())]
        if direct:
            yield from self._said(direct)
        else:
            yield Said(NO_ANSWER)
        canonical, principal = self.part.context.canonical, self.part.context.principal
        ends = {canonical(end) for c in claims for end in (c.subject, c.object) if end} - {""}
        speaking_for = {principal(end) for end in ends if not end.startswith(("value/", "claim/"))}
        others = [
            claim
            for claim in in_order(self.part.claims.values())
            if not claim.affirms
            and claim.id not in mine
            and claim not in direct
            and (claim.standing == "accusation" or claim.modality == "denied")
            and claim.by
            and (canonical(claim.speaker) in ends or principal(claim.speaker) in speaking_for)
        ]
        for said in self._said(others):
            yield Said(f"On another matter: {said.text}", said.notes)


def _differing(what: str, told: Sequence[tuple[str, str, int]]) -> Iterator[Said]:
    """What claims give for one thing, as (what it is, its words, footnote), and that they differ if so."""
    given = [(words, note) for key, words, note in told if key]
    if not given:
        return
    differ = len({key for key, _, _ in told if key}) > 1
    for words, notes in grouped(given):
        yield Said(f"{what}{', where the sources differ' if differ else ''}: {words}.", notes)
    silent = tuple(note for key, _, note in told if not key)
    if silent:
        yield Said(f"{what} not given here.", silent)


def _support(claims: Sequence[Claim]) -> str:
    documents, origins = len({c.document for c in claims}), len({c.origin for c in claims})
    return f"{Count(documents):document}, {Count(origins):independent origin}"
