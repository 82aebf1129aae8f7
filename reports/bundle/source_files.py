"""A part of the graph as source files: JSON Lines that `scamgraph ingest` loads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from graph.model.claims import Claim
from graph.model.records import ClaimEntry, End, Span, When
from reports.part.closure import Closure

_ENCODE = msgspec.json.Encoder().encode


def encode_source_lines(part: Closure) -> bytes:
    """Encode the registry, decisions, and lineage, then each document with its claims, then notes."""
    return b"".join(_ENCODE(line) + b"\n" for line in _list_lines(part))


def _list_lines(part: Closure) -> Iterator[Any]:
    records = part.records
    for sort, entries in (
        ("entity", records.entities),
        ("occasion", records.occasions),
        ("series", records.series),
        ("decision", records.decisions),
        ("lineage", records.lineages),
    ):
        yield from ({sort: entry} for entry in entries)
    by_document: dict[str, list[Claim]] = {}
    for claim in sorted(records.claims, key=lambda claim: (claim.start, claim.end, claim.key, claim.id)):
        by_document.setdefault(claim.document, []).append(claim)
    keys = {claim.id: claim.key for claim in records.claims}
    for dossier in records.dossiers:
        head = {"document": dossier.document, "coded": dossier.coded}
        yield {**head, "furniture": dossier.furniture} if dossier.furniture else head
        yield from (build_entry(claim, keys) for claim in by_document.get(dossier.document.id, ()))
    yield from ({"note": note} for note in records.notes)


def build_entry(claim: Claim, keys: dict[str, str]) -> ClaimEntry:
    """Build the entry that a claim is built from; `keys` are the labels of the claims it may refer to."""
    numbers: dict[str, Any] = {
        field: msgspec.structs.replace(quantity, adds_to=keys.get(quantity.adds_to, quantity.adds_to))
        for field, quantity in claim.numbers
    }
    roles: dict[str, list[str]] = {}
    for role, entity in claim.roles:
        roles.setdefault(role, []).append(entity)
    return ClaimEntry(
        key=claim.key,
        section=claim.section,  # type: ignore[arg-type]
        says=claim.says,
        subject=End(claim=keys[claim.subject]) if claim.subject.startswith("claim/") else claim.subject,
        predicate=claim.predicate,
        verb=claim.verb,
        object=_build_object(claim, keys),
        at=Span(claim.start, claim.end, claim.sha256),
        also=list(claim.also),
        when=When(claim.when_edtf, claim.when_known or "stated") if claim.when_edtf else None,
        place=claim.place,
        roles={role: ends[0] if len(ends) == 1 else ends for role, ends in roles.items()},
        event=claim.event,
        by=list(claim.by),
        occasion=claim.occasion,
        modality=claim.modality,
        polarity=claim.polarity,
        hedge=claim.hedge,
        quoted=claim.quoted,  # type: ignore[arg-type]
        unstated=list(claim.unstated),
        inferred=dict(claim.inferred),
        because=[keys[id_] for id_ in claim.because],
        why=claim.why,
        note=claim.note,
        **numbers,
    )


def _build_object(claim: Claim, keys: dict[str, str]) -> str | End | None:
    if claim.object.startswith("claim/"):
        return End(claim=keys[claim.object])
    if claim.object.startswith("value/") or not claim.object:
        worded = claim.text or claim.title
        return End(text=claim.text, title=claim.title) if worded else None
    return claim.object
