"""Bundles brought back into databases, which these tests fill and empty themselves."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from graph.engine.server.local_neo4j import LocalNeo4j
from graph.engine.server.neo4j_jars import ensure_jars
from graph.engine.server.select_engine import select_local_engine
from graph.store.store import Store
from ingest.load import load
from reports.bundle.write import build_bundle
from reports.part.closure_reader import list_claim_ids, load_closure
from reports.part.digest import compute_part_digest
from reports.part.selection import create_selection_builder
from reports.render.output import write_folder
from tests.articles import empty, hold_articles
from tests.conftest import ENGINES
from tests.machine import SOAK
from tests.reports.conftest import CHOICES
from tests.reports.test_bundle import bundled


@pytest.mark.parametrize("engine", ENGINES)
def test_a_full_bundle_loaded_back_gives_its_digest(
    engine: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    store: Store = request.getfixturevalue(f"{engine}_session")
    hold_articles(store)
    bundles = {name: bundled(store, name)[1] for name in (sorted(CHOICES) if SOAK else ["entity"])}
    selection = create_selection_builder(store).select_all()
    bundles["everything"] = build_bundle(
        selection, load_closure(store, selection.claims), include_protected=True
    )
    for name, bundle in bundles.items():
        write_folder(tmp_path / name, bundle.files)
        report = load(store, [tmp_path / name / "load"], fresh=True)
        assert report.outcome.new == bundle.claims
        assert (
            str(compute_part_digest(load_closure(store, list_claim_ids(store)))) == bundle.records_digest
        ), name
        assert not report.unfinished
    empty(store)


@pytest.mark.parametrize("engine", ENGINES)
def test_the_script_makes_the_part_in_an_empty_database(engine: str, request: pytest.FixtureRequest) -> None:
    store = hold_articles(request.getfixturevalue(f"{engine}_session"))
    part, bundle = bundled(store, "entity")
    empty(store)
    script = bundle.files["graph.cypher"].decode()
    statements = [text for text in script.split(";\n") if text.strip()]
    for _ in range(2):
        for statement in statements:
            store.write(lambda tx, statement=statement: tx.run(statement))  # type: ignore[misc]
        facts = store.read("MATCH ()-[r]->() WHERE r.fact IS NOT NULL RETURN count(r) AS n")[0]["n"]
        claims = store.read("MATCH (c:Claim) RETURN count(c) AS n")[0]["n"]
        assert (facts, claims) == (len(part.facts), len(part.claims))
    row = store.read(
        "MATCH (p:Person {id: 'person/chen-zhi'})-[r:HEADS]->(o) RETURN o.name AS name, r.claims AS n"
    )
    assert row == [{"name": "Prince Group", "n": 1}]
    empty(store)


@pytest.mark.neo4j
@pytest.mark.slow
def test_neo4j_admin_imports_the_tables(embedded_session: Store, tmp_path: Path) -> None:
    hold_articles(embedded_session)
    part, bundle = bundled(embedded_session, "path")
    write_folder(tmp_path / "bundle", bundle.files)
    tables = tmp_path / "bundle" / "neo4j-import"
    home = tmp_path / "home"
    (home / "conf").mkdir(parents=True)
    recipe = select_local_engine("neo4j", home=home)
    assert isinstance(recipe, LocalNeo4j)
    done = subprocess.run(
        [
            str(recipe.java.command), "-cp", f"{ensure_jars(recipe.version)}/*", f"-Dbasedir={home}",
            "org.neo4j.cli.AdminTool", "database", "import", "full", "neo4j",
            *(f"--nodes={tables / name}.csv" for name in ("entities", "claims")),
            *(f"--relationships={tables / name}.csv" for name in ("facts", "links")),
        ],
        env={**os.environ, "NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")},
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    output = " ".join(done.stdout.split())
    nodes = sum(bundle.files[f"neo4j-import/{n}.csv"].count(b"\n") - 1 for n in ("entities", "claims"))
    links = sum(bundle.files[f"neo4j-import/{n}.csv"].count(b"\n") - 1 for n in ("facts", "links"))
    assert f"{nodes} nodes" in output, output
    assert f"{links} relationships" in output, output
    assert len(part.claims) < nodes
