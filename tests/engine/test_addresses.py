"""Addresses of nodes on the embedded engine: a cached address counts only if the node is still there."""

from __future__ import annotations

import pytest

from graph.model.errors import ScamgraphError
from graph.store.indexes import ensure_schema, find_end_label
from graph.store.store import Store, Tx
from graph.write.node_id_cache import resolve_node_ids
from graph.write.statements import create_nodes


def made(store: Store, *ids: str) -> None:
    ensure_schema(store)
    query = "UNWIND $ids AS id CREATE (n:Scamgraph:Entity:Person {id: id})"
    store.write(lambda tx: tx.run(query, ids=list(ids)))


def test_addresses_of_entities_are_remembered_and_others_sought(embedded_store: Store) -> None:
    made(embedded_store, "person/a", "person/b")
    remembered: dict[str, int] = {}

    def work(tx: Tx) -> dict[str, int]:
        tx.remembered = remembered
        return dict(resolve_node_ids(tx, ["person/a", "person/b"], find_end_label))

    first = embedded_store.write(work)
    assert first.keys() == {"person/a", "person/b"} and remembered == first
    assert embedded_store.write(work) == first


def test_an_address_where_another_node_lies_by_now_does_not_count(embedded_store: Store) -> None:
    made(embedded_store, "person/a", "person/b")

    def work(tx: Tx) -> tuple[int, int]:
        right = dict(resolve_node_ids(tx, ["person/a", "person/b"], find_end_label))
        tx.addresses.clear()
        tx.remembered = {"person/a": right["person/b"], "person/b": right["person/b"] + 10_000}
        return right["person/a"], resolve_node_ids(tx, ["person/a", "person/b"], find_end_label)["person/a"]

    right, found = embedded_store.write(work)
    assert found == right


def test_a_node_that_is_gone_is_an_error_though_it_is_remembered(embedded_store: Store) -> None:
    made(embedded_store, "person/a")

    def work(tx: Tx) -> None:
        tx.remembered = dict(resolve_node_ids(tx, ["person/a"], find_end_label))
        tx.addresses.clear()
        tx.run("MATCH (n:Entity {id: 'person/a'}) DELETE n")
        resolve_node_ids(tx, ["person/a"], find_end_label)

    with pytest.raises(ScamgraphError, match="not in the graph"):
        embedded_store.write(work)


def test_new_nodes_tell_where_they_lie(embedded_store: Store) -> None:
    ensure_schema(embedded_store)

    def work(tx: Tx) -> tuple[int, int]:
        create_nodes(tx, ("Entity", "Person"), [{"id": "person/new"}])
        told = resolve_node_ids(tx, ["person/new"], find_end_label)["person/new"]
        return told, tx.run("MATCH (n:Entity {id: 'person/new'}) RETURN id(n) AS at")[0]["at"]

    told, at = embedded_store.write(work)
    assert told == at
