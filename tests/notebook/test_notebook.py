"""The Python package as a notebook uses it: short results, tables, errors of ours."""

from __future__ import annotations

import builtins
import importlib.util
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

import scamgraph
from graph.store.store import Store
from queries.ask.query_library import load_library
from scamgraph import EnvironmentProblem, InputError, ScamgraphError
from scamgraph.results import Record, Table
from tests.conftest import ROOT

pytestmark = pytest.mark.embedded


@pytest.fixture(scope="module")
def g(articles: Store) -> Iterator[scamgraph.Connection]:
    with scamgraph.connect("embedded", start=False) as connection:
        yield connection


def test_questions_take_values_by_position(g: scamgraph.Connection) -> None:
    assert g.ask("about", "Chen Zhi").rows == g.ask("about", entity="Chen Zhi").rows
    between = g.ask("evidence", "Chen Zhi", "Prince Group")
    assert between.rows == g.ask("evidence", a="Chen Zhi", b="Prince Group").rows
    assert between.rows
    assert g.ask("who-says", 1440).rows == g.ask("who-says", number=1440).rows
    assert g.ask("path", "Chen Zhi", to="Prince Group").rows
    assert g.ask("path", from_="Chen Zhi", to="Prince Group").rows


def test_too_many_values_and_values_given_twice_are_named(g: scamgraph.Connection) -> None:
    with pytest.raises(ScamgraphError, match="'about' got 2 values, which is too many") as many:
        g.ask("about", "A", "B")
    assert "It takes ENTITY." in many.value.hint
    with pytest.raises(ScamgraphError, match="too many"):
        g.ask("about", "Chen Zhi", entity="Chen Zhi")


def test_an_answer_prints_short(g: scamgraph.Connection) -> None:
    answer = g.ask("about", "Chen Zhi")
    lines = repr(answer).splitlines()
    assert lines[0] == answer.sentence
    assert len(answer.rows) > 5
    assert lines[6] == f"     showing 5 of {len(answer.rows)}"
    assert max(map(len, lines)) <= 110
    assert "NamedQuery" not in repr(answer)
    nothing = g.ask("who-says", number=1500)
    assert nothing.nearest is not None
    assert repr(nothing).startswith(nothing.sentence)
    assert nothing.nearest.sentence in repr(nothing)
    assert nothing.nearest.sentence in nothing._repr_html_()


def test_an_answer_is_a_table_in_jupyter(g: scamgraph.Connection) -> None:
    shown = g.ask("about", "Chen Zhi")._repr_html_()
    assert shown.startswith("<p><strong>")
    assert "<table>" in shown
    assert "claim/" not in shown


def test_cypher_gives_a_list_with_warnings(g: scamgraph.Connection) -> None:
    rows = g.cypher("UNWIND [1, 2] AS n RETURN n")
    assert rows == [{"n": 1}, {"n": 2}]
    assert (len(rows), rows[0], rows[-1:], list(rows)) == (2, {"n": 1}, [{"n": 2}], [{"n": 1}, {"n": 2}])
    assert isinstance(rows, list)
    assert rows.warnings == ()
    doubtful = g.cypher("MATCH (c:Compoud) RETURN c")
    assert doubtful == []
    assert "Nearest: Compound" in doubtful.warnings[0]
    assert "Nearest: Compound" in repr(doubtful)
    assert "Nearest: Compound" in doubtful._repr_html_()


def test_a_long_result_says_how_much_is_shown(g: scamgraph.Connection) -> None:
    rows = g.cypher("UNWIND range(1, 358) AS n RETURN n, '<b>' + toString(n) + '</b>' AS text")
    assert repr(rows).splitlines()[0] == "358 rows"
    assert repr(rows).splitlines()[-1].strip() == "showing 5 of 358"
    shown = rows._repr_html_()
    assert "showing 20 of 358" in shown
    assert shown.count("<tr>") == 21
    assert "<b>" not in shown
    assert "&lt;b&gt;1&lt;/b&gt;" in shown


def test_find_schema_and_queries_are_small_results(g: scamgraph.Connection) -> None:
    matches = g.find("chen zi")
    assert matches[0]["id"] == "person/chen-zhi"
    assert "Chen Zhi" in repr(matches)
    assert all(row["kind"] == "Embassy" for row in g.find("embassy", kind="Embassy"))
    assert "Nothing in this graph is called" in repr(g.find("qqqqzzzz"))
    schema = g.schema()
    assert isinstance(schema, Table)
    assert {"Compound", "HEADS", "modality"} <= {row["name"] for row in schema}
    heads = g.schema("HEADS")
    assert isinstance(heads, Record)
    assert heads["starts"] == ["Person"]
    assert repr(heads).startswith("HEADS: relationship type  (1 in this graph)")
    assert "asserted" in heads._repr_html_()
    questions = g.queries()
    assert {row["name"] for row in questions} == set(load_library())
    assert "entity - " in repr(g.queries("about"))


