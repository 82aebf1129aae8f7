"""PDF and HTML as readers see them: complete, reproducible, with names in every script, no barriers."""

from __future__ import annotations

import dataclasses
import json
import subprocess
from pathlib import Path

import pytest

from graph.model.errors import EnvironmentProblem
from graph.model.install_hints import describe_install
from graph.store.store import Store
from reports.content.model import CitedText, Line, Network, Node, Report, SummaryItem
from reports.render.document import build_document
from reports.render.html import render_html
from reports.render.output import REPORT_FORMATS, render_report
from reports.render.pdf import render_pdf
from tests.machine import find_browser
from tests.reports.conftest import CHOICES, made
from tests.reports.test_traces import blank_report

KHMER, CHINESE = "ក្រុមហ៊ុន ព្រីនស៍", "陈志 太子集团"


def poppler(tool: str, *arguments: str) -> str:
    """What a tool of poppler says."""
    return subprocess.run([tool, *arguments], check=True, capture_output=True, text=True).stdout


@pytest.mark.poppler
def test_the_pdf_is_the_same_twice_and_holds_its_data(loaded: Store, tmp_path: Path) -> None:
    report = made(loaded, "series")[2]
    first, second = render_pdf(report), render_pdf(report)
    assert first == second
    assert first.startswith(b"%PDF-")
    assert b"/Outlines" in first
    assert b"report.json" in first
    (tmp_path / "r.pdf").write_bytes(first)
    poppler("pdfdetach", "-saveall", "-o", str(tmp_path), str(tmp_path / "r.pdf"))
    attached = json.loads((tmp_path / "report.json").read_text("utf-8"))
    numbered = build_document(report).report
    assert [note["claim"] for note in attached["footnotes"]] == [note.claim for note in numbered.footnotes]
    assert [note["number"] for note in attached["footnotes"]] == list(range(1, len(report.footnotes) + 1))


@pytest.mark.poppler
@pytest.mark.fonts
def test_names_in_khmer_and_chinese_are_set_in_a_font_that_has_them(tmp_path: Path) -> None:
    report = dataclasses.replace(
        blank_report(),
        title=CHINESE,
        summary=tuple(SummaryItem("Role", CitedText(t)) for t in (KHMER, CHINESE)),
    )
    (tmp_path / "r.pdf").write_bytes(render_pdf(report))
    fonts = poppler("pdffonts", str(tmp_path / "r.pdf"))
    assert "CJK" in fonts
    assert "Khmer" in fonts
    assert "陈志" in poppler("pdftotext", str(tmp_path / "r.pdf"), "-")


def test_marks_of_typst_in_a_text_are_text() -> None:
    hostile = '#panic("no") $ * _ ` [ ] \\ " // /* <x> @y'
    summary = (SummaryItem(hostile, CitedText(hostile)),)
    assert render_pdf(dataclasses.replace(blank_report(), title=hostile, summary=summary))


def test_every_format_of_the_table_has_its_renderer() -> None:
    starts = {"html": b"<!DOCTYPE html>", "md": b"# ", "pdf": b"%PDF-", "docx": b"PK"}
    assert starts.keys() == REPORT_FORMATS.keys()
    for name, format_ in REPORT_FORMATS.items():
        assert render_report(blank_report(), format_).startswith(starts[name]), name


def test_without_the_extra_the_error_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "typst", None)
    with pytest.raises(EnvironmentProblem) as caught:
        render_report(blank_report(), REPORT_FORMATS["pdf"])
    assert caught.value.message == "A PDF needs typst, which is not installed."
    assert describe_install("pdf") in caught.value.hint


def test_of_many_entities_a_part_is_drawn_and_the_caption_says_so() -> None:
    report = crowded(301)
    page = render_html(report)
    assert "14 of 301 entities are drawn: name 0 and the nearest to it" in page
    assert page.count('class="name"') == 14
    assert page.count("<tr><td>name 0</td>") == 300
    assert render_pdf(report)


def crowded(size: int) -> Report:
    nodes = tuple(Node(f"person/{n}", f"name {n}", "Person", n == 0) for n in range(size))
    lines = tuple(
        Line(f"fact/{n}", "person/0", f"person/{n}", "met", "They met.", "fact", True, ())
        for n in range(1, size)
    )
    return dataclasses.replace(blank_report(), network=Network(nodes, lines))


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_no_report_has_a_barrier(articles: Store, tmp_path: Path) -> None:
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 - only a browser needs it
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    pages = {name: render_html(made(articles, name)[2]) for name in CHOICES}
    pages["empty"] = render_html(dataclasses.replace(blank_report(), empty=True))
    barriers = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        page = browser.new_page()
        for name, text in pages.items():
            (tmp_path / f"{name}.html").write_text(text, "utf-8")
            page.goto(f"file://{tmp_path}/{name}.html")
            violations = Axe().run(page).response["violations"]
            if violations:
                barriers[name] = [
                    (violation["id"], violation["nodes"][0]["html"][:200]) for violation in violations
                ]
        browser.close()
    assert not barriers, json.dumps(barriers, indent=1)
