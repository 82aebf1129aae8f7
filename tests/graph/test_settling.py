"""A large load writes first and derives afterwards: the graph is the same, wherever it is broken off."""

from __future__ import annotations

import pytest

from graph.catalogue import merges
from graph.claims import build_claims
from graph.digest import digest
from graph.records import Dossier
from graph.schema import prepare
from graph.settling import MOST_DOCUMENTS, add_open, settle
from graph.store import Store
from graph.stored import Speakers
from graph.writing import Incoming, Outcome, Writer
from tests.conftest import empty
from tests.graph import made


class BrokenOff(Exception):
    """What ends a load in a test."""


def started(store: Store) -> dict[str, str]:
    empty(store)
    prepare(store)
    made.write_registry(store, made.registry(), made.decisions())
    return merges(made.decisions())


def whole(store: Store, dossiers: list[Dossier]) -> str:
    merged = started(store)
    made.write(store, dossiers, merged)
    return str(digest(store))


def opened(store: Store, dossiers: list[Dossier], merged: dict[str, str]) -> Outcome:
    def canonical(id_: str) -> str:
        return merged.get(id_, id_)

    speakers = Speakers(canonical)
    context = made.context_of(canonical, speakers)
    incoming = [Incoming(d, build_claims(d, made.ONTOLOGY, canonical)) for d in dossiers]
    return store.write(lambda tx: add_open(Writer(tx, store.dialect, context, speakers), incoming))


def settled(store: Store, merged: dict[str, str], stop_after: int = MOST_DOCUMENTS) -> Outcome:
    """Settle what is open, broken off once so many documents are done."""

    def progress(done: int, _total: int) -> None:
        if done >= stop_after:
            raise BrokenOff

    def canonical(id_: str) -> str:
        return merged.get(id_, id_)

    speakers = Speakers(canonical)
    return settle(store, made.context_of(canonical, speakers), speakers, progress)


def test_settling_afterwards_gives_the_same_graph(store: Store) -> None:
    dossiers = made.dossiers(count=25)
    expected = whole(store, dossiers)
    merged = started(store)
    outcome = opened(store, dossiers[10:], merged) + opened(store, dossiers[:10], merged)
    assert outcome.new == sum(len(d.claims) for d in dossiers)
    assert str(digest(store)) != expected
    settled(store, merged)
    assert str(digest(store)) == expected
    assert not store.read("MATCH (u:Unsettled) RETURN u.of AS id")


def test_broken_off_it_goes_on(store: Store) -> None:
    dossiers = made.dossiers(count=25)
    expected = whole(store, dossiers)
    merged = started(store)
    opened(store, dossiers, merged)
    with pytest.raises(BrokenOff):
        settled(store, merged, stop_after=1)
    assert store.read("MATCH (u:Unsettled) RETURN u.of AS id")
    opened(store, dossiers, merged)
    settled(store, merged)
    assert str(digest(store)) == expected


def test_documents_written_whole_meet_open_ones(store: Store) -> None:
    dossiers = made.dossiers(count=12)
    expected = whole(store, dossiers)
    merged = started(store)
    made.write(store, dossiers[:4], merged)
    opened(store, dossiers[4:9], merged)
    made.write(store, dossiers[9:], merged)
    settled(store, merged)
    assert str(digest(store)) == expected


def test_an_open_document_can_be_removed_or_changed(store: Store) -> None:
    dossiers = made.dossiers(count=12)
    expected = whole(store, dossiers[1:])
    merged = started(store)
    opened(store, made.dossiers(count=12, seed=2)[5:7], merged)
    opened(store, dossiers, merged)
    made.remove(store, [dossiers[0].document.id], merged)
    settled(store, merged)
    assert str(digest(store)) == expected


def test_a_decision_taken_before_settling_counts(store: Store) -> None:
    dossiers = made.dossiers(count=12)
    expected = whole(store, dossiers)
    empty(store)
    prepare(store)
    made.write_registry(store, made.registry(), [])
    opened(store, dossiers, {})
    made.write_registry(store, made.registry(), made.decisions())
    settled(store, merges(made.decisions()))
    assert str(digest(store)) == expected
