"""Caches bound what is kept, never what is answered: with one entry kept all comes out as ever."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from graph.model.errors import ScamgraphError
from graph.store import speaker_cache, store
from graph.store.digest import digest
from graph.store.protocols import QueryRunner, StoreRunner
from graph.store.speaker_cache import SpeakerCache
from graph.store.step_cache import StepCache
from graph.store.store import Store
from graph.write import bulk_load
from ingest.load import load
from queries.ask.ask import ask
from tests.articles import DATA, hold_articles
from tests.conftest import empty
from tests.queries.test_golden import EXAMPLES

TINY = 1
AS_OF = "2026-01-21"
KNOWN_ON = "known-on"
"""The question that names its day itself."""


class Counting:
    """Reads nothing: counts what is fetched."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def fetch(self, _: QueryRunner, ids: Sequence[str]) -> dict[str, str]:
        self.asked += ids
        return {id_: id_.upper() for id_ in ids if id_ != "nobody"}


def keep_little(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speaker_cache, "ENTRIES_KEPT", TINY)
    monkeypatch.setattr(store, "ADDRESSES_KEPT", TINY)
    monkeypatch.setattr(store, "ADDRESSES_REMEMBERED", TINY)
    monkeypatch.setattr(bulk_load, "ADDRESSES_REMEMBERED", TINY)


def test_a_step_keeps_all_it_asked_for_and_later_entries_leave_one_by_one() -> None:
    counting = Counting()
    cache: StepCache[str] = StepCache(2, counting.fetch)
    door: Any = object()
    cache.load(door, ["a", "b", "c", "nobody"])
    assert [cache.get(id_) for id_ in ("a", "b", "c", "nobody")] == ["A", "B", "C", None]
    assert counting.asked == ["a", "b", "c", "nobody"]
    cache.release_step()
    cache.load(door, ["b", "c", "nobody"])
    assert counting.asked[4:] == ["nobody"]
    assert cache.get("a") == "A"
    assert counting.asked[5:] == ["a"]
    cache.evict("b")
    assert cache.get("b") == "B"
    assert counting.asked[6:] == ["b"]


def test_nothing_is_guessed_before_the_graph_can_be_read() -> None:
    with pytest.raises(ScamgraphError, match="person/a was looked up"):
        StepCache(2, Counting().fetch).get("person/a")


def test_who_was_not_asked_for_is_fetched_and_never_told_by_an_id(articles: Store) -> None:
    speakers = SpeakerCache(str)
    speakers.load(StoreRunner(articles), [])
    assert speakers.find_name("person/chen-zhi") == "Chen Zhi"
    assert speakers.find_principal("embassy/indonesia-phnom-penh") == "government/indonesia"
    assert speakers.find_name("person/nobody-at-all") == "person/nobody-at-all"


@pytest.mark.parametrize("asked", [{}, {"as_of": AS_OF}], ids=["today", AS_OF])
@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_answers_are_the_same_however_little_is_kept(
    articles: Store, name: str, asked: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    if asked and name == KNOWN_ON:
        return
    usual = ask(articles, name, EXAMPLES[name], **asked)  # type: ignore[arg-type]
    keep_little(monkeypatch)
    assert ask(articles, name, EXAMPLES[name], **asked) == usual  # type: ignore[arg-type]


@pytest.mark.parametrize("together", [40, 5_000], ids=["a large load", "whole documents"])
def test_loads_give_the_same_graph_however_little_is_kept(
    embedded_session: Store, together: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = str(digest(hold_articles(embedded_session)))
    empty(embedded_session)
    keep_little(monkeypatch)
    load(embedded_session, [DATA], claims_per_transaction=together)
    assert str(digest(embedded_session)) == expected
