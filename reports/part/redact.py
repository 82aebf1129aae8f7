"""Redaction of a part of the graph: no individuals who may be victims, and none of their names."""

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
from reports.part.closure import Closure, derive_closure
from reports.part.closure_reader import list_referenced_claims
from reports.part.protected import collect_protected_names, find_protected_people, has_protected_people

S = TypeVar("S", bound=msgspec.Struct)


class RedactedPart(NamedTuple):
    """A part and what was left out of it; `left_out` is empty if the part is complete."""

    part: Closure
    left_out: tuple[str, ...]


def redact_part(part: Closure) -> RedactedPart:
    """Remove claims that name an individual who may be a victim, and remove withheld names."""
    people = find_protected_people(part)
    dropped = {claim.id for claim in part.claims.values() if has_protected_people(claim, people, part)}
    dropped = _add_referencing(part.claims.values(), dropped)
    borne = any(has_withheld_name(entity) for entity in part.entities.values())
    if not dropped and not borne and not people:
        return RedactedPart(part, ())
    names = collect_protected_names(part)
    records = part.records
    redacted = replace(
        records,
        claims=tuple(_redact_names(claim, names) for claim in records.claims if claim.id not in dropped),
        entities=tuple(_redact_entity(entity, names) for entity in records.entities),
        notes=tuple(_redact_names(note, names) for note in records.notes if note.on not in people | dropped),
        decisions=tuple(_redact_names(decision, names) for decision in records.decisions),
        series=tuple(_redact_names(entry, names) for entry in records.series),
        occasions=tuple(_redact_names(occasion, names) for occasion in records.occasions),
    )
    left_out = []
    if dropped:
        left_out.append(
            f"{len(dropped):,} claims that name single people who may be victims, or speak of such"
        )
    if people:
        left_out.append("names, aliases and descriptions of people who may be victims")
    return RedactedPart(derive_closure(redacted), tuple(left_out))


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
