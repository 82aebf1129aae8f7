"""Search for conflicts: each group of claims goes to the rules over its scope. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import get_args

from graph.model.claims import Claim
from graph.model.ids import make_id
from graph.rules.conflicts import registry
from graph.rules.conflicts.model import ClaimGroup, Conflict, ConflictCandidate, ConflictScope, Rule
from graph.rules.conflicts.wording import format_asked
from graph.rules.context import RuleContext


def find_conflicts(
    groups: Iterable[tuple[ConflictScope, ClaimGroup]],
    context: RuleContext,
    load_entities: Callable[[Iterable[Claim]], None],
) -> list[Conflict]:
    """Return the conflicts in these groups; each group goes to the rules over its scope.

    `load_entities` is called once, before any conflict is explained, with the claims whose entities
    the sentences name.
    """
    rules = {over: [rule for rule in registry.RULES if rule.over == over] for over in get_args(ConflictScope)}
    results = [
        (rule, group, candidate)
        for over, group in groups
        for rule in rules[over]
        for candidate in rule.find(group, context)
    ]
    load_entities(claim for _, _, candidate in results for side in candidate.sides for claim in side)
    return [_build_conflict(*result, context) for result in results]


def _build_conflict(
    rule: Rule, group: ClaimGroup, candidate: ConflictCandidate, context: RuleContext
) -> Conflict:
    """Build a conflict from a result of a rule.

    Its kind, what it is about and what is stated define a conflict, not who repeats it: so a
    judgement on it outlives one more reprint.
    """
    return Conflict(
        id=make_id("conflict", [rule.kind, group.about, *candidate.key]),
        kind=rule.kind,
        about=group.about,
        explanation=candidate.explain(),
        settles=rule.settles,
        ask=format_asked((claim for side in candidate.sides for claim in side), context),
        sides=tuple(tuple(sorted({claim.id for claim in side})) for side in candidate.sides),
    )
