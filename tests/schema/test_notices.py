"""Notices beside a free query: they help where it comes back empty, and are silent where it is right."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from graph.engine.session.cypher_tokens import parse_tokens
from graph.store.graph_model import load_graph_model
from graph.store.store import Store
from queries.ask.generate_docs import render_fact_types
from queries.ask.query_library import load_library
from queries.cypher.assumptions import list_hints
from queries.cypher.free_query import run_user_query
from queries.cypher.names import find_names
from queries.cypher.query_lint import check_query
from queries.schema.graph_schema import read_schema
from tests.conftest import ROOT
from tests.schema.natural import NOBODY_SAYS, QUESTIONS, ROWS

MODEL = load_graph_model()


def asked(store: Store, query: str) -> tuple[int, tuple[str, ...]]:
    rows = run_user_query(store, query)
    return len(list(rows)), rows.warnings


@pytest.mark.parametrize(("query", "wanted"), QUESTIONS)
def test_a_natural_question_has_rows_or_a_notice_that_helps(articles: Store, query: str, wanted: str) -> None:
    count, warnings = asked(articles, query)
    if wanted == ROWS:
        assert count
        assert not warnings
    elif wanted == NOBODY_SAYS:
        assert (count, warnings) == (0, ())
    else:
        assert any(wanted in warning for warning in warnings), warnings


def test_there_are_enough_natural_questions() -> None:
    assert len({query for query, _ in QUESTIONS}) >= 50


@pytest.mark.embedded
def test_no_question_of_the_library_and_no_example_is_doubted(articles: Store) -> None:
    for query in load_library().values():
        assert check_query(articles, query.body) == [], query.name
    for item in read_schema(articles).items:
        assert check_query(articles, item.example) == [], item.example
    page = (ROOT / "docs" / "cypher.md").read_text(encoding="utf-8")
    worked = re.findall(r"```cypher\n(.*?)```", page, re.DOTALL)
    assert len(worked) > 8
    for query in worked:
        assert check_query(articles, query) == [], query


RIGHT = [
    "MATCH (p:Person) WITH {nationalty: p.name} AS m RETURN m.nationalty, m.foo",
    "MATCH (p:Person) WITH p {.name, foo: 1} AS p RETURN p.foo",
    "MATCH (p:Person) RETURN {Compoud: 1, x: p.name} AS Speaker",
    "WITH $Speaker AS s RETURN s.title",
    "RETURN 'MATCH (c:Compoud)' AS text",
    "MATCH (p:Person) // (c:Compoud)\nRETURN p.name",
    "MATCH (p:Person) RETURN [x IN [{foo: 1}] | x.foo] AS l",
    "MATCH (p:Person) WHERE any(x IN labels(p) WHERE x = 'Compoud') RETURN p",
    "UNWIND [{modality: 'allegd'}] AS c RETURN c.modality = 'allegd' AS same",
    "MATCH (n) WHERE n:Person|Compound RETURN count(n) AS n",
    "MATCH (n:(Person|Compound)&!Police) RETURN count(n) AS n",
    "MATCH (n:Person) RETURN [y IN [1] WHERE n:Actor | y] AS l",
    "MATCH (a:Person)-[r:HEADS|ARRESTED*1..2]->(b) RETURN count(*) AS n",
    "MATCH (a:Person)-[:HEADS]-(b:Company) RETURN count(*) AS n",
    "MATCH (a) WHERE EXISTS { MATCH (a)<-[:SUBJECT]-(c:Claim) WHERE c.polarity <> 'deny' } RETURN a.name",
    "MATCH (z:Claim) WITH count(z) AS n MATCH ()-[z:WITH]->() RETURN n, z.role",
    "MATCH (a:Person) RETURN COUNT { (a)<-[:SUBJECT]-(:Claim) } AS n",
    "MATCH (c:Claim) WHERE c.published_from < '2026-01-20' AND 'x' IN c.unstated RETURN count(c) AS n",
    "MATCH (n:Person) RETURN date('2026-01-01').year AS year, n.name",
    "MATCH (c:Claim) WHERE c.modality = 'all' + 'eged' RETURN count(c) AS n",
    "MATCH (c:Claim) WHERE c.modality IN $kinds OR c.hedge = 'allegd' RETURN count(c) AS n",
    "MATCH (p:Person) WHERE p['foo'] IS NULL RETURN count(p) AS n",
    "MATCH (c:Claim)-[:OBJECT]->(v) WHERE v.amount_currency = 'USD' RETURN count(c) AS n",
    "MATCH (c:Cohort {nationality: 'nationality/' + 'chinese'}) RETURN count(c) AS n",
    "MATCH (p:Person)-[:LOCATED_IN|ARRIVED_AT]->(x:Embassy) RETURN count(p) AS n",
]  # fmt: skip


@pytest.mark.parametrize("query", RIGHT)
@pytest.mark.embedded
def test_what_is_right_or_the_users_own_is_not_doubted(articles: Store, query: str) -> None:
    assert check_query(articles, query) == []


WRONG = [
    ("MATCH (c:Claim) WHERE 'allegd' = c.modality RETURN c", "alleged"),
    ("MATCH (c:Claim) WHERE c.modality IN ['reported', 'allegd'] RETURN c", "'allegd'"),
    ("MATCH (c:Claim) WHERE date('2026-01-01') <= c.when_from RETURN c", "when_from is text"),
    ("MATCH (n) WHERE n:Compoud RETURN n", "Compound"),
    ("MATCH (p:Person) RETURN p {.name, .nationalty} AS p2", "nationalty"),
    ("MATCH ()-[f:HEADS {modalty: 'alleged'}]->() RETURN f", "modality"),
    ("MATCH (n:HEADS) RETURN n", "relationship type"),
    ("MATCH ()-[:Compound]->() RETURN 1", "is a label"),
    ("MATCH (f:Figure) WHERE f.asserted = 'true' RETURN f", "true or false"),
    ("MATCH (a:Person)<-[r:HEADS]-(b:Company) RETURN r", "Turn the arrow round"),
    ("MATCH (e:Embassy) WHERE EXISTS { MATCH (e)-[:IS_IN]->(:Cty) } RETURN e", "City"),
]


@pytest.mark.parametrize(("query", "wanted"), WRONG)
@pytest.mark.embedded
def test_what_is_wrong_is_named(articles: Store, query: str, wanted: str) -> None:
    assert any(wanted in warning for warning in check_query(articles, query))


@pytest.mark.embedded
def test_a_warning_says_where_it_is(articles: Store) -> None:
    assert check_query(articles, "MATCH (p:Person)\nMATCH (c:Compoud) RETURN 1")[0].endswith(
        "[line 2, column 10]"
    )


def test_every_fact_type_to_paste_is_known() -> None:
    from graph.model.ontology import load_ontology  # noqa: PLC0415

    assert set(re.findall(r"[A-Z][A-Z_]{3,}", render_fact_types(load_ontology()))) <= {
        *MODEL.types,
        *MODEL.values["predicate_class"],
    }


def test_hints_name_only_what_is_there() -> None:
    properties = {name for one in (*MODEL.labels.values(), *MODEL.types.values()) for name in one.properties}
    for hint in list_hints():
        for label in re.findall(r"\(:(\w+)", hint):
            assert label in MODEL.labels, hint
        for types in re.findall(r"\[:([A-Z_|]+)\]", hint):
            assert set(types.split("|")) <= MODEL.types.keys(), hint
        assert set(re.findall(r"`(\w+)`", hint)) <= properties, hint


def test_names_are_found_wherever_they_stand() -> None:
    query = (
        "MATCH (a:A:B {p: 1})-[r:T|U]->(:C)<-[s]-(b) WHERE b.q = 'x' AND (a)-[:V]->() "
        "RETURN a.z, s.y, COUNT { (b)-[:W]->(:D) } AS n"
    )
    used = find_names(parse_tokens(query))
    assert {token.text for token in used.labels} == {"A", "B", "C", "D"}
    assert {token.text for token in used.types} == {"T", "U", "V", "W"}
    assert {use.name.text for use in used.properties} == {"p", "q", "y", "z"}


@pytest.fixture
def shared(neo4j_store: Store) -> Iterator[Store]:
    """A Neo4j that holds a person and a document of ours, and others' people."""
    neo4j_store.write(
        lambda tx: tx.run(
            "CREATE (:Scamgraph:Entity:Actor:Person {id: 'person/x', name: 'X'}), "
            "(:Person {name: 'Y', shoe: 1}), (:Customer {name: 'Z'})-[:BOUGHT]->(:Person), "
            "(:Scamgraph:Entity:Document {id: 'document/d', name: 'D'})"
        )
    )
    yield neo4j_store


