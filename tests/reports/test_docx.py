"""Word documents: they open, their notes are footnotes of Word, and the same report gives the same bytes."""

from __future__ import annotations

import dataclasses
import io
import re
import zipfile

import docx

from graph.store.store import Store
from reports.content.model import CitedText, Imprint, SummaryItem
from reports.render.document import build_document
from reports.render.docx import render_docx
from tests.reports.conftest import made
from tests.reports.test_traces import blank_report


def part(data: bytes, name: str) -> str:
    """A part of a document as text."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def test_the_notes_are_footnotes_in_the_order_of_the_text(loaded: Store, name: str) -> None:
    report = made(loaded, name)[2]
    data = render_docx(report)
    assert data == render_docx(report)
    body, notes = part(data, "word/document.xml"), part(data, "word/footnotes.xml")
    marked = [int(id_) for id_ in re.findall(r'<w:footnoteReference w:id="(\d+)"/>', body)]
    assert marked == list(range(1, len(report.footnotes) + 1))
    again = {int(number) for number in re.findall(r"NOTEREF note(\d+) ", body)}
    assert again <= set(marked)
    for note in build_document(report).report.footnotes:
        assert note.short in notes


def test_headings_and_properties_are_those_of_the_report(loaded: Store) -> None:
    report = dataclasses.replace(made(loaded, "entity")[2], imprint=Imprint("J. Doe", "2026-11-30", "3"))
    word = docx.Document(io.BytesIO(render_docx(report)))
    assert word.core_properties.title == report.title
    assert word.core_properties.author == "J. Doe"
    headings = [p.text for p in word.paragraphs if p.style is not None and p.style.name.startswith("Heading")]
    assert headings[:2] == ["In brief", "Where sources differ"]
    assert "Appendix" in headings
    assert any("By J. Doe · 30\u00a0November 2026." in p.text for p in word.paragraphs)
    assert word.sections[0].header.paragraphs[0].text.startswith("Chen Zhi")


def test_text_that_is_no_markup_of_word_is_text() -> None:
    hostile = "<w:p> & \x00 \x0b “x” \U0001f600 ]]>"
    report = dataclasses.replace(blank_report(), summary=(SummaryItem("a", CitedText(hostile)),))
    word = docx.Document(io.BytesIO(render_docx(report)))
    assert any("<w:p> &" in p.text for p in word.paragraphs)
