"""The mark that says a load is under way: whose it is, and when it goes."""

from __future__ import annotations

from graph.store import metadata
from graph.store.indexes import ensure_schema
from graph.store.metadata import read_state
from graph.store.store import Store
from ingest.load import load
from tests.ingest.harbour import Harbour


def test_a_load_of_other_files_leaves_the_mark_of_one_that_never_finished(
    store: Store, harbour: Harbour
) -> None:
    files = [harbour.registry, harbour.dossier]
    ensure_schema(store)
    store.write(lambda tx: metadata.mark_loading(tx, ["elsewhere.yaml"]))
    report = load(store, files)
    assert report.unfinished
    assert read_state(store).loading == report.unfinished
    assert not load(store, files, fresh=True).unfinished
    assert not read_state(store).loading
    assert read_state(store).record is not None


def test_the_same_load_again_finishes_it(embedded_store: Store, harbour: Harbour) -> None:
    files = [harbour.registry, harbour.dossier]
    ensure_schema(embedded_store)
    embedded_store.write(lambda tx: metadata.mark_loading(tx, [str(file) for file in files]))
    assert read_state(embedded_store).loading
    assert not load(embedded_store, files).unfinished
    assert not read_state(embedded_store).loading


def test_a_fresh_load_leaves_nothing_of_what_was_there(embedded_store: Store, harbour: Harbour) -> None:
    load(embedded_store, [harbour.registry, harbour.dossier])
    load(embedded_store, [harbour.registry], fresh=True)
    assert embedded_store.read("MATCH (c:Claim) RETURN count(c) AS n") == [{"n": 0}]
