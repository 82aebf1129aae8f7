"""A fresh load: nothing goes before all is checked; readers see the old graph until the new is whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.model.errors import CheckFailed, EnvironmentProblem, GraphDamaged
from graph.store.digest import digest
from graph.store.metadata import read_state
from graph.store.store import Store
from graph.store.wholeness import check_wholeness
from ingest.load import load
from tests.ingest.harbour import Harbour


class Stopped(Exception):
    """What a test stops a load with."""


def stop_at(stage_to_stop: str) -> object:
    def stop(stage: str, _done: int, _total: int) -> None:
        if stage == stage_to_stop:
            raise Stopped

    return stop


def claims(store: Store) -> int:
    return int(store.read("MATCH (c:Claim) RETURN count(c) AS n")[0]["n"])


@pytest.fixture
def loaded(store: Store, harbour: Harbour) -> Store:
    load(store, [harbour.registry, harbour.dossier], fresh=True)
    return store


def test_a_fault_in_the_files_leaves_the_old_graph(loaded: Store, harbour: Harbour) -> None:
    before = str(digest(loaded))
    harbour.dossier.write_text("document: [\n", encoding="utf-8")
    with pytest.raises(CheckFailed):
        load(loaded, [harbour.registry, harbour.dossier], fresh=True)
    assert str(digest(loaded)) == before
    assert check_wholeness(loaded).is_whole


def test_a_file_that_vanishes_after_it_was_read_is_loaded(loaded: Store, harbour: Harbour) -> None:
    before = str(digest(loaded))

    def vanish(stage: str, _done: int, _total: int) -> None:
        if stage == "check":
            harbour.dossier.unlink(missing_ok=True)

    load(loaded, [harbour.registry, harbour.dossier], fresh=True, progress=vanish)
    assert str(digest(loaded)) == before


def test_a_load_that_breaks_off_leaves_the_old_graph_or_is_marked(loaded: Store, harbour: Harbour) -> None:
    before = str(digest(loaded))
    with pytest.raises(Stopped):
        load(loaded, [harbour.registry], fresh=True, progress=stop_at("registry"))  # type: ignore[arg-type]
    if loaded.can_open_replacement:
        assert str(digest(loaded)) == before
        assert check_wholeness(loaded).is_whole
    else:
        assert "did not finish" in check_wholeness(loaded).unfinished
    load(loaded, [harbour.registry, harbour.dossier], fresh=True)
    assert str(digest(loaded)) == before
    assert check_wholeness(loaded).is_whole


def test_readers_see_the_old_graph_until_the_new_one_is_whole(
    embedded_store: Store, harbour: Harbour
) -> None:
    load(embedded_store, [harbour.registry, harbour.dossier], fresh=True)
    old = claims(embedded_store)
    seen: list[tuple[int, bool]] = []

    def look(_stage: str, _done: int, _total: int) -> None:
        seen.append((claims(embedded_store), check_wholeness(embedded_store).is_whole))

    load(embedded_store, [harbour.registry], fresh=True, progress=look)
    assert len(seen) > 2
    assert set(seen) == {(old, True)}
    assert claims(embedded_store) == 0


def test_a_question_that_meets_the_switch_is_asked_again(embedded_store: Store, harbour: Harbour) -> None:
    load(embedded_store, [harbour.registry, harbour.dossier], fresh=True)
    asked = embedded_store.stream("MATCH (c:Claim) RETURN count(c) AS n")
    load(embedded_store, [harbour.registry], fresh=True)
    assert list(asked) == [{"n": 0}]


def test_revisions_go_on_and_the_database_of_before_goes(embedded_store: Store, harbour: Harbour) -> None:
    load(embedded_store, [harbour.registry, harbour.dossier])
    before, folder = read_state(embedded_store).revision, embedded_store.folder
    assert folder is not None
    names = set()
    for _ in range(3):
        load(embedded_store, [harbour.registry, harbour.dossier], fresh=True)
        assert read_state(embedded_store).revision > before
        before = read_state(embedded_store).revision
        names.add(embedded_store.database)
        assert [path.name for path in (folder / "databases").iterdir() if path.is_dir()] == [
            embedded_store.database
        ]
    assert len(names) == 2


def test_what_a_broken_off_load_left_goes_with_the_next(embedded_store: Store, harbour: Harbour) -> None:
    load(embedded_store, [harbour.registry, harbour.dossier], fresh=True)
    folder = embedded_store.folder
    assert folder is not None
    other = {"kg": "kg2", "kg2": "kg"}[str(embedded_store.database)]
    with pytest.raises(EnvironmentProblem), embedded_store.open_replacement():
        raise EnvironmentProblem("as if the loader had died")
    left = Path(folder / "databases" / other)
    assert not left.exists()
    left.mkdir()  # what a full disk leaves of a database that the engine began to create
    (left / "dictionary.0.65536.v1.dict").touch()
    load(embedded_store, [harbour.registry, harbour.dossier], fresh=True)
    assert embedded_store.database == other


def test_a_claim_that_the_engine_lost_is_noticed_before_the_graph_is_called_whole(
    store: Store, harbour: Harbour
) -> None:
    def lose(stage: str, _done: int, _total: int) -> None:
        if stage == "load":
            store.write(lambda tx: tx.run("MATCH (c:Claim) WITH c LIMIT 1 DETACH DELETE c"))

    with pytest.raises(GraphDamaged, match="6 claims were acknowledged, 5 are there"):
        load(store, [harbour.registry, harbour.dossier], progress=lose)
    assert "did not finish" in check_wholeness(store).unfinished
