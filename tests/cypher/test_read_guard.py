"""The read guard on both engines: attacks that it must refuse, and reads that only look like attacks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from neo4j import READ_ACCESS

from graph.engine.session import read_guard
from graph.engine.session.cypher_tokens import parse_tokens
from graph.engine.session.read_guard import check_words
from graph.model.errors import InputError
from graph.store.store import Store

WRITES = [
    "CREATE (n:Entity {id: 'x'})",
    "create (n:Entity {id: 'x'}) return n",
    "MERGE (n:Entity {id: 'x'})",
    "MATCH (n:Entity) SET n.name = 'x'",
    "MATCH (n:Entity) SET n:Other RETURN n.id",
    "MATCH (n:Entity) REMOVE n.name",
    "MATCH (n:Entity) DELETE n",
    "MATCH (n:Entity) DETACH DELETE n",
    "MATCH (a:Entity {id: 'a'}) CREATE (a)-[:KNOWS]->(:Entity {id: 'x'})",
    "MATCH (a:Entity {id: 'a'}), (b:Entity {id: 'b'}) MERGE (a)-[:KNOWS]->(b)",
    "UNWIND [1, 2] AS i CREATE (:Entity {id: toString(i)})",
    "UNWIND [1] AS i FOREACH (x IN [1] | CREATE (:Entity {id: 'x'}))",
    "MATCH (n:Entity) FOREACH (x IN [1] | SET n.name = 'x')",
    "CALL { CREATE (n:Entity {id: 'x'}) RETURN n } RETURN n.id",
    "MATCH (n:Entity) CALL (n) { SET n.name = 'x' } RETURN n.id",
    "MATCH (n:Entity) CALL (n) { DELETE n } IN TRANSACTIONS RETURN 1 AS one",
    "RETURN 1 AS one UNION CREATE (n:Entity {id: 'x'}) RETURN 1 AS one",
    "WITH 1 AS one CREATE (:Entity {id: 'x'})",
    "/* RETURN 1 */ CREATE (n:Entity {id: 'x'})",
    "// RETURN 1\nCREATE (n:Entity {id: 'x'})",
    "RETURN 1 AS one; CREATE (n:Entity {id: 'x'})",
    "EXPLAIN CREATE (n:Entity {id: 'x'})",
    "PROFILE CREATE (n:Entity {id: 'x'})",
    "CYPHER 5 CREATE (n:Entity {id: 'x'})",
    "CYPHER runtime=slotted MATCH (n:Entity) DETACH DELETE n",
]
SCHEMA = [
    "CREATE INDEX made IF NOT EXISTS FOR (n:Entity) ON (n.made)",
    "CREATE CONSTRAINT made IF NOT EXISTS FOR (n:Entity) REQUIRE n.made IS UNIQUE",
    "DROP INDEX scamgraph_entity_id IF EXISTS",
    "DROP CONSTRAINT scamgraph_id IF EXISTS",
]
FILES = [
    "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "LOAD CSV WITH HEADERS FROM 'http://127.0.0.1:1/x.csv' AS line RETURN line",
    "load\n\tcsv from 'file:///etc/passwd' as line return line",
    "LOAD /* x */ CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "MATCH (n:Entity) LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "CALL { LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line } RETURN line",
    "RETURN COLLECT { LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line } AS lines",
    "RETURN 1 AS line UNION LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "CYPHER 5 LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "L\\u004fAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "CALL apoc.load.json('file:///etc/passwd') YIELD value RETURN value",
    "CALL apoc.export.csv.all('x.csv', {})",
    "RETURN file() AS name",
]
ADMINISTRATION = [
    "SHOW TRANSACTIONS",
    "SHOW TRANSACTIONS YIELD transactionId, currentQuery RETURN currentQuery",
    "show settings",
    "SHOW USERS",
    "SHOW DATABASES",
    "SHOW PROCEDURES",
    "SHOW CURRENT USER",
    "/* c */ SHOW INDEXES",
    "TERMINATE TRANSACTIONS 'neo4j-transaction-1'",
    "TERMINATE TRANSACTION 'x' YIELD message RETURN message",
    "SHOW TRANSACTIONS YIELD transactionId AS t TERMINATE TRANSACTIONS t YIELD message RETURN message",
    "USE system SHOW USERS",
    "USE system RETURN 1 AS one",
    "CALL { USE system MATCH (n) RETURN n } RETURN n",
    "ALTER CURRENT USER SET PASSWORD FROM 'a' TO 'b'",
    "ALTER USER neo4j SET PASSWORD 'x'",
    "CREATE USER x SET PASSWORD 'abcdefgh'",
    "DROP DATABASE kg",
    "STOP DATABASE neo4j",
    "GRANT ROLE admin TO reader",
    "START DATABASE neo4j",
]
PROCEDURES = [
    "CALL dbms.listConfig()",
    "CALL dbms.listConfig() YIELD name, value RETURN name, value",
    "CALL dbms.killConnections(['bolt-1'])",
    "CALL dbms.queryJmx('*:*')",
    "CALL `dbms`.`listConfig`()",
    "CALL dbms . listConfig ( )",
    "CALL /* x */ dbms.listConfig()",
    "CALL db.createLabel('X')",
    "CALL db.clearQueryCaches()",
    "CALL db.stats.collect('QUERIES')",
    "CALL tx.setMetaData({a: 1})",
    "CALL algo.pagerank()",
    "MATCH (n:Entity) CALL db.createLabel(n.id) RETURN n",
    "CALL { CALL dbms.listConfig() YIELD name RETURN name } RETURN name",
    "CALL apoc.cypher.runWrite('CREATE (n)', {})",
    "RETURN apoc.cypher.runFirstColumnSingle('LOAD CSV FROM \"file:///etc/passwd\" AS l RETURN l', {}) AS x",
    "RETURN `apoc`.`cypher`.`runFirstColumn`('RETURN 1', {}) AS x",
    "RETURN apoc . cypher /* x */ . runFirstColumn ('RETURN 1', {}) AS x",
    "RETURN ap\\u006fc.cypher.runFirstColumn('RETURN 1', {}) AS x",
    "RETURN 'a\\u0027 + apoc.cypher.runFirstColumn(\\u0027RETURN 1', {}) AS x",
    "// \\u000aRETURN apoc.cypher.runFirstColumn('RETURN 1', {}) AS x\nRETURN 1 AS one",
    "RETURN 1 AS one // \u2028 ' \nUNION RETURN apoc.util.sleep(1) AS one // '",
    "RETURN graph.byName('system') AS g",
    "RETURN env('PATH') AS path",
]
PEOPLE = (
    "CREATE (:Scamgraph:Entity {id: 'a', name: 'A'})-[:HEADS {fact: 'f'}]->"
    "(:Scamgraph:Entity {id: 'b', name: 'B'})"
)
ATTACKS = [*WRITES, *SCHEMA, *FILES, *ADMINISTRATION, *PROCEDURES]

READS = [
    "RETURN 'CREATE (n) DETACH DELETE n' AS text",
    "RETURN \"LOAD CSV FROM 'file:///etc/passwd' AS line\" AS text",
    "RETURN 'it\\'s; DROP INDEX x' AS text",
    "MATCH (n:Entity) WHERE n.name CONTAINS 'SHOW TRANSACTIONS' RETURN n.id AS id",
    "// DETACH DELETE everything\nMATCH (n:Entity) RETURN count(n) AS n",
    "/* LOAD CSV\n SHOW USERS */ MATCH (n:Entity) RETURN count(n) AS n",
    "MATCH (n:Entity) RETURN n.id AS id // CALL dbms.listConfig()",
    "RETURN 1 AS `CREATE (n)`",
    "RETURN 1 AS `SHOW TRANSACTIONS`",
    "MATCH (n:Entity) RETURN n.create AS a, n.delete AS b, n.set AS c, n.load AS d",
    "RETURN {create: 1, delete: 2, load: 3, csv: 4, show: 5}.show AS five",
    "WITH 1 AS show, 2 AS load RETURN show + load AS sum",
    "UNWIND ['set', 'merge', 'drop'] AS word RETURN word",
    "UNWIND [{show: 1}] AS show RETURN show.show AS one",
    "MATCH (use:Entity) RETURN use.id AS id ORDER BY use.id",
    "MATCH (n:Entity) WITH n.id AS use ORDER BY use RETURN collect(use) AS ids",
    "MATCH (n:Entity) WHERE n.id IN ['a', 'b'] RETURN n.id AS id",
    "MATCH (n:Entity) WHERE NOT (n.id = 'a') AND (n.id = 'b' OR (n.id = 'c')) RETURN n.id AS id",
    "MATCH (n:Entity) WHERE EXISTS { (n)-[:HEADS]->() } RETURN n.id AS id",
    "MATCH (n:Entity) RETURN n.id AS id, COUNT { (n)--() } AS links",
    "MATCH (n:Entity) RETURN COLLECT { MATCH (n)-[:HEADS]->(o) RETURN o.id } AS heads",
    "MATCH (n:Entity) CALL (n) { MATCH (n)-[:HEADS]->(o) RETURN o.id AS headed } RETURN n.id AS id, headed",
    "CALL { MATCH (n:Entity) RETURN n.id AS id UNION MATCH (n:Claim) RETURN n.id AS id } RETURN id",
    "CALL db.labels() YIELD label RETURN count(label) > 0 AS some",
    "CALL db.labels() YIELD label WITH label WHERE label = 'Entity' RETURN label",
    "MATCH (a:Entity)-[f:HEADS|MERGES]->(b) RETURN a.id AS a, type(f) AS type, b.id AS b",
    "MATCH p = (a:Entity)-[:HEADS*1..2]->(b) RETURN length(p) AS hops",
    "MATCH p = shortestPath((a:Entity {id: 'a'})-[:HEADS*..3]-(b:Entity {id: 'b'})) RETURN length(p) AS hops",
    "MATCH (a:Entity) ((x)-[:HEADS]->(y)){1,2} (b:Entity) RETURN a.id AS a, b.id AS b",
    "OPTIONAL MATCH (n:Entity {id: 'none'}) RETURN n.id AS id",
    "MATCH (n:Entity) RETURN CASE WHEN (n.id = 'a') THEN (1) ELSE (2) END AS which",
    "MATCH (n:Entity) RETURN CASE n.id WHEN 'a' THEN 'one' ELSE ('other') END AS which",
    "RETURN reduce(s = 0, x IN [1, 2, 3] | s + x) AS sum",
    "RETURN all(x IN [1] WHERE (x > 0)) AND any(x IN [1] WHERE x > 0) AND none(x IN [1] WHERE x < 0) AS ok",
    "RETURN [x IN range(1, 3) WHERE (x > 1) | x * 2] AS doubled",
    "RETURN coalesce(null, toUpper('a'), substring('abc', 1)) AS text",
    "RETURN date.truncate('month', date('2026-01-20')) AS month, duration.inDays(date('2026-01-01'), "
    "date('2026-01-20')).days AS days",
    "RETURN point.distance(point({x: 0, y: 0}), point({x: 3, y: 4})) AS five",
    "MATCH (n:Entity) RETURN n {.id, .name, kind: labels(n)[0]} AS n",
    "MATCH (n:Entity) RETURN DISTINCT (n.id) AS id ORDER BY (id) SKIP (0) LIMIT (1)",
    "MATCH (n:Entity) RETURN avg(size(n.id)) AS a, stDev(1) AS s, percentileCont(1.0, 0.5) AS p",
    "RETURN 'Chrey Thum – \u1785\u17d2\u179a\u17c3\u1792\u17c6' AS text",
    "RETURN 1 AS one;",
    "RETURN 1 AS one;  \n\n",
    "RETURN $value AS value, $`value` AS again",
]


def read_graph(store: Store) -> list[dict[str, object]]:
    """Return everything in the graph, read with the writer's login."""
    query = (
        "MATCH (n) OPTIONAL MATCH (n)-[r]->(m) "
        "RETURN properties(n) AS n, labels(n) AS l, type(r) AS r, m.id AS m"
    )
    with store.begin() as tx:
        rows = tx.run(query)
    return sorted(({**row, "l": sorted(row["l"])} for row in rows), key=repr)


