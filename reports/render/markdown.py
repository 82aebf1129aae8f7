"""A report as Markdown, with footnotes as Pandoc and GitHub read them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from queries.wording.answer_sentence import Count
from reports.content.model import Report
from reports.render.bidi import isolate_rtl
from reports.render.blocks import (
    Appendix,
    Block,
    Heading,
    Item,
    Items,
    NoteList,
    Paragraph,
    Pictures,
    Table,
    Text,
)
from reports.render.document import build_document

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")


def render_markdown(report: Report) -> str:
    """Render the whole report as Markdown. A line replaces each picture: the lists give the same."""
    document = build_document(report)
    lines = [f"# {_escape_text(document.report.title)}", ""]
    for block in (*document.opening, *document.blocks):
        lines += _render_block(block)
    lines += [f"[^{note.number}]: {_escape_text(note.short)}" for note in document.report.footnotes]
    return "\n".join(lines).rstrip() + "\n"


def _render_block(block: Block) -> Iterator[str]:
    match block:
        case Heading(level, text):
            yield from (f"{'#' * level} {_escape_text(text)}", "")
        case Paragraph(text, style):
            words = _render_text(text)
            yield from (f"*{words}*" if style == "small" else words, "")
        case Items(items):
            for item in items:
                yield from _render_item(item)
            yield ""
        case Table():
            yield from _render_table(block)
        case Pictures(pictures, caption):
            alts = "; ".join(picture.alt for picture in pictures)
            yield from (f"*Not in this format: a picture ({_escape_text(alts)}).*", "")
            yield from (_escape_text(caption), "") if caption else ()
        case Appendix(title):
            yield from ("---", "", f"## {title}", "")
        case NoteList(heading, notes):
            yield from _render_block(heading)
            yield from (f"{Count(len(notes)):note stands|notes stand} at the end of this file.", "")


def _render_item(item: Item) -> Iterator[str]:
    yield f"- {_render_text(item.text)}"
    yield from (f"  - {_render_text(child)}" for child in item.children)


def _render_table(table: Table) -> Iterator[str]:
    yield from (_escape_text(table.caption), "")
    yield f"| {' | '.join(table.header)} |"
    yield f"| {' | '.join('---' for _ in table.header)} |"
    yield from (f"| {' | '.join(map(_render_text, row))} |" for row in table.rows)
    yield ""


def _render_text(text: Text) -> str:
    lead = f"**{_escape_text(text.lead)}** " if text.lead else ""
    tail = f" *({_escape_text(text.tail)})*" if text.tail else ""
    links = f" *{', '.join(label for label, _ in text.links)}*" if text.links else ""
    address = f" <{text.address}>" if text.address else ""
    return f"{lead}{_escape_text(text.text)}{_render_marks(text.notes)}{tail}{links}{address}".rstrip()


def _render_marks(notes: Iterable[int]) -> str:
    return "".join(f"[^{number}]" for number in notes)


def _escape_text(text: str) -> str:
    """Escape Markdown markup in text, and put the text on one line."""
    return isolate_rtl(_SPECIAL.sub(r"\\\1", " ".join(text.split())))
