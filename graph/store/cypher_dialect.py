"""Differences between the Cypher of the two engines, one function for each difference."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from graph.model.errors import EnvironmentProblem

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class Link(NamedTuple):
    """A relationship to write, between two nodes identified by their `id` property."""

    start: str
    end: str
    type: str
    properties: dict[str, Any]


class Statement(NamedTuple):
    """A query with its parameters: `tx.run(statement.query, **statement.params)`."""

    query: str
    params: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Dialect:
    """The Cypher of one engine. `engine` is "embedded" or "neo4j"."""

    engine: str

    @property
    def dynamic_types(self) -> bool:
        """Return whether one statement can write relationships of several types."""
        return self.engine == "neo4j"

    @property
    def by_address(self) -> bool:
        """Return whether relationships find their ends by the engine's own node ids (`node_id_cache`)."""
        return self.engine == "embedded"

    @property
    def schema_at_once(self) -> bool:
        """Return whether constraints and indexes may share a transaction.

        Neo4j takes 100 ms to commit each.
        """
        return self.engine == "neo4j"

    def create_nodes(self, labels: Sequence[str], rows: Sequence[dict[str, Any]]) -> Statement:
        """Build the statement that creates nodes with these labels and with `rows` as properties.

        If `by_address`, the statement returns one row, `found`: pairs of id and address. Entities have
        some twenty sets of labels: on Neo4j all share one statement, planned once.
        """
        names = [check_name(label) for label in labels]
        if self.dynamic_types and len(names) > 2:
            query = f"UNWIND $rows AS row CREATE (n:{names[0]}) SET n:$($labels) SET n = row"
            return Statement(query, {"rows": rows, "labels": names[1:]})
        return_clause = " RETURN collect([row.id, id(n)]) AS found" if self.by_address else ""
        query = f"UNWIND $rows AS row CREATE (n:{':'.join(names)}) SET n = row{return_clause}"
        return Statement(query, {"rows": rows})

    def create_links(
        self, links: Sequence[Link], *, label: str, at: Mapping[str, int]
    ) -> Iterator[Statement]:
        """Build the statements that create `links` between nodes of `label`.

        If `by_address`, `at` gives the addresses of the nodes. Each statement returns one row, `written`:
        compare it with the statement's `rows`, because a link with a missing end is not written. Raises
        ValueError for a label or type that is not a plain name.

        Neo4j plans each new statement text for some 50 ms, so all types share one statement there. The
        embedded engine has no dynamic types in CREATE and plans in no time, so each type has its own.
        """
        if self.by_address:
            groups: defaultdict[str, list[list[Any]]] = defaultdict(list)
            for link in links:
                groups[link.type].append([at[link.start], at[link.end], link.properties])
            for type_, rows in groups.items():
                yield _build_create_statement(
                    "(a) WHERE id(a) = row[0]", "(b) WHERE id(b) = row[1]", check_name(type_), rows
                )
        elif links:
            for type_ in {link.type for link in links}:
                check_name(type_)
            start, end = (
                f"({node}:{check_name(label)} {{id: row[{index}]}})" for index, node in enumerate("ab")
            )
            rows = [[link.start, link.end, link.properties, link.type] for link in links]
            yield _build_create_statement(start, end, "$(row[3])", rows)

    def build_count_queries(self, mark: str) -> dict[str, str]:
        """Return, by label, the query that counts our nodes as `n`, in constant time for any size of graph.

        The embedded engine stores the number of nodes of each label. Neo4j does, too, but would count
        other people's nodes with ours. There the query counts the IN relationships that leave our nodes:
        each claim has one.
        """
        if self.engine == "neo4j":
            return {"Claim": f"MATCH (:{check_name(mark)})-[r:IN]->() RETURN count(r) AS n"}
        labels = ("Claim", "Document", "Entity", "Value", "Origin", "Figure")
        return {label: f"MATCH (n:{label}) RETURN count(n) AS n" for label in labels}

    def build_unique_constraint(self, constraint: str, label: str, prop: str = "id") -> str:
        """Build the statement that makes `prop` unique among nodes of `label`; it may run again."""
        return (
            f"CREATE CONSTRAINT {check_name(constraint)} IF NOT EXISTS "
            f"FOR (n:{check_name(label)}) REQUIRE n.{check_name(prop)} IS UNIQUE"
        )

    def build_index(self, index: str, label: str, prop: str) -> str:
        """Build the statement that indexes `prop` of nodes of `label`; it may run again."""
        nodes, on = f"(n:{check_name(label)})", f"(n.{check_name(prop)})"
        return f"CREATE INDEX {check_name(index)} IF NOT EXISTS FOR {nodes} ON {on}"

    def build_text_index(self, index: str, label: str, props: Sequence[str]) -> str:
        """Build the statement that indexes the words of `props`, in English; it may run again.

        It is Cypher for Neo4j, a script in SQL for the embedded engine, which indexes only declared
        properties and has no such statement in Cypher.
        """
        name, nodes, names = check_name(index), check_name(label), [check_name(prop) for prop in props]
        if self.engine == "neo4j":
            properties = ", ".join(f"n.{prop}" for prop in names)
            return (
                f"CREATE FULLTEXT INDEX {name} IF NOT EXISTS FOR (n:{nodes}) ON EACH [{properties}] "
                "OPTIONS {indexConfig: {`fulltext.analyzer`: 'english'}}"
            )
        analyzer = '{"analyzer": "org.apache.lucene.analysis.en.EnglishAnalyzer"}'
        declared = "".join(f"CREATE PROPERTY {nodes}.{prop} IF NOT EXISTS STRING;\n" for prop in names)
        return (
            f"CREATE VERTEX TYPE {nodes} IF NOT EXISTS;\n{declared}"
            f"CREATE INDEX {name} IF NOT EXISTS ON {nodes} ({', '.join(names)}) "
            f"FULL_TEXT METADATA {analyzer};"
        )

    def build_index_wait(self, seconds: int = 300) -> str | None:
        """Build the statement that waits until every index is online; None if indexes need no wait."""
        return f"CALL db.awaitIndexes({int(seconds)})" if self.engine == "neo4j" else None


def _build_create_statement(start: str, end: str, type_: str, rows: Sequence[Sequence[Any]]) -> Statement:
    query = (
        f"UNWIND $rows AS row MATCH {start} MATCH {end} "
        f"CREATE (a)-[r:{type_}]->(b) SET r = row[2] RETURN count(r) AS written"
    )
    return Statement(query, {"rows": rows})


def select_dialect(engine: str) -> Dialect:
    """Return the dialect of `engine`. Raises EnvironmentProblem for an unknown engine."""
    if engine not in ("embedded", "neo4j"):
        raise EnvironmentProblem(f"No Cypher dialect is known for the engine {engine!r}.")
    return Dialect(engine)


def check_name(text: str) -> str:
    """Return `text` if it can be used unquoted in a query as a label, type, or property.

    Raises ValueError otherwise: names come from the ontology, never from a source or a user.
    """
    if not _NAME.fullmatch(text):
        raise ValueError(f"{text!r} is no plain Cypher name")
    return text
