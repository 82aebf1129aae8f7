"""How a claim reads a thing that sources read in rival ways, and whom a claim is about. Pure.

The readings are part of the vocabulary (`readings` in `graph/model/ontology.yaml`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from graph.model.claims import Claim
from graph.model.markers import build_markers, split_words
from graph.model.ontology import Ontology
from graph.rules.context import RuleContext
from graph.rules.rollup import UNFULFILLED

GROUPS = ("cohort/", "collective/")
"""Prefixes of the ids of groups of people."""
_NO_PARTY = ("value/", "claim/", "topic/", "place/", "nationality/", "document/", "event/", "series/")
"""Prefixes of ids of things that do and undergo nothing."""


def find_reading(thing: str, claim: Claim, ontology: Ontology) -> str:
    """Return how a claim reads a thing of the vocabulary, "" if it does not speak of it."""
    readings = ontology.readings.get(thing, {})
    if claim.predicate == "DESCRIBED_AS":
        return _match("texts", claim.text, thing, ontology)
    default = next((name for name, words in readings.items() if claim.predicate in words.predicates), "")
    return default and (_match("words", claim.verb, thing, ontology) or default)


def _match(field: str, text: str, thing: str, ontology: Ontology) -> str:
    words = split_words(text)
    for name, reading in ontology.readings[thing].items():
        markers = getattr(reading, field)
        if markers and build_markers(markers).has_match(words):
            return name
    return ""


def group_by_reading(thing: str, claims: Iterable[Claim], ontology: Ontology) -> dict[str, list[Claim]]:
    """Group by reading the claims that affirm one; in the order of the vocabulary, then of ids."""
    groups: dict[str, list[Claim]] = defaultdict(list)
    for claim in sorted(claims, key=lambda c: c.id):
        if claim.affirms and claim.modality not in UNFULFILLED:
            groups[find_reading(thing, claim, ontology)].append(claim)
    return {name: groups[name] for name in ontology.readings.get(thing, {}) if name in groups}


def find_party(claim: Claim, context: RuleContext) -> str:
    """Return the entity that a claim is about: who undergoes an act, else its subject; "" for none.

    An act without a named agent has as its subject whom it befell.
    """
    predicate = context.ontology.find_predicate(claim.predicate)
    is_acted_on = predicate.ends[1] == "patient" and claim.relation == claim.predicate
    party = claim.object if is_acted_on else claim.subject
    return "" if party.startswith(_NO_PARTY) else context.canonical(party)


def is_group(entity: str) -> bool:
    """Return whether an entity is a group of people."""
    return entity.startswith(GROUPS)
