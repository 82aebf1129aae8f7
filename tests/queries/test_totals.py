"""Counts of an answer are of all its rows, however few are shown; what is not counted says "at least"."""

from __future__ import annotations

from typing import Any

import pytest

from graph.store.store import Store
from queries.ask import ask_as_of, totals
from queries.ask.ask import ask
from queries.wording.answer_sentence import Count
from tests.queries.test_golden import EXAMPLES

LIMIT_WORKS_OUT = "paths"
"""Its ways are searched again for each limit, which takes long; its hops are cut as all rows are."""


@pytest.mark.parametrize("name", sorted(set(EXAMPLES) - {LIMIT_WORKS_OUT}))
def test_a_limit_changes_no_count(loaded: Store, name: str) -> None:
    whole = ask(loaded, name, {**EXAMPLES[name], "limit": 5_000})
    cut = ask(loaded, name, {**EXAMPLES[name], "limit": 1})
    assert (cut.sentence, cut.total, cut.documents, cut.lineages, cut.speakers) == (
        whole.sentence,
        len(whole.rows),
        whole.documents,
        whole.lineages,
        whole.speakers,
    )
    assert cut.truncated is (len(whole.rows) > 1)
    assert not whole.truncated
    assert len(cut.rows) == min(1, len(whole.rows))


@pytest.mark.parametrize("asked", [{"as_of": "2026-01-21"}, {"happened": "2026-01-01/2026-01-31"}])
def test_a_limit_changes_no_count_of_the_past(loaded: Store, asked: dict[str, Any]) -> None:
    params = {"entity": "Chen Zhi"}
    whole = ask(loaded, "about", params, **asked)
    cut = ask(loaded, "about", {**params, "limit": 1}, **asked)
    assert (cut.sentence, cut.total, cut.speakers) == (whole.sentence, len(whole.rows), whole.speakers)
    assert [(heading, other.total) for heading, other in cut.apart] == [
        (heading, len(other.rows)) for heading, other in whole.apart
    ]
    assert all(len(other.rows) == 1 for _, other in cut.apart)
    assert cut.params["limit"] == 1


def test_what_is_known_for_sure_is_not_repeated_as_possibly_known(loaded: Store) -> None:
    cut = ask(loaded, "known-on", {"day": "2026-01-25", "limit": 1})
    whole = ask(loaded, "known-on", {"day": "2026-01-25", "limit": 1_000})
    assert cut.total == whole.total == len(whole.rows)


def test_a_count_that_is_given_up_says_at_least(loaded: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("queries.ask.ask.MOST_COUNTED", 20)
    monkeypatch.setattr(totals, "MOST_COUNTED", 20)
    monkeypatch.setattr(ask_as_of, "MOST_COUNTED", 20)
    for asked in ({}, {"as_of": "2026-01-31"}):
        answer = ask(loaded, "weakest", {"limit": 3}, **asked)
        assert "At least 20 facts" in answer.sentence
        assert answer.truncated
        assert any("Showing 3 of at least 20 rows" in note for note in answer.notes)


def test_a_count_takes_its_noun_along() -> None:
    assert f"{Count(1):fact}" == "1 fact"
    assert f"{Count(2_000):fact}" == "2,000 facts"
    assert f"{Count(2_000, exact=False):fact}" == "at least 2,000 facts"
    assert f"{Count(0):entity|entities}" == "0 entities"
