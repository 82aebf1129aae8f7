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
from reports.content.model import CitedText, Statement
from reports.content.wording import Wording, describe_manner, describe_numbers, describe_time, group_notes
from reports.part.closure import Closure, sort_claims

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
"""Headings of the classes of predicates, in the order in which a report lists them."""


def rank_class(class_: str) -> tuple[int, str]:
    """Return the sort key of a class in a report; one that is new to the vocabulary comes last."""
    names = list(CLASSES)
    return (names.index(class_) if class_ in names else len(names), class_)


@dataclass
class StatementBuilder:
    """Builds statements from facts; each fact is stated once."""

    part: Closure
    wording: Wording
    notes: Footnotes
    disagreements: Sequence[Conflict]
    answers: Mapping[str, list[Claim]] = field(init=False)

    def __post_init__(self) -> None:
        against: dict[str, list[Claim]] = defaultdict(list)
        for claim in sort_claims(self.part.claims.values()):
            if claim.predicate in ANSWERS:
                against[claim.object].append(claim)
        self.answers = against

    def build_statement(self, claims: Sequence[Claim]) -> Statement:
        """Build the statement of one fact from its claims, which are complete and in order."""
        saying, denying = split_stances(claims)
        denying += self.part.denials.get(claims[0].fact, ())
        affirming = [claim for claim in claims if claim.affirms]
        rolled = compute_rollup(claims, self.part.context.find_speaker_name)
        return Statement(
            fact=claims[0].fact,
            sentence=self.wording.format_sentence(claims),
            notes=self.notes.add_notes(saying or denying),
            claims=tuple(claim.id for claim in claims),
            standing=claims[0].standing if affirming else "denied",
            asserted=rolled.asserted,
            support=_describe_support(saying or denying),
            details=tuple(self._list_details(saying or denying)),
            denials=tuple(self._list_claims(denying)),
            conflicts=self._find_conflict_numbers(claims),
            answer=tuple(self._list_answers(claims)) if self.wording.is_accusation(claims) else (),
        )

    def _list_details(self, claims: Sequence[Claim]) -> Iterator[CitedText]:
        """List what single claims add, and where they differ."""
        pairs = [(claim, self.notes.add_note(claim)) for claim in claims]
        spoken = group_notes((describe_manner(claim), number) for claim, number in pairs)
        if len(spoken) > 1:
            yield CitedText("The sources differ in how surely they say it.")
            yield from (CitedText(f"Said as {words}.", notes) for words, notes in spoken)
        elif spoken[0][0] != "reported":
            yield CitedText(f"Said as {spoken[0][0]}.", spoken[0][1])
        verbs = [(claim.verb, f"“{claim.verb}”" if claim.verb else "", note) for claim, note in pairs]
        if len({verb.casefold() for verb, _, _ in verbs if verb}) > 1:
            yield from _compare_values("Word used", verbs)
        yield from _compare_values(
            "Number", [(describe_numbers(claim), describe_numbers(claim), note) for claim, note in pairs]
        )
        yield from _compare_values(
            "Time", [(claim.when_edtf, describe_time(claim), note) for claim, note in pairs]
        )
        places = [
            (claim.place, self.wording.format_name(claim.place) if claim.place else "", note)
            for claim, note in pairs
        ]
        yield from _compare_values("Place", places)
        yield from (
            CitedText(f"Not stated in the passage: {words}.", notes)
            for words, notes in group_notes(
                (", ".join(claim.unstated), note) for claim, note in pairs if claim.unstated
            )
        )
        yield from (
            CitedText(f"Read by inference: {words}.", notes)
            for words, notes in group_notes(
                ("; ".join(f"{name} ({why})" for name, why in claim.inferred), note)
                for claim, note in pairs
                if claim.inferred
            )
        )

    def _find_conflict_numbers(self, claims: Sequence[Claim]) -> tuple[int, ...]:
        """Return the numbers of the conflicts that one of these claims is part of."""
        claim_ids = {claim.id for claim in claims}
        return tuple(
            number
            for number, conflict in enumerate(self.disagreements, start=1)
            if not claim_ids.isdisjoint(id_ for side in conflict.sides for id_ in side)
        )

    def _list_claims(self, claims: Iterable[Claim]) -> Iterator[CitedText]:
        """List what single claims say, each with its speakers."""
        for claim in claims:
            yield CitedText(self.wording.format_sentence([claim]), self.notes.add_notes([claim]))

    def _list_answers(self, claims: Sequence[Claim]) -> Iterator[CitedText]:
        """List the denials of this allegation, or that there is none, then other denials by the accused."""
        claim_ids = {claim.id for claim in claims}
        direct = [c for c in claims if not c.affirms]
        direct += self.part.denials.get(claims[0].fact, ())
        direct += [answer for claim in claims for answer in self.answers.get(claim.id, ())]
        if direct:
            yield from self._list_claims(direct)
        else:
            yield CitedText(NO_ANSWER)
        canonical, principal = self.part.context.canonical, self.part.context.principal
        ends = {canonical(end) for c in claims for end in (c.subject, c.object) if end} - {""}
        speaking_for = {principal(end) for end in ends if not end.startswith(("value/", "claim/"))}
        other_denials = [
            claim
            for claim in sort_claims(self.part.claims.values())
            if not claim.affirms
            and claim.id not in claim_ids
            and claim not in direct
            and (claim.standing == "accusation" or claim.modality == "denied")
            and claim.by
            and (canonical(claim.speaker) in ends or principal(claim.speaker) in speaking_for)
        ]
        for denial in self._list_claims(other_denials):
            yield CitedText(f"On another matter: {denial.text}", denial.notes)


def _compare_values(what: str, values: Sequence[tuple[str, str, int]]) -> Iterator[CitedText]:
    """List what claims give for one thing, and say that they differ if so.

    `values` has for each claim what it gives, its words, and its footnote.
    """
    stated = [(words, note) for key, words, note in values if key]
    if not stated:
        return
    differ = len({key for key, _, _ in values if key}) > 1
    for words, notes in group_notes(stated):
        yield CitedText(f"{what}{', where the sources differ' if differ else ''}: {words}.", notes)
    silent = tuple(note for key, _, note in values if not key)
    if silent:
        yield CitedText(f"{what} not given here.", silent)


def _describe_support(claims: Sequence[Claim]) -> str:
    documents, origins = len({c.document for c in claims}), len({c.origin for c in claims})
    return f"{Count(documents):document}, {Count(origins):independent origin}"
