"""Claims exported for machines: `graph.model.export_records` gives the shape, this module fills it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, Self

import msgspec

from graph.engine.session.result_rows import Row
from graph.model.batching import iter_batches
from graph.model.characters import make_visible
from graph.model.claims import Claim
from graph.model.errors import EnvironmentProblem, InputError
from graph.model.export_records import (
    WITHHELD,
    ExportedClaim,
    ExportedDocument,
    ExportedEntity,
    ExportedNumber,
    ExportedReading,
    ExportedSpeaker,
    ExportedTime,
    ExportedValue,
    ExportRecord,
)
from graph.model.protected import NAMELESS, build_name_pattern
from graph.model.quantity_wording import format_value
from graph.model.records import Quantity
from graph.rules.as_of import AsOf
from graph.rules.origin_model import OPEN
from graph.store.row_mapping import claim_from_row
from graph.store.store import Store
from graph.write.prefetch import prefetch
from queries.as_of.graph_reader import GraphReader, open_reader

_ENTITIES = """
MATCH (e:Entity) WHERE e:Scamgraph
RETURN e.id AS id, e.name AS name, e.kind AS kind, e.protected AS protected,
       e.naming AS naming, e.also_known AS also_known, e.aliases AS aliases
"""
_DOCUMENTS = """
MATCH (d:Document) WHERE d:Scamgraph
RETURN d.id AS id, d.text_sha256 AS text_sha256, d.coded_by AS coded_by, d.coded_on AS coded_on
"""
_CLAIMS = """
UNWIND $ids AS id MATCH (c:Claim {document: id}) WITH id, collect(properties(c)) AS claims RETURN claims
"""
DOCUMENTS = 25
"""Documents whose claims are read at once."""


class _Entity(NamedTuple):
    id: str
    name: str
    kind: str
    protected: bool
    described: bool

    @property
    def withheld(self) -> bool:
        """Return whether the name is withheld: people bear it.

        What we call an unnamed person or group identifies nobody.
        """
        return self.protected and not self.described


class Lookup:
    """Names and kinds of entities, and documents; an id decided to be another leads to that other."""

    def __init__(self, store: Store, *, include_protected: bool) -> None:
        self.set_rows(store.stream(_ENTITIES), store.stream(_DOCUMENTS), include_protected=include_protected)

    @classmethod
    def from_rows(cls, entities: Iterable[Mapping[str, Any]], documents: Iterable[Mapping[str, Any]]) -> Self:
        """Return a lookup of rows already read; nothing is withheld."""
        lookup = cls.__new__(cls)
        lookup.set_rows(entities, documents, include_protected=True)
        return lookup

    def set_rows(
        self,
        entities: Iterable[Mapping[str, Any]],
        documents: Iterable[Mapping[str, Any]],
        *,
        include_protected: bool,
    ) -> None:
        """Replace all rows of the lookup by these."""
        self.include_protected = include_protected
        self.entities: dict[str, _Entity] = {}
        withheld: set[str] = set()
        for row in entities:
            described = row["naming"] in ("unnamed", "collective")
            name = row["name"] or row["id"]
            entity = _Entity(row["id"], name, row["kind"], bool(row["protected"]), described)
            if entity.withheld and not include_protected:
                withheld.update((entity.name, *(row["aliases"] or ())))
            for id_ in (entity.id, *(row["also_known"] or ())):
                self.entities[id_] = entity
        self._withheld = build_name_pattern(withheld - {NAMELESS})
        self.documents = {row["id"]: _build_document(row) for row in documents}
        self._exported: dict[str, ExportedEntity] = {}
        self._speakers: dict[str, ExportedSpeaker] = {}

    def build_entity(self, id_: str) -> ExportedEntity:
        """Return an entity as it is exported. Raises KeyError for an id that the graph does not hold."""
        exported = self._exported.get(id_)
        if exported is None:
            entity = self.entities[id_]
            name = self._find_shown_name(entity)
            exported = ExportedEntity(id=entity.id, name=name, kind=entity.kind, protected=entity.protected)
            self._exported[id_] = exported
        return exported

    def build_end(self, id_: str) -> ExportedEntity | str | None:
        """Return an end of a claim: an entity, the id of a claim, or None for a value."""
        if not id_ or id_.startswith("value/"):
            return None
        return id_ if id_.startswith("claim/") else self.build_entity(id_)

    def build_speaker(self, id_: str) -> ExportedSpeaker:
        """Return a link of a chain as a claim writes it, `?` behind an open one."""
        exported = self._speakers.get(id_)
        if exported is None:
            entity = self.entities[id_.rstrip(OPEN)]
            exported = ExportedSpeaker(
                id=entity.id, name=self._find_shown_name(entity), open=id_.endswith(OPEN)
            )
            self._speakers[id_] = exported
        return exported

    def mask_names(self, text: str) -> str:
        """Return a sentence with the withheld names masked."""
        return self._withheld.sub(WITHHELD, text) if self._withheld is not None else text

    def _find_shown_name(self, entity: _Entity) -> str | None:
        return entity.name if self.include_protected or not entity.withheld else None


def export_claims(
    store: Store,
    *,
    document: str | None = None,
    moment: AsOf | None = None,
    include_protected: bool = False,
) -> Iterator[ExportedClaim]:
    """Yield every claim, or those of one document, in the order of documents and passages.

    With `moment` those that were known then, with the origins they had at that time.

    Names and pseudonyms of protected people are left out unless `include_protected`. Memory holds the
    registry's names and the claims of a few documents: the next ones are read while these are worded.
    """
    lookup = Lookup(store, include_protected=include_protected)
    reader = open_reader(store)
    document_ids = sorted(lookup.documents) if document is None else [document]
    for rows in prefetch(_read_by_documents(store, document_ids)):
        claims = [claim_from_row(claim) for row in rows for claim in row["claims"]]
        if moment is not None:
            claims = list(_derive_as_of(reader, claims, moment))
        for claim in sorted(claims, key=lambda c: (c.document, c.start, c.end, c.id)):
            yield build_exported_claim(claim, lookup)


def _read_by_documents(store: Store, ids: Iterable[str]) -> Iterator[list[Row]]:
    """Yield the claims of some documents at a time; one query for each would wait more than it reads."""
    for batch in iter_batches(ids, DOCUMENTS):
        yield store.read(_CLAIMS, {"ids": batch})


def _derive_as_of(reader: GraphReader, claims: Iterable[Claim], moment: AsOf) -> Iterator[Claim]:
    reader.speakers.release_step()  # the documents before these are worded
    known_claims = [claim for claim in claims if moment.is_included(claim)]
    derived = reader.derive(
        claim for claim in reader.load_with_related(known_claims) if moment.is_included(claim)
    )
    return (derived.claims[claim.id] for claim in known_claims)


def write_lines(records: Iterable[ExportRecord], target: Path | None) -> int:
    """Write records as JSON Lines to a new file, or to standard output; return how many.

    A half-written file is removed again. Raises InputError if `target` exists.
    """
    encode = msgspec.json.Encoder().encode
    return write_pieces((encode(record) + b"\n" for record in records), target)


def write_pieces(pieces: Iterable[bytes], target: Path | None) -> int:
    """Write pieces of a file as `write_lines` does; return how many.

    Standard output can be a terminal: characters that steer one are written as escapes there.
    """
    if target is None:
        visible = (make_visible(piece.decode()).encode() for piece in pieces)
        return sum(1 for piece in visible if sys.stdout.buffer.write(piece))
    if target.exists():
        raise InputError(f"{target} exists already.", hint="Name another file, or move that one away.")
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            written = sum(1 for piece in pieces if file.write(piece))
        part.rename(target)
    except OSError as error:
        raise EnvironmentProblem(f"{target} cannot be written: {error.strerror or error}") from None
    finally:
        part.unlink(missing_ok=True)
    return written


def build_exported_claim(claim: Claim, lookup: Lookup) -> ExportedClaim:
    """Return one claim in the exported shape. Raises KeyError for an entity that `lookup` does not hold."""
    roles: dict[str, list[ExportedEntity]] = {}
    for role, entity in claim.roles:
        roles.setdefault(role, []).append(lookup.build_entity(entity))
    subject = lookup.build_end(claim.subject)
    assert subject is not None  # noqa: S101 - a claim always has a subject
    return ExportedClaim(
        id=claim.id,
        document=lookup.documents[claim.document],
        start=claim.start,
        end=claim.end,
        section=claim.section,  # type: ignore[arg-type]
        says=lookup.mask_names(claim.says),
        subject=subject,
        object=lookup.build_end(claim.object),
        value=_build_value(claim, lookup.mask_names(claim.title or claim.text)),
        predicate=claim.predicate,
        predicate_class=claim.predicate_class,  # type: ignore[arg-type]
        standing=claim.standing,  # type: ignore[arg-type]
        verb=claim.verb or None,
        quoted=claim.quoted or None,  # type: ignore[arg-type]
        numbers=[_build_number(field, quantity) for field, quantity in claim.numbers],
        when=_build_time(claim),
        place=lookup.build_entity(claim.place) if claim.place else None,
        roles=roles,
        said_by=[lookup.build_speaker(id_) for id_ in (*claim.by, claim.voice)],
        occasion=claim.occasion or None,
        modality=claim.modality,
        hedge=claim.hedge or None,
        polarity=claim.polarity,
        inferred=dict(claim.inferred),
        unstated=list(claim.unstated),
        event=lookup.build_entity(claim.event) if claim.event else None,
        origin=claim.origin,
        fact=claim.fact or None,
    )


def _build_value(claim: Claim, words: str) -> ExportedValue | None:
    if not claim.object.startswith("value/"):
        return None
    if claim.title or claim.text:
        return ExportedValue(kind="title" if claim.title else "text", text=words)
    has_number = next(claim.numbers, None) is not None
    return ExportedValue(kind="number" if has_number else "unstated", text=format_value(claim))


def _build_number(field: str, quantity: Quantity) -> ExportedNumber:
    return ExportedNumber(
        field=field,  # type: ignore[arg-type]
        value=quantity.value,
        low=quantity.low,
        high=quantity.high,
        words=quantity.words or None,
        comparator=quantity.comparator,
        unit=quantity.unit or None,
        currency=quantity.currency or None,
        period=quantity.period or None,
        series=quantity.series or None,
        of=quantity.of,
        adds_to=quantity.adds_to or None,
        printed_as=quantity.printed_as or None,
    )


def _build_time(claim: Claim) -> ExportedTime | None:
    if not claim.when_edtf:
        return None
    return ExportedTime(
        edtf=claim.when_edtf,
        lower=claim.when_from or None,
        upper=claim.when_to or None,
        known=claim.when_known,
    )


def _build_document(row: Mapping[str, Any]) -> ExportedDocument:
    read = zip(row["coded_by"] or (), row["coded_on"] or (), strict=True)
    return ExportedDocument(
        id=row["id"],
        text_sha256=row["text_sha256"],
        coded=[ExportedReading(by=by, on=on) for by, on in read],
    )
