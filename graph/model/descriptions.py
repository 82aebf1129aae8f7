"""One line on each label, relationship type and property of the graph: the texts that `schema` prints.

Kinds of entity and predicates describe themselves in the ontology; this module describes the
rest. Which properties a node can have comes from the records (`graph.store.graph_model`), never
from this table.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from graph.model.ontology import ANY
from graph.model.reference_fields import ENTITY_REFERENCES, OCCASION_REFERENCES

_ENDS: Mapping[str, tuple[str, ...]] = {
    field.relationship: tuple("Entity" if kind == ANY else kind for kind in field.kinds)
    for field in (*ENTITY_REFERENCES, *OCCASION_REFERENCES)
    if field.relationship
}
"""By relationship, the labels that a registry's field leads to."""

Form = Literal["text", "id", "day", "number", "flag", "list"]
"""What a property holds: words, the id of a node, an ISO day as text, a number, true or false, a list."""


class PropertyText(NamedTuple):
    """The form and meaning of a property; `on` lists the labels that have it, where not all do."""

    form: Form
    about: str
    on: tuple[str, ...] = ()


LABELS: Mapping[str, str] = {
    "Scamgraph": "every node of this graph, whatever else it is",
    "Entity": "everything that claims speak about",
    "Claim": "what one passage of a document says: the evidence",
    "Value": "a number or words at the far end of a fact",
    "Figure": "one number of one series, with all the claims that give it",
    "Origin": "the utterance or observation behind one or more claims",
    "Conflict": "a disagreement between claims",
    "Decision": "a recorded judgement, such as that two entities are one",
    "Note": "a remark by a person; never a fact",
    "Lineage": "two documents that print the same text",
    "MergedEntity": "an entity that a decision merged into another",
    "NameKey": "a search key for names (internal)",
    "Meta": "revision and loading state (internal)",
    "Unfinished": "a document whose load has not finished (internal)",
}

ABSTRACT: Mapping[str, str] = {
    "Actor": "people and organisations",
    "Place": "countries, provinces, cities, border crossings, regions",
}
"""Labels above several kinds of entity."""

INTERNAL = frozenset({"NameKey", "Meta", "Unfinished"})
"""Labels that no question needs."""


class StructuralType(NamedTuple):
    """A relationship type of the graph's own structure: its meaning, end labels and properties."""

    about: str
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    properties: tuple[str, ...] = ()
    rolled_up: bool = False


STRUCTURAL: Mapping[str, StructuralType] = {
    "SUBJECT": StructuralType("whom or what a claim is about", ("Claim",), ("Entity", "Claim")),
    "OBJECT": StructuralType("the other end of what a claim says", ("Claim",), ("Entity", "Value", "Claim")),
    "WITH": StructuralType(
        "a further participant in a claim, such as its place", ("Claim",), ("Entity",), ("role",)
    ),
    "SAID_BY": StructuralType(
        "who says a claim; order 0 is who said it first", ("Claim",), ("Entity",), ("order", "open")
    ),
    "ABOUT": StructuralType("the event a claim describes", ("Claim",), ("Event",)),
    "AT_OCCASION": StructuralType("the speech or statement a claim was made in", ("Claim",), ("Occasion",)),
    "IN": StructuralType("the document that holds a claim", ("Claim",), ("Document",)),
    "FROM": StructuralType("the independent origin of a claim", ("Claim",), ("Origin",)),
    "COUNTS": StructuralType("the figure a claim gives", ("Claim",), ("Figure",)),
    "BECAUSE": StructuralType("the claim that another claim gives as its reason", ("Claim",), ("Claim",)),
    "INVOLVES": StructuralType(
        "who took part in an event, and as what", ("Event",), ("Entity",), ("role",), True
    ),
    "AT": StructuralType("where an event happened", ("Event",), ("Entity",), (), True),
    "OF_SERIES": StructuralType("what a figure measures", ("Figure",), ("Series",)),
    "BETWEEN": StructuralType("the claims that disagree, by side", ("Conflict",), ("Claim",), ("side",)),
    "ON": StructuralType("what a note is about", ("Note",), ("Entity", "Claim", "Document")),
    "REPRINTS": StructuralType(
        "a document that prints another's text",
        ("Document",),
        ("Document",),
        ("share", "share_of_earlier", "passages", "direction", "lineage"),
    ),
    "SUPERSEDES": StructuralType(
        "the version a document corrects", ("Document",), ("Document",), ("source",)
    ),
    "SENDING_STATE": StructuralType(
        "the country an embassy represents", ("Embassy",), _ENDS["SENDING_STATE"], ("source",)
    ),
    "SEATED_IN": StructuralType("the city an embassy is in", ("Entity",), _ENDS["SEATED_IN"], ("source",)),
    "PART_OF": StructuralType(
        "the body an organisation belongs to", ("Entity",), _ENDS["PART_OF"], ("source",)
    ),
    "PRINCIPAL": StructuralType("whom a speaker speaks for", ("Entity",), _ENDS["PRINCIPAL"], ("source",)),
    "SPEAKER": StructuralType("who speaks on an occasion", ("Occasion",), _ENDS["SPEAKER"], ("source",)),
    "SAME_AS": StructuralType(
        "the entity that a decision merged this into", ("MergedEntity",), ("Entity",), ("source",)
    ),
    "KEY_OF": StructuralType(
        "the names a search key leads to (internal)", ("NameKey",), ("Entity", "MergedEntity", "Series")
    ),
}

