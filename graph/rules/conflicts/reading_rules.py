"""Rules over rival readings: how people got out, who is a victim, and what a series counts.

Pure functions; each yields its results, the same for every order of claims.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from graph.model.claims import Claim
from graph.model.quantity_wording import format_quantity
from graph.rules.conflicts.model import ClaimGroup, ConflictCandidate
from graph.rules.conflicts.quantities import ClaimNumber, iter_numbers, list_claims
from graph.rules.conflicts.readings import find_party, find_reading, group_by_reading
from graph.rules.conflicts.wording import (
    format_attributed,
    format_list,
    format_speakers,
    format_verbs,
)
from graph.rules.context import RuleContext

LEFT = "left"
"""The reading that leaves open whether people were let go, brought out, or got away."""
LET_GO = ("released", "rescued")
"""The readings by which others let people go or brought them out."""


def has_exit_reading(claim: Claim, context: RuleContext) -> bool:
    """Return whether a claim says how people got out."""
    return bool(find_reading("exit", claim, context.ontology))


def find_exit_readings(group: ClaimGroup, context: RuleContext) -> Iterator[ConflictCandidate]:
    """Yield people whose way out is read in rival ways: released, escaped, rescued, or just left.

    A cohort got out once; of other people, only claims about one event are compared.
    """
    by_event: dict[str, list[Claim]] = defaultdict(list)
    for claim in group.claims:
        event = context.canonical(claim.event) if claim.event else ""
        if event or _is_cohort(group.about):
            by_event["" if _is_cohort(group.about) else event].append(claim)
    for event, claims in sorted(by_event.items()):
        sides = group_by_reading("exit", claims, context.ontology)
        left = _list_silent(sides.pop(LEFT, []), [claim for name in LET_GO for claim in sides.get(name, ())])
        if left:
            sides[LEFT] = left
        if len(sides) > 1:
            yield _build_exit_conflict(group, event, sides, context)


def _list_silent(left: Sequence[Claim], let_go: Sequence[Claim]) -> list[Claim]:
    """Return the claims that people left whose source does not itself say that they were let go."""
    tellers = {(claim.speaker, claim.document) for claim in let_go}
    return [claim for claim in left if tellers and (claim.speaker, claim.document) not in tellers]


def _is_cohort(entity: str) -> bool:
    return entity.startswith("cohort/")


def _build_exit_conflict(
    group: ClaimGroup, event: str, sides: dict[str, list[Claim]], context: RuleContext
) -> ConflictCandidate:
    def explain() -> str:
        wordings = [f"{format_verbs(side)} ({format_speakers(side, context)})" for side in sides.values()]
        left = format_verbs(sides[LEFT]) if LEFT in sides else ""
        remark = f" The wording {left} does not say whether others let them go." if left else ""
        people = context.in_sentence(group.about)
        return f"The sources say in different words how {people} got out: {format_list(wordings)}.{remark}"

    return ConflictCandidate((event,) if event else (), tuple(map(tuple, sides.values())), explain)


def find_exodus_readings(group: ClaimGroup, context: RuleContext) -> Iterator[ConflictCandidate]:
    """Yield one event of which some sources speak as a release, others as an escape or a rescue.

    At least two readings must be of the same people, of numbers in one series, or one of them of everybody.
    """
    readings = context.ontology.readings["exit"]
    sides = group_by_reading("exit", group.claims, context.ontology)
    sides.pop(LEFT, None)
    if not any(_may_share_people(*pair, context) for pair in combinations(sides.values(), 2)):
        return

    def explain() -> str:
        phrases = [
            f"of {readings[name].says} ({format_speakers(side, context)})" for name, side in sides.items()
        ]
        return f"{context.name(group.about)}: the sources speak {format_list(phrases)}."

    yield ConflictCandidate((), tuple(map(tuple, sides.values())), explain)


def _may_share_people(first: Sequence[Claim], second: Sequence[Claim], context: RuleContext) -> bool:
    """Return whether two sides speak of the same people, as far as their claims show."""
    people, series = ([set(), set()], [set(), set()])  # type: tuple[list[set[str]], list[set[str]]]
    for number, side in enumerate((first, second)):
        for claim in side:
            people[number].add(find_party(claim, context))
            series[number].update(claim.series)
            if claim.count is not None and claim.count.of == "all":
                return True
    return not people[0].isdisjoint(people[1]) or not series[0].isdisjoint(series[1])


def has_standing_reading(claim: Claim, context: RuleContext) -> bool:
    """Return whether a claim says that people are victims, or that they had a part in an offence."""
    return bool(find_reading("standing", claim, context.ontology))


def find_standing_conflicts(group: ClaimGroup, context: RuleContext) -> Iterator[ConflictCandidate]:
    """Yield people who may be victims, and whom some claims call so, while others say that they took part."""
    sides = group_by_reading("standing", group.claims, context.ontology)
    if len(sides) < 2 or not _has_two_tellers(sides["victim"], sides["offender"]):
        return
    if not context.protected(group.about):
        return

    def explain() -> str:
        people = context.in_sentence(group.about)
        victims, offenders = (format_attributed(sides[name], context) for name in ("victim", "offender"))
        return (
            f"The sources differ on whether {people} are victims or took part themselves: {victims}, "
            f"but {offenders}."
        )

    yield ConflictCandidate((), (tuple(sides["victim"]), tuple(sides["offender"])), explain)


def _has_two_tellers(first: Sequence[Claim], second: Sequence[Claim]) -> bool:
    """Return whether two sides have a speaker or a document that the other lacks."""
    tellers = [{(claim.speaker, claim.document) for claim in side} for side in (first, second)]
    return tellers[0] != tellers[1]


def find_suspected_victims(group: ClaimGroup, context: RuleContext) -> Iterator[ConflictCandidate]:
    """Yield a part of a group of victims that is suspected of an offence itself."""
    victims: dict[str, list[Claim]] = defaultdict(list)
    offenders: dict[str, list[Claim]] = defaultdict(list)
    for reading, claims in group_by_reading("standing", group.claims, context.ontology).items():
        for claim in claims:
            (victims if reading == "victim" else offenders)[find_party(claim, context)].append(claim)
    for claim in sorted(group.claims, key=lambda c: c.id):
        part, whole = context.canonical(claim.subject), context.canonical(claim.object)
        if claim.predicate == "SUBSET_OF" and claim.affirms and part in offenders and whole in victims:
            yield _build_suspicion(part, whole, victims[whole], [claim, *offenders[part]], context)


def _build_suspicion(
    part: str, whole: str, victims: Sequence[Claim], offenders: Sequence[Claim], context: RuleContext
) -> ConflictCandidate:
    def explain() -> str:
        return (
            "The same group is reported as harmed and, in part, as suspected: "
            f"{format_attributed(victims, context)}, but {format_attributed(offenders[1:], context)}."
        )

    return ConflictCandidate((part, whole), (tuple(victims), tuple(offenders)), explain)


def find_counted_acts(group: ClaimGroup, context: RuleContext) -> Iterator[ConflictCandidate]:
    """Yield a series in which some numbers count people who left, and others people who arrived."""
    readings = context.ontology.readings["counted"]
    sides: dict[str, list[ClaimNumber]] = defaultdict(list)
    for number in iter_numbers(group):
        claim = number.claim
        reading = find_reading("counted", claim, context.ontology)
        if reading and claim.affirms and find_party(claim, context).startswith("cohort/"):
            sides[reading].append(number)
    phrases = {name: {format_quantity(number.quantity) for number in seen} for name, seen in sides.items()}
    if len(sides) < 2 or not all(
        phrases[name] - set().union(*(phrases[other] for other in phrases if other != name))
        for name in phrases
    ):
        return
    ordered = [name for name in readings if name in sides]

    def explain() -> str:
        counts = [f"{readings[name].says} ({format_list(_sort_quantities(sides[name]))})" for name in ordered]
        name = group.series[group.about].name if group.about in group.series else group.about
        return (
            f"“{name}” has numbers of {' and numbers of '.join(counts)}: "
            "they can be compared only if both happened on the same days."
        )

    yield ConflictCandidate((), tuple(list_claims(sides[name]) for name in ordered), explain)


def _sort_quantities(seen: Sequence[ClaimNumber]) -> list[str]:
    ordered = sorted(seen, key=lambda n: (n.quantity.value or 0, n.quantity.comparator))
    return list(dict.fromkeys(format_quantity(number.quantity) for number in ordered))
