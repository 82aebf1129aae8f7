"""The library's files: read, described as they are, run as they are, alike on both engines."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.generate import write_json_lines
from benchmarks.world import World
from graph.model.errors import InputError
from graph.model.ontology import load_ontology
from graph.store.store import Store
from ingest.load import load
from queries.ask import ask as queries_ask
from queries.ask import query_library
from queries.ask.ask import Answer, ask, render_cypher
from queries.ask.derived_parameters import DERIVATIONS
from queries.ask.query_library import LIMIT, NamedQuery, load_library, load_nearest, parse_query
from queries.ask.recompute import RECOMPUTATIONS
from tests.articles import hold_articles
from tests.conftest import ENGINES
from tests.machine import SOAK, choose_amount
from tests.queries.test_golden import CHEN, EXAMPLES

ALL = {**load_library(), **{f"nearest/{name}": query for name, query in load_nearest().items()}}

GOOD = """// title: A question
// answer: {rows:row}.
// none: Nothing.
// param: entity entity - whom
// column: name - the name
// column: claims - ids
:param entity => 'person/x'
:param limit => 10
MATCH (n:Scamgraph {id: $entity}) RETURN n.name AS name, [] AS claims LIMIT $limit;
"""


def example(query: NamedQuery) -> dict[str, Any]:
    return {p.name: p.example for p in query.params}


def told(answer: Answer) -> Any:
    """All of an answer that a reader sees."""
    near = told(answer.nearest) if answer.nearest is not None else None
    return (answer.sentence, answer.columns, answer.rows, answer.citations, answer.notes, near)


def test_every_question_has_what_comes_nearest_or_needs_none() -> None:
    assert set(load_nearest()) <= set(load_library())
    assert {"who-says", "path", "speaker", "evidence", "text", "about", "figures"} <= set(load_nearest())


def test_the_journey_of_everybody_reads_the_claims_of_every_stage() -> None:
    """Of everybody only claims of some classes are read: each act of a stage must be in one of them."""
    body, vocabulary = load_library()["journey"].body, load_ontology().vocabulary
    read = body.partition("AS every")[2].partition("RETURN c.id")[0]
    acts = [name for name in re.findall(r"'([A-Z_]+)'", body.partition("AS stage")[0]) if name in vocabulary]
    assert {"LURED", "WORKED_AT", "DEPORTED"} < set(acts)
    for name in [*acts, *(f"WILL_{act}" for act in acts if f"WILL_{act}" in vocabulary)]:
        assert f"'{name}'" in read or f"'{vocabulary[name].predicate_class}'" in read, name


@pytest.mark.parametrize("name", sorted(ALL))
def test_nobody_is_sought_by_whom_he_speaks_for(name: str) -> None:
    """Most speak for nobody, and the embedded engine goes through all nodes for an id that is null."""
    assert not re.search(r"\{id: \w+\.principal\}", ALL[name].body)


@pytest.mark.parametrize("name", sorted(ALL))
def test_a_file_runs_as_it_is_and_gives_the_columns_it_describes(loaded: Store, name: str) -> None:
    query = ALL[name]
    rows = loaded.read(query.body, example(query), timeout=30)
    assert [c.name for c in query.columns][-1] == "claims"
    if not name.startswith("nearest/"):
        assert rows, f"the example in {name}.cypher finds nothing"
    for row in rows:
        assert list(row) == [c.name for c in query.columns]
        assert all(claim.startswith("claim/") for claim in row["claims"])


@pytest.mark.parametrize("name", sorted(ALL))
def test_a_file_keeps_to_the_cypher_both_engines_understand(name: str) -> None:
    body = ALL[name].body.lower()
    for word in ("apoc.", "shortest ", "fulltext", "$any", "call db.", "load csv"):
        assert word not in body
    assert ";" not in body


@pytest.mark.neo4j
def test_both_engines_answer_alike(both: tuple[Store, Store]) -> None:
    for name, params in EXAMPLES.items():
        embedded, neo4j = (told(ask(store, name, params)) for store in both)
        assert embedded == neo4j, name
    for name, query in load_nearest().items():
        embedded, neo4j = (store.read(query.body, example(query)) for store in both)
        assert embedded == neo4j, name


@pytest.mark.neo4j
@pytest.mark.slow
@settings(
    max_examples=choose_amount(2, 40),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 10**6), claims=st.integers(30, 250))
def test_both_engines_answer_alike_on_made_graphs(
    embedded_session: Store, neo4j_session: Store, tmp_path: Path, seed: int, claims: int
) -> None:
    stores = (embedded_session, neo4j_session)
    world = World(claims, load_ontology())
    file = tmp_path / f"{seed}-{claims}.jsonl"
    write_json_lines(world, seed, file)
    for store in stores:
        load(store, [file], fresh=True)
    spoken = embedded_session.read(
        "MATCH (c:Claim)-[:SUBJECT]->(e:Entity) WHERE NOT e:Document "
        "RETURN DISTINCT e.id AS id ORDER BY id LIMIT 3"
    )
    fact = embedded_session.read("MATCH (c:Claim) WHERE c.fact IS NOT NULL RETURN min(c.fact) AS fact")[0]
    number = embedded_session.read("MATCH (c:Claim) RETURN max(c.count_value) AS n")[0]["n"]
    ids = [world.hub, *(row["id"] for row in spoken)]
    document = f"document/d-{seed}-0"
    asked: list[tuple[str, dict[str, Any]]] = [
        *(
            (name, {"entity": id_})
            for id_ in ids
            for name in ("about", "speaker", "first-said", "neighbours")
        ),
        *(("path", {"from": ids[0], "to": id_, "hops": 4}) for id_ in ids[1:] if id_ != ids[0]),
        *(("paths", {"from": ids[0], "to": id_, "max_hops": 4, "k": 9}) for id_ in ids[1:] if id_ != ids[0]),
        *(("evidence", {"a": ids[0], "b": id_}) for id_ in ids[1:]),
        *((name, {}) for name in ("compounds", "denials", "embassies", "events", "figures", "legal-actions")),
        *((name, {}) for name in ("nationalities", "positions")),
        *(
            (name, {})
            for name in ("whereabouts", "journey", "proceedings", "money", "nationalities-by-place")
        ),
        *(("ego", {"entity": id_}) for id_ in ids),
        *((name, {"who": ids[1]}) for name in ("whereabouts", "journey")),
        ("proceedings", {"jurisdiction": ids[0]}),
        ("denials", {"accused": ids[0]}),
        ("only-in", {"document": document}),
        ("evidence", {"fact": fact["fact"]}),
        ("who-says", {"number": number if number is not None else 7}),
        ("who-says", {"number": 123456789}),
        ("text", {"words": "bachen"}),
        *((name, {}) for name in ("conflicts", "lineage", "timeline", "weakest")),
        *((name, {"entity": ids[0]}) for name in ("origins", "timeline", "weakest", "conflicts")),
        *((name, {"fact": fact["fact"]}) for name in ("origins", "drift")),
        ("known-on", {"day": "2024-06-01"}),
        ("known-on", {"day": "2026-06-01", "entity": ids[0]}),
        ("impact", {"document": document}),
        ("impact", {"speaker": ids[0]}),
        *(("not-stated", {"a": ids[0], "b": id_}) for id_ in ids[1:]),
        ("not-stated", {"a": ids[1], "predicate": "ARRESTED"}),
    ]
    for name, params in asked:
        embedded, neo4j = (told(ask(store, name, {**params, LIMIT: 5000})) for store in stores)
        assert embedded == neo4j, (name, params)


@pytest.fixture(scope="module", params=ENGINES if SOAK else ENGINES[:1])
def pasted(request: pytest.FixtureRequest) -> Store:
    """The embedded engine with the five articles; in a campaign each engine in turn."""
    return hold_articles(request.getfixturevalue(f"{request.param}_session"))


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_what_is_shown_to_paste_gives_the_same_rows(pasted: Store, name: str) -> None:
    text = render_cypher(pasted, name, EXAMPLES[name])
    *lines, body = text.split("\n", text.count("\n:param") + 1)
    assert all(line.startswith(":param ") for line in lines)
    # The engine itself evaluates the value after each =>, as cypher-shell would.
    values = {
        line.split(" => ")[0].removeprefix(":param "): pasted.read(f"RETURN {line.split(' => ', 1)[1]} AS v")[
            0
        ]["v"]
        for line in lines
    }
    rows = pasted.read(body, values)
    assert [row["claims"] for row in rows] == [
        row["claims"] for row in ask(pasted, name, EXAMPLES[name]).rows
    ]


def test_a_good_file_is_read() -> None:
    query = parse_query("good", GOOD)
    assert [p.name for p in query.asked] == ["entity"]
    assert [c.name for c in query.columns] == ["name", "claims"]
    assert query.body.startswith("MATCH") and not query.body.endswith(";")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("// title: A question\n", "", "no line `// title"),
        ("// none: Nothing.", "// nothing: Nothing.", "bad.cypher:3: unknown key 'nothing'"),
        ("// none: Nothing.", "// none", "bad.cypher:3: not a header line"),
        ("entity entity - whom", "entity person - whom", "bad.cypher:4: not `name type - text`"),
        ("name - the name", "name", "bad.cypher:5: not `name - text`"),
        ("=> 'person/x'", "-> 'person/x'", "bad.cypher:7: not `:param name => value`"),
        ("=> 'person/x'", "=> person", "bad.cypher:7: person is no plain value"),
        (":param entity => 'person/x'\n", "", "parameters differ"),
        ("$entity", "$other", "parameters differ"),
        ("(n:Scamgraph {", "(c:Claim)--(n:Scamgraph {", "(c:Claim) reads claims of every day"),
        (
            "// param",
            "// derive: moment\n// param",
            "bad.cypher: `derive` and parameters of",
        ),
        ("entity entity -", "entity given -", "bad.cypher: `derive` and parameters of"),
        ("// param", "// day: entity\n// param", "bad.cypher: `day` names no single parameter of the type"),
        ("// param", "// about: whom\n// param", "bad.cypher: `about` names 'whom', which is no parameter"),
        ("// param", "// needs: whom\n// param", "bad.cypher: `needs` names 'whom', which is no parameter"),
        ("RETURN", "/* CLAIMS found */ RETURN", "bad.cypher: `/* CLAIMS found */` must stand once, after"),
    ],
)
def test_a_broken_file_is_named_with_its_line(old: str, new: str, words: str) -> None:
    assert old in GOOD
    with pytest.raises(InputError, match="bad") as wrong:
        parse_query("bad", GOOD.replace(old, new, 1))
    assert words in wrong.value.message


def test_needs_must_have_an_example() -> None:
    text = GOOD.replace("// param", "// needs: entity\n// param", 1)
    assert parse_query("good", text).needs == (("entity",),)
    with pytest.raises(InputError, match="no group of `needs` has an example"):
        parse_query("bad", text.replace("'person/x'", "null"))


@pytest.mark.parametrize("key", ["derive", "recompute"])
def test_header_keys_name_the_entries_of_their_table(key: str) -> None:
    """The tables import the loader of the files, so it cannot look into them."""
    table = {"derive": DERIVATIONS, "recompute": RECOMPUTATIONS}[key]
    named = {getattr(query, key): name for name, query in ALL.items() if getattr(query, key)}
    for entry, name in named.items():
        assert entry in table, f"{name}.cypher: `{key}` names {entry!r}, which is not in the table"
    assert set(table) == set(named), "no file uses some entries of the table"


def test_claims_can_be_read_without_their_words(articles: Store) -> None:
    marked = [query for query in ALL.values() if query.claims_body]
    assert [query.name for query in marked] == ["origins"]
    others: tuple[dict[str, Any], ...] = ({"number": 1440}, {"number": None, "entity": CHEN})
    for query, params in product(marked, others):
        values = example(query) | params
        whole, short = (articles.read(body, values) for body in (query.body, query.claims_body))
        assert [sorted(row["claims"]) for row in whole] == [sorted(row["claims"]) for row in short]
        assert whole and list(short[0]) == ["claims"]


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_no_answer_depends_on_the_name_of_its_question(
    articles: Store, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """A question's file has everything that it needs."""
    days = (None,) if load_library()[name].day else (None, "2026-01-20")
    before = [told(ask(articles, name, EXAMPLES[name], as_of=day)) for day in days]
    for load_folder in (load_library, load_nearest):
        other = {f"x-{key}": replace(query, name=f"x-{key}") for key, query in load_folder().items()}
        for module in (query_library, queries_ask):
            if hasattr(module, load_folder.__name__):
                monkeypatch.setattr(module, load_folder.__name__, lambda other=other: other)
    after = [told(ask(articles, f"x-{name}", EXAMPLES[name], as_of=day)) for day in days]
    assert after == before
