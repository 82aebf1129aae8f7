"""Pydantic models of the responses, for the OpenAPI description.

Tests check the responses against them; the server does not.
"""

from __future__ import annotations

from typing import Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

Item = TypeVar("Item")


class Shape(BaseModel):
    """The members that a response has at least; more may be added."""

    model_config = ConfigDict(extra="allow")


class FieldError(Shape):
    """One parameter at fault."""

    field: str
    detail: str


class ProblemShape(Shape):
    """An error (RFC 9457)."""

    type: str = Field(examples=["about:blank"])
    title: str = Field(examples=["Bad Request"])
    status: int = Field(examples=[400])
    detail: str = Field(examples=["'soon' is not one day."])
    hint: str = ""
    instance: str = ""
    request_id: str = ""
    errors: list[FieldError] = []
    nearest: list[dict[str, Any]] = []
    candidates: list[dict[str, Any]] = Field(
        default=[], examples=[[{"id": "person/chen-zhi", "name": "Chen Zhi", "kind": "Person"}]]
    )


class Answer(Shape):
    """Members of every response: the revision of the graph it was read at, and the day requested.

    `unfinished` is present only while the graph is incomplete, and says why.
    """

    revision: int = Field(examples=[3])
    as_of: str | None = None
    unfinished: str | None = None


class Page(Answer, Generic[Item]):
    """One page of a list; `next` is the cursor of the next page."""

    items: list[Item]
    total: int = Field(examples=[17])
    limit: int = Field(examples=[20])
    truncated: bool
    next: str | None


class Piece(Shape):
    """A part of a name; `hit` is true where the query matches."""

    text: str
    hit: bool


class Hit(Shape):
    """An entity in search results."""

    id: str = Field(examples=["person/chen-zhi"])
    name: str | None = Field(examples=["Chen Zhi"])
    kind: str | None = Field(examples=["Person"])
    score: float | None = Field(default=None, examples=[100.0])
    how: str | None = Field(default=None, examples=["name"])
    matched: str | None = None
    highlight: list[Piece] = []


class Hits(Page[Hit]):
    """Search results; `did_you_mean` suggests names if no entity has exactly this name."""

    did_you_mean: list[str] = Field(default=[], examples=[["Chen Zhi"]])


class Entity(Answer):
    """An entity's record."""

    id: str = Field(examples=["person/chen-zhi"])
    kind: str = Field(examples=["Person"])
    name: str | None = Field(examples=["Chen Zhi"])
    naming: str | None = None
    aliases: list[dict[str, Any]] = []
    protected: bool = False
    withheld: bool = False
    not_stated: list[str] = Field(default=[], examples=[["operator"]])


class Citation(Shape):
    """A claim with its source; offsets are code points."""

    claim: str
    fact: str
    says: str
    speakers: list[str]
    document: str
    start: int
    end: int
    sha256: str
    quote: str
    quote_state: str
    citation: str


class Tie(Shape):
    """The number of neighbours by one type of fact, in one direction."""

    relation: str = Field(examples=["HEADS"])
    side: Literal["SUBJECT", "OBJECT"]
    says: str = Field(examples=["heads"])
    neighbours: int
    facts: int


class Neighbour(Shape):
    """An entity tied to another by facts."""

    id: str
    name: str | None
    kind: str | None
    facts: list[str]
    claims: int
    documents: int
    speakers: int


class Neighbours(Answer):
    """Counts per predicate, and with `relation` the neighbours by it."""

    counts: list[Tie]
    items: list[Neighbour] = []
    total: int = 0
    limit: int = 0
    truncated: bool = False
    next: str | None = None


class Fact(Answer):
    """A fact with its roll-up and evidence."""

    id: str
    statement: str = Field(examples=["Chen Zhi heads Prince Group."])
    standing: str
    modality: str
    claims: int
    documents: int
    origins: int
    denials: int
    evidence: list[Citation]


class Claim(Answer):
    """A claim as it was read."""

    id: str
    says: str
    subject: str
    predicate: str
    modality: str
    polarity: str
    citation: Citation


class WordRun(Shape):
    """Consecutive words of a passage; `differs` is true if the other passage lacks them."""

    text: str
    differs: bool


class Parallel(Citation):
    """A claim of another document that makes the same fact or counts in the same figure.

    `here` and `there` are the words compared, quotes or statements, on the side of the claim and on this one.
    """

    shares: list[Literal["fact", "figure"]]
    compared: Literal["quotes", "statements"]
    here: list[WordRun]
    there: list[WordRun]


class Reprint(Shape):
    """A passage of another document that prints the words around a claim; no words without both texts."""

    document: str
    label: str
    start: int
    end: int
    how: str = Field(examples=["house-style"])
    here: list[WordRun]
    there: list[WordRun]


class Parallels(Answer):
    """A claim with what other documents print of the same; `total` counts claims beyond those listed, too."""

    claim: Citation
    items: list[Parallel]
    total: int
    reprints: list[Reprint]


class Document(Answer):
    """A document's record."""

    id: str
    label: str
    text_sha256: str
    length: int


class TextPiece(Shape):
    """A part of the text and the claims in it."""

    start: int
    end: int
    text: str
    claims: list[str]


class Text(Answer):
    """A document's text in pieces if it is available; otherwise only the outline, and `state` says why."""

    document: str
    label: str
    length: int
    held: bool
    state: str
    pieces: list[TextPiece]
    claims: list[dict[str, Any]]
    unmatched: list[str]


