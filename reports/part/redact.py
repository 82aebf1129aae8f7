"""Redaction of a part of the graph: no individuals who may be victims, and none of their names."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import replace
from typing import NamedTuple, TypeVar

import msgspec

from graph.model.claims import Claim
from graph.model.export_records import WITHHELD
from graph.model.protected import has_withheld_name
from graph.model.records import EntityEntry
from queries.browse.scope import NameRedactor
from reports.part.closure import Closure, Records, derive_closure
from reports.part.closure_reader import list_referenced_claims
from reports.part.protected import collect_protected_names, find_protected_people, has_protected_people

S = TypeVar("S", bound=msgspec.Struct)


class RedactedPart(NamedTuple):
    """A part without individuals who may be victims, and how many claims were withheld."""

    part: Closure
    withheld_claims: int


def redact_part(part: Closure) -> RedactedPart:
    """Remove claims that name an individual who may be a victim, and remove withheld names."""
    people = find_protected_people(part)
    withheld = find_withheld_claims(part)
    has_names = any(has_withheld_name(entity) for entity in part.entities.values())
    if not withheld and not has_names and not people:
        return RedactedPart(part, 0)
    return RedactedPart(derive_closure(redact_records(part, withheld)), len(withheld))


def find_withheld_claims(part: Closure) -> set[str]:
    """Return the claims that name an individual who may be a victim, and those that refer to one of them."""
    people = find_protected_people(part)
    withheld = {claim.id for claim in part.claims.values() if has_protected_people(claim, people, part)}
    return _add_referencing(part.claims.values(), withheld)


def redact_records(part: Closure, withheld: Set[str]) -> Records:
    """Return the records of a part without these claims, and without withheld names."""
    names, records = collect_protected_names(part), part.records
    left_out = find_protected_people(part) | withheld
    return replace(
        records,
        claims=tuple(_redact_names(claim, names) for claim in records.claims if claim.id not in withheld),
        entities=tuple(_redact_entity(entity, names) for entity in records.entities),
        notes=tuple(_redact_names(note, names) for note in records.notes if note.on not in left_out),
        decisions=tuple(_redact_names(decision, names) for decision in records.decisions),
        series=tuple(_redact_names(entry, names) for entry in records.series),
        occasions=tuple(_redact_names(occasion, names) for occasion in records.occasions),
    )


def describe_redaction(part: Closure, withheld_claims: int) -> tuple[str, ...]:
    """Describe what is left out of a redacted part; nothing if it is complete."""
    reasons = []
    if withheld_claims:
        reasons.append(
            f"{withheld_claims:,} claims that name single people who may be victims, or speak of such"
        )
    if find_protected_people(part):
        reasons.append("names, aliases and descriptions of people who may be victims")
    return tuple(reasons)


def has_redacted_names(part: Closure) -> bool:
    """Return whether the name of someone who may be a victim was removed from these records."""
    return any(entity.protected and entity.name == WITHHELD for entity in part.entities.values())


def _add_referencing(claims: Iterable[Claim], dropped: set[str]) -> set[str]:
    claim_list, reached = list(claims), set(dropped)
    while more := {
        claim.id
        for claim in claim_list
        if claim.id not in reached and not reached.isdisjoint(list_referenced_claims(claim))
    }:
        reached |= more
    return reached


def _redact_entity(entity: EntityEntry, names: NameRedactor) -> EntityEntry:
    if not entity.protected or entity.kind != "Person":
        return _redact_names(entity, names)
    return EntityEntry(
        id=entity.id,
        kind=entity.kind,
        name=WITHHELD,
        naming=entity.naming,
        protected=True,
        source=entity.source,
    )


def _redact_names(record: S, names: NameRedactor) -> S:
    """Return a record with withheld names removed from its text; ids stay."""
    return msgspec.convert(names.redact(msgspec.to_builtins(record)), type(record))
