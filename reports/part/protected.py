"""People who may be victims, and whom reports show only on request."""

from __future__ import annotations

from graph.model.claims import Claim
from graph.model.protected import has_withheld_name
from queries.browse.scope import NameRedactor
from reports.part.closure import Closure


def find_protected_people(part: Closure) -> set[str]:
    """Return persons who may be victims; groups that are only counted are not among them."""
    return {id_ for id_, entity in part.entities.items() if entity.protected and entity.kind == "Person"}


def has_protected_people(claim: Claim, people: set[str], part: Closure) -> bool:
    """Return whether a claim names one of these people, in any place."""
    named = [claim.subject, claim.object, *(entity for _, entity in claim.roles)]
    named += [speaker.rstrip("?") for speaker in claim.by]
    return any(part.context.canonical(id_) in people or id_ in people for id_ in named)


def collect_protected_names(part: Closure) -> NameRedactor:
    """Return the names and aliases of people who may be victims."""
    people = [entity for entity in part.entities.values() if has_withheld_name(entity)]
    return NameRedactor(
        [name for entity in people for name in (entity.name, *(alias.name for alias in entity.aliases))]
    )
