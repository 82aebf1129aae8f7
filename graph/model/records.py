"""The records people write: registry entities, occasions, series, documents, claims, decisions, notes.

Each is a frozen `msgspec.Struct` that refuses unknown keys; its JSON Schema comes from the type
(`graph.model.json_schemas`). Nothing here does I/O. Shapes follow DESIGN section 3; the dossier form is the
same in YAML (for people) and in JSON Lines (for bulk).
"""

from __future__ import annotations

from typing import Literal

import msgspec

Modality = Literal["reported", "confirmed", "estimated", "alleged", "predicted", "promised", "denied"]
Polarity = Literal["affirm", "deny"]
Comparator = Literal["=", "~", ">", ">=", "<", "<="]
Section = Literal[
    "metadata", "headline", "subhead", "heading", "caption", "byline", "dateline", "body", "pullquote",
    "keypoints", "credit",
]  # fmt: skip
Naming = Literal["named", "pseudonym", "unnamed", "collective"]
Number = int | float

PARTS = ("some", "many", "most", "all", "other")
NUMBER_FIELDS = ("count", "amount", "share", "duration")


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """Base of all records in files.

    No record can be part of a reference cycle, so Python's garbage collector need not track them.
    """


class Span(Record, frozen=True):
    """Half-open span in Unicode code points of a text, with the SHA-256 of its UTF-8 bytes."""

    start: int
    end: int
    sha256: str


class When(Record, frozen=True):
    """A time as EDTF and how it is known: `stated`, or `inferred: why`."""

    edtf: str
    known: str = "stated"


class Quantity(Record, frozen=True):
    """A number as its source gives it: exact (`value`), a range (`low`, `high`) or only words (`words`).

    `low` and `high` may be words ("a few months"); `of` is the whole it is a part of (a number or an entity
    id) or which part of the group is meant (some, many, most, all, other); `adds_to` names the claim it
    comes on top of; `printed_as` keeps a republisher's conversion.
    """

    value: Number | None = None
    low: Number | str | None = None
    high: Number | str | None = None
    words: str = ""
    comparator: Comparator = "="
    unit: str = ""
    currency: str = ""
    period: str = ""
    series: str = ""
    of: Number | str | None = None
    adds_to: str = ""
    printed_as: str = ""


class End(Record, frozen=True):
    """An end of a claim that is no entity: another `claim` by its key, a `text`, or a job `title`."""

    claim: str = ""
    text: str = ""
    title: str = ""


class ClaimEntry(Record, frozen=True):
    """One claim as a dossier holds it. `quote` and `also_quotes` exist only until the dossier is sealed."""

    key: str
    section: Section
    says: str
    subject: str | End | list[str | End]
    predicate: str
    verb: str = ""
    object: str | End | list[str | End] | None = None
    at: Span | None = None
    also: list[Span] = []
    quote: str = ""
    also_quotes: list[str] = []
    count: Quantity | None = None
    amount: Quantity | None = None
    share: Quantity | None = None
    duration: Quantity | None = None
    when: When | None = None
    place: str = ""
    roles: dict[str, str | list[str]] = {}
    event: str = ""
    by: list[str] = []
    occasion: str = ""
    modality: Modality = "reported"
    polarity: Polarity = "affirm"
    hedge: str = ""
    quoted: Literal["", "full", "partial"] = ""
    unstated: list[str] = []
    inferred: dict[str, str] = {}
    because: list[str] = []
    why: str = ""
    note: str = ""


class Retraction(Record, frozen=True):
    """A document withdrawn by its publisher: it stays, marked."""

    on: str
    reason: str


class DocumentEntry(Record, frozen=True):
    """One published text at one place, known by the SHA-256 of its text. "unknown" is a value.

    `label` is our own (source words as a label: nine at most); `length` counts code points. `protected_at`
    are the stretches [start, end] of the text that name people who may be victims. `in_sentence` names a
    text without publisher or agency inside a sentence ("the Jakarta article").
    """

    id: str
    label: str
    text_sha256: str
    length: int
    publisher: str = "unknown"
    author: str = "unknown"
    agency: str = "unknown"
    url: str = "unknown"
    archived_url: str = "unknown"
    language: str = "unknown"
    published: When | None = None
    retrieved: str = "unknown"
    supersedes: str = ""
    in_sentence: str = ""
    retracted: Retraction | None = None
    protected_at: list[tuple[int, int]] | None = None
    note: str = ""


class Reading(Record, frozen=True):
    """Who coded or read a dossier again (a role will do), and on which day."""

    by: str
    on: str


