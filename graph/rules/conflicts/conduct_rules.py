"""Rules that set a pledge against conduct. Pure functions, the same for every order of claims."""

from __future__ import annotations

from collections.abc import Iterator

from graph.model.claims import Claim
from graph.rules.conflicts.model import ClaimGroup, ConflictCandidate
from graph.rules.conflicts.wording import format_attributed
from graph.rules.context import RuleContext

WRONG = "wrong"
"""The role at the end of a predicate that accuses somebody of tolerating or doing a wrong."""
_SHORTEST = 4
"""Shorter words of an id ("in", "of") do not show what a topic is about."""


def is_pledge_or_wrong(claim: Claim, context: RuleContext) -> bool:
    """Return whether a claim is a pledge, or accuses somebody of a wrong."""
    return _is_pledge(claim) or _is_wrong(claim, context)


def _is_pledge(claim: Claim) -> bool:
    return claim.predicate == "PLEDGED" and claim.affirms and bool(claim.fact)


def _is_wrong(claim: Claim, context: RuleContext) -> bool:
    ends = context.ontology.find_predicate(claim.predicate).ends
    return ends[1] == WRONG and claim.affirms and claim.standing == "accusation"


def find_broken_pledges(group: ClaimGroup, context: RuleContext) -> Iterator[ConflictCandidate]:
    """Yield a pledge against something that its author is accused of tolerating or having a part in."""
    ordered = [
        claim
        for claim in sorted(group.claims, key=lambda c: c.id)
        if context.canonical(claim.subject) == group.about
    ]
    own_words = _list_words(group.about)
    wrongs = {
        c.id: _list_words(c.object) - own_words
        for c in ordered
        if _is_wrong(c, context) and c.object.startswith("topic/")
    }
    pledges = {c.id: _list_pledge_words(c) - own_words for c in ordered if _is_pledge(c)}
    pairs = [(p, w) for p, topic in pledges.items() for w, wrong in wrongs.items() if topic & wrong]
    concerned = [claim for claim in ordered if claim.id in {pledge for pledge, _ in pairs}]
    broken = [claim for claim in ordered if claim.id in {wrong for _, wrong in pairs}]
    if not broken:
        return

    def explain() -> str:
        pledge, wrong = (format_attributed(side, context) for side in (concerned, broken))
        return f"A pledge and an accusation: {pledge}, but {wrong}."

    yield ConflictCandidate((), (tuple(concerned), tuple(broken)), explain)


def _list_pledge_words(claim: Claim) -> frozenset[str]:
    topics = [claim.object, *(entity for role, entity in claim.roles if role == "against")]
    return frozenset().union(*(_list_words(topic) for topic in topics if topic.startswith("topic/")))


def _list_words(id_: str) -> frozenset[str]:
    """Return the words in the id of an entity that show what it is about, in the singular."""
    words = {word.removesuffix("s") for word in id_.partition("/")[2].split("-")}
    return frozenset(word for word in words if len(word) >= _SHORTEST)
