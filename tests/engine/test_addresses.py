"""Addresses of nodes on the embedded engine: what is remembered counts only if the node still lies there."""

from __future__ import annotations

import pytest

from graph.model.errors import ScamgraphError
from graph.store.indexes import label_of_end, prepare
from graph.store.store import Store, Tx
from graph.write.node_id_cache import addresses
from graph.write.statements import create_nodes


def made(store: Store, *ids: str) -> None:
    prepare(store)
    query = "UNWIND $ids AS id CREATE (n:Scamgraph:Entity:Person {id: id})"
    store.write(lambda tx: tx.run(query, ids=list(ids)))


def test_addresses_of_entities_are_remembered_and_others_sought(embedded_store: Store) -> None:
    made(embedded_store, "person/a", "person/b")
    remembered: dict[str, int] = {}

    def work(tx: Tx) -> dict[str, int]:
        tx.remembered = remembered
        return dict(addresses(tx, ["person/a", "person/b"], label_of_end))

    first = embedded_store.write(work)
    assert first.keys() == {"person/a", "person/b"} and remembered == first
    assert embedded_store.write(work) == first


def test_an_address_where_another_node_lies_by_now_does_not_count(embedded_store: Store) -> None:
    made(embedded_store, "person/a", "person/b")

    def work(tx: Tx) -> tuple[int, int]:
        right = dict(addresses(tx, ["person/a", "person/b"], label_of_end))
        tx.addresses.clear()
        tx.remembered = {"person/a": right["person/b"], "person/b": right["person/b"] + 10_000}
        return right["person/a"], addresses(tx, ["person/a", "person/b"], label_of_end)["person/a"]

    right, found = embedded_store.write(work)
    assert found == right


def test_a_node_that_is_gone_is_an_error_though_it_is_remembered(embedded_store: Store) -> None:
    made(embedded_store, "person/a")

    def work(tx: Tx) -> None:
        tx.remembered = dict(addresses(tx, ["person/a"], label_of_end))
        tx.addresses.clear()
        tx.run("MATCH (n:Entity {id: 'person/a'}) DELETE n")
        addresses(tx, ["person/a"], label_of_end)

    with pytest.raises(ScamgraphError, match="not in the graph"):
        embedded_store.write(work)


def test_new_nodes_tell_where_they_lie(embedded_store: Store) -> None:
    prepare(embedded_store)

    def work(tx: Tx) -> tuple[int, int]:
        create_nodes(tx, ("Entity", "Person"), [{"id": "person/new"}])
        told = addresses(tx, ["person/new"], label_of_end)["person/new"]
        return told, tx.run("MATCH (n:Entity {id: 'person/new'}) RETURN id(n) AS at")[0]["at"]

    told, at = embedded_store.write(work)
    assert told == at
