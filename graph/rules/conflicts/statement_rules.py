"""Rules over what claims say: denied facts, exclusive words, quotations, impossible dates.

Pure functions; each yields its results, the same for every order of claims.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations

from graph.model.claims import Claim
from graph.model.records import PARTS
from graph.rules.conflicts.model import ClaimGroup, ConflictCandidate
from graph.rules.conflicts.wording import (
    capitalise,
    format_list,
    format_speakers,
    format_statement,
    format_verbs,
    format_voices,
    quote,
)
from graph.rules.context import RuleContext
from graph.rules.date_windows import compare_windows, format_window


def find_denial_conflicts(group: ClaimGroup, context: RuleContext) -> Iterator[ConflictCandidate]:
    """Yield one fact, affirmed by some and denied by others, of the same people, place, part and time."""
    ordered = sorted(group.claims, key=lambda c: c.id)
    affirming = [c for c in ordered if c.affirms]
    denied, denying = _find_contradictions(affirming, [c for c in ordered if not c.affirms], context)
    affirming_by_id = {claim.id: claim for claim in affirming}
    for answer in group.answers:
        if answer.predicate == "DISPUTES" and answer.object in affirming_by_id:
            denied.append(affirming_by_id[answer.object])
            denying.append(answer)
    if not denied:
        return
    sides = _sort_distinct(denied), _sort_distinct(denying)

    def explain() -> str:
        yes, no = (format_speakers(side, context) for side in sides)
        return f"{format_statement(sides[0])} is {_format_stance(sides[0])} by {yes}, and denied by {no}."

    yield ConflictCandidate((), sides, explain)


def _format_stance(claims: Sequence[Claim]) -> str:
    """Return what speakers do with a statement; a document can repeat an allegation without its author."""
    if any(claim.modality != "alleged" for claim in claims):
        return "affirmed"
    return "alleged" if any(claim.by for claim in claims) else "reported as an allegation"


def _find_contradictions(
    affirming: Sequence[Claim], denying: Sequence[Claim], context: RuleContext
) -> tuple[list[Claim], list[Claim]]:
    """Return the affirming and the denying claims that contradict one another.

    Claims that are alike in all that matters are compared once.
    """
    contradicted: dict[str, Claim] = {}
    contradicting: dict[str, Claim] = {}
    yeses, noes = _group_alike(affirming), _group_alike(denying)
    for no in noes:
        for yes in yeses:
            if _is_contradiction(no[0], yes[0], context):
                contradicted.update({c.id: c for c in yes})
                contradicting.update({c.id: c for c in no})
    return list(contradicted.values()), list(contradicting.values())


def _group_alike(claims: Sequence[Claim]) -> list[list[Claim]]:
    groups: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for claim in claims:
        groups[claim.when_from, claim.when_to, claim.place, claim.roles, claim.count].append(claim)
    return list(groups.values())


def _is_contradiction(no: Claim, yes: Claim, context: RuleContext) -> bool:
    """Return whether a denial contradicts an affirmation: one that is narrower in any way does not."""
    if compare_windows((no.when_from, no.when_to), (yes.when_from, yes.when_to)) == "disjoint":
        return False
    if no.place and context.canonical(no.place) != context.canonical(yes.place):
        return False
    entities_by_role = defaultdict(set)
    for role, entity in yes.roles:
        entities_by_role[role].add(context.canonical(entity))
    if any(context.canonical(entity) not in entities_by_role[role] for role, entity in no.roles):
        return False
    return _has_same_part(no, yes)


def _has_same_part(no: Claim, yes: Claim) -> bool:
    """Return whether a denial covers the part of the group that the affirmation is about.

    A denial about a part contradicts only *all*; one of all, or of the group as such, contradicts any
    but a statement about others; one of a number only the same number.
    """
    if no.count is None:
        return yes.count is None or yes.count.of != "other"
    if no.count.of in PARTS and no.count.of != "all":
        return yes.count is not None and yes.count.of == "all"
    if no.count.of == "all":
        return True
    return yes.count is not None and (no.count.value, no.count.words) == (yes.count.value, yes.count.words)


def has_excluding_word(claim: Claim, context: RuleContext) -> bool:
    """Return whether a claim's act excludes another."""
    return bool(context.ontology.find_predicate(claim.predicate).excludes)


