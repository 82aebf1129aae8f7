"""A claim as `scamgraph export claims --format jsonl` gives it: a promise to those who read the export.

Every field is always there; what is not known or does not apply is null, {} or []. Fields may be added;
none is renamed, removed or given another meaning without a new major version.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from graph.ontology import PredicateClass, Standing
from graph.records import Comparator, Modality, Number, Polarity, Section


class Exported(msgspec.Struct, frozen=True, kw_only=True):
    """Base of everything exported."""


class ExportedReading(Exported, frozen=True):
    """Who coded the document's dossier or read it again (a role), and on which day."""

    by: str
    on: str


class ExportedDocument(Exported, frozen=True):
    """The document that carries the claim, the SHA-256 of its UTF-8 text, and who read it."""

    id: str
    text_sha256: str
    coded: list[ExportedReading]


class ExportedEntity(Exported, frozen=True):
    """An entity: its id, name and kind. `protected` people may be victims; `name` is null if withheld."""

    id: str
    name: str | None
    kind: str
    protected: bool


class ExportedValue(Exported, frozen=True):
    """An object that is no entity: words, a job title, or numbers, which `numbers` gives in full."""

    kind: Literal["text", "title", "number", "unstated"]
    text: str


class ExportedNumber(Exported, frozen=True):
    """A number as its source gives it: `value`, or `low` and `high` (which may be words), or only `words`.

    `field` says what it is: a count, an amount of money, a share or a duration, in its `unit`. `of` is the
    whole it is a part of (a number or an entity's id) or which part is meant (some, many, most, all, other);
    `adds_to` is the id of the claim it comes on top of; `printed_as` keeps a republisher's conversion.
    """

    field: Literal["count", "amount", "share", "duration"]
    value: Number | None
    low: Number | str | None
    high: Number | str | None
    words: str | None
    comparator: Comparator
    unit: str | None
    currency: str | None
    period: str | None
    series: str | None
    of: Number | str | None
    adds_to: str | None
    printed_as: str | None


class ExportedTime(Exported, frozen=True):
    """A time as EDTF, its first and last day (null: open or unknown), and how it is known.

    `known` is `stated`, or `inferred: why`.
    """

    edtf: str
    lower: str | None
    upper: str | None
    known: str


class ExportedSpeaker(Exported, frozen=True):
    """One link of the chain that says the claim; `open` where the text leaves the link open."""

    id: str
    name: str | None
    open: bool


class ExportedClaim(Exported, frozen=True):
    """One claim: what one passage of one document says, by whom, about when, how surely.

    `start` (inclusive) and `end` (exclusive) count Unicode code points of the document's text. `says` is a
    paraphrase. `subject` and `object` are entities, or the id of a claim; an object that is no entity is
    `value`. `said_by` has the ultimate speaker first and the document's own voice last. `inferred` says which
    fields are read by inference, and why; `unstated` which parts the text leaves unsaid. `fact` is null for
    claims about claims.
    """

    id: str
    document: ExportedDocument
    start: int
    end: int
    section: Section
    says: str
    subject: ExportedEntity | str
    object: ExportedEntity | str | None
    value: ExportedValue | None
    predicate: str
    predicate_class: PredicateClass
    standing: Standing
    verb: str | None
    quoted: Literal["full", "partial"] | None
    numbers: list[ExportedNumber]
    when: ExportedTime | None
    place: ExportedEntity | None
    roles: dict[str, list[ExportedEntity]]
    said_by: list[ExportedSpeaker]
    occasion: str | None
    modality: Modality
    hedge: str | None
    polarity: Polarity
    inferred: dict[str, str]
    unstated: list[str]
    event: ExportedEntity | None
    origin: str
    fact: str | None