@pytest.fixture(
    scope="module",
    params=[
        pytest.param("embedded", marks=pytest.mark.embedded),
        pytest.param("neo4j", marks=pytest.mark.neo4j),
    ],
)
def small_graph(request: pytest.FixtureRequest) -> Iterator[Store]:
    """Each engine in turn with two entities and the tie between them."""
    store: Store = request.getfixturevalue(f"{request.param}_session")
    store.write(lambda tx: tx.run("MATCH (n) DETACH DELETE n"))
    store.write(lambda tx: tx.run(PEOPLE))
    yield store
    store.write(lambda tx: tx.run("MATCH (n) DETACH DELETE n"))


@pytest.mark.parametrize("question", ATTACKS)
def test_no_attack_gets_through(small_graph: Store, question: str) -> None:
    before = read_graph(small_graph)
    with pytest.raises(InputError) as refused:
        list(small_graph.stream_user_query(question, timeout=30))
    assert "Security.Unauthorized" not in str(refused.value)
    assert read_graph(small_graph) == before


@pytest.mark.parametrize("question", READS)
def test_no_read_is_refused(small_graph: Store, question: str) -> None:
    list(small_graph.stream_user_query(question, {"value": 1}, timeout=30))


def test_there_are_enough_of_them() -> None:
    assert len(set(ATTACKS)) >= 60
    assert len(set(READS)) >= 40


