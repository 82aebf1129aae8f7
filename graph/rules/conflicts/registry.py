"""Table of the kinds of conflict, each with its rule. Pure.

Precision matters more than recall: a rule would rather miss a disagreement than make one up. A
conflict never changes a claim, and settles none; it says what would settle it.
"""

from __future__ import annotations

from graph.model.claims import Claim
from graph.model.ontology import Ontology
from graph.rules.conflicts import conduct_rules as conduct
from graph.rules.conflicts import day_rules as days
from graph.rules.conflicts import link_rules as links
from graph.rules.conflicts import number_rules as numbers
from graph.rules.conflicts import reading_rules as readings
from graph.rules.conflicts import statement_rules as words
from graph.rules.conflicts import strength_rules as strengths
from graph.rules.conflicts import window_rules as windows
from graph.rules.conflicts.model import ConflictScope, Rule
from graph.rules.context import RuleContext

RULES: tuple[Rule, ...] = (
    Rule(
        "values",
        "series",
        "Values that cannot both be right",
        "Numbers of one cohort, or of one subject and act on the same days, of which only one can be right.",
        "The count itself, or the speaker's answer which number is right.",
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
        "Overlapping days",
        "Numbers of one series whose windows share days, so that adding them counts people twice.",
        "A count for each day.",
        windows.find_overlaps,
    ),
    Rule(
        "correction",
        "series",
        "More days, presented as a correction",
        "A number given in place of an earlier one although it counts more days.",
        "The later count for the earlier days.",
        windows.find_corrections,
    ),
    Rule(
        "gap",
        "series",
        "A total and its parts that do not add up",
        "An earlier total and a reported addition that do not come to the later total.",
        "The register behind the totals, with the day of each arrival.",
        windows.find_gaps,
    ),
    Rule(
        "addition",
        "series",
        "An addition that may be counted already",
        "A number said to be added to another whose days already include its own.",
        "The days of the addition, and the number it was added to.",
        windows.find_additions,
    ),
    Rule(
        "meaning",
        "series",
        "One number, said of different things",
        "A number of one speaker that documents report of different people or different acts.",
        "The speaker's own report, and what it counts.",
        numbers.find_meaning_conflicts,
    ),
    Rule(
        "counted",
        "series",
        "Departures and arrivals in one series",
        "A series in which some numbers count people who left or were let go, and others people who arrived.",
        "The day of departure and the day of arrival of each person.",
        readings.find_counted_acts,
    ),
    Rule(
        "parts",
        "series",
        "Parts larger than their whole",
        "A part larger than its whole, or parts that together come to more than it.",
        "Whether anybody is counted in two parts; otherwise the list that the parts were counted from.",
        numbers.find_part_conflicts,
    ),
    Rule(
        "suspects",
        "series",
        "Victims who are suspected",
        "A part of a group of victims that is said to have had a part in the offence.",
        "The finished assessment of each case, or a court's finding.",
        readings.find_suspected_victims,
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
        "One event reported with acts of which only one can have happened (deported, extradited).",
        "The decision or order by which it was done.",
        words.find_excluding_words,
        words.has_excluding_word,
    ),
    Rule(
        "exodus",
        "event",
        "Release, escape or rescue",
        "One event of which some sources speak as a release, and others as an escape or a rescue.",
        "For each site, how many people were let go, got away, or were brought out.",
        readings.find_exodus_readings,
        readings.has_exit_reading,
    ),
    Rule(
        "exit",
        "entity",
        "How the same people got out",
        "The same people, whose way out is reported as a release, an escape, a rescue or just leaving.",
        "Their own accounts of how they got out.",
        readings.find_exit_readings,
        readings.has_exit_reading,
    ),
    Rule(
        "actor",
        "event",
        "Who let people go",
        "One event for which some sources name who let people go, and another cannot tell who is behind it.",
        "Evidence for each site of who opened it.",
        links.find_open_agents,
        readings.has_exit_reading,
    ),
    Rule(
        "cause",
        "event",
        "Rival causes",
        "One event for which speakers give different causes.",
        "Statements of the people involved on what came before each act.",
        links.find_rival_causes,
        links.is_never_touched,
    ),
    Rule(
        "order",
        "event",
        "Which came first",
        "Two events, of which one claim has the first lead to the second, and another has it come later.",
        "Dated records of both for each place.",
        links.find_rival_orders,
        links.is_never_touched,
    ),
    Rule(
        "scale",
        "event",
        "Some or thousands",
        "One event of which sources give the number of people in words of different size.",
        "A count of the people, with its day.",
        strengths.find_scale_conflicts,
        strengths.has_scale,
    ),
    Rule(
        "strength",
        "entity",
        "All, many or some",
        "A statement about a group that one source makes without limit, and another of a part of the group.",
        "How many of the group the statement holds for.",
        strengths.find_strength_conflicts,
        strengths.is_about_group,
    ),
    Rule(
        "standing",
        "entity",
        "Victims or offenders",
        "People whom some claims call victims, and others say had a part in the offence.",
        "An assessment of each person's case.",
        readings.find_standing_conflicts,
        readings.has_standing_reading,
    ),
    Rule(
        "pledge",
        "entity",
        "A pledge and an accusation",
        "A pledge against something that its author is accused of tolerating or having a part in.",
        "What was done since the pledge: prosecutions, convictions, closures.",
        conduct.find_broken_pledges,
        conduct.is_pledge_or_wrong,
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
        "duration",
        "proposition",
        "One statement, two durations",
        "One statement of one speaker that documents print with different durations.",
        "The recording or the written statement itself.",
        strengths.find_duration_conflicts,
    ),
    Rule(
        "days",
        "proposition",
        "One happening, several days",
        "One happening, by its event or by a decision, reported with days that exclude each other.",
        "A record of the day itself.",
        days.find_day_conflicts,
    ),
    Rule(
        "perhaps-one",
        "proposition",
        "Several happenings, or one with its day in doubt",
        "One act reported with days that exclude each other, by sources of which none reports both.",
        "A source that reports both, or a decision that they are one.",
        days.find_possible_duplicates,
    ),
    Rule(
        "dated",
        "claim",
        "Reported before it happened",
        "Something reported as having happened on a day after its document was published.",
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
    return bool(claim.event) and _is_touched("event", claim, context)


def is_entity_affected(claim: Claim, context: RuleContext) -> bool:
    """Return whether a rule over entities must look at a claim."""
    return _is_touched("entity", claim, context)


def list_entity_predicates(ontology: Ontology) -> frozenset[str]:
    """Return the predicates of which a rule over entities looks at claims, but for those about groups.

    Rules over groups of people look at every predicate.
    """
    read = (
        predicate
        for thing in ("exit", "standing")
        for reading in ontology.readings.get(thing, {}).values()
        for predicate in reading.predicates
    )
    wrongs = (p.name for p in ontology.predicates.values() if p.ends[1] == conduct.WRONG)
    return frozenset((*read, *wrongs, "DESCRIBED_AS", "PLEDGED"))


def _is_touched(over: ConflictScope, claim: Claim, context: RuleContext) -> bool:
    return any(rule.over == over and rule.is_touched_by(claim, context) for rule in RULES)
