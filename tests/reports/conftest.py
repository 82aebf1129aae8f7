"""The five articles on each engine, and reports on parts of them, made without texts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from graph.store.store import Store
from reports.content.build import ReportOptions, build_report, find_no_text
from reports.content.model import Report
from reports.part.closure import Closure
from reports.part.closure_reader import load_closure
from reports.part.selection import Selection, SelectionBuilder, create_selection_builder
from tests.queries.conftest import both, loaded

__all__ = ["both", "loaded"]

SERIES = "series/indonesians-at-embassy-pp"
CHOICES: dict[str, Callable[[SelectionBuilder, Store], Selection]] = {
    "entity": lambda choose, _: choose.select_entity("Chen Zhi"),
    "series": lambda choose, _: choose.select_series(SERIES),
    "path": lambda choose, _: choose.select_path("Chen Zhi", "Indonesian embassy in Phnom Penh"),
    "conflict": lambda choose, store: choose.select_conflict(overlap(store)),
}


def overlap(store: Store) -> str:
    """The conflict of windows that overlap, in the arrivals at the embassy."""
    rows = store.read(
        "MATCH (x:Conflict {about: $about}) RETURN x.id AS id, x.kind AS kind", {"about": SERIES}
    )
    return next(str(row["id"]) for row in rows if row["kind"] == "overlap")


def made(store: Store, name: str, *, include_protected: bool = False) -> tuple[Selection, Closure, Report]:
    """One of the four reports."""
    selection = CHOICES[name](create_selection_builder(store), store)
    part = load_closure(store, selection.claims, selection.moment)
    return selection, part, build_report(selection, part, ReportOptions(find_no_text, include_protected))


@pytest.fixture(params=sorted(CHOICES))
def name(request: pytest.FixtureRequest) -> str:
    """Each of the four reports in turn."""
    return str(request.param)