@pytest.mark.parametrize(
    "question", [*WRITES[3:9], *SCHEMA[2:], *FILES[:9], *ADMINISTRATION[:4], PROCEDURES[0]]
)
@pytest.mark.neo4j
def test_on_neo4j_the_plan_alone_refuses_too(neo4j_session: Store, question: str) -> None:
    """The check of the plan does not depend on the check of the words."""
    with neo4j_session._driver.session(default_access_mode=READ_ACCESS) as session:
        guard = read_guard.Guard(neo4j_session._endpoint)
        with pytest.raises(InputError):
            read_guard._check_plan(guard._explain(session, question, {}, timeout=30))


@pytest.mark.parametrize(
    "question",
    [
        "WITH 1 AS one SHOW TRANSACTIONS YIELD transactionId RETURN one",
        "MATCH (n) SHOW SETTINGS",
        "CALL { SHOW USERS } RETURN 1 AS one",
        "UNWIND [1] AS one TERMINATE TRANSACTIONS 'neo4j-transaction-1'",
    ],
)
def test_administration_inside_a_question_is_refused_by_its_words(question: str) -> None:
    with pytest.raises(InputError, match="is not allowed in a query"):
        check_words(parse_tokens(question))


@pytest.mark.parametrize("question", READS)
def test_reads_pass_by_their_words(question: str) -> None:
    check_words(parse_tokens(question))


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("RETRUN 1", "line 1, column 1"),
        ("MATCH (n:Entity)\n  RETRUN n", "line 2, column 3"),
        ("MATCH (n:Entity)\nWHERE n.id = 'a'\nRETURN apoc.text.join(['a'], '')", "line 3, column 8"),
        ("MATCH (n)\n/* two\nlines */ LOAD CSV FROM 'x' AS l RETURN l", "line 3, column 10"),
    ],
)
def test_what_is_wrong_has_line_and_column(small_graph: Store, question: str, place: str) -> None:
    with pytest.raises(InputError) as wrong:
        list(small_graph.stream_user_query(question))
    assert place in str(wrong.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("RETURN 'a' AS b // c", ["RETURN", "AS", "b"]),
        ('RETURN "it\'s" AS `x y`', ["RETURN", "AS"]),
        ("RETURN 'a\\'b' AS c", ["RETURN", "AS", "c"]),
        ("/**/RETURN/* ' */1 AS a", ["RETURN", "AS", "a"]),
        ("RETURN $param, 1..2, n.x", ["RETURN", "n", "x"]),
    ],
)
def test_words_are_those_outside_strings_and_comments(text: str, words: list[str]) -> None:
    assert [token.text for token in parse_tokens(text) if token.kind == "name"] == words


