"""Reports over a graph that holds the names of people who may be victims."""

from __future__ import annotations

from graph.model.export_records import WITHHELD
from graph.model.protected import has_withheld_name
from graph.store.store import Store
from reports.content.build import How, no_texts, report
from reports.part.closure_reader import close
from reports.part.selection import chooser
from reports.render.html import html
from reports.render.markdown import markdown


def test_single_people_who_may_be_victims_are_left_out_unless_asked_for(named: Store) -> None:
    choice = chooser(named).ask("journey", {})
    part = close(named, choice.claims)
    quiet, full = report(choice, part), report(choice, part, How(no_texts, include_protected=True))
    assert quiet.left_out
    assert not quiet.digest
    assert not full.left_out
    assert full.digest
    names = [e.name for e in part.entities.values() if has_withheld_name(e)]
    assert names
    for name in names:
        assert name in html(full)
        assert name not in html(quiet)
    assert len(quiet.footnotes) < len(full.footnotes)
    assert WITHHELD not in markdown(full)
