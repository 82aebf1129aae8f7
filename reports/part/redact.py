"""A part of the graph without single people who may be victims, and without the names such people bear."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple, TypeVar

import msgspec

from graph.model.claims import Claim
from graph.model.export_records import WITHHELD
from graph.model.protected import has_withheld_name
from graph.model.records import EntityEntry
from queries.browse.scope import NameRedactor
from reports.part.closure import Closure, closed
from reports.part.closure_reader import spoken_of
from reports.part.protected import names_of_protected, names_people, protected_people

S = TypeVar("S", bound=msgspec.Struct)


class Reduced(NamedTuple):
    """A part, and what was left out of it; nothing where it is whole."""

    part: Closure
    left_out: tuple[str, ...]


def reduced(part: Closure) -> Reduced:
    """The part without claims that name a single person who may be a victim, and without withheld names."""
    people = protected_people(part)
    dropped = {claim.id for claim in part.claims.values() if names_people(claim, people, part)}
    dropped = _with_those_that_speak_of(part.claims.values(), dropped)
    borne = any(has_withheld_name(entity) for entity in part.entities.values())
    if not dropped and not borne and not people:
        return Reduced(part, ())
    names = names_of_protected(part)
    records = part.records
    kept = replace(
        records,
        claims=tuple(_without(claim, names) for claim in records.claims if claim.id not in dropped),
        entities=tuple(_entity(entity, names) for entity in records.entities),
        notes=tuple(_without(note, names) for note in records.notes if note.on not in people | dropped),
        decisions=tuple(_without(decision, names) for decision in records.decisions),
        series=tuple(_without(one, names) for one in records.series),
        occasions=tuple(_without(occasion, names) for occasion in records.occasions),
    )
    told = []
    if dropped:
        told.append(f"{len(dropped):,} claims that name single people who may be victims, or speak of such")
    if people:
        told.append("names, aliases and descriptions of people who may be victims")
    return Reduced(closed(kept), tuple(told))


def _with_those_that_speak_of(claims: Iterable[Claim], dropped: set[str]) -> set[str]:
    held, found = list(claims), set(dropped)
    while more := {c.id for c in held if c.id not in found and not found.isdisjoint(spoken_of(c))}:
        found |= more
    return found


def _entity(entity: EntityEntry, names: NameRedactor) -> EntityEntry:
    if not entity.protected or entity.kind != "Person":
        return _without(entity, names)
    return EntityEntry(
        id=entity.id,
        kind=entity.kind,
        name=WITHHELD,
        naming=entity.naming,
        protected=True,
        source=entity.source,
    )


def _without(record: S, names: NameRedactor) -> S:
    """A record with withheld names taken out of its text; ids stay."""
    return msgspec.convert(names.redact(msgspec.to_builtins(record)), type(record))
