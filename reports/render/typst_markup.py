"""The blocks of a report as typst markup. Text stands in strings, where no character is markup."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from reports.content.model import Footnote
from reports.render.blocks import (
    Appendix,
    Block,
    Heading,
    Item,
    Items,
    NoteList,
    Paragraph,
    Pictures,
    PrintDocument,
    Table,
    Text,
)
from reports.render.finish import finish_text
from reports.render.tokens import PAPER

_STROKES = {
    "accusation": f'(paint: rgb("{PAPER["accusation"]}"), thickness: 1.4pt, dash: "dashed")',
    "proceeding": f'2.4pt + rgb("{PAPER["accent"]}")',
    "finding": f'2.4pt + rgb("{PAPER["accent"]}")',
    "denied": '(paint: luma(110), thickness: 1.4pt, dash: "dotted")',
}
NOTES_PER_GRID = 60
"""How many notes are set in two columns together, so that a column is never longer than a page."""
_PLAIN_STROKE = "1pt + luma(140)"


class TypstWriter:
    """Writes a report; the first mark of each note and the first use of each anchor is a target of links."""

    def __init__(self) -> None:
        self._marked: set[int] = set()
        self._anchors: set[str] = set()

    def render(self, document: PrintDocument) -> Iterator[str]:
        """Yield the report as lines of markup."""
        yield f"= {format_text(document.report.title)}"
        for block in (*document.opening, *document.blocks):
            yield from self._render_block(block)

    def _render_block(self, block: Block) -> Iterator[str]:
        match block:
            case Heading(level, text, anchor):
                yield f"\n{'=' * level} {format_text(text)}{self._set_anchor(anchor)}\n"
            case Paragraph(text, style):
                body = self._render_text(text)
                yield f"\n{body}\n" if style == "plain" else f"#{style}[{body}]"
            case Items():
                yield from self._render_items(block)
            case Table():
                yield from self._render_table(block)
            case Pictures():
                yield _render_pictures(block)
            case NoteList(heading, notes):
                yield from self._render_block(heading)
                for start in range(0, len(notes), NOTES_PER_GRID):
                    yield self._render_notes(notes[start : start + NOTES_PER_GRID])
            case Appendix(title):
                yield f"#pagebreak(weak: true)\n== {format_text(title)}{self._set_anchor('appendix')}"

    def _render_items(self, items: Items) -> Iterator[str]:
        for item in items.items:
            body = "\n".join(self._render_children(item))
            anchor = self._set_anchor(item.anchor)
            if items.style == "summary":
                text = self._render_text(Text(item.text.text, item.text.notes))
                yield f"#brief[{format_text(item.text.lead)}][{text}{anchor}\n{body}]"
            elif items.style == "statements":
                stroke = _STROKES.get(item.standing, _PLAIN_STROKE)
                yield f"#statement({stroke})[{self._render_text(item.text)}{anchor}\n{body}]"
            else:
                size = "8.5pt" if items.style == "small" else "10pt"
                text = self._render_text(item.text)
                yield f"#entry({size})[{text}{anchor}\n{body}]"

    def _render_children(self, item: Item) -> Iterator[str]:
        for child in item.children:
            yield f"#pad(left: 8pt, top: -3pt)[#text(size: 0.95em)[{self._render_text(child)}]]"

    def _render_table(self, table: Table) -> Iterator[str]:
        columns = ", ".join("auto" if len(table.header) > 3 else "1fr" for _ in table.header)
        yield f"#tail[{format_text(table.caption)}]"
        yield f"#table(columns: ({columns}), column-gutter: 8pt, align: left, table.hline(stroke: 0.6pt),"
        header = ", ".join(f"lead[{format_text(cell)}]" for cell in table.header)
        yield f"table.header({header}), table.hline(stroke: 0.4pt),"
        yield from (f"{', '.join(f'[{self._render_text(cell)}]' for cell in row)}," for row in table.rows)
        yield "table.hline(stroke: 0.6pt))"

    def _render_notes(self, notes: Sequence[Footnote]) -> str:
        """Return notes in two columns of the same length, which typst does not balance by itself."""
        half = (len(notes) + 1) // 2
        columns = (notes[:half], notes[half:])
        cells = ", ".join(f"[{' '.join(self._render_note(note) for note in column)}]" for column in columns)
        return f"#notes({cells})"

    def _render_note(self, note: Footnote) -> str:
        number = f"{note.number}"
        if note.number in self._marked:
            number = f"#link({_format_label(f'ref-{note.number}')})[{number}]"
        return f"#note[{number}][{format_text(note.short)}]<fn-{note.number}>"

    def _render_text(self, text: Text) -> str:
        lead = f"#lead[{format_text(text.lead)}] " if text.lead else ""
        tail = f" #tail[{format_text(text.tail)}]" if text.tail else ""
        links = "".join(
            f" #tail[#link({_format_label(anchor)})[{format_text(label)}]]" for label, anchor in text.links
        )
        address = (
            f" #link({format_string(text.address)})[{format_text(text.address)}]" if text.address else ""
        )
        return f"{lead}{format_text(text.text)}{self._render_marks(text.notes)}{tail}{links}{address}"

    def _render_marks(self, notes: Iterable[int]) -> str:
        marks = [self._render_mark(number) for number in notes]
        return f"#super[{','.join(marks)}]" if marks else ""

    def _render_mark(self, number: int) -> str:
        first = number not in self._marked
        self._marked.add(number)
        target = f"#metadata({number})<ref-{number}>" if first else ""
        return f"#link({_format_label(f'fn-{number}')})[{number}]{target}"

    def _set_anchor(self, anchor: str) -> str:
        if not anchor or anchor in self._anchors:
            return ""
        self._anchors.add(anchor)
        return f" <{anchor}>"


def _render_pictures(pictures: Pictures) -> str:
    images = ", ".join(
        f'image("{picture.name}.svg", width: 100%, alt: {format_string(picture.alt)})'
        for picture in pictures.pictures
    )
    columns = ", ".join(f"{picture.width_cm}cm" for picture in pictures.pictures)
    grid = f"#grid(columns: ({columns},), gutter: 4mm, {images})"
    return f"{grid}\n#small[{format_text(pictures.caption)}]" if pictures.caption else grid


def format_text(text: str) -> str:
    """Return text as typst shows it literally."""
    return f"#text({format_string(finish_text(text))})" if text else ""


def format_string(text: str) -> str:
    """Return text as a string of typst."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _format_label(name: str) -> str:
    return f"label({format_string(name)})"
