"""The graph's record: of ours alone, and the same counts whether or not the graph is gone through."""

from __future__ import annotations

import pytest

from graph.store import wholeness
from graph.store.store import Store
from graph.store.wholeness import check_wholeness, compute_record, count_contents
from graph.write.deep_check import check_deeply
from ingest.load import load
from tests.ingest.harbour import Harbour


def test_a_graph_too_large_to_go_through_has_the_same_counts(
    store: Store, harbour: Harbour, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wholeness, "MOST_DIGESTED", 1)
    load(store, [harbour.registry, harbour.dossier], fresh=True)
    assert compute_record(store).labels == count_contents(store).labels
    assert compute_record(store).digest == ""
    assert [fault for found in check_deeply(store) for fault in found.faults] == []


@pytest.mark.neo4j
def test_claims_of_others_are_no_damage(neo4j_store: Store, harbour: Harbour) -> None:
    neo4j_store.write(lambda tx: tx.run("UNWIND range(1, 50) AS n CREATE (:Claim {of: 'somebody else'})"))
    load(neo4j_store, [harbour.registry, harbour.dossier], fresh=True)
    assert check_wholeness(neo4j_store).is_whole
    assert neo4j_store.read("MATCH (c:Claim) WHERE NOT c:Scamgraph RETURN DISTINCT c.of AS of") == [
        {"of": "somebody else"}
    ]
