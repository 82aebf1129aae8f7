"""An unfinished load is reported everywhere, and nothing is denied meanwhile."""

from __future__ import annotations

import json
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import scamgraph
from graph.store import metadata
from graph.store.store import Store
from graph.store.wholeness import check_wholeness, save_record
from queries.ask.ask import ask
from tests.command_line import run_inside
from tests.conftest import empty

TOLD = "The graph is not complete: a load of 2 files, begun on "
COMMANDS = [
    ("ask", "who-says", "1440", "--brief"),
    ("ask", "who-says", "77", "--brief"),
    ("ask", "who-says", "77", "--format", "csv"),
    ("ask", "who-says", "77", "--format", "jsonl"),
    ("ask", "paths", "Prince Group", "Scam compound in Bavet"),
    ("ask", "not-stated", "Prince Group", "Scam compound in Bavet"),
    ("find", "Chen Zhi"),
    ("find", "nobody whosoever"),
    ("cypher", "MATCH (p:Person) RETURN p.name LIMIT 1"),
    ("show", "Chen Zhi"),
    ("conflicts",),
    ("digest",),
    ("diff", "--from", "2026-01-19", "--to", "2026-01-22"),
    ("export", "claims"),
]


@pytest.fixture
def unfinished(articles: Store) -> Iterator[Store]:
    articles.write(lambda tx: metadata.mark_loading(tx, ["a.yaml", "b.yaml"]))
    yield articles
    articles.write(lambda tx: metadata.mark_loaded(tx, ""))
    save_record(articles)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_command_says_so_and_ends_with_3(unfinished: Store, command: tuple[str, ...]) -> None:
    assert unfinished is not None
    done = run_inside(*command)
    assert done.returncode == 3
    assert TOLD in " ".join(done.stderr.split())
    assert "No source" not in done.stdout + done.stderr


def test_the_same_commands_say_nothing_of_it_when_the_graph_is_whole(articles: Store) -> None:
    assert check_wholeness(articles).is_whole
    done = run_inside("ask", "who-says", "77", "--brief")
    assert done.returncode == 0
    assert "No source in this graph says 77." in done.stdout
    assert "not complete" not in done.stderr


def test_answers_count_what_was_found_and_deny_nothing(unfinished: Store) -> None:
    answer = ask(unfinished, "denials", {"accused": "Chen Zhi"})
    assert answer.sentence.startswith(TOLD)
    assert answer.sentence.endswith("Found so far: 3 rows. What is missing here may yet be loaded.")
    assert [row["answer"] for row in answer.rows] == [["not found so far"]] * 3
    nothing = ask(unfinished, "who-says", {"number": "77"})
    assert "Found so far: nothing." in nothing.sentence
    assert nothing.nearest is None


def test_a_report_is_refused_unless_forced_and_then_says_so(unfinished: Store, tmp_path: Path) -> None:
    assert unfinished is not None
    target = tmp_path / "chen.md"
    refused = run_inside("report", "--entity", "Chen Zhi", "--to", str(target))
    assert refused.returncode == 3
    assert not target.exists()
    forced = run_inside("report", "--entity", "Chen Zhi", "--to", str(target), "--force")
    assert forced.returncode == 3
    written = target.read_text(encoding="utf-8")
    assert "what was not loaded yet" in written
    assert "Reduced report, without a digest." in written


def test_a_bundle_is_refused_unless_forced_and_then_says_so(unfinished: Store, tmp_path: Path) -> None:
    assert unfinished is not None
    target = tmp_path / "chen.zip"
    assert run_inside("export", "bundle", "--entity", "Chen Zhi", "--to", str(target)).returncode == 3
    assert not target.exists()
    forced = run_inside("export", "bundle", "--entity", "Chen Zhi", "--to", str(target), "--force")
    assert forced.returncode == 3
    with zipfile.ZipFile(target) as bundle:
        manifest = json.loads(bundle.read("MANIFEST.json"))
    assert manifest["digest"] is None
    assert any("what was not loaded yet" in left for left in manifest["reduced"])


def test_a_notebook_is_warned(unfinished: Store) -> None:
    assert unfinished is not None
    with scamgraph.connect() as graph:
        for look in (
            lambda: graph.cypher("MATCH (p:Person) RETURN p.name LIMIT 1"),
            lambda: graph.find("Chen Zhi"),
            lambda: graph.ask("about", "Chen Zhi"),
            graph.graph,
        ):
            with pytest.warns(UserWarning, match="The graph is not complete"):
                look()


def test_a_notebook_on_a_whole_graph_is_not(articles: Store) -> None:
    assert articles is not None
    with scamgraph.connect() as graph, warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        graph.find("Chen Zhi")


def test_an_empty_graph_denies_nothing(embedded_store: Store) -> None:
    empty(embedded_store)
    done = run_inside("ask", "who-says", "1440")
    assert done.returncode == 3
    assert "The graph is empty: nothing was loaded." in done.stdout
    assert "No source" not in done.stdout + done.stderr
