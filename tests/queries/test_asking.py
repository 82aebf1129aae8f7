"""Asking from the command line and from Python: answers, bad input, limits, pipes, Ctrl-C."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

import scamgraph
from graph.model.errors import InputError
from graph.store.store import Store
from queries.cypher.free_query import COUNTED_BEYOND, run_user_query
from tests.command_line import run_inside
from tests.conftest import ROOT

COMMAND = [sys.executable, "-m", "cli.main"]
SLOW = "UNWIND range(1, 30000) AS a UNWIND range(1, 30000) AS b RETURN sum(a * b) AS s"


def told(store: Store, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run_inside(*arguments, env={"SCAMGRAPH_ENGINE": store.engine, "SCAMGRAPH_TEXTS": None})


def environment(store: Store) -> dict[str, str]:
    return {**os.environ, "SCAMGRAPH_ENGINE": store.engine}


def running(store: Store, words: str) -> list[object]:
    with store.begin() as tx:
        return [row for row in tx.run("SHOW TRANSACTIONS") if words in str(row["currentQuery"])]


def test_ask_for_people(loaded: Store) -> None:
    done = told(loaded, "ask", "who-says", "--number", "1440")
    assert done.returncode == 0, done.stderr
    assert "5 claims in 3 documents, from at least 1 independent origin" in done.stdout
    assert "sha256" in done.stdout
    assert "document/newser-thousands-flee-2026-01-21" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["who-says", "--number", "1440"],
        ["who-says", "--number=1440"],
        ["who-says", "--param", "number=1,440"],
        ["who-says", "1440"],
    ],
)
def test_a_parameter_may_be_given_in_each_way(loaded: Store, arguments: list[str]) -> None:
    done = told(loaded, "ask", *arguments, "--format", "json")
    answer = json.loads(done.stdout)
    assert (answer["documents"], answer["origins"], len(answer["rows"])) == (3, 1, 5)
    assert all(row["citations"][0]["sha256"] for row in answer["rows"])


def test_machine_formats(loaded: Store) -> None:
    lines = told(loaded, "ask", "positions", "--of", "Prince Group", "-f", "jsonl").stdout.splitlines()
    assert [json.loads(line)["statement"] for line in lines] == ["Chen Zhi is the head of Prince Group."]
    table = told(loaded, "ask", "positions", "--of", "Prince Group", "-f", "csv").stdout
    assert table.startswith("\ufeffstatement,from,to,said_by,")


def test_an_absence_is_an_answer(loaded: Store) -> None:
    done = told(loaded, "ask", "who-says", "--number", "1500")
    assert done.returncode == 0
    assert "No source in this graph says 1,500" in done.stdout
    assert "another number is another figure" in done.stdout


def test_the_query_can_be_seen(loaded: Store) -> None:
    done = told(loaded, "ask", "about", "Chen Zhi", "--cypher")
    assert ":param entity => 'person/chen-zhi'" in done.stdout
    assert "MATCH (e:Scamgraph {id: $entity})" in done.stdout


def test_questions_are_listed(loaded: Store) -> None:
    done = told(loaded, "queries", "--format", "json")
    assert "who-says" in [row["name"] for row in json.loads(done.stdout)]
    assert "// title:" in told(loaded, "queries", "path", "--cypher").stdout
    described = told(loaded, "queries", "path").stdout
    assert "--from" in described and "Columns" in described and "// " not in described


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["ask", "who-sais", "1440"], 1, "Nearest: who-says"),
        (["ask", "about", "Zzyzx Qwfp"], 1, "Nothing here is called"),
        (["ask", "about", "UK"], 1, "Give one of these ids"),
        (
            ["ask", "about", "scam compound"],
            1,
            "Nearest: Scam compounds (collective/scam-compounds-002), ",
        ),
        (["ask", "who-says", "--number", "many"], 1, "a number such as 1440"),
        (["ask", "who-says", "--nubmer", "1440"], 1, "It takes: number"),
        (["ask", "who-says", "--number"], 2, "has no value"),
        (["ask", "about", "Chen Zhi", "Prince Group"], 2, "which is too many"),
        (["ask", "about", "--param", "entity"], 2, "not NAME=VALUE"),
        (["cypher", "RETRUN 1"], 1, "line 1, column 1"),
        (["cypher", "MATCH (n:Entity)\nRETURN n.id,"], 1, "line 2"),
        (["cypher", "MATCH (n) DETACH DELETE n"], 1, "read-only"),
        (["cypher", SLOW, "--timeout", "0.5"], 1, "time limit"),
        (["cypher", "RETURN $missing AS x"], 1, "missing"),
    ],
)
def test_bad_input_is_told_in_one_message(loaded: Store, arguments: list[str], code: int, words: str) -> None:
    done = told(loaded, *arguments)
    assert done.returncode == code, done.stdout + done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_million_rows_are_cut_with_a_note(loaded: Store) -> None:
    done = told(loaded, "cypher", "UNWIND range(1, 1000000) AS n RETURN n", "--format", "jsonl")
    assert len(done.stdout.splitlines()) == 1000
    assert f"first 1,000 of at least {1000 + COUNTED_BEYOND:,} rows" in done.stderr


def test_rows_cut_are_counted(loaded: Store) -> None:
    rows = run_user_query(loaded, "UNWIND range(1, 25) AS n RETURN n", limit=10)
    assert [row["n"] for row in rows] == list(range(1, 11))
    assert "first 10 of 25 rows" in rows.note
    whole = run_user_query(loaded, "UNWIND range(1, 10) AS n RETURN n", limit=10)
    assert len(list(whole)) == 10
    assert whole.note == ""


def test_a_closed_pipe_ends_in_silence(loaded: Store) -> None:
    process = subprocess.Popen(
        [*COMMAND, "cypher", "UNWIND range(1, 500000) AS n RETURN n", "--limit", "500000", "-f", "jsonl"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(loaded),
        cwd=ROOT,
    )
    assert process.stdout is not None and process.stderr is not None
    assert json.loads(process.stdout.readline()) == {"n": 1}
    process.stdout.close()
    assert process.wait(timeout=30) != 0
    assert "Traceback" not in process.stderr.read()
    process.stderr.close()


def test_ctrl_c_stops_the_query_on_the_server(loaded: Store) -> None:
    process = subprocess.Popen(
        [*COMMAND, "cypher", SLOW, "--timeout", "120"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(loaded),
        cwd=ROOT,
        start_new_session=True,
        # A test run in the background is born with Ctrl-C switched off, and hands that down.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no threads here
    )
    try:
        wait_until(lambda: bool(running(loaded, "range(1, 30000)")))
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode != 0
    assert "Traceback" not in errors
    wait_until(lambda: not running(loaded, "range(1, 30000)"))


def wait_until(holds: object, seconds: float = 20.0) -> None:
    assert callable(holds)
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.1)


@pytest.fixture
def connection(loaded: Store) -> Iterator[scamgraph.Connection]:
    with scamgraph.connect(loaded.engine) as g:
        yield g


def test_from_python(connection: scamgraph.Connection) -> None:
    answer = connection.ask("path", from_="Chen Zhi", to="Prince Group")
    assert [row["ties"] for row in answer.rows] == [["Chen Zhi is the head of Prince Group."]]
    rows = connection.cypher("MATCH (n:Scamgraph {id: $id}) RETURN n, n.name AS name", id="person/chen-zhi")
    assert rows[0]["name"] == "Chen Zhi"
    assert rows[0]["n"]["labels"] == ["Actor", "Entity", "Person", "Scamgraph"]
    with pytest.raises(InputError, match="first 5 of 20 rows"):
        connection.cypher("UNWIND range(1, 20) AS n RETURN n", limit=5)


def test_facts_as_a_graph(connection: scamgraph.Connection) -> None:
    facts = connection.graph()
    heads = [d for _, _, d in facts.edges("person/chen-zhi", data=True) if d["type"] == "HEADS"]
    assert [(d["origins"], d["standing"], d["asserted"]) for d in heads] == [(1, "fact", True)]
    asserted = connection.graph(asserted=True)
    assert 0 < asserted.number_of_edges() < facts.number_of_edges()
    assert all(d["asserted"] and d["standing"] != "accusation" for _, _, d in asserted.edges(data=True))
    assert {d["type"] for *_, d in connection.graph("HEADS", "NEAR").edges(data=True)} <= {"HEADS", "NEAR"}
    with pytest.raises(InputError, match="no predicate or class"):
        connection.graph("HEADS]-() DETACH DELETE")


def test_a_table_needs_pandas_or_says_so(connection: scamgraph.Connection) -> None:
    try:
        import pandas  # noqa: F401, PLC0415
    except ImportError:
        with pytest.raises(Exception, match=r"pip install .*\[pandas\]"):
            connection.frame("RETURN 1 AS one")
    else:
        frame = connection.frame("UNWIND [1, 2] AS n RETURN n, n * 2 AS twice")
        assert list(frame.columns) == ["n", "twice"]
        assert list(frame["twice"]) == [2, 4]


@pytest.mark.parametrize(
    ("query", "excerpt"),
    [
        ("MATCH (n RETURN n", "MATCH (n RETURN n\n           ^"),
        ("MATCH (n:Person)\n  RETURN foo(1)", "  RETURN foo(1)\n           ^"),
        (f"RETURN {'1 + ' * 50}foo(1)", f"{'1 + ' * 50}"[-30:] + f"foo(1)\n  {'^':>31}"),
    ],
)
def test_an_error_shows_the_place_in_the_question(loaded: Store, query: str, excerpt: str) -> None:
    with pytest.raises(InputError) as caught:
        list(run_user_query(loaded, query))
    assert caught.value.message.endswith(f"]\n  {excerpt}")
    assert caught.value.message.count("^") == 1 and "offset" not in caught.value.message


def test_an_error_without_a_place_shows_none(loaded: Store) -> None:
    with pytest.raises(InputError) as caught:
        list(run_user_query(loaded, "RETURN 1 / 0"))
    assert "\n" not in caught.value.message
