"""A Bolt connection cut at each message of a question, whole and half: an error or the right answer."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from graph.store.store import Store
from ingest.load import load
from queries.ask.ask import ask
from queries.ask.serialize import as_data
from tests.soak.conftest import HALVES, Report
from tests.soak.cuts import cut_at_each_piece, name_outcome
from tests.soak.model import Model, State, number_of

STATE = State(frozenset({(0, 0), (1, 0)}))


@HALVES
def test_a_question_is_answered_rightly_or_with_an_error(
    store: Store, tmp_path: Path, half: bool, report: Report
) -> None:
    load(store, Model(tmp_path, store).files(STATE), fresh=True)
    params = {"number": number_of((1, 0))}
    quiet = as_data(ask(store, "who-says", params))
    counts = Counter[str]()
    for cut in cut_at_each_piece(store, lambda proxied: as_data(ask(proxied, "who-says", params)), half=half):
        counts[name_outcome(cut)] += 1
        assert cut.error or cut.result == quiet, cut
    report(counts)
    assert not cut.is_struck and not cut.error  # the last one was not cut
    assert counts["error"] > 10