class Conflict(Answer):
    """A disagreement with its sides."""

    id: str
    kind: str = Field(examples=["denial"])
    explanation: str
    sides: list[dict[str, Any]]
    was_one: bool


class Event(Answer):
    """An event with who took part."""

    id: str
    name: str | None
    parts: list[dict[str, Any]]
    claims: list[Citation]


class QuestionAnswer(Answer):
    """An answer to a named question, as `scamgraph ask --format json` prints it."""

    question: str = Field(examples=["who-says"])
    title: str
    asked: dict[str, str]
    answer: str
    total: int = Field(examples=[5])
    truncated: bool
    documents: int
    lineages: int
    speakers: int
    origins: int | None
    notes: list[str]
    rows: list[dict[str, Any]]


class Series(QuestionAnswer):
    """Every number of a series."""

    id: str
    name: str


class CypherQuery(BaseModel):
    """A Cypher query with its parameters and row limit."""

    model_config = ConfigDict(extra="forbid")

    query: str = Field(
        min_length=1, max_length=20_000, examples=["MATCH (p:Person)-[f:HEADS]->(o) RETURN p.name, o.name"]
    )
    params: dict[str, Any] = Field(default={}, examples=[{}])
    limit: int = Field(default=1000, ge=1, le=10_000)


class Rows(Answer):
    """Rows of a Cypher query; `cut` counts the rows left out.

    `warnings` name what is doubtful about the query.
    """

    rows: list[dict[str, Any]]
    cut: int
    at_least: bool
    truncated: bool
    note: str
    warnings: list[str] = Field(default=[], examples=[["There is no label Compoud. Nearest: Compound."]])


class ItemList(Answer):
    """A list without pagination."""

    items: list[dict[str, Any]]
    total: int


class DayKnown(Shape):
    """A day on which something became known; the last four count all by its end."""

    day: str = Field(examples=["2026-01-21"])
    documents: int = Field(description="Documents certainly out from this day on.")
    possibly: int = Field(description="Other documents that may have been out from this day on.")
    claims_known: int
    claims_possible: int = Field(description="Claims that were only possibly known.")
    documents_known: int
    documents_possible: int
    sentence: str = Field(description="The same in words.")


class DayList(Answer):
    """The days on which anything became known, in their order."""

    items: list[DayKnown]
    total: int


class GraphCounts(Answer):
    """The number of claims, facts, documents, lineages, and speakers in the graph."""

    claims: int
    facts: int
    documents: int
    lineages: int
    speakers: int


class SchemaField(Shape):
    """A property of a label or relationship type."""

    name: str = Field(examples=["says"])
    form: Literal["text", "id", "day", "number", "flag", "list"]
    about: str


class SchemaItem(Shape):
    """A label, a relationship type, or a property; `seen` are pairs of labels at its ends in this graph."""

    what: Literal["label", "relationship", "values", "property"]
    name: str = Field(examples=["Compound"])
    group: str
    about: str
    count: int | None = None
    example: str
    nests_in: list[str] = []
    starts: list[str] = []
    ends: list[str] = []
    seen: list[tuple[str, str]] = []
    properties: list[SchemaField] = []
    values: list[str] = []
    used_by: list[str] = []


class Schema(Answer):
    """The labels, relationship types, and values that the graph can have, with counts."""

    labels: list[SchemaItem]
    relationships: list[SchemaItem]
    values: list[SchemaItem]


class SchemaItemAnswer(Answer, SchemaItem):
    """One item of the schema."""


class Health(BaseModel):
    """The state of the server, or of the server with the engine."""

    status: str = Field(examples=["good"])


class ViewNode(Shape):
    """An entity of a view, with its position in pixels.

    `hidden_ties` lead to entities that are not in the view.
    """

    id: str = Field(examples=["person/chen-zhi"])
    name: str | None
    kind: str | None
    shape: Literal["person", "body", "place", "group", "matter"]
    seed: bool
    degree: int
    hidden_ties: int
    many: bool = Field(description="It is tied to more than `degree`, uncounted.")
    x: int
    y: int


class ViewLine(Shape):
    """A fact, or a part in an event (`fact` is then null), as a line of a view."""

    id: str
    fact: str | None
    start: str
    end: str
    type: str = Field(examples=["HEADS"])
    words: str = Field(examples=["heads"])
    statement: str = Field(examples=["Chen Zhi heads Prince Group."])
    style: Literal["fact", "accusation", "proceeding", "finding", "denied", "event"]
    standing: str
    modality: str
    denied: bool
    denials: int
    documents: int
    origins: int


class Omissions(Shape):
    """What did not fit: entities and lines past their limits, and ties of entities with too many ties.

    `hubs` are entities of which only the ties to other entities of the view are drawn, uncounted.
    """

    nodes: int
    lines: int
    ties: int
    hubs: int


class View(Answer):
    """Entities with their positions and the lines between them."""

    nodes: list[ViewNode]
    lines: list[ViewLine]
    left_out: Omissions
    path: dict[str, Any] | None
    begin: bool = Field(description="The graph is too large to be shown without a seed.")
    limit: int
    depth: int


class TieExpansion(Shape):
    """One type of tie along which an entity can be expanded."""

    type: str = Field(examples=["HEADS"])
    side: Literal["SUBJECT", "OBJECT"]
    says: str = Field(examples=["heads"])
    neighbours: int
    ties: int


class EntityExpansion(Answer):
    """The ties along which an entity can be expanded and, with `predicate`, what they lead to."""

    entity: str
    counts: list[TieExpansion]
    nodes: list[ViewNode] = []
    lines: list[ViewLine] = []
    left_out: Omissions