REGISTERED: Mapping[str, str] = {
    "LOCATED_IN": "Also from the registry: the place an entity lies in (with `source`, without `fact`).",
    "PUBLISHED_BY": "Also from the document's record (with `source`, without `fact`).",
    "CREDITS": "Also from the document's record (with `source`, without `fact`).",
}
"""Fact types that the registry or a document's record draws, too."""

NUMBERS: Mapping[str, str] = {
    "count": "people or things counted",
    "amount": "money",
    "share": "a part of a whole",
    "duration": "a length of time",
    "": "the figure",
}

NUMBER_PARTS: Mapping[str, PropertyText] = {
    "value": PropertyText("number", "the number"),
    "low": PropertyText("number", "the lower bound of a range"),
    "high": PropertyText("number", "the upper bound of a range"),
    "words": PropertyText("text", "the number where it is only words, such as dozens"),
    "cmp": PropertyText("text", "how exact it is"),
    "unit": PropertyText("text", "the unit, such as people"),
    "currency": PropertyText("text", "the currency, such as USD"),
    "period": PropertyText("text", "per which period, such as month"),
    "series": PropertyText("id", "the series it belongs to"),
    "of": PropertyText("text", "the whole it is a part of, or which part: some, many, most, all"),
    "adds_to": PropertyText("id", "the claim whose number it comes on top of"),
    "printed_as": PropertyText("text", "the number as a republisher converted it"),
}

_GROUPS = ("Cohort", "Collective", "MergedEntity")
_COHORTS = ("Cohort", "MergedEntity")

