"""What the rules look up, from a graph that is read or written."""

from __future__ import annotations

from collections.abc import Callable

from graph.model.ontology import load_ontology
from graph.rules.context import Context
from graph.store.speaker_cache import Speakers


def build_context(canonical: Callable[[str], str], speakers: Speakers) -> Context:
    """Build what the rules look up; `canonical` gives for an id the one that it is decided to be."""
    passages = speakers.passages
    return Context(
        canonical,
        speakers.principal,
        speakers.name,
        passages.family,
        load_ontology(),
        passages.kin,
        speakers.generic,
    )
