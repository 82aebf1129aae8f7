"""The store's two doors, the same on both engines."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from graph.model.errors import EnvironmentProblem, InputError, ScamgraphError
from graph.store.cypher_dialect import Link
from graph.store.store import Store, Tx
from graph.write.statements import create_relationships, delete_nodes

SLOW = "UNWIND range(1, 30000) AS a UNWIND range(1, 30000) AS b RETURN sum(a * b) AS s"


def ours(tx: Tx, ids: list[str]) -> None:
    tx.run("UNWIND $ids AS id CREATE (n:Scamgraph:Entity {id: id})", ids=ids)


def people(tx: Tx, ids: list[str]) -> None:
    tx.run("UNWIND $ids AS id MERGE (n:Entity {id: id})", ids=ids)


@contextmanager
def debug_log() -> Iterator[list[str]]:
    """What the driver logs meanwhile."""
    told: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: told.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("neo4j.io")
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    try:
        yield told
    finally:
        logger.setLevel(level)
        logger.removeHandler(handler)


def count(store: Store) -> int:
    return int(store.read("MATCH (n:Entity) RETURN count(n) AS n")[0]["n"])


def test_what_is_written_is_read(store: Store) -> None:
    store.write(lambda tx: people(tx, ["a", "b"]))
    assert store.read("MATCH (n:Entity) WHERE n.id > $low RETURN n.id AS id", {"low": "a"}) == [{"id": "b"}]


def test_values_come_back_as_they_were(store: Store) -> None:
    value = {"text": "陈志 ចិន 😀", "whole": 2**53 + 1, "share": 0.1, "flag": True, "list": ["a", "b"]}
    store.write(lambda tx: tx.run("CREATE (n:Entity {id: 'v'}) SET n += $value", value=value))
    row = store.read("MATCH (n:Entity {id: 'v'}) RETURN properties(n) AS p")[0]["p"]
    assert row == {"id": "v", **value}


def test_an_error_in_the_middle_leaves_nothing(store: Store) -> None:
    def work(tx: Tx) -> None:
        people(tx, ["a", "b"])
        tx.run("UNWIND [1, 0] AS x CREATE (n:Entity {id: 'x' + x, y: 1 / x})")

    with pytest.raises(InputError):
        store.write(work)
    assert count(store) == 0


def test_what_is_sent_is_heard_before_the_commit(store: Store) -> None:
    heard: list[str] = []

    def work(tx: Tx) -> None:
        for id_ in ("a", "b"):
            query = "CREATE (n:Entity {id: $id}) RETURN n.id AS id"
            tx.run_pipelined(query, lambda rows: heard.extend(row["id"] for row in rows), id=id_)
        assert tx.run("MATCH (n:Entity) RETURN count(n) AS n") == [{"n": 2}]
        assert heard == ["a", "b"]
        tx.run_pipelined(
            "CREATE (n:Entity {id: 'c'}) RETURN n.id AS id", lambda rows: heard.append(rows[0]["id"])
        )

    store.write(work)
    assert heard == ["a", "b", "c"]
    assert count(store) == 3


@pytest.mark.parametrize("after", ["nothing", "another sent", "another run"])
def test_a_sent_query_that_fails_leaves_nothing(store: Store, after: str) -> None:
    def work(tx: Tx) -> None:
        people(tx, ["a"])
        tx.run_pipelined("UNWIND $ys AS y CREATE (n:Entity {id: 'x', y: 1 / y})", lambda _: None, ys=[0])
        if after == "another sent":
            tx.run_pipelined("CREATE (n:Entity {id: 'b'})", lambda _: None)
        elif after == "another run":
            people(tx, ["b"])

    with pytest.raises(InputError, match="zero"):
        store.write(work)
    assert count(store) == 0


def test_what_hears_may_refuse(store: Store) -> None:
    def refuse(rows: list[dict[str, object]]) -> None:
        raise InputError(f"{rows[0]['n']} are not enough")

    with pytest.raises(InputError, match="1 are not enough"):
        store.write(lambda tx: tx.run_pipelined("CREATE (n:Entity) RETURN count(n) AS n", refuse))
    assert count(store) == 0


def test_parameters_are_not_written_out_for_a_log(store: Store) -> None:
    given = {"ids": ["Lisa"] * 3, "by": {"Lisa": True}}
    query = "UNWIND $ids AS id RETURN id, $by[id] AS told"
    with debug_log() as told:
        with store.begin() as tx:
            assert tx.run(query, **given) == [{"id": "Lisa", "told": True}] * 3
        assert store.read(query, given) == [{"id": "Lisa", "told": True}] * 3
    sent = [line for line in told if "C: RUN" in line and query in line]
    assert len(sent) >= 2  # Neo4j is asked for the plan, too
    assert all("<3 items>" in line and "<1 items>" in line and "Lisa" not in line for line in sent)


def test_an_exception_of_the_caller_leaves_nothing_and_comes_through(store: Store) -> None:
    def work(tx: Tx) -> None:
        people(tx, ["a"])
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        store.write(work)
    assert count(store) == 0


def test_begin_without_commit_leaves_nothing(store: Store) -> None:
    with store.begin() as tx:
        people(tx, ["a"])
    assert count(store) == 0
    with store.begin() as tx:
        people(tx, ["a"])
        tx.commit()
    assert count(store) == 1


def test_rows_stream(store: Store) -> None:
    with store.begin() as tx:
        rows = tx.stream("UNWIND range(1, 5000) AS n RETURN n")
        assert [next(rows)["n"] for _ in range(3)] == [1, 2, 3]
        assert sum(1 for _ in rows) == 4997
    assert sum(row["n"] for row in store.stream("UNWIND range(1, 5000) AS n RETURN n")) == 12502500


def test_a_closed_stream_ends_on_the_server(store: Store) -> None:
    rows = store.stream("UNWIND range(1, 30000) AS a UNWIND range(1, 30000) AS b RETURN a, b")
    next(rows)
    rows.close()  # type: ignore[attr-defined]
    assert store.read("RETURN 1 AS one") == [{"one": 1}]
    assert not running(store, "range(1, 30000)")  # computing the rest takes minutes


def test_a_time_limit_stops_the_query_on_the_server(store: Store) -> None:
    with pytest.raises(InputError, match="time limit"):
        store.read(SLOW, timeout=0.5)
    assert not running(store, "range(1, 30000)")


def running(store: Store, words: str) -> list[dict[str, Any]]:
    """Return the transactions on the server whose query holds these words."""
    with store.begin() as tx:  # a reader does not see transactions
        return [row for row in tx.run("SHOW TRANSACTIONS") if words in row["currentQuery"]]


def test_limits_hold_for_each_query_of_a_connection_and_for_no_other(store: Store) -> None:
    quick = "UNWIND range(1, 3) AS n RETURN n"
    for _ in range(2):  # the second time, the connection is reused and known
        assert len(store.read(quick, timeout=0.4)) == 3
        with pytest.raises(InputError, match="time limit"):
            store.read(SLOW, timeout=0.3)
    time.sleep(0.5)  # past the limit of the quick one
    assert len(store.read("UNWIND range(1, 3000) AS n RETURN n", timeout=30)) == 3000


def test_a_time_limit_stops_only_its_own_query(store: Store) -> None:
    other: list[object] = []
    slow = "UNWIND range(1, 2000) AS a UNWIND range(1, 1500) AS b RETURN sum(a * b) AS s"

    def ask() -> None:
        other.append(store.read(slow))

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    with pytest.raises(InputError, match="time limit"):
        store.read(SLOW, timeout=0.3)
    for thread in threads:
        thread.join()
    assert other == [[{"s": 2001000 * 1125750}]] * 2


def test_a_closing_semicolon_is_fine(store: Store) -> None:
    assert store.read("RETURN 1 AS one ;\n") == [{"one": 1}]


@pytest.mark.parametrize(
    "query",
    [
        "CREATE (n:Entity {id: 'w'})",
        "MATCH (n:Entity) SET n.x = 1",
        "MATCH (n:Entity) DETACH DELETE n",
        "MERGE (n:Entity {id: 'w'})",
        "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
        "LOAD CSV FROM 'http://127.0.0.1:1/x.csv' AS line RETURN line",
        "CREATE INDEX reader_made IF NOT EXISTS FOR (n:Entity) ON (n.x)",
    ],
)
def test_the_reading_door_refuses(store: Store, query: str) -> None:
    store.write(lambda tx: people(tx, ["a"]))
    with pytest.raises((InputError, EnvironmentProblem)):
        list(store.stream_user_query(query))
    assert store.read("MATCH (n:Entity) RETURN n.id AS id, n.x AS x") == [{"id": "a", "x": None}]


@pytest.mark.parametrize("query", ["CREATE (n:Entity {id: 'w'})", "MATCH (n:Entity) SET n.x = 1"])
def test_a_query_of_our_own_cannot_write_where_it_should_read(store: Store, query: str) -> None:
    store.write(lambda tx: people(tx, ["a"]))
    with pytest.raises((InputError, EnvironmentProblem)):
        store.read(query)
    assert store.read("MATCH (n:Entity) RETURN n.id AS id, n.x AS x") == [{"id": "a", "x": None}]


@pytest.mark.parametrize(
    ("query", "place"), [("RETRUN 1", "line 1, column 1"), ("RETURN 1 AS a\nRETRUN 2", "line 2, column")]
)
def test_a_wrong_query_is_located(store: Store, query: str, place: str) -> None:
    with pytest.raises(InputError) as caught:
        store.read(query)
    assert place in str(caught.value)
    assert caught.value.exit_code == 1


def test_a_transient_conflict_is_tried_again(store: Store) -> None:
    """Many writers of one counter: each increment is there in the end."""
    store.write(lambda tx: tx.run("CREATE (n:Entity {id: 'counter', count: 0})"))

    def add(tx: Tx) -> None:
        tx.run("MATCH (n:Entity {id: 'counter'}) SET n.count = n.count + 1")

    def increments() -> None:
        for _ in range(10):
            store.write(add)

    threads = [threading.Thread(target=increments) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.read("MATCH (n:Entity {id: 'counter'}) RETURN n.count AS c") == [{"c": 30}]


def test_schema_statements_may_run_again(store: Store) -> None:
    dialect = store.dialect
    for _ in range(2):
        store.run_schema_statement(dialect.build_unique_constraint("test_entity_id", "Trial"))
        store.run_schema_statement(dialect.build_index("test_entity_name", "Trial", "name"))
        if wait := dialect.build_index_wait():
            store.run_schema_statement(wait)
    store.write(lambda tx: tx.run("CREATE (n:Trial {id: 'a'})"))
    with pytest.raises(InputError):
        store.write(lambda tx: tx.run("CREATE (n:Trial {id: 'a'})"))
    for _ in range(2):
        store.run_schema_statement("DROP CONSTRAINT test_entity_id IF EXISTS")
        store.run_schema_statement("DROP INDEX test_entity_name IF EXISTS")
    store.write(lambda tx: tx.run("CREATE (n:Trial {id: 'a'})"))
    assert store.read("MATCH (n:Trial) RETURN count(n) AS n") == [{"n": 2}]


def test_links_of_several_types_are_created(store: Store) -> None:
    store.write(lambda tx: ours(tx, ["a", "b", "c"]))
    links = [Link("a", "b", "HEADS", {"fact": "f1"}), Link("a", "c", "OWNS", {"fact": "f2", "claims": 3})]
    store.write(lambda tx: create_relationships(tx, store.dialect, links))
    rows = store.read("MATCH (:Entity {id: 'a'})-[r]->(b) RETURN type(r) AS t, properties(r) AS p ORDER BY t")
    assert rows == [{"t": "HEADS", "p": {"fact": "f1"}}, {"t": "OWNS", "p": {"fact": "f2", "claims": 3}}]


def test_a_link_to_a_node_that_is_not_there_is_an_error(store: Store) -> None:
    store.write(lambda tx: ours(tx, ["a", "b"]))
    links = [Link("a", "b", "HEADS", {}), Link("a", "nobody", "OWNS", {})]
    with pytest.raises(ScamgraphError, match="not in the graph") as caught:
        store.write(lambda tx: create_relationships(tx, store.dialect, links))
    assert "nobody" in str(caught.value.hint)
    assert store.read("MATCH (:Entity {id: 'a'})-[r]->() RETURN r") == []


def test_a_link_is_never_drawn_to_what_took_the_place_of_a_deleted_node(store: Store) -> None:
    def work(tx: Tx) -> None:
        ours(tx, ["a", "b"])
        create_relationships(tx, store.dialect, [Link("a", "b", "HEADS", {})])
        delete_nodes(tx, ["b"])
        ours(tx, ["c"])
        create_relationships(tx, store.dialect, [Link("a", "b", "OWNS", {})])

    with pytest.raises(ScamgraphError, match="not in the graph"):
        store.write(work)


def test_a_name_that_is_no_name_never_reaches_a_query(store: Store) -> None:
    with pytest.raises(ValueError, match="plain Cypher name"):
        list(
            store.dialect.create_links([Link("a", "b", "X]->() //", {})], label="Entity", at={"a": 1, "b": 2})
        )