class Furniture(Record, frozen=True):
    """A stretch of the text left out because it is the page's, not the story's."""

    what: str
    at: Span | None = None
    quote: str = ""


class Dossier(Record, frozen=True):
    """One document's claims, written down in our own words, without the document's text."""

    document: DocumentEntry
    coded: list[Reading]
    claims: list[ClaimEntry] = []
    furniture: list[Furniture] = []


class Alias(Record, frozen=True):
    """Another name; `source` names where it stands (a document id, or `gazetteer: ...`)."""

    name: str
    source: str
    lang: str = ""


class EntityEntry(Record, frozen=True):
    """One known entity. Its `id` is a slug behind its kind's prefix, such as `person/chen-zhi`.

    `principal` is whom a speaker speaks for, so that an embassy, its ambassador and its capital count
    as one origin. `nationality`, `window` and `document` define a cohort. `protected` marks people who may
    be victims. `in_sentence` is the name as used inside a sentence, with its article ("the US government", "a
    visa"), empty where it is the name as it is; verbs agree with it in the plural where it is `plural`.
    Coordinates are degrees (WGS 84), `precision` says what they mean; none rather than invented.
    """

    id: str
    kind: str
    name: str
    in_sentence: str = ""
    plural: bool = False
    naming: Naming = "named"
    aliases: tuple[Alias, ...] = ()  # a list would be one of its own for each of many entities
    about: str = ""
    protected: bool = False
    principal: str = ""
    part_of: str = ""
    within: str = ""
    sending_state: str = ""
    city: str = ""
    nationality: str = ""
    window: When | None = None
    document: str = ""
    iso: str = ""
    lat: float | None = None
    lon: float | None = None
    precision: str = ""
    source: str = ""
    note: str = ""


class OccasionEntry(Record, frozen=True):
    """One utterance: speakers, channel, date."""

    id: str
    name: str
    speakers: list[str]
    channel: str = ""
    when: When | None = None
    place: str = ""
    note: str = ""


class SeriesEntry(Record, frozen=True):
    """What a number measures: whom or what, unit, scope."""

    id: str
    name: str
    unit: str
    measures: str = ""
    scope: str = ""
    note: str = ""


class Registry(Record, frozen=True):
    """One registry file."""

    entities: list[EntityEntry] = []
    occasions: list[OccasionEntry] = []
    series: list[SeriesEntry] = []


class Withdrawal(Record, frozen=True):
    """A decision taken back: from then on everything is as before it."""

    on: str
    reason: str


class Decision(Record, frozen=True):
    """A person's recorded judgement, with reason, signature (a role will do) and day.

    `about`: `entity` (are these one?), `occasion` (one utterance?), `reprint` (do these documents print the
    same text?), `alias` (may these entities share a name?), `conflict` (one item: do its sides say the same,
    read rightly?), `fact` (do these claims tell of one happening, though their days differ?). For `same`, the
    first item gives the name to all.
    """

    id: str
    about: Literal["entity", "occasion", "reprint", "alias", "conflict", "fact"]
    items: list[str]
    judgement: Literal["same", "different", "unsure"]
    reason: str
    by: str
    on: str
    withdrawn: Withdrawal | None = None


class Decisions(Record, frozen=True):
    """The file of decisions."""

    decisions: list[Decision] = []


class NoteEntry(Record, frozen=True):
    """A person's remark on a claim, entity or document; never a fact, shown beside it."""

    id: str
    on: str
    text: str
    by: str
    written: str
    link: str = ""


class Notes(Record, frozen=True):
    """The file of notes."""

    notes: list[NoteEntry] = []


class ReprintedPassage(Record, frozen=True):
    """One passage two documents share: its span in each, with digests.

    `how`: the same words (`exact`), but for spelling, dates and single words (`house-style`), or retold in
    the same order with the same numbers or quotations (`paraphrase`).
    """

    a: Span
    b: Span
    how: Literal["exact", "house-style", "paraphrase"] = "exact"


class LineageEntry(Record, frozen=True):
    """Two documents that print the same text, with the passages that show it and the share of each.

    A share is the part of a document's words, from 0 to 1, that stand in the passages. `text_a` and `text_b`
    are the SHA-256 of the texts that were compared. A decision goes before the judgement found here.
    """

    a: str
    b: str
    share_a: float
    share_b: float
    passages: list[ReprintedPassage] = []
    judgement: Literal["reprint", "not", "unsure"] = "reprint"
    reason: str = ""
    text_a: str = ""
    text_b: str = ""


class Lineages(Record, frozen=True):
    """One file of sealed lineage."""

    lineages: list[LineageEntry] = []
