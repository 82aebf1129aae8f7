"""Reports over a graph that holds the names of people who may be victims."""

from __future__ import annotations

from graph.model.export_records import WITHHELD
from graph.model.protected import has_withheld_name
from graph.store.store import Store
from reports.content.build import ReportOptions, build_report, find_no_text
from reports.part.closure_reader import load_closure
from reports.part.selection import create_selection_builder
from reports.render.html import render_html
from reports.render.markdown import render_markdown


def test_single_people_who_may_be_victims_are_left_out_unless_asked_for(named: Store) -> None:
    selection = create_selection_builder(named).select_question("journey", {})
    part = load_closure(named, selection.claims)
    quiet, full = (
        build_report(selection, part),
        build_report(selection, part, ReportOptions(find_no_text, include_protected=True)),
    )
    assert quiet.left_out
    assert not quiet.digest
    assert not full.left_out
    assert full.digest
    names = [entity.name for entity in part.entities.values() if has_withheld_name(entity)]
    assert names
    for name in names:
        assert name in render_html(full)
        assert name not in render_html(quiet)
    assert len(quiet.footnotes) < len(full.footnotes)
    assert WITHHELD not in render_markdown(full)
