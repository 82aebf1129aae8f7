"""Build the lookups of the rules, for a graph that is read or written."""

from __future__ import annotations

from collections.abc import Callable

from graph.model.ontology import load_ontology
from graph.rules.context import RuleContext
from graph.store.speaker_cache import SpeakerCache


def build_context(canonical: Callable[[str], str], speakers: SpeakerCache) -> RuleContext:
    """Build the lookups of the rules; `canonical` maps an id to the id that it is decided to be."""
    passages = speakers.passages
    return RuleContext(
        canonical,
        speakers.find_principal,
        speakers.find_name,
        passages.find_family,
        load_ontology(),
        passages.find_kin,
        speakers.is_generic,
    )