def test_tables_of_pandas(g: scamgraph.Connection) -> None:
    pytest.importorskip("pandas")
    assert list(g.cypher("RETURN 1 AS one, 2 AS two").df().columns) == ["one", "two"]
    answer = g.ask("about", "Chen Zhi")
    assert len(answer.df()) == len(answer.rows)
    for result in (
        g.find("chen"),
        g.schema(),
        g.queries(),
        g.schema("HEADS"),
        g.cypher("MATCH (x:Police) RETURN x"),
    ):
        assert len(result.df().columns) > 0 or not result


SLOW = "UNWIND range(1, 3000) AS a UNWIND range(1, 3000) AS b RETURN sum(a * b) AS n"
WRONG: list[tuple[str, Any]] = [
    ("unknown question", lambda g: g.ask("abuot")),
    ("unknown parameter", lambda g: g.ask("about", nobody="X")),
    ("no text", lambda g: g.ask(3)),
    ("wrong Cypher", lambda g: g.cypher("MATCH (n RETURN n")),
    ("a write", lambda g: g.cypher("CREATE (n)")),
    ("no query", lambda g: g.cypher(None)),
    ("a parameter nobody can send", lambda g: g.cypher("RETURN $x AS x", x=object())),
    ("a number too large", lambda g: g.cypher("RETURN $x AS x", x=2**70)),
    ("too many rows", lambda g: g.cypher("UNWIND range(1, 20) AS n RETURN n", limit=5)),
    ("too long", lambda g: g.cypher(SLOW, timeout=0.2)),
    ("unknown schema", lambda g: g.schema("Compoud")),
    ("unknown projection", lambda g: g.graph(projection="nothing")),
    ("no day", lambda g: g.ask("about", "Chen Zhi", as_of="soon")),
]  # fmt: skip


@pytest.mark.parametrize(("what", "wrong"), WRONG)
def test_everything_raised_is_ours_and_says_what_to_do(
    g: scamgraph.Connection, what: str, wrong: Any
) -> None:
    with pytest.raises(InputError) as raised:
        wrong(g)
    assert isinstance(raised.value, ScamgraphError), what
    assert raised.value.message


def test_a_closed_connection_and_an_unknown_engine_are_errors_of_ours(articles: Store) -> None:
    closed = scamgraph.connect("embedded", start=False)
    closed.close()
    with pytest.raises(EnvironmentProblem):
        closed.cypher("RETURN 1 AS one")
    with pytest.raises(ScamgraphError):
        scamgraph.connect("oracle")


def test_no_engine_is_an_error_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_URI", "bolt://127.0.0.1:1")
    monkeypatch.setenv("NEO4J_PASSWORD", "secret")
    with pytest.raises(EnvironmentProblem):
        scamgraph.connect()


def test_a_missing_package_names_the_remedy(g: scamgraph.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    original_import = builtins.__import__

    def without(name: str, *rest: Any, **options: Any) -> Any:
        if name.partition(".")[0] == "pandas":
            raise ImportError("No module named 'pandas'", name="pandas")
        return original_import(name, *rest, **options)

    monkeypatch.setattr(builtins, "__import__", without)
    for make in (g.cypher("RETURN 1 AS one").df, g.find("chen").df, lambda: g.frame("RETURN 1 AS one")):
        with pytest.raises(EnvironmentProblem) as raised:
            make()
        assert "pip install -e '.[pandas]'" in raised.value.hint


def test_importing_is_fast_because_it_brings_little() -> None:
    code = (
        "import sys, scamgraph; "
        "heavy = ('neo4j', 'networkx', 'pandas', 'rapidfuzz', 'fastapi', 'yaml'); "
        "print([m for m in heavy if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


def test_the_example_of_a_notebook_runs(articles: Store) -> None:
    path = ROOT / "docs" / "examples" / "notebook.py"
    spec = importlib.util.spec_from_file_location("notebook_example", path)
    assert spec is not None
    assert spec.loader is not None
    spec.loader.exec_module(importlib.util.module_from_spec(spec))
