"""A report as one self-contained HTML file, without external scripts, fonts, or pictures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from reports.content.model import Report
from reports.render.blocks import Block, Heading, NoteList, Picture, iter_texts
from reports.render.document import build_document
from reports.render.finish import finish_text
from reports.render.tokens import PAPER


class NoteMarks:
    """Marks of notes in the text, each with its own id as a target for links back.

    `counts` are how often each note is marked in the whole report.
    """

    def __init__(self, counts: Mapping[int, int]) -> None:
        self._counts = counts
        self._uses: Counter[int] = Counter()

    def format_marks(self, notes: Iterable[int]) -> Markup:
        """Return the marks of these notes, as they follow a sentence."""
        return Markup("<sup>,</sup>").join(self._format_mark(number) for number in notes)

    def _format_mark(self, number: int) -> Markup:
        self._uses[number] += 1
        return Markup('<sup><a id="ref-{n}-{u}" href="#fn-{n}" aria-label="Note {n}">{n}</a></sup>').format(
            n=number, u=self._uses[number]
        )

    def format_backlinks(self, number: int) -> Markup:
        """Return a link back to each mark of a note."""
        return Markup("").join(
            Markup(' <a href="#ref-{n}-{u}" aria-label="Back to mark {u} of note {n}">↑</a>').format(
                n=number, u=use
            )
            for use in range(1, self._counts[number] + 1)
        )


class Anchors:
    """Anchors of a page: each is set once, where it first comes up."""

    def __init__(self) -> None:
        self._set: set[str] = set()

    def set_first(self, anchor: str) -> bool:
        """Return whether an anchor comes up for the first time."""
        is_first = anchor not in self._set
        self._set.add(anchor)
        return is_first


def render_html(report: Report) -> str:
    """Render the whole report as one HTML page."""
    environment = Environment(
        loader=PackageLoader("reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    document = build_document(report)
    marks = NoteMarks(Counter(number for text in iter_texts(document.blocks) for number in text.notes))
    return environment.get_template("report.html").render(
        d=document,
        r=document.report,
        contents=[heading for heading in _list_headings(document.blocks) if heading.anchor],
        marks=marks.format_marks,
        uses=marks.format_backlinks,
        is_new=Anchors().set_first,
        finish=finish_text,
        paper=PAPER,
        svg=_embed_picture,
        kind_of=_get_kind,
    )


def _list_headings(blocks: Iterable[Block]) -> Iterator[Heading]:
    for block in blocks:
        if isinstance(block, Heading):
            yield block
        elif isinstance(block, NoteList):
            yield block.heading


def _embed_picture(picture: Picture) -> Markup:
    return Markup(picture.draw())  # noqa: S704 - the pictures escape what they show


def _get_kind(block: object) -> str:
    return type(block).__name__
