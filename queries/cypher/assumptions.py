"""Hints for unknown names: what people and language models expect in the graph, and where it is."""

from __future__ import annotations

from collections.abc import Mapping

_SPEAKERS = "Speakers are entities: (:Claim)-[:SAID_BY]->(speaker)."
_DOCUMENTS = "Articles are (:Document); outlets are (:Media)."
_SITES = "Scam sites are (:Compound); sites mentioned together are (:Collective)."
_PLACES = "Places are (:Place), such as (:Country) and (:City), reached by [:LOCATED_IN]."
_CLAIMS = "What a passage says is a (:Claim), with `says`, `modality`, `polarity` and `standing`."
_VICTIMS = (
    "Victims are (:Person), (:Cohort) or (:Collective): see [:VICTIM_OF], [:WAS_TRAFFICKED], [:WAS_FORCED]."
)
_GROUPS = "People counted together are (:Cohort); others are (:Collective) or (:CriminalNetwork)."
_STATE = "Ministries, agencies and governments are (:GovernmentBody)."
_NUMBERS = "Numbers are (:Figure), or on claims and values: `count_value`, `amount_value`, `share_value`."
_CONFLICTS = "Disagreements are (:Conflict)-[:BETWEEN]->(:Claim); a claim that denies has `polarity` 'deny'."
_DAYS = "Days are properties: `happened_from` of facts and events, `when_from` of claims, `published_from`."
_REPORTED = "Claims lead to documents by (:Claim)-[:IN]->(:Document), and to speakers by [:SAID_BY]."
_MENTIONS = "Claims name entities by [:SUBJECT], [:OBJECT], [:WITH] and [:ABOUT]."
_LED = "Who heads or runs a body: [:HEADS], [:RUNS], [:HOLDS_POSITION]."
_LEFT = "Leaving, fleeing and escaping are [:LEFT]; see also [:ATTEMPTED_ESCAPE], [:RELEASED], [:RESCUED]."
_ACCUSED = "Accusations: [:ACCUSED], [:SUSPECTED_OF], [:COMPLICIT_IN], [:INDICTED], [:CHARGE_CONTENT]."
_WORKS = "Posts are [:HOLDS_POSITION]; work at a site is [:WORKED_AT]; numbers employed are [:EMPLOYS]."
_NATIONALITY = "Nationality is (:Cohort)-[:HAS_NATIONALITY]->(:Nationality), or `nationality` on a (:Cohort)."
_EVENTS = "Who took part in an event: (:Event)-[:INVOLVES]->(who); where it was: (:Event)-[:AT]->(:Place)."
_DETENTION = "Holding people is [:HELD], [:DETAINED], and without a named agent [:WAS_HELD], [:WAS_DETAINED]."

