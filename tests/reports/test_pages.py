"""Pages of a printed report: what matters fits the first two (an entity) or three (a path)."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.store.store import Store
from reports.content.build import build_report
from reports.part.closure_reader import load_closure
from reports.part.selection import Selection, SelectionBuilder
from reports.render.pdf import render_pdf
from tests.reports.test_forms import poppler

pytestmark = [pytest.mark.poppler, pytest.mark.fonts]


def count_first_pages(store: Store, selection: Selection, folder: Path) -> int:
    """How many pages come before the appendix."""
    report = build_report(selection, load_closure(store, selection.claims))
    (folder / "r.pdf").write_bytes(render_pdf(report))
    pages = poppler("pdftotext", "-layout", str(folder / "r.pdf"), "-").split("\f")
    return next(n for n, page in enumerate(pages) if "\nAppendix\n" in f"\n{page}\n".replace(" ", ""))


@pytest.mark.parametrize(
    "entity",
    ["person/chen-zhi", "compound/poipet-002", "government/cambodia", "embassy/indonesia-phnom-penh"],
)
def test_an_entity_takes_two_pages(loaded: Store, tmp_path: Path, entity: str) -> None:
    assert count_first_pages(loaded, SelectionBuilder(loaded).select_entity(entity), tmp_path) <= 2


@pytest.mark.parametrize(
    "ends", [("Chen Zhi", "Indonesian embassy in Phnom Penh"), ("Prince Group", "Bavet")]
)
def test_a_path_takes_three_pages(loaded: Store, tmp_path: Path, ends: tuple[str, str]) -> None:
    assert count_first_pages(loaded, SelectionBuilder(loaded).select_path(*ends), tmp_path) <= 3


def test_every_page_after_the_first_names_the_report(loaded: Store, tmp_path: Path) -> None:
    selection = SelectionBuilder(loaded).select_entity("person/chen-zhi")
    count_first_pages(loaded, selection, tmp_path)
    pages = poppler("pdftotext", "-layout", str(tmp_path / "r.pdf"), "-").rstrip("\f").split("\f")
    for number, page in enumerate(pages, start=1):
        assert f"{number}/{len(pages)}" in page.replace(" ", "")
        assert number == 1 or page.split()[:5] == ["Chen", "Zhi", "–", "scamgraph", "report"]
