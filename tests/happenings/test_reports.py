"""A report separates happenings, and its bundle can be checked with its files alone."""

from __future__ import annotations

from pathlib import Path

from graph.store.store import Store
from reports.bundle.verify import verify_bundle
from reports.bundle.write import build_bundle
from reports.content.build import build_report
from reports.content.model import Statement
from reports.part.closure_reader import load_closure
from reports.part.selection import create_selection_builder
from reports.render.output import write_folder
from tests.conflicts.said import built
from tests.happenings.told import ADA, denied, detained, load, one_happening, text

FIRST, SECOND = text("a", detained("first", "2031-03-03")), text("b", detained("second", "2034-05-09"))
NEVER = text("c", denied("never"))


def statements(store: Store, as_of: str | None = None) -> dict[str, Statement]:
    """The statements of the report on the person, by the key of their first claim's sentence."""
    choice = create_selection_builder(store, as_of).select_entity(ADA)
    told = build_report(choice, load_closure(store, choice.claims, choice.moment))
    return {
        one.sentence.partition(", according")[0]: one for part in told.sections for one in part.statements
    }


def test_each_happening_is_a_statement_with_its_denial(store: Store) -> None:
    load(store, FIRST, SECOND, NEVER)
    told = statements(store)
    assert sorted(told) == ["We say first", "We say never", "We say second"]
    for key in ("We say first", "We say second"):
        assert [said.text.partition(", according")[0] for said in told[key].denials] == ["We say never"]
    assert told["We say first"].others == ()


def test_a_bundle_comes_to_the_same_happenings(store: Store, tmp_path: Path) -> None:
    ids = [claim.id for claim in built(FIRST, SECOND)]
    load(store, FIRST, SECOND, NEVER, decisions=(one_happening(*ids),))
    (decided,) = statements(store).values()
    assert decided.sentence.startswith("We say first, according")
    assert [other.text.partition(", according")[0] for other in decided.others] == ["We say second"]
    choice = create_selection_builder(store).select_entity(ADA)
    write_folder(tmp_path / "decided", build_bundle(choice, load_closure(store, choice.claims)).files)
    assert verify_bundle(tmp_path / "decided", lambda _: None).problems == ()
    load(store, FIRST, SECOND, NEVER)
    choice = create_selection_builder(store).select_entity(ADA)
    write_folder(tmp_path / "apart", build_bundle(choice, load_closure(store, choice.claims)).files)
    assert verify_bundle(tmp_path / "apart", lambda _: None).problems == ()
