"""`doctor --deep` sees what is missing, changed, doubled, or not found, one kind of damage at a time."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.store.store import Store
from graph.write.deep_check import check_deeply
from graph.write.dump import restore

OLD_DUMP = Path(__file__).parent.parent / "engine" / "data" / "dump-of-format-1.jsonl.gz"


DAMAGES = {
    "MATCH (c:Claim)-[r:FROM]->() WITH r LIMIT 1 DELETE r": ("claims", "1 claims have no FROM: claim/"),
    "MATCH (c:Claim)-[r:IN]->() WITH r LIMIT 1 DELETE r": ("claims", "1 claims have no IN: claim/"),
    "MATCH (:Entity)-[r]->() WHERE r.fact IS NOT NULL WITH r ORDER BY r.fact LIMIT 1 DELETE r": (
        "facts",
        "1 facts of claims have no relationship: ",
    ),
    "MATCH (c:Claim) WHERE c.fact IS NOT NULL WITH c.fact AS fact ORDER BY fact DESC LIMIT 1 "
    "MATCH (c:Claim {fact: fact}) SET c.fact = null": ("facts", "1 facts have no claim: "),
    "MATCH (o:Occasion) WITH o LIMIT 1 DETACH DELETE o": ("record", "nodes of Occasion recorded, "),
    "MATCH (c:Claim) WITH c LIMIT 1 SET c.says = 'other'": ("record", "the digest is "),
    "MATCH (k:NameKey) WITH k LIMIT 1 DETACH DELETE k": (
        "indexes of names",
        "names have no key and are not found, those of: ",
    ),
}
"""Queries that damage a graph, with the check that finds it and what that says. No two damage one fact."""


def faults_of(store: Store) -> dict[str, str]:
    return {found.check: "; ".join(found.faults) for found in check_deeply(store) if not found.is_good}


def test_a_sound_graph_has_no_fault(store: Store) -> None:
    restore(store, OLD_DUMP)
    found = {one.check: one for one in check_deeply(store)}
    assert {check: one.faults for check, one in found.items() if one.faults} == {}
    assert found["record"].detail.startswith("digest and counts as recorded; digest ")
    assert ("the engine's own check" in found) == (store.engine == "embedded")


def test_each_damage_is_found(store: Store) -> None:
    restore(store, OLD_DUMP)
    for query in DAMAGES:
        store.write(lambda tx, query=query: tx.run(query))  # type: ignore[misc]
    faults = faults_of(store)
    for query, (check, sentence) in DAMAGES.items():
        assert sentence in faults.get(check, ""), (query, faults)
    assert faults.keys() == {check for check, _ in DAMAGES.values()}


@pytest.mark.embedded
def test_what_cannot_be_read_is_a_fault_and_no_traceback(embedded_store: Store) -> None:
    restore(embedded_store, OLD_DUMP)
    closed = embedded_store.with_timeout(0.000001)
    assert "read all" in faults_of(closed)