def find_excluding_words(group: ClaimGroup, context: RuleContext) -> Iterator[ConflictCandidate]:
    """Yield one event with acts that exclude each other, done to the same patient (deported, extradited)."""
    acts: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in sorted(group.claims, key=lambda c: c.id):
        if claim.affirms and has_excluding_word(claim, context):
            acts[_find_patient(claim, context), claim.predicate].append(claim)
    for (patient, act), (other_patient, other_act) in combinations(sorted(acts), 2):
        if patient == other_patient and other_act in context.ontology.find_predicate(act).excludes:
            yield _build_exclusion(
                group, patient, (acts[patient, act], acts[other_patient, other_act]), context
            )


def _find_patient(claim: Claim, context: RuleContext) -> str:
    """Return the patient of the act: the subject where no agent is named."""
    return context.canonical(claim.subject if claim.relation != claim.predicate else claim.object)


def _build_exclusion(
    group: ClaimGroup, patient: str, sides: tuple[list[Claim], list[Claim]], context: RuleContext
) -> ConflictCandidate:
    def explain() -> str:
        wordings = [f"{format_verbs(side)} ({format_speakers(side, context)})" for side in sides]
        event_name, patient_name = context.name(group.about), context.in_sentence(patient)
        return (
            f"{event_name}: the words for what happened to {patient_name} exclude each other, "
            f"{' and '.join(wordings)}."
        )

    key = (patient, *sorted(side[0].predicate for side in sides))
    return ConflictCandidate(key, (tuple(sides[0]), tuple(sides[1])), explain)


def find_quotation_conflicts(group: ClaimGroup, context: RuleContext) -> Iterator[ConflictCandidate]:
    """Yield one utterance of one speaker that documents print in quotation marks in different words.

    The verbs are compared, as the texts are not available: a quotation cut shorter also has another digest.
    """
    spoken: dict[str, dict[tuple[str, str], list[Claim]]] = defaultdict(lambda: defaultdict(list))
    for claim in sorted(group.claims, key=lambda c: c.id):
        if claim.quoted and claim.by and claim.affirms:
            speaker = context.canonical(claim.speaker)
            occasion = context.canonical(claim.occasion) if claim.occasion else ""
            spoken[speaker][occasion, claim.verb.casefold()].append(claim)
    for speaker, wordings in sorted(spoken.items()):
        clashing = [pair for pair in combinations(sorted(wordings), 2) if _has_two_wordings(*pair, wordings)]
        if clashing:
            by_verb: dict[str, list[Claim]] = defaultdict(list)
            for occasion, verb in sorted({key for pair in clashing for key in pair}):
                by_verb[verb].extend(wordings[occasion, verb])
            yield _build_quotation_conflict(speaker, dict(sorted(by_verb.items())), context)


def _has_two_wordings(
    first: tuple[str, str], second: tuple[str, str], wordings: Mapping[tuple[str, str], Sequence[Claim]]
) -> bool:
    """Return whether two wordings are of one utterance and in different documents, by spans that differ."""
    claims = [*wordings[first], *wordings[second]]
    return (
        (first[0] == second[0] or not first[0] or not second[0])
        and first[1] != second[1]
        and len({c.document for c in claims}) > 1
        and len({c.sha256 for c in claims}) > 1
    )


def _build_quotation_conflict(
    speaker: str, wordings: Mapping[str, Sequence[Claim]], context: RuleContext
) -> ConflictCandidate:
    first = next(iter(wordings.values()))[0]

    def explain() -> str:
        quotations = format_list(
            [f"{quote(verb)} ({format_voices(claims, context)})" for verb, claims in wordings.items()]
        )
        name = capitalise(context.in_sentence(speaker))
        return f"{name} is quoted in different words, {quotations}: {format_statement([first])}."

    return ConflictCandidate((speaker,), tuple(tuple(claims) for claims in wordings.values()), explain)


def find_early_reports(group: ClaimGroup, context: RuleContext) -> Iterator[ConflictCandidate]:
    """Yield what a document reports as having happened after the day it was published."""
    for claim in group.claims:
        promise = context.ontology.find_predicate(claim.predicate).is_commitment
        if promise or claim.modality in ("predicted", "promised") or not claim.published_to:
            continue
        if claim.when_from > claim.published_to:
            yield ConflictCandidate((), ((claim,),), _build_explanation(claim))


def _build_explanation(claim: Claim) -> Callable[[], str]:
    def explain() -> str:
        happened = format_window((claim.when_from, claim.when_to))
        published = format_window((claim.published_to, claim.published_to))
        return (
            f"A document published on {published} reports something as having happened later "
            f"({happened}): {format_statement([claim])}."
        )

    return explain


def _sort_distinct(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    return tuple(sorted({claim.id: claim for claim in claims}.values(), key=lambda c: c.id))
