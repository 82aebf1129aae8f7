"""Footnotes of a Word document, which python-docx cannot write: a part of its own, and references to it.

The first mark of a note is a footnote, later ones refer to its number (ECMA-376, part 1, 17.11 and 17.16).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from xml.sax.saxutils import escape

from reports.content.model import Footnote
from reports.render.bidi import isolate_rtl

_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p>'
    "</w:footnote>"
)
_NOTE = (
    '<w:footnote w:id="{id}"><w:p><w:pPr><w:pStyle w:val="footnotetext"/></w:pPr>'
    '<w:r><w:rPr><w:rStyle w:val="footnotereference"/></w:rPr><w:footnoteRef/></w:r>'
    '<w:r><w:t xml:space="preserve"> {text}</w:t></w:r></w:p></w:footnote>'
)


class Footnotes:
    """Writes marks of footnotes, and at the end the part that has their text."""

    def __init__(self, word: Any, notes: Sequence[Footnote]) -> None:
        self._word = word
        self._notes = notes
        self._marked: set[int] = set()

    def add_marks(self, paragraph: Any, numbers: Iterable[int]) -> None:
        """Add the marks of these notes at the end of a paragraph."""
        for place, number in enumerate(numbers):
            if place:
                paragraph.add_run(",", style="footnote reference")
            if number in self._marked:
                self._add_reference(paragraph, number)
            else:
                self._marked.add(number)
                self._add_footnote(paragraph, number)

    def attach(self) -> None:
        """Add the part with the text of every note to the document."""
        from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE  # noqa: PLC0415 - an extra
        from docx.opc.packuri import PackURI  # noqa: PLC0415
        from docx.opc.part import Part  # noqa: PLC0415

        notes = "".join(
            _NOTE.format(id=note.number, text=escape(isolate_rtl(note.short))) for note in self._notes
        )
        xml = (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            f'<w:footnotes xmlns:w="{_NAMESPACE}">{_SEPARATORS}{notes}</w:footnotes>'
        )
        part = Part(
            PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, xml.encode(), self._word.part.package
        )
        self._word.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)

    def _add_footnote(self, paragraph: Any, number: int) -> None:
        """Add a footnote, with a bookmark around it that later marks refer to."""
        bookmark = {"w:id": str(number), "w:name": f"note{number}"}
        paragraph._p.append(_build_element("w:bookmarkStart", bookmark))
        run = paragraph.add_run(style="footnote reference")
        run._r.append(_build_element("w:footnoteReference", {"w:id": str(number)}))
        paragraph._p.append(_build_element("w:bookmarkEnd", {"w:id": str(number)}))

    def _add_reference(self, paragraph: Any, number: int) -> None:
        field = _build_element("w:fldSimple", {"w:instr": f"NOTEREF note{number} \\f \\h"})
        paragraph._p.append(field)
        run = paragraph.add_run(str(number), style="footnote reference")
        field.append(run._r)


def _build_element(name: str, attributes: dict[str, str]) -> Any:
    from docx.oxml import OxmlElement  # noqa: PLC0415 - an extra
    from docx.oxml.ns import qn  # noqa: PLC0415

    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(key), value)
    return element
