"""A PDF always comes out: every script has a font, or its characters are named; names keep their order."""

from __future__ import annotations

import dataclasses
import subprocess
from pathlib import Path

import pytest

from reports.content.model import CitedText, Line, Network, Node, Report, SummaryItem
from reports.render.bidi import END, FIRST_STRONG, has_rtl, isolate_rtl
from reports.render.font_coverage import has_glyph, list_font_files, read_ranges
from reports.render.fonts import find_missing_glyphs, list_families, replace_missing_glyphs
from reports.render.html import render_html
from reports.render.network_svg import render_network_svg
from reports.render.pdf import render_pdf
from reports.render.raster import needs_raster, rasterise_picture
from tests.reports.test_traces import blank_report

KHMER, THAI, ARABIC = "ក្រុមហ៊ុន ព្រីនស៍", "ปอยเปต", "مجموعة الأمير"
CHINESE, HEBREW, HINDI = "陈志 太子集团", "קבוצת פרינס", "प्रिंस समूह"
EMOJI, PRIVATE = "\U0001f9ff", "\ue0fe"


def build_multilingual_report(*names: str) -> Report:
    """A report with these names in its title, its summary, and its picture."""
    nodes = tuple(Node(f"company/{n}", name, "Company", n == 0) for n, name in enumerate(names))
    lines = tuple(
        Line(f"fact/{n}", "company/0", f"company/{n}", "owns", f"{names[0]} owns {name}.", "fact", True, ())
        for n, name in enumerate(names)
        if n
    )
    return dataclasses.replace(
        blank_report(),
        title=names[0],
        summary=tuple(
            SummaryItem("Figure", CitedText(f"{name} (2026-01-19, 1,440 people).")) for name in names
        ),
        network=Network(nodes, lines),
    )


def read_pdf_text(pdf: bytes, folder: Path) -> str:
    """The words of a PDF, in the order in which they are written."""
    (folder / "r.pdf").write_bytes(pdf)
    return subprocess.run(
        ["pdftotext", "-layout", str(folder / "r.pdf"), "-"], check=True, capture_output=True, text=True
    ).stdout


@pytest.mark.poppler
@pytest.mark.fonts
def test_every_script_has_a_font_and_what_has_none_is_named(tmp_path: Path) -> None:
    names = (f"Prince {PRIVATE} Group", KHMER, THAI, ARABIC, CHINESE, HEBREW, HINDI, f"Lucky {EMOJI}")
    report = build_multilingual_report(*names)
    text = read_pdf_text(render_pdf(report), tmp_path)
    assert "陈志" in text
    assert "ปอยเปต" in text
    assert "Prince [U+E0FE] Group" in text
    flat = " ".join(text.split())
    assert "Characters without a font on this machine" in flat
    assert "U+E0FE private-use character in “Prince [U+E0FE] Group”" in flat
    assert PRIVATE not in text


@pytest.mark.poppler
@pytest.mark.fonts
def test_a_page_is_not_full_of_empty_boxes(tmp_path: Path) -> None:
    pdf = render_pdf(build_multilingual_report(KHMER, THAI, ARABIC, CHINESE, HEBREW, HINDI))
    (tmp_path / "r.pdf").write_bytes(pdf)
    fonts = subprocess.run(
        ["pdffonts", str(tmp_path / "r.pdf")], check=True, capture_output=True, text=True
    ).stdout
    for script in ("Khmer", "Thai", "Arabic", "CJK", "Devanagari"):
        assert script in fonts, fonts


def test_a_character_without_a_font_is_replaced_everywhere_and_named_once() -> None:
    report = build_multilingual_report(f"A{PRIVATE}", "B\x07", "C\ud800")
    printable = replace_missing_glyphs(report)
    assert printable.report.title == "A[U+E0FE]"
    assert [node.name for node in printable.report.network.nodes] == ["A[U+E0FE]", "B[U+0007]", "C[U+D800]"]
    assert printable.note.count("U+E0FE private-use character") == 1
    assert "U+0007 control character in “B[U+0007]" in printable.note
    assert "U+D800 half of a character" in printable.note
    assert report.title == f"A{PRIVATE}"
    assert render_pdf(report)


def test_a_report_in_latin_letters_needs_no_note() -> None:
    report = build_multilingual_report("Ñandú – “Prince” Đặng Ősz", "Przybyło Ćwierć", "Чэнь Чжи")
    assert replace_missing_glyphs(report).note == ""
    assert replace_missing_glyphs(report).report is report


def test_what_is_invisible_needs_no_font() -> None:
    assert find_missing_glyphs("a\u200b\u200d\ufe0f\u2068b\u2069 \n\tc") == ()


@pytest.mark.fonts
def test_the_characters_of_a_font_file_are_those_of_fontconfig() -> None:
    fonts = {font.family: font for font in list_font_files()}
    coverage = read_ranges(fonts["Noto Sans CJK SC"].path, fonts["Noto Sans CJK SC"].index)
    assert has_glyph(coverage, ord("陈"))
    assert not has_glyph(coverage, ord("ក"))
    for letter in "Aé陈ក":
        found = subprocess.run(
            ["fc-list", f":charset={ord(letter):x}", "file"], check=True, capture_output=True, text=True
        ).stdout
        for font in list_font_files():
            assert has_glyph(read_ranges(font.path, font.index), ord(letter)) == (f"{font.path}:" in found), (
                font
            )


def test_a_file_that_is_no_font_has_no_characters(tmp_path: Path) -> None:
    (tmp_path / "a.ttf").write_bytes(b"ttcf\x00")
    assert read_ranges(str(tmp_path / "a.ttf"), 0) == ()
    assert read_ranges(str(tmp_path / "none.ttf"), 0) == ()
    assert list_families()


def test_names_from_right_to_left_are_isolated_from_dates() -> None:
    text = f"{ARABIC} (2026-01-19), 1,440 and {HEBREW}"
    isolated = isolate_rtl(text)
    assert isolated == (f"{FIRST_STRONG}{ARABIC}{END} (2026-01-19), 1,440 and {FIRST_STRONG}{HEBREW}{END}")
    assert isolate_rtl(isolated) == isolated
    assert isolate_rtl("Prince Group (2026)") == "Prince Group (2026)"
    assert has_rtl(text) and not has_rtl(KHMER)


def test_marks_of_direction_in_a_text_cannot_reorder_a_line() -> None:
    assert isolate_rtl("Prince\u202e puorG 2026") == "Prince puorG 2026"


def test_a_page_isolates_names_but_not_addresses() -> None:
    page = render_html(build_multilingual_report(ARABIC, "B"))
    assert f"{FIRST_STRONG}{ARABIC}{END} (2026-01-19" in page


def test_letters_that_join_are_set_by_typst_in_a_picture_too() -> None:
    plain = render_network_svg(build_multilingual_report("Prince", CHINESE, ARABIC).network)
    joined = render_network_svg(build_multilingual_report("Prince", KHMER).network)
    assert not needs_raster(plain)
    assert needs_raster(joined)
    assert rasterise_picture(joined).startswith(b"\x89PNG")
    assert rasterise_picture(joined) == rasterise_picture(joined)


def test_a_pdf_comes_out_even_if_the_standard_for_access_refuses_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.render.pdf.needs_raster", lambda _: False)
    assert render_pdf(build_multilingual_report(KHMER, "B")).startswith(b"%PDF-")
