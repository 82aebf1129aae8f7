"""Over whom a way may lead: what is a link between two entities, and what is none. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from graph.model.ontology import Ontology, load_ontology

NEVER = ("Value", "Document", "Origin", "Claim", "Topic", "Occasion", "Series")
"""Nothing is tied through these, not even nearly: most stand for what is said and where, not for anybody."""
NO_LINK = ("Collective", "GovernmentBody", "Country", "Nationality", "Place")
"""Two facts that meet only in one of these are no link between their other ends, only what comes nearest."""


def walkable(end_labels: Iterable[Collection[str]], *, nearly: bool = False) -> list[str]:
    """The kinds of entity a way between two ends with these labels may lead over.

    Being in one place is no tie; only where an end asked about is a place, other places than countries are
    walked. With `nearly` what is no link is walked, too.
    """
    ontology = load_ontology()
    shut = set(NEVER)
    if not nearly:
        shut |= set(NO_LINK)
        if any("Place" in labels for labels in end_labels):
            shut.discard("Place")
    return [kind for kind in ontology.kinds if not _fits(ontology, kind, shut)]


def _fits(ontology: Ontology, kind: str, shut: Collection[str]) -> bool:
    labels: Sequence[str] = ontology.labels_of(kind)
    return not set(labels).isdisjoint(shut)
