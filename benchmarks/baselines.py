"""The two baselines: the bare driver in UNWIND batches, and py2neo with one merge per row.

Both write the nodes and relationships of one of our loads, including search keys, into the same engine,
emptied, with the same constraints and indexes. Only the writing is timed.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import neo4j

from graph.engine.endpoint import Endpoint
from graph.store.cypher_dialect import Link, Statement, select_dialect
from graph.store.indexes import MARK
from graph.store.store import Store

BATCH = 10_000

Node = tuple[tuple[str, ...], dict[str, Any]]  # labels, properties


@dataclass(frozen=True, slots=True)
class Rows:
    """All nodes and relationships of one of our graphs."""

    nodes: list[Node]
    links: list[Link]


def read_rows(store: Store) -> Rows:
    """Return everything that was written, including operational nodes."""
    nodes = store.stream(f"MATCH (n:{MARK}) RETURN labels(n) AS labels, properties(n) AS properties")
    links = store.stream(
        f"MATCH (a:{MARK})-[r]->(b:{MARK}) "
        "RETURN a.id AS start, b.id AS end, type(r) AS type, properties(r) AS properties"
    )
    return Rows(
        [(tuple(sorted(row["labels"])), row["properties"]) for row in nodes],
        [Link(row["start"], row["end"], row["type"], row["properties"]) for row in links],
    )


def write_with_driver(endpoint: Endpoint, rows: Rows) -> float:
    """Return the seconds that the bare driver takes: batches of 10,000 rows, each an explicit transaction.

    Its statements are what one writes by hand: per label and type, with both ends matched by indexed ids. On
    Neo4j ours are the same; on the embedded engine ours reach the ends by `graph.write.node_id_cache`.
    """
    prepared = list(_statements(endpoint, rows))
    with _driver(endpoint) as driver, driver.session(database=endpoint.database) as session:
        began = time.perf_counter()
        for some in prepared:
            with session.begin_transaction() as transaction:
                for statement in some:
                    transaction.run(statement.query, statement.params).consume()
                transaction.commit()
        return time.perf_counter() - began


def _driver(endpoint: Endpoint) -> neo4j.Driver:
    login = endpoint.writer
    return neo4j.GraphDatabase.driver(endpoint.uri, auth=(login.user, login.password))


def _statements(endpoint: Endpoint, rows: Rows) -> Iterator[list[Statement]]:
    """Yield the statements of each transaction."""
    by_labels: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for labels, properties in rows.nodes:
        by_labels[labels].append(properties)
    for labels, some in by_labels.items():
        query = f"UNWIND $rows AS row CREATE (n:{':'.join(labels)}) SET n = row"
        for batch in _batches(some):
            yield [Statement(query, {"rows": batch})]
    by_type: dict[str, list[Link]] = defaultdict(list)
    for link in rows.links:
        by_type[link.type].append(link)
    for batch in _batches([link for some in by_type.values() for link in some]):
        yield list(_creating(endpoint, batch))


def _creating(endpoint: Endpoint, links: Sequence[Link]) -> Iterator[Statement]:
    """Yield statements that create relationships: one for all types if the engine supports it."""
    if endpoint.engine == "neo4j":
        yield from select_dialect("neo4j").create_links(links, label=MARK, at={})
        return
    by_type: dict[str, list[list[Any]]] = defaultdict(list)
    for link in links:
        by_type[link.type].append([link.start, link.end, link.properties])
    for type_, some in by_type.items():
        query = (
            f"UNWIND $rows AS row MATCH (a:{MARK} {{id: row[0]}}) MATCH (b:{MARK} {{id: row[1]}}) "
            f"CREATE (a)-[r:{type_}]->(b) SET r = row[2]"
        )
        yield Statement(query, {"rows": some})


def _batches(items: Sequence[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(items), BATCH):
        yield list(items[start : start + BATCH])


def write_with_py2neo(endpoint: Endpoint, rows: Rows, sample: int) -> float:
    """Estimate the seconds that py2neo takes for all rows, one merge each, from a sample.

    The sampled nodes are merged under new ids and the sampled relationships between those, so that each merge
    writes something, and no node has many relationships: a bound in favour of py2neo. The nodes get only
    one label, which favours py2neo, too: it adds labels after its MERGE, which the embedded engine refuses.
    """
    from py2neo import Graph, Node, Relationship  # noqa: PLC0415 - an extra

    login = endpoint.writer
    graph = Graph(endpoint.uri, auth=(login.user, login.password), name=endpoint.database)
    random = Random(1)
    nodes = random.sample(rows.nodes, sample)
    links = random.sample(rows.links, sample)
    began = time.perf_counter()
    for _, properties in nodes:
        graph.merge(Node(MARK, **{**properties, "id": _again(properties["id"])}), MARK, "id")
    between = time.perf_counter()
    for number, link in enumerate(links):
        start, end = (Node(MARK, id=_again(nodes[n % sample][1]["id"])) for n in (number, number + 1))
        graph.merge(Relationship(start, link.type, end, **link.properties), MARK, "id")
    done = time.perf_counter()
    return ((between - began) * len(rows.nodes) + (done - between) * len(rows.links)) / sample


def _again(id_: str) -> str:
    return f"{id_}~again"
