"""The filters of a path question: predicates in or out, asserted ties, enough origins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from graph.model.errors import InputError
from graph.model.ontology import PREDICATE_CLASSES, load_ontology
from queries.paths.hops import Tie

EVENT_PREDICATES = ("INVOLVES", "AT")
"""Who took part in an event, and where it was: drawn from several facts, so no predicates of claims."""


@dataclass(frozen=True, slots=True)
class PathFilters:
    """The conditions on ties.

    `predicates` are those allowed: by default, all that are not about documents.
    """

    predicates: frozenset[str]
    events: bool = True
    asserted: bool = False
    min_origins: int = 1
    said: tuple[str, ...] = ()

    @property
    def types(self) -> list[str]:
        """The relationship types of facts that may be walked, in alphabetical order."""
        return _list_types(self.predicates)

    def is_allowed(self, tie: Tie) -> bool:
        """Return whether a tie may be used; one without a strength may not."""
        strength = tie.strength
        if (
            strength is None
            or strength.origins < self.min_origins
            or (self.asserted and not strength.asserted)
        ):
            return False
        return self.events if tie.kind == "event" else tie.predicate in self.predicates


@cache
def _list_types(predicates: frozenset[str]) -> list[str]:
    ontology = load_ontology()
    fact_types = set(ontology.fact_types)
    names = {
        name
        for predicate in predicates
        for name in (predicate, ontology.build_relationship_type(predicate, agentless=True))
    }
    return sorted(names & fact_types)


@cache
def _list_predicates() -> frozenset[str]:
    vocabulary = load_ontology().vocabulary.values()
    return frozenset(p.name for p in vocabulary if p.predicate_class != "DOC_META")


def build_default_filters() -> PathFilters:
    """Return filters that allow every fact that is not about a document, and events."""
    return PathFilters(_list_predicates())


def parse_filters(values: Mapping[str, Any]) -> PathFilters:
    """Parse the filters a user gives: predicates or their classes, separated by commas.

    Raises InputError for an unknown predicate (with the nearest), and if nothing is left.
    """
    predicates, events = _list_predicates(), True
    words = []
    if values.get("predicates"):
        predicates, events = _parse_predicates(values["predicates"])
        words.append(f"predicates {values['predicates']}")
    if values.get("without"):
        excluded, no_events = _parse_predicates(values["without"])
        predicates, events = predicates - excluded, events and not no_events
        words.append(f"without {values['without']}")
    if not predicates and not events:
        raise InputError("These filters leave no predicate to walk.", hint="Name others, or leave one out.")
    asserted, least = bool(values.get("asserted")), values.get("min_origins") or 1
    if asserted:
        words.append("asserted only")
    if least > 1:
        words.append(f"at least {least:,} origins")
    return PathFilters(predicates, events, asserted, least, tuple(words))


def _parse_predicates(words: str) -> tuple[frozenset[str], bool]:
    """Parse predicates by name or class, and return whether events are among them."""
    ontology = load_ontology()
    predicates: set[str] = set()
    events = False
    for word in words.split(","):
        name = "_".join(word.upper().replace("-", " ").split())
        if name in EVENT_PREDICATES:
            events = True
        elif name in PREDICATE_CLASSES:
            predicates |= {p.name for p in ontology.vocabulary.values() if p.predicate_class == name}
        elif name:
            predicates.add(_resolve_predicate(name))
    return frozenset(predicates) & _list_predicates(), events


def _resolve_predicate(name: str) -> str:
    """Return a predicate's name. Raises InputError with the nearest for an unknown one."""
    ontology = load_ontology()
    if name in ontology.vocabulary:
        return name
    near = ontology.find_nearest_predicate(name)
    classes = ", ".join(PREDICATE_CLASSES[1:])
    raise InputError(
        f"There is no predicate {name!r}.",
        hint=f"{f'Nearest is {near}. ' if near else ''}Classes are {classes}; INVOLVES and AT are events.",
    )
