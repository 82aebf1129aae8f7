"""A Bolt connection cut at each message of an export, a load and a removal: nothing is half-done unmarked."""

from __future__ import annotations

from collections import Counter
from functools import partial
from pathlib import Path

import pytest

from graph.store.digest import digest
from graph.store.metadata import read_state
from graph.store.store import Store
from ingest.load import load
from ingest.remove import remove_documents
from queries.export.claims import export_claims, write_lines
from tests.soak.conftest import HALVES, Report
from tests.soak.cuts import Cut, cut_at_each_piece, name_outcome
from tests.soak.model import Model, State, id_of

BEFORE = State(frozenset({(0, 0), (1, 0), (2, 0)}))
AFTER_LOAD = BEFORE.with_documents(frozenset({(1, 1), (3, 0)}))
AFTER_REMOVAL = BEFORE.without(1)


@HALVES
def test_an_export_is_whole_or_absent(store: Store, tmp_path: Path, half: bool, report: Report) -> None:
    load(store, Model(tmp_path, store).files(BEFORE), fresh=True)
    target, quiet = tmp_path / "export" / "claims.jsonl", tmp_path / "quiet.jsonl"
    target.parent.mkdir()
    write_lines(export_claims(store), quiet)
    counts = Counter[str]()
    for cut in cut_at_each_piece(
        store, lambda proxied: write_lines(export_claims(proxied), target), half=half
    ):
        counts[name_outcome(cut)] += 1
        assert bool(cut.error) is not target.exists(), cut
        if target.exists():
            assert target.read_bytes() == quiet.read_bytes(), cut
            target.unlink()
        assert not list(target.parent.iterdir()), cut
    report(counts)
    assert not cut.error and counts["error"] > 10


@HALVES
@pytest.mark.parametrize("what", ["load", "removal"])
def test_a_change_is_whole_or_absent_or_marked(
    store: Store, tmp_path: Path, what: str, half: bool, report: Report
) -> None:
    model = Model(tmp_path, store)
    after_state = AFTER_LOAD if what == "load" else AFTER_REMOVAL
    after, before = model.digest(after_state), model.digest(BEFORE)  # the graph is now the one before
    change = partial(_load_more, model) if what == "load" else _remove_one
    counts = Counter[str]()
    for cut in cut_at_each_piece(store, change, half=half):
        counts[f"{name_outcome(cut)}, {_check_change(store, cut, before, after)}"] += 1
        if str(digest(store)) != after:
            change(store)
        assert str(digest(store)) == after, f"{cut}; run again it gives another graph"
        _take_back(model, store)
        assert str(digest(store)) == before, f"{cut}; taken back it gives another graph"
    report(counts)
    assert not cut.error and sum(counts.values()) > 10


def _check_change(store: Store, cut: Cut[None], before: str, after: str) -> str:
    """Return what a change left, "before", "after" or "unfinished"; anything else fails."""
    found = str(digest(store))
    if found == after:
        return "after"
    assert cut.error, f"{cut}; acknowledged, and the graph is another"
    if found == before:
        return "before"
    assert read_state(store).loading, f"{cut}; a part of it is there, and nothing says so"
    return "unfinished"


def _load_more(model: Model, store: Store) -> None:
    load(store, model.document_files(frozenset({(1, 1), (3, 0)})), claims_per_transaction=10)


def _take_back(model: Model, store: Store) -> None:
    """Undo either change: faster than a fresh load, and another thing to go wrong."""
    load(store, model.document_files(frozenset({(1, 0)})))
    if store.read("MATCH (d:Document {id: $id}) RETURN d.id", {"id": id_of(3)}):
        remove_documents(store, [id_of(3)], keep_entities=True)


def _remove_one(store: Store) -> None:
    remove_documents(store, [id_of(1)], keep_entities=True)