_LABELS: Mapping[str, str] = {
    _SPEAKERS: "speaker spokesperson witness commentator",
    _DOCUMENTS: "article newsarticle source publication publisher outlet newspaper story",
    _SITES: "scam scamcompound scamcenter scamcentre scamsite site scamhub scamcity",
    _PLACES: "location address town district state",
    _CLAIMS: "statement quote assertion evidence allegation accusation denial passage",
    _VICTIMS: "victim survivor traffickedperson",
    _GROUPS: "group gang syndicate crimesyndicate scamsyndicate scammer criminal network",
    _STATE: "government ministry agency authority official",
    _NUMBERS: "number statistic count amount money quantity",
    _CONFLICTS: "contradiction disagreement dispute",
    _DAYS: "date time day year",
    "Facts are relationships, such as (:Person)-[:HEADS]->(:Organization).": "fact relationship relation",
    "A crime or method is a (:Topic).": "crime industry method law scamtype",
    "A job title is a (:Value) reached by [:HOLDS_POSITION].": "position role title job",
}
_TYPES: Mapping[str, str] = {
    _PLACES: "WITHIN LOCATED_AT IN_COUNTRY IS_IN LOCATION SITUATED_IN BASED_IN",
    _REPORTED: (
        "SAYS SAID REPORTED_BY REPORTS SOURCE HAS_SOURCE CLAIMED_BY CITED_IN FROM_DOCUMENT STATED_IN "
        "SUPPORTED_BY EVIDENCE QUOTED_IN MADE MAKES CLAIMS"
    ),
    _MENTIONS: "MENTIONS MENTIONED_IN REFERS_TO HAS_CLAIM HAS_SUBJECT HAS_OBJECT",
    _LED: (
        "LEADS HEAD_OF LEADER_OF CEO_OF CHAIRMAN_OF FOUNDED FOUNDER_OF MANAGES OPERATES OPERATED_BY OWNS "
        "OWNED_BY CONTROLS RUN_BY LED CHAIRS"
    ),
    _LEFT: "FLED ESCAPED ESCAPED_FROM LEFT_FROM FREED EXITED FREED_FROM RESCUED_FROM",
    _ACCUSED: "ACCUSED_OF ACCUSES ALLEGED CHARGED_WITH INDICTED_FOR SUSPECTED",
    _WORKS: "WORKS_FOR WORKS_AT EMPLOYED_BY MEMBER_OF HAS_ROLE HAS_POSITION POSITION",
    _NATIONALITY: "NATIONALITY CITIZEN_OF NATIONAL_OF",
    _EVENTS: (
        "PARTICIPATED_IN PARTICIPANT TOOK_PART_IN HAPPENED_AT OCCURRED_AT OCCURRED_IN HAPPENED_IN "
        "INVOLVED HAS_PARTICIPANT"
    ),
    _CONFLICTS: "CONTRADICTS CONFLICTS_WITH DENIED DENIES DENIED_BY DISPUTED_BY",
    _DETENTION: "IMPRISONED HELD_AT HELD_IN DETAINED_AT DETAINED_IN",
    _DAYS: "ON_DATE HAPPENED_ON DATE OCCURRED_ON",
    "Which numbers give one figure: (:Claim)-[:COUNTS]->(:Figure)-[:OF_SERIES]->(:Series).": (
        "HAS_NUMBER HAS_FIGURE MEASURES COUNT"
    ),
    "An arrest without a named agent is [:WAS_ARRESTED]; with one it leads from the agent: [:ARRESTED].": (
        "ARRESTED_BY ARRESTED_IN ARREST"
    ),
    "Deportation leads from the state to the person: [:DEPORTED], [:WAS_DEPORTED], [:WAS_EXTRADITED].": (
        "DEPORTED_TO EXTRADITED_TO DEPORTED_BY EXTRADITED_BY"
    ),
    "Sanctions lead from the state: [:SANCTIONED].": "SANCTIONED_BY IMPOSED_SANCTIONS_ON",
    "Documents: [:PUBLISHED_BY], [:CREDITS], [:AUTHORED_BY].": "WRITTEN_BY PUBLISHED AUTHOR PUBLISHED_IN",
    "Reprints are (:Document)-[:REPRINTS]->(:Document).": (
        "COPIED_FROM REPUBLISHED SAME_TEXT_AS DERIVED_FROM"
    ),
    "Whom a speaker speaks for is [:PRINCIPAL]; what a body belongs to is [:PART_OF].": (
        "SPEAKS_FOR REPRESENTS BELONGS_TO AFFILIATED_WITH SUBSIDIARY_OF"
    ),
}
_PROPERTIES: Mapping[str, str] = {
    "A claim's words, in ours, are `says`; the source's own words are not stored.": (
        "text quote content statement sentence description summary body"
    ),
    "A name is `name`; a document's is `title`.": "label title headline full_name fullname displayname",
    _DAYS: (
        "date year time day timestamp start_date end_date publication_date happened when occurred since "
        "publishedat published_date pub_date happened_on start end"
    ),
    _NUMBERS: "number count amount value size total victims quantity population",
    _REPORTED: "source sources article speaker outlet url",
    "How sure a speaker is: `modality`; whether it may be told as a fact: `asserted`.": (
        "confidence certainty status verified alleged truth"
    ),
    "Independent origins are `origins`; documents are `documents`.": (
        "independent_sources source_count num_sources weight support"
    ),
    _NATIONALITY: "nationality citizenship country_of_origin",
    _PLACES: "country location city_name province address region",
    _LED: "position role job occupation operator owner leader",
    "Age is [:AGED], birthplace [:BORN_IN].": "age born birthdate birth_date birthplace",
    "The type of an entity is its label, or `kind`.": "type category class",
}
"""Each hint with the names that people write for it."""


def _build_index(table: Mapping[str, str]) -> dict[str, str]:
    return {_normalise(word): hint for hint, words in table.items() for word in words.split()}


def _normalise(word: str) -> str:
    return word.replace("_", "").lower()


_HINTS = {
    "label": _build_index(_LABELS),
    "relationship type": _build_index(_TYPES),
    "property": _build_index(_PROPERTIES),
}


def find_hint(what: str, name: str) -> str:
    """Return where to find what `name` means, "" if there is no hint for it.

    `what` is "label", "relationship type" or "property".
    """
    normalised = _normalise(name)
    hints = _HINTS[what]
    return hints.get(normalised) or hints.get(normalised.removesuffix("s"), "")


def list_hints() -> list[str]:
    """Return every hint, to be tested against the schema."""
    return sorted({hint for hints in _HINTS.values() for hint in hints.values()})
