"""What the documents say about asking is true: pages are fresh, examples run, on both engines."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from graph.model.ontology import load_ontology
from graph.store.store import Store
from queries.ask.generate_docs import find_stale_pages, render_fact_types, render_queries_page
from queries.ask.query_library import group_queries
from queries.cypher.free_query import run_user_query
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "cypher.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```cypher\n(.*?)```", PAGE, re.DOTALL)


def test_the_generated_pages_are_fresh() -> None:
    assert find_stale_pages() == []


def test_a_changed_question_makes_the_page_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    before = render_queries_page()
    fewer = [(group, [q for q in queries if q.name != "about"]) for group, queries in group_queries()]
    monkeypatch.setattr("queries.ask.generate_docs.group_queries", lambda: fewer)
    assert render_queries_page() != before
    assert find_stale_pages() == ["queries.md"]


def test_every_fact_type_is_listed() -> None:
    ontology = load_ontology()
    listed = set(re.findall(r"[A-Z][A-Z_]+", render_fact_types(ontology)))
    derived = {t for t in ontology.fact_types if t.startswith(("WILL_", "WAS_"))}
    assert set(ontology.predicates) <= listed
    assert {t for t in derived if t.startswith("WAS_")} <= listed


@pytest.mark.parametrize("block", BLOCKS)
def test_a_worked_question_has_an_answer(loaded: Store, block: str) -> None:
    assert list(run_user_query(loaded, block)), block


@pytest.mark.neo4j
def test_worked_questions_are_answered_alike(both: tuple[Store, Store]) -> None:
    assert len(BLOCKS) >= 10
    for block in BLOCKS:
        embedded, neo4j = (sorted(map(repr, run_user_query(store, block))) for store in both)
        assert embedded == neo4j, block


def run(script: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "examples" / script)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={**os.environ, **environment},
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_notebook_example_runs(loaded: Store) -> None:
    told = run("notebook.py", SCAMGRAPH_ENGINE=loaded.engine)
    assert "5 claims in 3 documents, from at least 1 independent origin" in told
    assert "Chen Zhi heads Prince Group, according to Newser" in told
    assert "No source in this graph says 1,500" in told
    assert "Indonesian embassy in Phnom Penh is tied to 7 others" in told
    assert "0 of 28 ties rest on more than one origin" in told
    assert "INDICTED Chen Zhi: origins 1" in told


def test_the_py2neo_example_reads_facts_and_evidence(loaded: Store) -> None:
    endpoint = loaded._endpoint
    login = endpoint.reader or endpoint.writer
    told = run(
        "py2neo_notebook.py",
        NEO4J_URI=endpoint.uri,
        NEO4J_USER=login.user,
        NEO4J_PASSWORD=login.password,
        NEO4J_DATABASE=endpoint.database or "neo4j",
    )
    assert "Chen Zhi HEADS Prince Group (independent origins: 1)" in told
    assert "[Newser digest" in told


def test_no_example_stores_a_password_or_path_of_a_machine() -> None:
    for path in (ROOT / "docs" / "examples").glob("*.py"):
        text = Path(path).read_text(encoding="utf-8")
        assert "password=" not in text.lower()
        assert "/home/" not in text
