"""Statements of a report: each fact in one sentence, with differences and the answer of the accused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from graph.model.claims import Claim
from graph.rules.conflicts.model import ANSWERS, Conflict
from graph.rules.rollup import compute_rollup, split_stances
from queries.wording.answer_sentence import Count
from reports.content.agreement import Version
from reports.content.footnotes import Footnotes
from reports.content.model import CitedText, Statement
from reports.content.wording import Wording, describe_manner, describe_numbers, describe_time, group_notes
from reports.part.closure import Closure, sort_claims

NO_ANSWER = "These sources carry no reply to this accusation."
CLASSES: Mapping[str, str] = {
    "LEGAL_ACTION": "State action",
    "ACCUSATION": "Accusations",
    "EXPLOITATION": "Exploitation",
    "EXIT": "Leaving and release",
    "PRESENCE": "Presence",
    "COMMITMENT": "Pledges, plans and offers",
    "COOPERATION": "Cooperation",
    "FINANCE": "Money",
    "QUANTITY": "Numbers",
    "EVIDENCE": "Evidence",
    "CAUSAL_TEMPORAL": "Causes and sequence",
    "STATUS": "Condition",
    "LOCATION": "Location",
    "ATTRIBUTE": "Identity and role",
    "SPEECH": "What was said",
    "DOC_META": "About the documents",
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
        first, *others = self.wording.split_versions(claims)
        return Statement(
            fact=claims[0].fact,
            sentence=self.wording.format_version(first),
            notes=self.notes.add_notes(first.claims),
            claims=tuple(claim.id for claim in claims),
            standing=claims[0].standing if affirming else "denied",
            asserted=rolled.asserted,
            support=describe_support(*_count_sources(saying or denying)),
            others=tuple(self._format_version(version) for version in others),
            differences=tuple(self._list_differences(first.claims)),
            denials=tuple(self.list_claims(denying)) if saying else (),
            conflicts=self._find_conflict_numbers(claims),
            answer=tuple(self._list_answers(claims)) if self.wording.is_accusation(claims) else (),
        )

    def _format_version(self, version: Version) -> CitedText:
        return CitedText(self.wording.format_version(version), self.notes.add_notes(version.claims))

    def list_claims(self, claims: Iterable[Claim]) -> Iterator[CitedText]:
        """List what single claims say, each with its speakers."""
        for claim in claims:
            yield CitedText(self.wording.format_sentence([claim]), self.notes.add_notes([claim]))

    def find_other_denials(self, facts: Iterable[Sequence[Claim]]) -> list[Claim]:
        """Return what those accused in these facts deny elsewhere, which answers none of the accusations."""
        accused: set[str] = set()
        own: set[str] = set()
        for claims in facts:
            own |= {claim.id for claim in (*claims, *self._find_answers(claims))}
            if self.wording.is_accusation(claims):
                accused |= self._find_ends(claims)
        canonical, principal = self.part.context.canonical, self.part.context.principal
        speaking_for = {principal(end) for end in accused}
        return [
            claim
            for claim in sort_claims(self.part.claims.values())
            if not claim.affirms
            and claim.id not in own
            and (claim.standing == "accusation" or claim.modality == "denied")
            and claim.by
            and (canonical(claim.speaker) in accused or principal(claim.speaker) in speaking_for)
        ]

    def _find_ends(self, claims: Sequence[Claim]) -> set[str]:
        ends = {end for claim in claims for end in (claim.subject, claim.object) if end}
        return {self.part.context.canonical(end) for end in ends if not end.startswith(("value/", "claim/"))}

    def _list_differences(self, claims: Sequence[Claim]) -> Iterator[CitedText]:
        """List where claims of one sentence differ: in manner, word, number, time or place."""
        pairs = [(claim, self.notes.add_note(claim)) for claim in claims]
        yield from _compare_values(
            "How it is said", [(describe_manner(c), describe_manner(c), n) for c, n in pairs]
        )
        verbs = [(claim.verb.casefold(), claim.verb, note) for claim, note in pairs]
        yield from _compare_values("Word used", verbs)
        yield from _compare_values(
            "Number", [(describe_numbers(c), describe_numbers(c), n) for c, n in pairs]
        )
        yield from _compare_values("Time", [(c.when_edtf, describe_time(c), n) for c, n in pairs])
        places = [(c.place, self.wording.format_name(c.place) if c.place else "", n) for c, n in pairs]
        yield from _compare_values("Place", places)

    def _find_conflict_numbers(self, claims: Sequence[Claim]) -> tuple[int, ...]:
        """Return the numbers of the conflicts that one of these claims is part of."""
        claim_ids = {claim.id for claim in claims}
        return tuple(
            number
            for number, conflict in enumerate(self.disagreements, start=1)
            if not claim_ids.isdisjoint(id_ for side in conflict.sides for id_ in side)
        )

    def _find_answers(self, claims: Sequence[Claim]) -> list[Claim]:
        """Return the claims that deny or dispute this very fact."""
        denying = [claim for claim in claims if not claim.affirms]
        denying += self.part.denials.get(claims[0].fact, ())
        return denying + [answer for claim in claims for answer in self.answers.get(claim.id, ())]

    def _list_answers(self, claims: Sequence[Claim]) -> Iterator[CitedText]:
        """List the answers to this allegation, or say that there is none."""
        answers = self._find_answers(claims)
        yield from self.list_claims(answers) if answers else (CitedText(NO_ANSWER),)


def _count_sources(claims: Sequence[Claim]) -> tuple[int, int]:
    return len({claim.document for claim in claims}), len({claim.origin for claim in claims})


def _compare_values(what: str, values: Sequence[tuple[str, str, int]]) -> Iterator[CitedText]:
    """List what claims give for one thing, if they differ in it.

    `values` has for each claim what it gives, its words, and its footnote.
    """
    stated = [(words, note) for key, words, note in values if key]
    if len({key for key, _, _ in values if key}) > 1:
        yield from (CitedText(f"{what}: {words}.", notes) for words, notes in group_notes(stated))


def describe_support(documents: int, origins: int) -> str:
    """Return how many documents and independent origins give a statement; nothing for one document."""
    return f"{Count(documents):document}, {Count(origins):origin}" if documents > 1 else ""
