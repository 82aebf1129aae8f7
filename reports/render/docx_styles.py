"""Styles and page of a Word report: A4, a serif for text, a sans for headings, running header and footer."""

from __future__ import annotations

from typing import Any

from reports.render.bidi import isolate_rtl
from reports.render.blocks import PrintDocument

SERIF, SANS = "Georgia", "Arial"
_SIZES = {"Title": 24, "Heading 1": 14, "Heading 2": 11.5, "Heading 3": 10.5, "Subtitle": 13, "Normal": 10.5}
_SANS_STYLES = ("Title", "Heading 1", "Heading 2", "Heading 3")
_GREY = "555555"


def set_styles(word: Any) -> None:
    """Set the fonts and sizes of the styles that a report uses, and add those that Word lacks."""
    from docx.enum.style import WD_STYLE_TYPE  # noqa: PLC0415 - an extra
    from docx.shared import Pt, RGBColor  # noqa: PLC0415

    styles = word.styles
    for name, size in _SIZES.items():
        font = styles[name].font
        font.size, font.italic, font.color.rgb = Pt(size), False, RGBColor(0x1A, 0x1A, 0x1A)
        set_font(styles[name], SANS if name in _SANS_STYLES else SERIF)
    styles["Normal"].paragraph_format.space_after = Pt(5)
    for name, size, base in (("Small", 9, "Normal"), ("Meta", 9, "Normal"), ("Detail", 9.5, "Normal")):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style, style.font.size = styles[base], Pt(size)
        style.paragraph_format.space_after = Pt(3)
    styles["Meta"].font.color.rgb = RGBColor.from_string(_GREY)
    styles["Detail"].paragraph_format.left_indent = Pt(14)
    tail = styles.add_style("Tail", WD_STYLE_TYPE.CHARACTER)
    tail.font.size, tail.font.color.rgb = Pt(8.5), RGBColor.from_string(_GREY)
    note = styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH)
    note.base_style, note.font.size, note.paragraph_format.space_after = styles["Normal"], Pt(8.5), Pt(1)
    mark = styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER)
    mark.font.superscript = True


def set_font(style: Any, name: str) -> None:
    """Set the font of a style for Latin, complex and East Asian scripts alike."""
    from docx.oxml.ns import qn  # noqa: PLC0415 - an extra

    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for kind in ("ascii", "hAnsi"):
        fonts.set(qn(f"w:{kind}"), name)


def set_page(word: Any, printed: PrintDocument) -> None:
    """Set A4 with a running header and a footer that numbers the pages."""
    from docx.shared import Mm  # noqa: PLC0415 - an extra

    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin = Mm(24), Mm(22)
    head = section.header.paragraphs[0]
    head.style = "Meta"
    head.add_run(isolate_rtl(" · ".join(text for text in (printed.running, printed.date) if text)))
    foot = section.footer.paragraphs[0]
    foot.style = "Meta"
    foot.add_run(f"{isolate_rtl(printed.status)} · page ")
    _add_page_number(foot)


def _add_page_number(paragraph: Any) -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415 - an extra
    from docx.oxml.ns import qn  # noqa: PLC0415

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
