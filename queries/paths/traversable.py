"""The kinds of entity that a path may lead over: which link two entities, and which do not. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from graph.model.ontology import Ontology, load_ontology

NEVER = ("Value", "Document", "Origin", "Claim", "Topic", "Occasion", "Series")
"""No path leads through these, not even a nearest one: most describe statements and sources, not actors."""
NO_LINK = ("Collective", "GovernmentBody", "Country", "Nationality", "Place")
"""Two facts that meet only in one of these do not link their other ends; they make a nearest path at most."""


def list_traversable_kinds(end_labels: Iterable[Collection[str]], *, nearly: bool = False) -> list[str]:
    """List the kinds of entity that a path between two ends with these labels may lead over.

    Being in one place ties nobody: places other than countries are traversed only if an end is a
    place. With `nearly`, NO_LINK kinds are traversed, too.
    """
    ontology = load_ontology()
    shut = set(NEVER)
    if not nearly:
        shut |= set(NO_LINK)
        if any("Place" in labels for labels in end_labels):
            shut.discard("Place")
    return [kind for kind in ontology.kinds if not _has_label(ontology, kind, shut)]


def _has_label(ontology: Ontology, kind: str, shut: Collection[str]) -> bool:
    labels: Sequence[str] = ontology.list_labels(kind)
    return not set(labels).isdisjoint(shut)