@pytest.mark.neo4j
def test_others_nodes_are_told_of_and_their_names_are_known(shared: Store) -> None:
    count, warnings = asked(shared, "MATCH (p:Person) RETURN p.name")
    assert count == 3
    assert "some of them labelled Person" in warnings[0]
    assert "(n:Person:Scamgraph)" in warnings[0]
    assert asked(shared, "MATCH (p:Person:Scamgraph) RETURN p.name") == (1, ())
    assert asked(shared, "MATCH (d:Document) RETURN d.name") == (1, ())
    assert asked(shared, "MATCH (c:Customer)-[:BOUGHT]->(p:Person:Scamgraph) RETURN c") == (0, ())
    assert "not scamgraph's" in asked(shared, "MATCH (n) RETURN count(n) AS n")[1][0]
    assert not any("shoe" in w for w in asked(shared, "MATCH (p:Person) RETURN p.shoe")[1])
    assert "Customer" not in "".join(asked(shared, "MATCH (c:Custmer) RETURN c")[1][1:])


@pytest.mark.neo4j
def test_where_all_nodes_are_ours_nothing_is_said(neo4j_store: Store) -> None:
    neo4j_store.write(
        lambda tx: tx.run("CREATE (:Scamgraph:Entity:Actor:Person {id: 'person/x', name: 'X'})")
    )
    assert asked(neo4j_store, "MATCH (p:Person) RETURN p.name") == (1, ())
    assert asked(neo4j_store, "MATCH (n) RETURN count(n) AS n") == (1, ())


@pytest.mark.embedded
def test_a_protected_persons_name_is_no_suggestion(embedded_store: Store) -> None:
    from graph.write.name_index_writer import NamedNode, write_keys  # noqa: PLC0415

    def write(tx):  # type: ignore[no-untyped-def]
        tx.run(
            "CREATE (:Scamgraph:Entity:Actor:Person {id: 'person/r', name: 'Maria Santos', naming: 'named', "
            "kind: 'Person', protected: true})"
        )
        write_keys(tx, [NamedNode("person/r", "Maria Santos")])

    embedded_store.write(write)
    warnings = asked(embedded_store, "MATCH (p:Person {name: 'Maria Santo'}) RETURN p")[1]
    assert warnings == ("Nothing in this graph has the name 'Maria Santo'.",)
