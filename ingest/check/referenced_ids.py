"""The ids that files refer to, which must be known before the files can be checked."""

from __future__ import annotations

from collections.abc import Iterator

from graph.model.records import ClaimEntry, Dossier, End, EntityEntry, Registry
from graph.model.reference_fields import DOCUMENT_REFERENCES, ENTITY_REFERENCES, list_field_names
from ingest.files.contents import Contents

_ENTITY_FIELDS = (*list_field_names(ENTITY_REFERENCES), "document")
_DOCUMENT_FIELDS = ("id", *list_field_names(DOCUMENT_REFERENCES), "supersedes")


def find_referenced_ids(contents: Contents) -> set[str]:
    """Return every id of an entity, occasion, series or document that files name, defined there or not."""
    ids: set[str] = set()
    for located in contents.dossiers:
        ids.update(_iter_dossier_ids(located.dossier))
    for registry in contents.registries:
        ids.update(_iter_registry_ids(registry.record))
    for lineages in contents.lineages:
        ids.update(id_ for entry in lineages.record.lineages for id_ in (entry.a, entry.b))
    for decisions in contents.decisions:
        ids.update(item for decision in decisions.record.decisions for item in decision.items)
    for notes in contents.notes:
        ids.update(note.on for note in notes.record.notes)
    ids.discard("")
    return ids


def _iter_dossier_ids(dossier: Dossier) -> Iterator[str]:
    yield from (getattr(dossier.document, name) for name in _DOCUMENT_FIELDS)
    for claim in dossier.claims:
        yield from _iter_claim_ids(claim)


def _iter_claim_ids(claim: ClaimEntry) -> Iterator[str]:
    yield from (claim.place, claim.event, claim.occasion)
    yield from (speaker.rstrip("?") for speaker in claim.by)
    yield from _iter_end_ids(claim.subject)
    yield from _iter_end_ids(claim.object)
    for role_ids in claim.roles.values():
        yield from [role_ids] if isinstance(role_ids, str) else role_ids
    for quantity in (claim.count, claim.amount, claim.share, claim.duration):
        if quantity is not None:
            yield quantity.series
            yield quantity.adds_to
            if isinstance(quantity.of, str):
                yield quantity.of


def _iter_end_ids(ends: str | End | list[str | End] | None) -> Iterator[str]:
    for end in ends if isinstance(ends, list) else [ends]:
        if isinstance(end, str):
            yield end


def _iter_registry_ids(registry: Registry) -> Iterator[str]:
    for entity in registry.entities:
        yield from _iter_entity_ids(entity)
    for occasion in registry.occasions:
        yield from (occasion.id, occasion.place, *occasion.speakers)


def _iter_entity_ids(entity: EntityEntry) -> Iterator[str]:
    yield entity.id
    yield from (getattr(entity, name) for name in _ENTITY_FIELDS)
