"""A report tells each happening apart, and its bundle can be checked by whoever holds its files alone."""

from __future__ import annotations

from pathlib import Path

from graph.store.store import Store
from reports.bundle.verify import verify
from reports.bundle.write import bundle_files
from reports.content.build import report
from reports.content.model import Statement
from reports.part.closure_reader import close
from reports.part.selection import chooser
from reports.render.output import write_folder
from tests.conflicts.said import built
from tests.happenings.told import ADA, denied, detained, load, one_happening, text

FIRST, SECOND = text("a", detained("first", "2031-03-03")), text("b", detained("second", "2034-05-09"))
NEVER = text("c", denied("never"))


def statements(store: Store, as_of: str | None = None) -> dict[str, Statement]:
    """The statements of the report on the person, by the key of their first claim's sentence."""
    choice = chooser(store, as_of).entity(ADA)
    told = report(choice, close(store, choice.claims, choice.moment))
    return {one.sentence.partition(".")[0]: one for part in told.sections for one in part.statements}


def test_each_happening_is_a_statement_with_its_denial(store: Store) -> None:
    load(store, FIRST, SECOND, NEVER)
    told = statements(store)
    assert sorted(told) == ["We say first", "We say never", "We say second"]
    for key in ("We say first", "We say second"):
        assert [said.text.partition(".")[0] for said in told[key].denials] == ["We say never"]
    assert "Time: 3 March 2031." in [detail.text for detail in told["We say first"].details]


def test_a_bundle_comes_to_the_same_happenings(store: Store, tmp_path: Path) -> None:
    ids = [claim.id for claim in built(FIRST, SECOND)]
    load(store, FIRST, SECOND, NEVER, decisions=(one_happening(*ids),))
    assert sorted(statements(store)) == ["We say first"]
    choice = chooser(store).entity(ADA)
    write_folder(tmp_path / "decided", bundle_files(choice, close(store, choice.claims)).files)
    assert verify(tmp_path / "decided", lambda _: None).problems == ()
    load(store, FIRST, SECOND, NEVER)
    choice = chooser(store).entity(ADA)
    write_folder(tmp_path / "apart", bundle_files(choice, close(store, choice.claims)).files)
    assert verify(tmp_path / "apart", lambda _: None).problems == ()
