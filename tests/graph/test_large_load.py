"""A large load writes documents first, then claims in groups: the same graph, wherever it is broken off."""

from __future__ import annotations

import pytest

from benchmarks.generate import dossiers
from benchmarks.world import World
from graph.model.catalogue import resolve_merges
from graph.model.claims import build_claims
from graph.model.records import Dossier
from graph.store.digest import digest
from graph.store.indexes import ensure_schema
from graph.store.speaker_cache import SpeakerCache
from graph.store.store import Store
from graph.write.bulk_load import LargeLoad, list_unfinished, remove_unfinished
from graph.write.claim_staging import ClaimStage
from graph.write.transaction_writer import DocumentInput, Outcome
from tests.conftest import empty
from tests.graph import made
from tests.machine import SOAK


class BrokenOff(Exception):
    """What ends a load in a test."""


def started(store: Store) -> dict[str, str]:
    empty(store)
    ensure_schema(store)
    made.write_registry(store, made.registry(), made.decisions())
    return resolve_merges(made.decisions())


def whole(store: Store, dossiers: list[Dossier]) -> str:
    merged = started(store)
    made.write(store, dossiers, merged)
    return str(digest(store))


def large(
    store: Store,
    dossiers: list[Dossier],
    merged: dict[str, str],
    *,
    alone: bool = False,
    stop_after: int = 10**9,
    at_once: int = 50,
) -> Outcome:
    """Load as a large load does, in small groups, broken off after a number of claims."""

    def progress(done: int) -> None:
        if done >= stop_after:
            raise BrokenOff

    def canonical(id_: str) -> str:
        return merged.get(id_, id_)

    with ClaimStage() as stage:
        load = LargeLoad(store, canonical, stage, alone=alone, claims_at_once=at_once)
        outcome = load.write_documents(
            [DocumentInput(d, build_claims(d, made.ONTOLOGY, canonical)) for d in dossiers]
        )
        return outcome + load.write_claims(progress)


def taken_out(store: Store, merged: dict[str, str]) -> None:
    def canonical(id_: str) -> str:
        return merged.get(id_, id_)

    speakers = SpeakerCache(canonical)
    remove_unfinished(store, speakers.build_context(), speakers, lambda _done, _total: None)


@pytest.mark.parametrize(
    ("alone", "at_once"),
    [(True, 1), (False, 50), (True, 10_000), *([(False, 1), (True, 50), (False, 10_000)] if SOAK else [])],
)
def test_a_large_load_gives_the_same_graph(store: Store, alone: bool, at_once: int) -> None:
    dossiers = made.dossiers(count=25)
    expected = whole(store, dossiers)
    merged = started(store)
    outcome = large(store, dossiers[::-1], merged, alone=alone, at_once=at_once)
    assert outcome.new == sum(len(d.claims) for d in dossiers)
    assert outcome.documents == 25
    assert str(digest(store)) == expected
    assert not list_unfinished(store)


def test_one_large_load_after_another(store: Store) -> None:
    dossiers = made.dossiers(count=25)
    expected = whole(store, dossiers)
    merged = started(store)
    large(store, dossiers[10:], merged, alone=True)
    large(store, dossiers[:10], merged)
    assert str(digest(store)) == expected


def test_broken_off_its_documents_are_taken_out_and_come_again(store: Store) -> None:
    dossiers = made.dossiers(count=25)
    expected = whole(store, dossiers)
    before = whole(store, dossiers[:4])
    merged = started(store)
    made.write(store, dossiers[:4], merged)
    with pytest.raises(BrokenOff):
        large(store, dossiers, merged, stop_after=1)
    assert len(list_unfinished(store)) == 21
    taken_out(store, merged)
    assert str(digest(store)) == before
    assert not list_unfinished(store)
    large(store, dossiers, merged)
    assert str(digest(store)) == expected


def test_documents_that_are_there_are_made_what_they_shall_be(store: Store) -> None:
    dossiers = made.dossiers(count=12)
    expected = whole(store, dossiers)
    merged = started(store)
    made.write(store, made.dossiers(count=12, seed=2)[5:7], merged)
    made.write(store, dossiers[:4], merged)
    outcome = large(store, dossiers, merged)
    assert outcome.kept >= sum(len(d.claims) for d in dossiers[:4])
    assert str(digest(store)) == expected


def test_groups_of_the_stage_share_nothing() -> None:
    documents = [build_claims(d, made.ONTOLOGY, str) for d in dossiers(World(1_000, made.ONTOLOGY), seed=1)]
    claims = [claim for document in documents for claim in document]
    with ClaimStage() as stage:
        for document in documents:
            stage.add(document)
        groups = list(stage.iter_groups(1))
    assert sorted(c.id for group in groups for c in group) == sorted(c.id for c in claims)
    assert len(groups) > 20
    bonds = [{b for c in group for b in (c.fact, *c.series) if b} for group in groups]
    assert sum(map(len, bonds)) == len(set().union(*bonds))
    home = {c.id: n for n, group in enumerate(groups) for c in group}
    answers = [c for c in claims if c.object.startswith("claim/")]
    assert answers
    assert all(home[c.id] == home[c.object] for c in answers)
