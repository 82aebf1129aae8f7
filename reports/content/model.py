"""One report as data, for every format (HTML, Markdown, PDF): nothing is worded after this.

Numbers in `notes` are those of footnotes. Days are ISO, empty where unknown. A report has no time
of creation: it is of a graph (its digest) and a day (`as_of`), so that the same question gives
the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass

from queries.wording.answer_sentence import Count
from reports.content.places import Spot


@dataclass(frozen=True, slots=True)
class CitedText:
    """Text with the numbers of the footnotes that support it."""

    text: str
    notes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Footnote:
    """One claim with its source: speakers (ultimate first, the document's voice last), document, passage.

    `start` and `end` count code points of the text with `text_sha256`; `sha256` is of the passage
    alone. `quote` is empty where the text is not available; `quote_state` says so.
    """

    number: int
    claim: str
    says: str
    speakers: tuple[str, ...]
    manner: str
    document: str
    label: str
    publisher: str
    published: str
    section: str
    start: int
    end: int
    sha256: str
    text_sha256: str
    link: str
    origin: str
    inferred: tuple[str, ...]
    retracted: str
    quote: str
    quote_state: str
    citation: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A fact in words, with its speakers. `claims` are those of its fact.

    `answer` is what the accused say; empty for a fact that accuses nobody. `conflicts` are numbers of
    conflicts.
    """

    fact: str
    sentence: str
    notes: tuple[int, ...]
    claims: tuple[str, ...]
    standing: str
    asserted: bool
    support: str
    details: tuple[CitedText, ...] = ()
    denials: tuple[CitedText, ...] = ()
    conflicts: tuple[int, ...] = ()
    answer: tuple[CitedText, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """Statements under a heading."""

    heading: str
    notes: tuple[str, ...]
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One number with its window and sources; `said` has an entry for each wording and window.

    `speakers` are all who give it, in short.
    """

    number: str
    value: float | None
    window_from: str
    window_to: str
    window: str
    said: tuple[CitedText, ...]
    support: str
    speakers: str = ""


@dataclass(frozen=True, slots=True)
class FigureBlock:
    """The numbers of one series, each on its window."""

    series: str
    name: str
    scope: str
    lines: tuple[FigureLine, ...]


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """What happened and when, as a source reports it."""

    first: str
    last: str
    when: str
    said: CitedText


@dataclass(frozen=True, slots=True)
class MapPlace:
    """A place or site: where it lies, and how much is said about it.

    `where` is in words, no more precise than is known.
    """

    id: str
    name: str
    kind: str
    where: str
    spots: tuple[Spot, ...]
    support: str
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ConflictBlock:
    """A disagreement with its sides and the judgement on it."""

    number: int
    id: str
    kind: str
    explanation: str
    settles: str
    ask: str
    judgement: str
    sides: tuple[CitedText, ...]


@dataclass(frozen=True, slots=True)
class DocumentBlock:
    """A document's record, who read it, and which documents print the same text; `url` may be empty."""

    id: str
    label: str
    publisher: str
    author: str
    agency: str
    published: str
    language: str
    url: str
    text_sha256: str
    length: int
    coded: str
    retracted: str
    lineage: tuple[str, ...]
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OriginBlock:
    """One utterance or observation and the claims that go back to it."""

    id: str
    words: str
    documents: int
    notes: tuple[int, ...]
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecisionBlock:
    """A person's recorded judgement that this part of the graph rests on."""

    id: str
    words: str
    reason: str
    signed: str


@dataclass(frozen=True, slots=True)
class Node:
    """An entity of the picture."""

    id: str
    name: str
    kind: str
    asked: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A fact of the picture; `words` label it there, and `says` is its statement.

    `style` is accusation, proceeding, finding, fact, or denied; `event` is for a part in an event,
    which does not tie two who have one.
    """

    fact: str
    start: str
    end: str
    words: str
    says: str
    style: str
    asserted: bool
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Network:
    """Entities and the facts between them, in the order of names."""

    nodes: tuple[Node, ...] = ()
    lines: tuple[Line, ...] = ()

    @property
    def size(self) -> str:
        """Its size in words: "2 entities and 1 tie"."""
        return f"{Count(len(self.nodes)):entity|entities} and {Count(len(self.lines)):tie}"


@dataclass(frozen=True, slots=True)
class Report:
    """One report, complete. `digest` is empty for a reduced one (`left_out` then says what is missing)."""

    title: str
    question: str
    known: str
    digest: str
    left_out: tuple[str, ...]
    empty: bool
    summary: tuple[CitedText, ...]
    sections: tuple[Section, ...]
    network: Network
    figures: tuple[FigureBlock, ...]
    timeline: tuple[TimelineLine, ...]
    places: tuple[MapPlace, ...]
    conflicts: tuple[ConflictBlock, ...]
    not_stated: tuple[CitedText, ...]
    method: tuple[str, ...]
    documents: tuple[DocumentBlock, ...]
    origins: tuple[OriginBlock, ...]
    decisions: tuple[DecisionBlock, ...]
    citation: str
    footnotes: tuple[Footnote, ...]
