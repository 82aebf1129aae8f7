"""One report as data, for every format: no sentence is worded after this.

Numbers in `notes` are those of footnotes. Days are ISO, empty where unknown. A report does not read the
clock: the same graph, question and imprint give the same bytes.
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
class Imprint:
    """Author, date (ISO) and graph revision of a report; each is "" if not given."""

    author: str = ""
    date: str = ""
    revision: str = ""


@dataclass(frozen=True, slots=True)
class SummaryItem:
    """One sentence of the summary, with a label for its kind ("Proceeding") and the answer of the accused.

    `others` are the sentences of claims of the same fact that do not say all of this.
    """

    label: str
    said: CitedText
    others: tuple[CitedText, ...] = ()
    answer: tuple[CitedText, ...] = ()


@dataclass(frozen=True, slots=True)
class Footnote:
    """One claim with its source: speakers (ultimate first, the document's voice last), document, passage.

    `short` is the note as printed: source, day, and where in the text. `start` and `end` count code points
    of the text with `text_sha256`; `sha256` is of the passage alone. `quote` is empty where the text is not
    available; `quote_state` says so.
    """

    number: int
    short: str
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
    unstated: tuple[str, ...]
    retracted: str
    quote: str
    quote_state: str
    citation: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A fact in one sentence that ends with its attribution. `claims` are those of its fact.

    `others` are the sentences of claims that do not say all of this. `differences` are what those who say
    all of it give otherwise. `answer` is what the accused say to it; empty for a
    fact that accuses nobody. `conflicts` are numbers of conflicts.
    """

    fact: str
    sentence: str
    notes: tuple[int, ...]
    claims: tuple[str, ...]
    standing: str
    asserted: bool
    support: str
    others: tuple[CitedText, ...] = ()
    differences: tuple[CitedText, ...] = ()
    denials: tuple[CitedText, ...] = ()
    conflicts: tuple[int, ...] = ()
    answer: tuple[CitedText, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """Statements under a heading; `notes` are cautions that belong to it."""

    heading: str
    notes: tuple[str, ...]
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One number with its window; `said` has a statement for each wording and window, with its attribution.

    `denied`: no source affirms it.
    """

    number: str
    value: float | None
    window_from: str
    window_to: str
    window: str
    said: tuple[CitedText, ...]
    support: str
    denied: bool = False


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
    which does not tie two who have one; `together` is for two whom one statement names.
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
    """Entities and the facts between them, in the order of names.

    `chains` are the paths that a question asks for, each as the ids of its entities from one end to the
    other; `no_tie` says why they tie the two ends or not.
    """

    nodes: tuple[Node, ...] = ()
    lines: tuple[Line, ...] = ()
    chains: tuple[tuple[str, ...], ...] = ()
    no_tie: str = ""

    @property
    def size(self) -> str:
        """Its size in words: "2 entities and 1 tie"."""
        return f"{Count(len(self.nodes)):entity|entities} and {Count(len(self.lines)):tie}"


@dataclass(frozen=True, slots=True)
class Report:
    """One report, complete. `digest` is empty for a reduced one (`left_out` then says what is missing).

    `kind` is that of the selection; `known` says what the graph knew, and `basis` how much the report rests
    on. `cautions` qualify the answer. `hops` are the best path or the nearest chain; `sections` have every
    statement. `remarks` are denials of the accused that answer none of the accusations.
    """

    title: str
    kind: str
    question: str
    imprint: Imprint
    known: str
    basis: tuple[str, ...]
    digest: str
    left_out: tuple[str, ...]
    empty: bool
    summary: tuple[SummaryItem, ...]
    cautions: tuple[str, ...]
    hops: tuple[Section, ...]
    sections: tuple[Section, ...]
    remarks: tuple[CitedText, ...]
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
