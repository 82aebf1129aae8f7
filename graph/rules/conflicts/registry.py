"""Table of the kinds of conflict, each with its rule, and the search for conflicts. Pure.

Precision matters more than recall: a rule would rather miss a disagreement than make one up. A
conflict never changes a claim, and settles none; it says what would settle it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from graph.model.claims import Claim
from graph.model.ids import make_id
from graph.rules.conflicts import day_rules as days
from graph.rules.conflicts import number_rules as numbers
from graph.rules.conflicts import statement_rules as words
from graph.rules.conflicts import window_rules as windows
from graph.rules.conflicts.model import ClaimGroup, Conflict, ConflictCandidate, ConflictScope, Rule
from graph.rules.context import RuleContext

RULES: tuple[Rule, ...] = (
    Rule(
        "values",
        "series",
        "Values that cannot both hold",
        "Numbers of one cohort, or of one subject and act on the same days, of which only one can be right.",
        "The count itself, or word from its speaker which of the numbers stands.",
        numbers.find_value_conflicts,
    ),
    Rule(
        "rounding",
        "series",
        "One number, rounded",
        "A number and its rounding, which look like two numbers and are one.",
        "The number as its speaker first gave it.",
        numbers.find_roundings,
    ),
    Rule(
        "overlap",
        "series",
        "Windows that invite adding",
        "Numbers of one series whose windows share days, so that adding them counts people twice.",
        "A count by day.",
        windows.find_overlaps,
    ),
    Rule(
        "correction",
        "series",
        "A longer window presented as a correction",
        "A number put in place of an earlier one although it counts more days than that one.",
        "The later number for the earlier window.",
        windows.find_corrections,
    ),
    Rule(
        "addition",
        "series",
        "An addition that may be counted already",
        "A number said to come on top of another whose days already hold its own.",
        "The days of the addition, and which number it was added to.",
        windows.find_additions,
    ),
    Rule(
        "meaning",
        "series",
        "One number, said of different things",
        "A number of one speaker that one document tells of other people or another act than the next.",
        "The speaker's own report, and what it counts.",
        numbers.find_meaning_conflicts,
    ),
    Rule(
        "parts",
        "series",
        "Parts larger than their whole",
        "A part larger than its whole, or parts that together come to more than it.",
        "Whether somebody stands in two parts; otherwise the list the parts were counted from.",
        numbers.find_part_conflicts,
    ),
    Rule(
        "scope",
        "measure",
        "Different scopes",
        "Numbers of one measure for a region and for a country in it, or for two other scopes.",
        "A number for the same scope as the other.",
        numbers.find_scope_differences,
    ),
    Rule(
        "denial",
        "proposition",
        "Affirmed and denied",
        "A fact that some claims affirm and others deny, of the same people, place, part and time.",
        "Evidence that does not come from either side.",
        words.find_denial_conflicts,
    ),
    Rule(
        "exclusive",
        "event",
        "Words that exclude each other",
        "One event told with acts of which only one can have happened (deported, extradited).",
        "The decision or order by which it was done.",
        words.find_excluding_words,
        words.has_excluding_word,
    ),
    Rule(
        "quotation",
        "proposition",
        "One quotation, two wordings",
        "One utterance of one speaker that documents quote in different words.",
        "The recording or the written statement itself.",
        words.find_quotation_conflicts,
    ),
    Rule(
        "days",
        "proposition",
        "One happening, several days",
        "One happening, by its event or by a decision, told of days that exclude each other.",
        "A record of the day itself.",
        days.find_day_conflicts,
    ),
    Rule(
        "perhaps-one",
        "proposition",
        "Several happenings, or one with its day in doubt",
        "One act told of days that exclude each other, by sources of which none tells of both.",
        "A source that tells of both, or a decision that they are one.",
        days.find_possible_duplicates,
    ),
    Rule(
        "dated",
        "claim",
        "Told before it happened",
        "Something told as having happened on a day after its document was published.",
        "The document's true day of publication, or the day of the happening.",
        words.find_early_reports,
    ),
)
"""Every kind of conflict, in the order in which they are shown."""


def find_rule_title(kind: str) -> str:
    """Return the title of a kind of conflict; a kind that is not in the table is its own title."""
    return next((rule.title for rule in RULES if rule.kind == kind), kind)


def is_event_affected(claim: Claim, context: RuleContext) -> bool:
    """Return whether a rule over events must look at a claim's event again when the claim changes."""
    return bool(claim.event) and any(
        rule.over == "event" and rule.is_touched_by(claim, context) for rule in RULES
    )


def find_conflicts(
    groups: Iterable[tuple[ConflictScope, ClaimGroup]],
    context: RuleContext,
    load_entities: Callable[[Iterable[Claim]], None],
) -> list[Conflict]:
    """Return the conflicts in these groups; each group goes to the rules over its scope.

    `load_entities` is called once, before any conflict is explained, with the claims whose entities
    the sentences name.
    """
    rules = {over: [rule for rule in RULES if rule.over == over] for over in {rule.over for rule in RULES}}
    results = [
        (rule, group, candidate)
        for over, group in groups
        for rule in rules[over]
        for candidate in rule.find(group, context)
    ]
    load_entities(claim for _, _, candidate in results for side in candidate.sides for claim in side)
    return [_build_conflict(*result) for result in results]


def _build_conflict(rule: Rule, group: ClaimGroup, candidate: ConflictCandidate) -> Conflict:
    """Build a conflict from a result of a rule.

    Its kind, what it is about and what is stated define a conflict, not who repeats it: so a
    judgement on it outlives one more reprint.
    """
    return Conflict(
        id=make_id("conflict", [rule.kind, group.about, *candidate.key]),
        kind=rule.kind,
        about=group.about,
        explanation=candidate.tell(),
        settles=rule.settles,
        sides=tuple(tuple(sorted({claim.id for claim in side})) for side in candidate.sides),
    )
