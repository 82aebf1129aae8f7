"""Which ties a question about paths may use: predicates in or out, asserted ones, enough origins."""

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
class Filters:
    """What ties must be. `predicates` are those allowed (all that is not about documents, by default)."""

    predicates: frozenset[str]
    events: bool = True
    asserted: bool = False
    min_origins: int = 1
    said: tuple[str, ...] = ()

    @property
    def types(self) -> list[str]:
        """The relationship types of facts that may be walked, in alphabetical order."""
        return _types(self.predicates)

    def keeps(self, tie: Tie) -> bool:
        """Whether a weighed tie may be used."""
        strength = tie.strength
        if (
            strength is None
            or strength.origins < self.min_origins
            or (self.asserted and not strength.asserted)
        ):
            return False
        return self.events if tie.kind == "event" else tie.predicate in self.predicates


@cache
def _types(predicates: frozenset[str]) -> list[str]:
    ontology = load_ontology()
    every = set(ontology.fact_types)
    both = {n for p in predicates for n in (p, ontology.relationship_type(p, agentless=True))}
    return sorted(both & every)


@cache
def _everything() -> frozenset[str]:
    vocabulary = load_ontology().vocabulary.values()
    return frozenset(p.name for p in vocabulary if p.predicate_class != "DOC_META")


def no_filters() -> Filters:
    """Every fact that is not about a document, and events."""
    return Filters(_everything())


def filters_of(values: Mapping[str, Any]) -> Filters:
    """The filters a user gives: predicates or their classes, separated by commas.

    Raises InputError for a predicate that is unknown (the nearest is named), and where nothing is left.
    """
    taken, events = _everything(), True
    said = []
    if values.get("predicates"):
        taken, events = _meant(values["predicates"])
        said.append(f"predicates {values['predicates']}")
    if values.get("without"):
        out, no_events = _meant(values["without"])
        taken, events = taken - out, events and not no_events
        said.append(f"without {values['without']}")
    if not taken and not events:
        raise InputError("These filters leave no predicate to walk.", hint="Name others, or leave one out.")
    asserted, least = bool(values.get("asserted")), values.get("min_origins") or 1
    if asserted:
        said.append("asserted only")
    if least > 1:
        said.append(f"at least {least:,} origins")
    return Filters(taken, events, asserted, least, tuple(said))


def _meant(words: str) -> tuple[frozenset[str], bool]:
    """Predicates by name or class, and whether events are among them."""
    ontology = load_ontology()
    found: set[str] = set()
    events = False
    for word in words.split(","):
        name = "_".join(word.upper().replace("-", " ").split())
        if name in EVENT_PREDICATES:
            events = True
        elif name in PREDICATE_CLASSES:
            found |= {p.name for p in ontology.vocabulary.values() if p.predicate_class == name}
        elif name:
            found.add(_known(name))
    return frozenset(found) & _everything(), events


def _known(name: str) -> str:
    """A predicate's name. Raises InputError with what is like it."""
    ontology = load_ontology()
    if name in ontology.vocabulary:
        return name
    near = ontology.nearest_predicate(name)
    classes = ", ".join(PREDICATE_CLASSES[1:])
    raise InputError(
        f"There is no predicate {name!r}.",
        hint=f"{f'Nearest is {near}. ' if near else ''}Classes are {classes}; INVOLVES and AT are events.",
    )
