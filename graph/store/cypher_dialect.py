"""What differs between the two engines' Cypher, one function a difference."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from graph.model.errors import EnvironmentProblem

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class Link(NamedTuple):
    """A relationship to write, between two nodes known by their `id` property."""

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
        """Tell whether one statement may write relationships of several types."""
        return self.engine == "neo4j"

    @property
    def by_address(self) -> bool:
        """Tell whether relationships reach their ends by the engine's own numbers (`node_id_cache`)."""
        return self.engine == "embedded"

    @property
    def schema_at_once(self) -> bool:
        """Tell whether constraints and indexes may share a transaction: Neo4j takes 100 ms to commit each."""
        return self.engine == "neo4j"

    def create_nodes(self, labels: Sequence[str], rows: Sequence[dict[str, Any]]) -> Statement:
        """Give the statement that creates nodes of these labels with `rows` as properties.

        If `by_address`, it answers one row, `found`: pairs of id and address.
        Entities have some twenty sets of labels: on Neo4j all share one statement, planned once.
        """
        plain = [name(label) for label in labels]
        if self.dynamic_types and len(plain) > 2:
            query = f"UNWIND $rows AS row CREATE (n:{plain[0]}) SET n:$($labels) SET n = row"
            return Statement(query, {"rows": rows, "labels": plain[1:]})
        found = " RETURN collect([row.id, id(n)]) AS found" if self.by_address else ""
        query = f"UNWIND $rows AS row CREATE (n:{':'.join(plain)}) SET n = row{found}"
        return Statement(query, {"rows": rows})

    def create_links(
        self, links: Sequence[Link], *, label: str, at: Mapping[str, int]
    ) -> Iterator[Statement]:
        """Give statements that create `links` between nodes of `label`; if `by_address`, between those `at`.

        Each answers one row `written`: compare it with the statement's `rows`, for a link with a missing
        end is not written. Raises ValueError for a label or type that is no plain name.

        Neo4j plans each new statement text for some 50 ms, so there all types share one; the embedded
        engine has no dynamic types in CREATE and plans in no time, so there each type has its own.
        """
        if self.by_address:
            groups: defaultdict[str, list[list[Any]]] = defaultdict(list)
            for link in links:
                groups[link.type].append([at[link.start], at[link.end], link.properties])
            for type_, rows in groups.items():
                yield _creating("(a) WHERE id(a) = row[0]", "(b) WHERE id(b) = row[1]", name(type_), rows)
        elif links:
            for type_ in {link.type for link in links}:
                name(type_)
            start, end = (f"({node}:{name(label)} {{id: row[{n}]}})" for n, node in enumerate("ab"))
            rows = [[link.start, link.end, link.properties, link.type] for link in links]
            yield _creating(start, end, "$(row[3])", rows)

    def quick_counts(self, mark: str) -> dict[str, str]:
        """Give by label the query that counts our nodes of it as `n`, at once however many there are.

        The embedded engine knows how many nodes a label has. Neo4j does, too, but would count other people's
        nodes with ours; there the relationships that leave our nodes tell the claims: each has one IN.
        """
        if self.engine == "neo4j":
            return {"Claim": f"MATCH (:{name(mark)})-[r:IN]->() RETURN count(r) AS n"}
        labels = ("Claim", "Document", "Entity", "Value", "Origin", "Figure")
        return {label: f"MATCH (n:{label}) RETURN count(n) AS n" for label in labels}

    def unique(self, constraint: str, label: str, prop: str = "id") -> str:
        """Give the statement that makes `prop` unique among nodes of `label`; it may run again."""
        return (
            f"CREATE CONSTRAINT {name(constraint)} IF NOT EXISTS "
            f"FOR (n:{name(label)}) REQUIRE n.{name(prop)} IS UNIQUE"
        )

    def index(self, index: str, label: str, prop: str) -> str:
        """Give the statement that indexes `prop` of nodes of `label`; it may run again."""
        return f"CREATE INDEX {name(index)} IF NOT EXISTS FOR (n:{name(label)}) ON (n.{name(prop)})"

    def drop_unique(self, constraint: str) -> str:
        """Give the statement that drops a constraint made by `unique`, if it is there."""
        return f"DROP CONSTRAINT {name(constraint)} IF EXISTS"

    def drop_index(self, index: str) -> str:
        """Give the statement that drops an index made by `index`, if it is there."""
        return f"DROP INDEX {name(index)} IF EXISTS"

    def await_indexes(self, seconds: int = 300) -> str | None:
        """Give the statement that waits until every index answers, or None where they do at once."""
        return f"CALL db.awaitIndexes({int(seconds)})" if self.engine == "neo4j" else None


def _creating(start: str, end: str, type_: str, rows: Sequence[Sequence[Any]]) -> Statement:
    query = (
        f"UNWIND $rows AS row MATCH {start} MATCH {end} "
        f"CREATE (a)-[r:{type_}]->(b) SET r = row[2] RETURN count(r) AS written"
    )
    return Statement(query, {"rows": rows})


def dialect_of(engine: str) -> Dialect:
    """Give the dialect of `engine`. Raises EnvironmentProblem for an engine nobody knows."""
    if engine not in ("embedded", "neo4j"):
        raise EnvironmentProblem(f"No Cypher dialect is known for the engine {engine!r}.")
    return Dialect(engine)


def name(text: str) -> str:
    """Give `text` back if it can stand in a query unquoted as a label, type or property.

    Raises ValueError otherwise: names come from the ontology, never from a source or a user.
    """
    if not _NAME.fullmatch(text):
        raise ValueError(f"{text!r} is no plain Cypher name")
    return text
