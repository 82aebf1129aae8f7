"""The command line as a person uses it: a process, its output, its exit code; never a traceback."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import jsonschema
import pytest

from graph.model.json_schemas import build_schemas
from graph.store.digest import digest
from graph.store.store import Store
from tests.articles import hold_articles
from tests.cli.running import good, run

ARTICLE = "document/afp-400-freed-2026-01"


@pytest.fixture
def loaded(embedded_session: Store) -> Store:
    return hold_articles(embedded_session)


@pytest.mark.embedded
def test_ingest_twice_show_find_and_export(loaded: Store) -> None:
    before = good("digest").strip()
    again = json.loads(good("ingest", "data", "--format", "jsonl"))
    assert (again["new"], again["changed"], again["gone"]) == (0, 0, 0)
    assert good("digest").strip() == before == str(digest(loaded))
    assert json.loads(good("find", "chen zi", "--format", "jsonl").splitlines()[0])["id"] == "person/chen-zhi"
    assert "Prince Group" in good("show", "Chen Zhi")
    exported = [json.loads(line) for line in good("export", "claims").splitlines()]
    validator = jsonschema.Draft202012Validator(build_schemas()["exported-claim"])
    for claim in exported:
        validator.validate(claim)
    assert {claim["document"]["id"] for claim in exported} >= {ARTICLE}
    assert all(claim["said_by"] for claim in exported)


@pytest.mark.embedded
def test_remove_shows_what_falls_and_ingest_brings_it_back(loaded: Store) -> None:
    before = str(digest(loaded))
    shown = run("remove", ARTICLE)
    assert "Only this document supports" in shown.stdout
    assert shown.returncode == 1
    assert str(digest(loaded)) == before
    good("remove", ARTICLE, "--yes")
    assert loaded.read("MATCH (c:Claim {document: $id}) RETURN count(c) AS n", {"id": ARTICLE}) == [{"n": 0}]
    good("ingest", "data")
    assert str(digest(loaded)) == before


@pytest.mark.embedded
def test_csv_opens_in_a_spreadsheet(loaded: Store) -> None:
    assert loaded.engine == "embedded"
    text = good("find", "embassy", "--format", "csv")
    assert text.startswith("\ufeff")
    assert next(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))["id"]


@pytest.mark.embedded
@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("show", "nobody at all"), 1, "Nothing here is called"),
        (("find", "?!"), 1, "nothing to look for"),
        (("remove", "document/none"), 1, "Nothing here is called"),
        (("ingest", "no/such/folder"), 1, "there is no such file or folder"),
        (("bogus",), 2, "No such command"),
        (("find",), 2, "Missing argument"),
        (("digest", "--engine", "oracle"), 2, "There is no engine"),
    ],
)
def test_wrong_input_is_answered(loaded: Store, arguments: tuple[str, ...], code: int, says: str) -> None:
    assert loaded.engine == "embedded"
    done = run(*arguments)
    assert done.returncode == code, done.stderr
    assert says in done.stderr


def test_no_engine_there() -> None:
    done = run("digest", env={"NEO4J_URI": "bolt://127.0.0.1:1", "NEO4J_PASSWORD": "x"})
    assert done.returncode == 3
    assert "does not answer" in done.stderr
    done = run("digest", env={"NEO4J_URI": "bolt://127.0.0.1:1"})
    assert done.returncode == 2
    assert "NEO4J_PASSWORD" in done.stderr


BAD = """
document: {id: document/x, label: x, text_sha256: abc, length: 10}
coded: [{by: a test, on: 2026-01-01}]
claims:
  - key: one
    at: {start: 5, end: 50, sha256: abc}
    section: body
    says: x
    subject: person/nobody
    predicate: ARESTED
    modality: denied
"""


@pytest.mark.embedded
def test_all_that_is_wrong_at_once_and_nothing_loaded(loaded: Store, tmp_path: Path) -> None:
    before = str(digest(loaded))
    path = tmp_path / "bad.yaml"
    path.write_text(BAD, encoding="utf-8")
    done = run("ingest", str(path))
    assert done.returncode == 1
    for said in ("bad.yaml:10", "did you mean `ARRESTED`", "person/nobody", "polarity", "nothing was loaded"):
        assert said in done.stderr, said
    assert str(digest(loaded)) == before
    check = run("check", str(path), "--context", "data/registry", "--format", "jsonl")
    assert check.returncode == 1
    assert all(json.loads(line)["file"] for line in check.stdout.splitlines())


@pytest.mark.embedded
def test_a_dossier_alone_needs_no_registry_file(loaded: Store) -> None:
    before = str(digest(loaded))
    good("ingest", "data/dossiers/afp-400-freed-2026-01.yaml")
    assert str(digest(loaded)) == before


@pytest.mark.parametrize(
    ("command", "variable"),
    [
        (("store", "up"), "SCAMGRAPH_MEMORY"),
        (("check",), "SCAMGRAPH_TEXTS"),
        (("measure",), "SCAMGRAPH_PROJECTIONS"),
        (("projections",), "SCAMGRAPH_PROJECTIONS"),
    ],
)
def test_help_names_what_the_environment_gives(command: tuple[str, ...], variable: str) -> None:
    assert variable in good(*command, "--help")


@pytest.mark.embedded
def test_an_engine_that_runs_keeps_its_memory_and_says_so(embedded_session: Store) -> None:
    assert embedded_session.engine == "embedded"
    done = run("store", "up", "--memory", "3g")
    assert done.returncode == 0, done.stderr
    assert "store down" in done.stderr
    assert "store down" not in run("store", "up").stderr
