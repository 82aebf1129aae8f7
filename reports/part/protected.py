"""Who may be a victim, and so is told of only on demand."""

from __future__ import annotations

from graph.model.claims import Claim
from graph.model.protected import has_withheld_name
from queries.browse.scope import NameRedactor
from reports.part.closure import Closure


def protected_people(part: Closure) -> set[str]:
    """Persons who may be victims; groups that are only counted are not among them."""
    return {id_ for id_, entity in part.entities.items() if entity.protected and entity.kind == "Person"}


def names_people(claim: Claim, people: set[str], part: Closure) -> bool:
    """Whether a claim names one of these people, in whatever place."""
    named = [claim.subject, claim.object, *(entity for _, entity in claim.roles)]
    named += [speaker.rstrip("?") for speaker in claim.by]
    return any(part.context.canonical(id_) in people or id_ in people for id_ in named)


def names_of_protected(part: Closure) -> NameRedactor:
    """Names and aliases that people who may be victims bear."""
    people = [e for e in part.entities.values() if has_withheld_name(e)]
    return NameRedactor([name for e in people for name in (e.name, *(alias.name for alias in e.aliases))])
