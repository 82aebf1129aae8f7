"""Records that `scamgraph export` writes as JSON Lines: a stable format for its readers.

Every field is always present; a value that is unknown or does not apply is null, {} or []. Fields
may be added; none is renamed, removed or given another meaning without a new major version.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from graph.model.ontology import PredicateClass, Standing
from graph.model.records import Comparator, Modality, Number, Polarity, Section

WITHHELD = "(name withheld)"
"""What stands for the name of a person who may be a victim."""


class ExportRecord(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all exported records."""


class ExportedReading(ExportRecord, frozen=True):
    """Who coded the document's dossier or read it again (a role), and on which day."""

    by: str
    on: str


class ExportedDocument(ExportRecord, frozen=True):
    """The document that carries the claim, the SHA-256 of its UTF-8 text, and who read it."""

    id: str
    text_sha256: str
    coded: list[ExportedReading]


class ExportedEntity(ExportRecord, frozen=True):
    """An entity: its id, name and kind. `protected` people may be victims; `name` is null if withheld."""

    id: str
    name: str | None
    kind: str
    protected: bool


class ExportedValue(ExportRecord, frozen=True):
    """An object that is no entity: words, a job title, or numbers, which `numbers` gives in full."""

    kind: Literal["text", "title", "number", "unstated"]
    text: str


class ExportedNumber(ExportRecord, frozen=True):
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


class ExportedTime(ExportRecord, frozen=True):
    """A time as EDTF, its first and last day (null: open or unknown), and how it is known.

    `known` is `stated`, or `inferred: why`.
    """

    edtf: str
    lower: str | None
    upper: str | None
    known: str


class ExportedSpeaker(ExportRecord, frozen=True):
    """One link of the chain that says the claim; `open` where the text leaves the link open."""

    id: str
    name: str | None
    open: bool


class ExportedClaim(ExportRecord, frozen=True):
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


class ExportedWindow(ExportRecord, frozen=True):
    """The first and last day that a figure counts; null where open or unknown."""

    lower: str | None
    upper: str | None


class ExportedFigure(ExportRecord, frozen=True):
    """One number of one series, from all its sources and in every rounding.

    `value`, or `low` and `high` (which may be words), or only `words`: the most precise wording.
    `verbs` are the sources' own; `speakers` are the ultimate speakers; `documents` print it,
    `origins` are the independent utterances behind it, `claims` the claims that give it.
    """

    id: str
    series: str
    series_name: str
    value: Number | None
    low: Number | str | None
    high: Number | str | None
    words: str | None
    comparator: Comparator
    unit: str | None
    currency: str | None
    period: str | None
    window: ExportedWindow
    verbs: list[str]
    speakers: list[ExportedSpeaker]
    documents: list[str]
    origins: list[str]
    claims: list[str]


class ExportedOrigin(ExportRecord, frozen=True):
    """One utterance or observation, with the claims that go back to it and the documents that carry them.

    `kind` says what it is known by: a named `occasion`, the `speech` of one speaker, a `lineage` (the same
    text printed several times) or a `document` speaking for itself. `speaker` is for whom it is said, in
    the end; null where the document speaks. `statement` is the fact or figure it is one origin for.
    """

    id: str
    kind: Literal["occasion", "speech", "lineage", "document"]
    speaker: ExportedEntity | None
    occasion: str | None
    statement: str | None
    claims: list[str]
    documents: list[str]


class ExportedText(ExportRecord, frozen=True):
    """A document and the SHA-256 of the text that was compared."""

    id: str
    text_sha256: str | None


class ExportedSpan(ExportRecord, frozen=True):
    """A stretch of a text in code points, `start` inclusive, `end` exclusive, with its SHA-256."""

    start: int
    end: int
    sha256: str


class ExportedPassage(ExportRecord, frozen=True):
    """A passage that two documents share, as it stands in each, and how alike they are."""

    a: ExportedSpan
    b: ExportedSpan
    how: Literal["exact", "house-style", "paraphrase"]


class ExportedDecision(ExportRecord, frozen=True):
    """A person's recorded judgement: who (a role), on which day, and why."""

    judgement: Literal["same", "different", "unsure"]
    by: str
    on: str
    reason: str


class ExportedLineage(ExportRecord, frozen=True):
    """Two documents that print the same text, whole or in part.

    A share is the part of a document's words, from 0 to 1; `found` is the result of comparing the
    texts. Both are null where only a decision makes the two one text, such as a translation. `stands`
    is the judgement after people's decisions; `decision` is null where nobody decided.
    """

    id: str
    a: ExportedText
    b: ExportedText
    share_a: float | None
    share_b: float | None
    passages: list[ExportedPassage]
    found: Literal["reprint", "not", "unsure"] | None
    stands: Literal["reprint", "not", "unsure"]
    reason: str
    decision: ExportedDecision | None


class ExportedConflict(ExportRecord, frozen=True):
    """A disagreement between claims: one list of claim ids a side, a sentence, and what would settle it.

    `judgement` is a researcher's, and changes no claim; null where nobody judged.
    """

    id: str
    kind: str
    explanation: str
    settles: str
    ask: str
    sides: list[list[str]]
    judgement: ExportedDecision | None