PROPERTIES: Mapping[str, PropertyText] = {
    "id": PropertyText("id", "unique id, such as person/chen-zhi"),
    "name": PropertyText("text", "name in English"),
    "kind": PropertyText("text", "narrowest label or type"),
    "key": PropertyText("text", "local key"),
    # entities
    "naming": PropertyText("text", "how it is named"),
    "in_sentence": PropertyText("text", "name inside a sentence; absent where it is the name"),
    "plural": PropertyText("flag", "whether verbs agree with it in the plural"),
    "aliases": PropertyText("list", "other names, in any script"),
    "alias_langs": PropertyText("list", "languages of the aliases, in order"),
    "alias_sources": PropertyText("list", "where each alias stands"),
    "also_known": PropertyText("list", "ids of entities merged into this one"),
    "about": PropertyText("text", "what it is, in a few words"),
    "protected": PropertyText("flag", "a person who may be a victim: the name is withheld"),
    "principal": PropertyText("id", "whom it speaks for", ("Actor", "MergedEntity")),
    "part_of": PropertyText("id", "the body it belongs to", ("Organization", "MergedEntity")),
    "within": PropertyText("id", "the place it lies in (the relationship is LOCATED_IN)"),
    "sending_state": PropertyText("id", "the country it represents", ("Embassy", "MergedEntity")),
    "city": PropertyText("id", "the city it is in", ("Embassy", "MergedEntity")),
    "nationality": PropertyText("id", "such as nationality/indonesian", _GROUPS),
    "window_edtf": PropertyText("text", "the period in which the group was counted (EDTF)", _COHORTS),
    "window_from": PropertyText("day", "first day of that period", _COHORTS),
    "window_to": PropertyText("day", "last day of that period", _COHORTS),
    "window_known": PropertyText("text", "how that period is known", _COHORTS),
    "document": PropertyText("id", "the document it is from"),
    "iso": PropertyText("text", "ISO 3166 code", ("Place", "MergedEntity")),
    "lat": PropertyText("number", "latitude, WGS 84"),
    "lon": PropertyText("number", "longitude, WGS 84"),
    "precision": PropertyText("text", "what the point means"),
    "source": PropertyText("text", "where this is taken from"),
    "note": PropertyText("text", "a remark"),
    # occasions and series
    "speakers": PropertyText("list", "ids of the speakers"),
    "channel": PropertyText("text", "how it was said, such as statement"),
    "when_edtf": PropertyText("text", "when it happened (EDTF)"),
    "when_from": PropertyText("day", "first day it can mean"),
    "when_to": PropertyText("day", "last day it can mean"),
    "when_known": PropertyText("text", "how the time is known: stated, or inferred"),
    "place": PropertyText("id", "where it happened"),
    "measures": PropertyText("text", "what is measured; series with the same are compared"),
    "scope": PropertyText("text", "what the series covers"),
    # documents
    "title": PropertyText("text", "our label for the document, not its headline"),
    "label": PropertyText("text", "the same as title"),
    "published": PropertyText("text", "when it was published (EDTF)"),
    "published_edtf": PropertyText("text", "the same as published"),
    "published_from": PropertyText("day", "first day the publication can mean"),
    "published_to": PropertyText("day", "last day the publication can mean"),
    "published_known": PropertyText("text", "how the publication date is known"),
    "publisher": PropertyText("id", "the outlet, or unknown"),
    "author": PropertyText("text", "who wrote it, or unknown"),
    "agency": PropertyText("id", "the news agency credited, or unknown"),
    "url": PropertyText("text", "web address, or unknown"),
    "archived_url": PropertyText("text", "address of an archived copy, or unknown"),
    "language": PropertyText("text", "language code, or unknown"),
    "retrieved": PropertyText("text", "when it was retrieved, or unknown"),
    "supersedes": PropertyText("id", "the version it corrects"),
    "retracted_on": PropertyText("day", "the day the publisher withdrew it"),
    "retracted_why": PropertyText("text", "why the publisher withdrew it"),
    "text_sha256": PropertyText("text", "SHA-256 of the whole text"),
    "length": PropertyText("number", "length of the text in code points"),
    "coded_by": PropertyText("list", "who recorded its claims"),
    "coded_on": PropertyText("list", "the days on which they were recorded"),
    "furniture": PropertyText("list", "spans left out as page furniture"),
    "protected_at": PropertyText("list", "spans of the text that name people who may be victims"),
    # claims
    "says": PropertyText("text", "the statement in our words: of a fact, that of one of its claims"),
    "statement_rank": PropertyText("text", "the claim with the least rank gives its fact its statement"),
    "subject": PropertyText("id", "id of the subject"),
    "predicate": PropertyText("text", "the predicate, such as ARRESTED"),
    "predicate_class": PropertyText("text", "the group the predicate belongs to"),
    "relation": PropertyText("text", "relationship type of its fact, before NOT_"),
    "object": PropertyText("id", "id of the object"),
    "fact": PropertyText("id", "the fact it supports; on a relationship, the key to its claims"),
    "proposition": PropertyText("id", "what its fact shares with other happenings, if there are others"),
    "section": PropertyText("text", "part of the document it stands in"),
    "start": PropertyText("number", "first code point of the passage"),
    "end": PropertyText("number", "code point after the passage"),
    "sha256": PropertyText("text", "SHA-256 of the passage"),
    "also": PropertyText("list", "further spans that support the reading"),
    "verb": PropertyText("text", "the verb of the passage"),
    "text": PropertyText("text", "words of our own, where the object is words"),
    "roles": PropertyText("list", "further participants, each as role=id"),
    "event": PropertyText("id", "the event it describes"),
    "by": PropertyText("list", "ids of the speakers, the first speaker first"),
    "occasion": PropertyText("id", "the speech or statement it was made in"),
    "modality": PropertyText("text", "how sure the speaker is"),
    "polarity": PropertyText("text", "whether it affirms or denies"),
    "standing": PropertyText("text", "fact, accusation, proceeding or finding"),
    "hedge": PropertyText("text", "softening words, such as reportedly"),
    "quoted": PropertyText("text", "whether the passage is direct speech"),
    "unstated": PropertyText("list", "roles that nobody is named for"),
    "inferred": PropertyText("list", "what is read by inference, each as field=why"),
    "because": PropertyText("list", "ids of the claims given as reasons"),
    "why": PropertyText("text", "why the passage is longer than usual"),
    "voice": PropertyText("id", "who speaks if nobody is named: agency, publisher or document"),
    "figures": PropertyText("list", "ids of its figures"),
    "origin": PropertyText("id", "id of its independent origin"),
    "origin_why": PropertyText("text", "why it counts as that origin"),
    # roll-ups
    "claims": PropertyText("number", "claims that affirm it"),
    "documents": PropertyText("number", "documents that affirm it"),
    "origins": PropertyText("number", "independent origins that affirm it"),
    "denials": PropertyText("number", "claims that deny it"),
    "denial_origins": PropertyText("number", "independent origins that deny it"),
    "asserted": PropertyText("flag", "true if a claim states it without hedge and it is no accusation"),
    "hedged": PropertyText("flag", "true if every affirming claim is hedged"),
    "said_by": PropertyText("list", "names of the first three speakers"),
    "verbs": PropertyText("list", "the verbs of its claims"),
    "happened_from": PropertyText("day", "first day it can have happened"),
    "happened_to": PropertyText("day", "last day it can have happened"),
    "first_published": PropertyText("day", "first day of the earliest publication"),
    "last_published": PropertyText("day", "last day of the latest publication"),
    # relationships
    "role": PropertyText("text", "the part it has, such as victim or place"),
    "order": PropertyText("number", "0 for who said it first, then who passed it on"),
    "open": PropertyText("flag", "true if the text leaves the speaker open"),
    "side": PropertyText("number", "the side of the conflict"),
    "share": PropertyText("number", "part of the later document's words, 0 to 1"),
    "share_of_earlier": PropertyText("number", "part of the earlier document's words, 0 to 1"),
    "passages": PropertyText("list", "the passages both print"),
    "direction": PropertyText("text", "how it is known which came first"),
    "lineage": PropertyText("id", "the lineage entry behind it"),
    # origins, conflicts, decisions, notes, lineage
    "statement": PropertyText("text", "the statement the origin stands for"),
    "explanation": PropertyText("text", "what the claims disagree on"),
    "settles": PropertyText("text", "what would settle it"),
    "ask": PropertyText("text", "who could be asked about it"),
    "judgement": PropertyText("text", "what a person decided"),
    "judged_by": PropertyText("text", "who judged the conflict"),
    "judged_on": PropertyText("day", "the day it was judged"),
    "judged_why": PropertyText("text", "the reason given"),
    "items": PropertyText("list", "ids of what is decided"),
    "reason": PropertyText("text", "the reason given"),
    "on": PropertyText("day", "the day of the decision"),
    "withdrawn_on": PropertyText("day", "the day the decision was withdrawn"),
    "withdrawn_why": PropertyText("text", "why it was withdrawn"),
    "target": PropertyText("id", "what the note is about"),
    "written": PropertyText("day", "the day it was written"),
    "link": PropertyText("text", "a web address"),
    "a": PropertyText("id", "one document"),
    "b": PropertyText("id", "the other document"),
    "share_a": PropertyText("number", "part of the first one's words, 0 to 1"),
    "share_b": PropertyText("number", "part of the second one's words, 0 to 1"),
    "text_a": PropertyText("text", "SHA-256 of the first text compared"),
    "text_b": PropertyText("text", "SHA-256 of the second text compared"),
    "stands": PropertyText("text", "the judgement that holds after decisions"),
    "family": PropertyText("text", "the group of documents that print one story"),
    # internal
    "head": PropertyText("text", "first part of the key"),
    "mid": PropertyText("text", "middle part of the key"),
    "tail": PropertyText("text", "last part of the key"),
    "format": PropertyText("number", "how the version that wrote the graph keeps it"),
    "graph": PropertyText("text", "a word drawn at the first write: it tells graphs in one place apart"),
    "revision": PropertyText("number", "write transactions so far"),
    "loading": PropertyText("text", "the load that has not finished"),
    "loading_files": PropertyText("list", "the files of that load"),
    "recorded_revision": PropertyText("number", "the revision at which the last finished load was recorded"),
    "recorded_labels": PropertyText("list", "how many nodes of each label there were then, as LABEL=NUMBER"),
    "recorded_facts": PropertyText("number", "how many facts there were then"),
    "recorded_digest": PropertyText("text", "the digest of the graph then"),
    "owner": PropertyText("text", "the running load that holds the lock, if any"),
    "holder": PropertyText("text", "what is loaded, since when, and by which process, as JSON"),
    "expires": PropertyText("number", "when the lock expires, in milliseconds since 1970"),
    "turn": PropertyText("number", "how often a load has asked for the lock"),
}  # fmt: skip

