"""A report as a Word document (extra `docx`), whose notes are Word's own footnotes and can be edited."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING, Any

from reports.content.model import Report
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
from reports.render.document import build_document
from reports.render.docx_footnotes import Footnotes
from reports.render.docx_styles import set_page, set_styles
from reports.render.finish import finish_text
from reports.render.raster import rasterise_picture

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph as WordParagraph

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every file in the document: the same report gives the same bytes."""
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_STYLES = {"standfirst": "Subtitle", "meta": "Meta", "small": "Small", "plain": "Normal"}


def render_docx(report: Report) -> bytes:
    """Render the report as a Word document with real styles, tables and footnotes.

    Raises ImportError if python-docx or typst, which draws the pictures, is missing.
    """
    from docx import Document  # noqa: PLC0415 - an extra

    printed = build_document(report)
    word = Document()
    _DocxWriter(word, printed).write()
    out = io.BytesIO()
    word.save(out)
    return _fix_times(out.getvalue())


class _DocxWriter:
    def __init__(self, word: Any, printed: PrintDocument) -> None:
        self.word = word
        self.printed = printed
        self.notes = Footnotes(word, printed.report.footnotes)

    def write(self) -> None:
        """Write the whole report."""
        set_styles(self.word)
        set_page(self.word, self.printed)
        properties, imprint = self.word.core_properties, self.printed.report.imprint
        properties.title, properties.author = self.printed.report.title, imprint.author
        properties.created = properties.modified = datetime(*_EPOCH)
        properties.comments = ""
        self.word.add_heading(_clean(self.printed.report.title), level=0)
        for block in (*self.printed.opening, *self.printed.blocks):
            self._write_block(block)
        self.notes.attach()

    def _write_block(self, block: Block) -> None:
        match block:
            case Heading(level, text):
                self.word.add_heading(_clean(text), level=level - 1)
            case Paragraph(text, style):
                self._write_text(self.word.add_paragraph(style=_STYLES[style]), text)
            case Items(items, style):
                for item in items:
                    self._write_item(item, "Small" if style == "small" else "Normal")
            case Table():
                self._write_table(block)
            case Pictures():
                self._write_pictures(block)
            case Appendix(title):
                self.word.add_page_break()
                self.word.add_heading(title, level=1)
            case NoteList():
                """Word prints its own footnotes."""

    def _write_item(self, item: Item, style: str) -> None:
        self._write_text(self.word.add_paragraph(style=style), item.text)
        for child in item.children:
            self._write_text(self.word.add_paragraph(style="Detail"), child)

    def _write_table(self, table: Table) -> None:
        self.word.add_paragraph(table.caption, style="Small")
        grid = self.word.add_table(rows=1, cols=len(table.header), style="Table Grid")
        for cell, title in zip(grid.rows[0].cells, table.header, strict=True):
            cell.paragraphs[0].style = "Small"
            cell.paragraphs[0].add_run(title).bold = True
        for row in table.rows:
            for cell, text in zip(grid.add_row().cells, row, strict=True):
                cell.paragraphs[0].style = "Small"
                self._write_text(cell.paragraphs[0], text)
        self.word.add_paragraph()

    def _write_pictures(self, pictures: Pictures) -> None:
        from docx.shared import Mm  # noqa: PLC0415 - an extra

        for picture in pictures.pictures:
            image = io.BytesIO(rasterise_picture(picture.draw()))
            shape = self.word.add_picture(image, width=Mm(10 * picture.width_cm))
            shape._inline.docPr.set("descr", picture.alt)
        if pictures.caption:
            self.word.add_paragraph(pictures.caption, style="Small")

    def _write_text(self, paragraph: WordParagraph, text: Text) -> None:
        if text.lead:
            paragraph.add_run(f"{_clean(text.lead)} ").bold = True
        paragraph.add_run(_clean(text.text))
        self.notes.add_marks(paragraph, text.notes)
        tail = [text.tail, *(label for label, _ in text.links), text.address]
        if words := "; ".join(part for part in tail if part):
            paragraph.add_run(f" ({_clean(words)})", style="Tail")


def _clean(text: str) -> str:
    """Return text without characters that XML cannot hold, with right-to-left words isolated."""
    return finish_text(_NOT_XML.sub("", text))


def _fix_times(data: bytes) -> bytes:
    """Return the same archive with fixed times."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return out.getvalue()
