"""Lineage as files and on the command line: sealed without words, checked, loaded, and the five articles."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from graph.model.records import LineageEntry
from graph.store.digest import digest
from graph.store.store import Store
from ingest.check.runner import check_paths
from ingest.lineage.find import find_lineage
from ingest.lineage.index import Index
from ingest.lineage.sealed import write_sealed
from ingest.lineage.sources import Source
from ingest.load import load
from tests.command_line import run_inside
from tests.conftest import ROOT, TEXTS
from tests.lineage.stories import REWRITE, WIRE, american, text
from tests.lineage.test_find import source

AFP_21 = "document/afp-1400-left-2026-01-21"
AFP_19 = "document/afp-400-freed-2026-01"
JAKARTA = "document/jakarta-phnom-penh-400-released-2026-01"


def run(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    return run_inside(*arguments, env={**env})


def dossier(folder: Path, one: Source) -> Path:
    path = folder / f"{one.id.removeprefix('document/')}.yaml"
    path.write_text(
        f"document:\n  id: {one.id}\n  label: A paper on the barges of Brume\n"
        f"  text_sha256: '{one.sha256}'\n  length: {len(one.read_text())}\n"
        "coded:\n  - {by: a test, 'on': 2031-03-06}\nclaims: []\n"
    )
    return path


@pytest.fixture
def wire(tmp_path: Path) -> tuple[Path, Path]:
    """A folder of dossiers with their lineage, and one of texts."""
    texts, data = tmp_path / "texts", tmp_path / "data"
    texts.mkdir()
    data.mkdir()
    printings = {"a": text(*WIRE), "b": american(text(*WIRE)), "c": text(*REWRITE)}
    for name, content in printings.items():
        dossier(data, source(texts, name, content))
    done = run("lineage", str(data), "--texts", str(texts), "--write", str(data / "lineage"))
    assert done.returncode == 0, done.stderr
    return data, texts


def test_sealed_files_hold_no_words_and_are_sound(wire: tuple[Path, Path]) -> None:
    data, texts = wire
    files = sorted((data / "lineage").iterdir())
    assert [path.name for path in files] == ["a.yaml", "b.yaml"]
    for path in files:
        assert not any(word in path.read_text() for word in ("Brume", "barges", "quarrel"))
    report = check_paths([data], texts)
    assert (report.problems, report.counts["verified documents"]) == ((), 3)
    before = [path.read_bytes() for path in files]
    assert run("lineage", str(data), "--texts", str(texts), "--write", str(data / "lineage")).returncode == 0
    assert [path.read_bytes() for path in files] == before


def changed(path: Path, old: str, new: str) -> None:
    content = path.read_text()
    assert old in content
    path.write_text(content.replace(old, new, 1))


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("b: document/b", "b: document/a", "a document is no reprint of itself"),
        ("share_a: ", "share_a: 3", "a share from 0 to 1"),
        ('judgement: "reprint"', "judgement: perhaps", "perhaps"),
        ("text_a: \"", "text_a: \"0", "compared with another text of document/a"),
        ("end: ", "end: 99", "the document at"),
        ("b: document/b", "b: document/b\n    extra: 1", "extra"),
        ("  - a: document/a\n    b: document/b", "  - a: document/b\n    b: document/a", "in a circle"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(wire: tuple[Path, Path], old: str, new: str, what: str) -> None:
    data, _ = wire
    path = data / "lineage" / "a.yaml"
    if what == "in a circle":
        shutil.copy(path, path.with_name("again.yaml"))
        path = path.with_name("again.yaml")
    changed(path, old, new)
    problems = [p for p in check_paths([data]).problems if what in f"{p.what} {p.right}"]
    assert problems
    assert {p.file for p in problems} <= {str(data / "lineage" / "a.yaml"), str(path)}
    assert all(p.line > 1 for p in problems)


def test_a_span_that_does_not_match_is_seen_where_the_text_is(wire: tuple[Path, Path]) -> None:
    data, texts = wire
    content = yaml.safe_load((data / "lineage" / "a.yaml").read_text())
    digest_there = content["lineages"][0]["passages"][0]["b"]["sha256"]
    changed(data / "lineage" / "a.yaml", digest_there, "ab" * 32)
    assert check_paths([data]).problems == ()
    (problem,) = check_paths([data], texts).problems
    assert "the digest does not match" in problem.what


def test_an_index_that_is_kept_leaves_what_was_found_before(wire: tuple[Path, Path]) -> None:
    data, texts = wire
    kept = str(data.parent / "index")
    arguments = (
        "lineage",
        str(data),
        "--texts",
        str(texts),
        "--index",
        kept,
        "--write",
        str(data / "lineage"),
    )
    assert run(*arguments).returncode == 0
    before = {path.name: path.read_bytes() for path in (data / "lineage").iterdir()}
    dossier(data, source(texts, "d", text(*WIRE[3:])))
    assert run(*arguments).returncode == 0
    after = {path.name: path.read_bytes() for path in (data / "lineage").iterdir()}
    assert set(after) == {"a.yaml", "b.yaml", "c.yaml"}
    assert after["a.yaml"].startswith(before["a.yaml"])
    # A pair that is no longer found is removed, with its file.
    source(texts, "d", text(*REWRITE[4:]))
    dossier(data, source(texts, "d", text(*REWRITE[4:])))
    assert run(*arguments).returncode == 0
    assert {path.name: path.read_bytes() for path in (data / "lineage").iterdir()} == before


def test_a_folder_with_other_files_is_not_written_to(tmp_path: Path) -> None:
    (tmp_path / "people.yaml").write_text("entities: []\n")
    with pytest.raises(Exception, match="no sound file of lineage"):
        write_sealed(tmp_path, [LineageEntry("document/a", "document/b", 0.1, 0.1)], lambda *_: True)
    assert [path.name for path in tmp_path.iterdir()] == ["people.yaml"]


def test_without_texts_the_command_says_what_it_needs(wire: tuple[Path, Path]) -> None:
    data, _ = wire
    done = run("lineage", str(data), **{TEXTS: ""})
    assert done.returncode == 1
    assert "--texts" in done.stderr


def test_lineage_may_be_loaded_before_its_documents(store: Store, wire: tuple[Path, Path]) -> None:
    data, _ = wire
    load(store, [data])
    whole = str(digest(store))
    report = load(store, [data / "lineage"], fresh=True)
    assert [n.what for n in report.notices if "unknown document" in n.what]
    assert store.read("MATCH (:Document)-[r:REPRINTS]->() RETURN count(r) AS n") == [{"n": 0}]
    load(store, [data / "c.yaml", data / "a.yaml"])
    load(store, [data / "b.yaml"])
    assert str(digest(store)) == whole
    assert store.read("MATCH (:Document)-[r:REPRINTS]->() RETURN count(r) AS n") == [{"n": 3}]


@pytest.mark.texts
def test_the_five_articles(texts: Path, tmp_path: Path) -> None:
    where = ("--texts", str(texts), "--write", str(tmp_path))
    done = run("lineage", str(ROOT / "data"), *where, "--format", "jsonl")
    assert done.returncode == 0, done.stderr
    found = {(e["a"], e["b"]): e for e in map(json.loads, done.stdout.splitlines())}
    assert set(found) == {(AFP_21, AFP_19), (AFP_21, JAKARTA), (AFP_19, JAKARTA)}
    assert {entry["judgement"] for entry in found.values()} == {"reprint"}
    assert [len(found[pair]["passages"]) for pair in sorted(found)] == [1, 3, 6]
    for path in (ROOT / "data" / "lineage").iterdir():
        assert path.read_bytes() == (tmp_path / path.name).read_bytes(), "data/lineage is out of date"


@pytest.mark.embedded
def test_what_two_printings_of_the_wire_say_is_one_origin(articles: Store) -> None:
    rows = articles.read(
        "MATCH (c:Claim)-[:FROM]->(o:Origin) WHERE c.key = 'chen-arrested' AND c.document IN $wire "
        "RETURN o.kind AS kind, count(*) AS claims",
        {"wire": [AFP_21, JAKARTA]},
    )
    assert rows == [{"kind": "lineage", "claims": 2}]
    reprints = articles.read(
        "MATCH (a:Document)-[r:REPRINTS]->(b:Document) "
        "RETURN a.id AS a, b.id AS b, r.direction AS d ORDER BY a, b"
    )
    assert [(row["a"], row["b"]) for row in reprints] == [
        (AFP_19, AFP_21),
        (JAKARTA, AFP_21),
        (JAKARTA, AFP_19),
    ]
    assert {row["d"] for row in reprints} == {"unknown"}


def test_a_second_index_of_the_same_documents_finds_the_same(tmp_path: Path) -> None:
    sources = [source(tmp_path, "a", text(*WIRE)), source(tmp_path, "b", text(*REWRITE))]
    with Index(tmp_path / "one") as one, Index(tmp_path / "two") as two:
        assert find_lineage(sources, one).entries == find_lineage(sources[::-1], two).entries