OVERRIDES: Mapping[tuple[str, str], PropertyText] = {
    ("Conflict", "about"): PropertyText("id", "the proposition, series, event or claim it was found in"),
    ("Decision", "about"): PropertyText("text", "what kind of thing is decided"),
    ("Decision", "by"): PropertyText("text", "who decided"),
    ("Note", "by"): PropertyText("text", "who wrote it"),
    ("Claim", "title"): PropertyText("text", "the job title, where the object is one"),
    ("Origin", "source"): PropertyText("id", "the occasion, speaker, lineage or document behind it"),
    ("Series", "unit"): PropertyText("text", "the unit its figures are in"),
    ("Document", "name"): PropertyText("text", "the same as title"),
    ("Figure", "window_from"): PropertyText("day", "first day of the period it covers"),
    ("Figure", "window_to"): PropertyText("day", "last day of the period it covers"),
    ("Event", "happened_from"): PropertyText("day", "first day that an affirming claim gives"),
    ("Event", "happened_to"): PropertyText("day", "last day that an affirming claim gives"),
    ("Unfinished", "of"): PropertyText("id", "the document"),
    ("Lineage", "passages"): PropertyText("list", "the passages both print, with digests"),
}
"""Properties that mean something else on one label."""

VALUES: Mapping[str, str] = {
    "modality": "how sure the speaker of a claim is; the strongest one, on a fact",
    "polarity": "whether a claim affirms or denies what it says",
    "standing": "what kind of statement a predicate makes",
    "section": "the part of a document that a claim stands in",
    "predicate_class": "groups of predicates, by what they assert",
    "predicate": "what a claim says of its subject",
    "relation": "the relationship type of a claim's fact, before NOT_",
    "naming": "how an entity is named",
    "quoted": "whether a claim is direct speech",
    "kind": "the narrowest label of an entity, or the type of another node",
    "judgement": "what a person decided",
    "stands": "whether two documents count as printing the same text",
    "cmp": "how exact a number is: count_cmp, amount_cmp, share_cmp, duration_cmp",
    "role": "the part that somebody has in an event or claim",
    "direction": "how it is known which of two printings came first",
}
"""Properties with a closed list of values."""
