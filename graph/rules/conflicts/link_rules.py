"""Rules over claims that link events: which caused which, which came first, and who is behind one.

Pure functions; each yields its results, the same for every order of claims.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from graph.model.claims import Claim
from graph.rules.conflicts.model import ClaimGroup, ConflictCandidate, EventLink
from graph.rules.conflicts.readings import find_reading
from graph.rules.conflicts.wording import format_attributed, format_list, format_speakers
from graph.rules.context import RuleContext
from graph.rules.rollup import UNFULFILLED

CAUSES_NAMED = 4


def is_never_touched(_claim: Claim, _context: RuleContext) -> bool:
    """Return False: what these rules find changes only with a link, which is looked at on its own."""
    return False


def find_event(end: str, claim: Claim | None, context: RuleContext) -> str:
    """Return the event that one end of a link is, or belongs to; "" for none."""
    if claim is not None:
        return context.canonical(claim.event) if claim.event else ""
    return context.canonical(end) if end.startswith("event/") else ""


def find_rival_causes(group: ClaimGroup, context: RuleContext) -> Iterator[ConflictCandidate]:
    """Yield one event for which speakers give different causes."""
    causes: dict[str, list[Claim]] = defaultdict(list)
    for link in _iter_stated_links(group.links):
        effect, cause = _read_cause(link, context)
        if effect == group.about and cause:
            causes[cause].append(link.claim)
    speakers = [{context.canonical(claim.speaker) for claim in side} for side in causes.values()]
    if len(set().union(*speakers)) < 2 or len(causes) < 2:
        return
    sides = [causes[cause] for cause in sorted(causes)]

    def explain() -> str:
        statements = [format_attributed(side, context) for side in sides[:CAUSES_NAMED]]
        more = [f"{len(sides) - CAUSES_NAMED} more"] if len(sides) > CAUSES_NAMED else []
        event = context.name(group.about)
        return (
            f"{event}: the sources give different causes or links, which need not exclude each other: "
            f"{format_list(statements + more)}."
        )

    yield ConflictCandidate((), tuple(map(tuple, sides)), explain)


def _iter_stated_links(links: Iterable[EventLink]) -> Iterator[EventLink]:
    """Yield the links that are affirmed as having happened, with both ends as the text has them."""
    for link in sorted(links, key=lambda link: link.claim.id):
        is_read_into = {"subject", "object"} & {field for field, _ in link.claim.inferred}
        if link.claim.affirms and link.claim.modality not in UNFULFILLED and not is_read_into:
            yield link


def _read_cause(link: EventLink, context: RuleContext) -> tuple[str, str]:
    """Return the event that is the effect, and what identifies its cause; "" where the link names none."""
    subject, object_ = link.claim.subject, link.claim.object
    if link.claim.predicate == "LINKED_TO":
        return find_event(subject, link.subject, context), _identify_cause(object_, link.object, context)
    if link.claim.predicate == "CAUSED":
        return find_event(object_, link.object, context), _identify_cause(subject, link.subject, context)
    return "", ""


def _identify_cause(end: str, claim: Claim | None, context: RuleContext) -> str:
    if claim is None:
        return "" if end.startswith(("claim/", "value/")) else context.canonical(end)
    return find_event(end, claim, context) or claim.fact


def find_rival_orders(group: ClaimGroup, context: RuleContext) -> Iterator[ConflictCandidate]:
    """Yield two events of which one claim has the first lead to the second, and another has it come later."""
    orders: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for link in _iter_stated_links(group.links):
        first, second = (
            find_event(link.claim.subject, link.subject, context),
            find_event(link.claim.object, link.object, context),
        )
        if first and second and first != second and link.claim.predicate in ("CAUSED", "FOLLOWED"):
            order = (first, second) if link.claim.predicate == "CAUSED" else (second, first)
            orders[order].append(link.claim)
    for earlier, later in sorted(orders):
        if group.about == earlier < later and (later, earlier) in orders:
            yield _build_order_conflict(
                (earlier, later), (orders[earlier, later], orders[later, earlier]), context
            )


def _build_order_conflict(
    events: tuple[str, str], sides: tuple[list[Claim], list[Claim]], context: RuleContext
) -> ConflictCandidate:
    def explain() -> str:
        first, second = (f"“{context.name(event)}”" for event in events)
        statements = ", but ".join(format_attributed(side, context) for side in sides)
        return f"{first} and {second}: the sources differ on which came first: {statements}."

    return ConflictCandidate(events, (tuple(sides[0]), tuple(sides[1])), explain)


def find_open_agents(group: ClaimGroup, context: RuleContext) -> Iterator[ConflictCandidate]:
    """Yield one event for which some name who let people go, while another cannot tell who is behind it."""
    named = [
        claim
        for claim in sorted(group.claims, key=lambda c: c.id)
        if find_reading("exit", claim, context.ontology) == "released"
        and claim.relation == claim.predicate == "RELEASED"
        and claim.affirms
        and not claim.hedge
    ]
    questions = [
        link.claim
        for link in sorted(group.links, key=lambda link: link.claim.id)
        if link.claim.predicate == "UNDETERMINED_WHETHER"
        and link.claim.affirms
        and find_event(link.claim.object, link.object, context) == group.about
    ]
    for concerned, asking in sorted(_group_by_concerned(questions, context).items()):
        acting = [claim for claim in named if context.canonical(claim.subject) != concerned]
        if acting:
            yield _build_open_agent(group.about, concerned, acting, asking, context)


def _group_by_concerned(questions: Sequence[Claim], context: RuleContext) -> dict[str, list[Claim]]:
    concerned: dict[str, list[Claim]] = defaultdict(list)
    for claim in questions:
        for role, entity in claim.roles:
            if role == "concerns":
                concerned[context.canonical(entity)].append(claim)
    return concerned


def _build_open_agent(
    about: str, concerned: str, acting: Sequence[Claim], asking: Sequence[Claim], context: RuleContext
) -> ConflictCandidate:
    def explain() -> str:
        agents = format_list(sorted({context.in_sentence(context.canonical(c.subject)) for c in acting}))
        return (
            f"{context.name(about)}: people were let go by {agents} according to "
            f"{format_speakers(acting, context)}, but {format_attributed(asking, context)}."
        )

    return ConflictCandidate((concerned,), (tuple(acting), tuple(asking)), explain)