@pytest.mark.parametrize("text", ["RETURN 'open", "RETURN `open", 'RETURN "open', "RETURN 1 /* open", ""])
def test_what_is_left_open_or_empty_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        check_words(parse_tokens(text))


@pytest.mark.parametrize(
    "question",
    [
        "RETURN date('database kg is closed') AS a",
        "RETURN date('no space left on device') AS a",
        "RETURN date('heap ' + 'space') AS a",
        "RETURN date('Timeout on locking') AS a",
        "RETURN date('is corrupted') AS a",
        "RETURN date('too many open files') AS a",
        "RETURN date('9999-12-31') + duration({years: 999999999999}) AS a",
        "MATCH (n:Entity) WITH n ORDER BY n.name SET n.a = 1 RETURN n",
    ],
)
def test_words_of_a_query_say_nothing_of_the_engine(small_graph: Store, question: str) -> None:
    """What an engine says of a wrong value repeats it: no disk is full because a query says so."""
    with pytest.raises(InputError):
        list(small_graph.stream_user_query(question, timeout=30))


@pytest.mark.parametrize("value", ["\ud800", {"\ud800": 1}, {"a": ["\udfff"]}, 2**63, -(2**70)])
def test_values_that_no_engine_takes_are_refused(small_graph: Store, value: object) -> None:
    with pytest.raises(InputError, match=r"half of a character|64 bits"):
        list(small_graph.stream_user_query("RETURN $v AS v", {"v": value}, timeout=30))
    with pytest.raises(InputError, match=r"half of a character|64 bits"):
        small_graph.read("RETURN $v AS v", {"v": value})
