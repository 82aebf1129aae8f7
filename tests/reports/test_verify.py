"""A bundle that was tampered with is found out, by file and by claim, without a database."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.model.errors import InputError
from graph.model.export_records import WITHHELD
from graph.store.store import Store
from reports.bundle.verify import verify_bundle
from reports.bundle.write import build_bundle, build_zip
from reports.part.closure_reader import load_closure
from reports.part.selection import create_selection_builder
from reports.render.output import write_file, write_folder
from tests.reports.conftest import made
from tests.reports.forging import reseal

Files = dict[str, bytes]


def no_text(_: str) -> str | None:
    return None


@pytest.fixture(scope="module")
def files(loaded: Store) -> Files:
    """The bundle on one entity."""
    selection, part, _ = made(loaded, "entity")
    return build_bundle(selection, part).files


def put(tmp_path: Path, files: Files) -> Path:
    write_folder(tmp_path / "bundle", files)
    return tmp_path / "bundle"


def changed(files: Files, name: str, change: Callable[[bytes], bytes]) -> Files:
    assert change(files[name]) != files[name]
    return {**files, name: change(files[name])}


def test_a_whole_bundle_is_good_as_folder_and_as_zip(files: Files, tmp_path: Path) -> None:
    write_file(tmp_path / "bundle.zip", build_zip(files))
    for path in (put(tmp_path, files), tmp_path / "bundle.zip"):
        verification = verify_bundle(path, no_text)
        assert (verification.outcome, verification.problems, verification.unproved) == ("good", (), ())


def test_a_text_that_differs_is_named_with_its_claim(files: Files, tmp_path: Path) -> None:
    verification = verify_bundle(put(tmp_path, files), lambda _: "x" * 20_000)
    claims = [json.loads(line)["id"] for line in files["claims.jsonl"].splitlines()]
    assert all(any(id_ in problem for problem in verification.problems) for id_ in claims)


def test_a_change_in_any_file_is_named(files: Files, tmp_path: Path) -> None:
    for number, name in enumerate(sorted(files)):
        tampered = changed(files, name, lambda data: data + b" ")
        folder = tmp_path / str(number)
        folder.mkdir()
        try:
            problems: tuple[str, ...] = verify_bundle(put(folder, tampered), no_text).problems
        except InputError as error:
            problems = (error.message,)
        assert any(name in problem for problem in problems), name


def test_a_missing_and_an_added_file_are_named(files: Files, tmp_path: Path) -> None:
    fewer = {name: data for name, data in files.items() if name != "graph.gexf"}
    verification = verify_bundle(put(tmp_path, {**fewer, "more.txt": b"more"}), no_text)
    assert "graph.gexf: missing" in verification.problems
    assert "more.txt: not in MANIFEST.json" in verification.problems


def test_a_reworded_claim_is_named_though_all_sums_were_made_again(files: Files, tmp_path: Path) -> None:
    lines = files["claims.jsonl"].splitlines(keepends=True)
    claim = json.loads(lines[3])
    tampered = lines[3].replace(json.dumps(claim["says"], ensure_ascii=False).encode(), b'"Something else."')
    assert tampered != lines[3]
    data = b"".join([*lines[:3], tampered, *lines[4:]])
    verification = verify_bundle(put(tmp_path, reseal({**files, "claims.jsonl": data})), no_text)
    assert verification.problems == (f"claims.jsonl: {claim['id']}: differs from load/records.jsonl in says",)


def test_a_moved_passage_changes_the_claims_id(files: Files, tmp_path: Path) -> None:
    start = json.loads(files["claims.jsonl"].splitlines()[0])["start"]
    id_ = json.loads(files["claims.jsonl"].splitlines()[0])["id"]
    moved = changed(
        files, "load/records.jsonl", lambda data: data.replace(f'"start":{start},'.encode(), b'"start":1,', 1)
    )
    verification = verify_bundle(put(tmp_path, reseal(moved)), no_text)
    expected = f"claims.jsonl: {id_}: no entry of load/records.jsonl gives this claim"
    assert expected in verification.problems
    assert any(problem.startswith("MANIFEST.json: digest: is ") for problem in verification.problems)


def test_a_decision_turned_round_changes_the_digest(files: Files, tmp_path: Path) -> None:
    turned = changed(
        files,
        "load/records.jsonl",
        lambda data: data.replace(b'"judgement":"same"', b'"judgement":"different"', 1),
    )
    verification = verify_bundle(put(tmp_path, reseal(turned)), no_text)
    assert any(problem.startswith("MANIFEST.json: digest: is ") for problem in verification.problems)


def test_anything_else_is_refused(files: Files, tmp_path: Path) -> None:
    (tmp_path / "torn.zip").write_bytes(build_zip(files)[:-200])
    (tmp_path / "empty").mkdir()
    twice = io.BytesIO()
    with pytest.warns(UserWarning), zipfile.ZipFile(twice, "w") as archive:
        archive.writestr("MANIFEST.json", "{}")
        archive.writestr("MANIFEST.json", "{}")
    (tmp_path / "twice.zip").write_bytes(twice.getvalue())
    for name in ("torn.zip", "empty", "twice.zip", "absent.zip"):
        with pytest.raises(InputError):
            verify_bundle(tmp_path / name, no_text)


def test_records_that_cannot_be_read_are_a_problem_and_no_crash(files: Files, tmp_path: Path) -> None:
    for number, garbage in enumerate((b"\x00\xff", b'{"key": 1}\n', b"{}\n", b"[1]\n")):
        folder = tmp_path / str(number)
        folder.mkdir()
        verification = verify_bundle(put(folder, {**files, "load/records.jsonl": garbage}), no_text)
        assert any(problem.startswith("load/records.jsonl") for problem in verification.problems)


def test_a_bundle_of_each_kind_is_good(loaded: Store, name: str, tmp_path: Path) -> None:
    selection, part, _ = made(loaded, name)
    for number, include_protected in enumerate((True, False)):
        folder = tmp_path / str(number)
        folder.mkdir()
        bundle = build_bundle(selection, part, include_protected=include_protected)
        verification = verify_bundle(put(folder, bundle.files), no_text)
        assert (verification.outcome, verification.problems) == ("good", ())
        assert verification.digest == bundle.digest
        assert bool(verification.unproved) is (name == "path")


@pytest.mark.parametrize(("day", "words"), [(None, "withheld"), ("2026-01-21", "2026-01-21")])
def test_a_bundle_that_lacks_something_says_what_is_not_proved(
    loaded: Store, tmp_path: Path, day: str | None, words: str
) -> None:
    selection = create_selection_builder(loaded, day).select_question("journey", {})
    part = load_closure(loaded, selection.claims, selection.moment)
    bundle = build_bundle(selection, part, unfinished="A load was interrupted.")
    verification = verify_bundle(put(tmp_path, bundle.files), no_text)
    assert (verification.outcome, verification.problems) == ("good", ())
    statements = " ".join(verification.unproved)
    assert words in statements
    assert "A load was interrupted" in statements
    assert "that these claims answer the question" in statements
    assert "Reduced: the records have no digest." in verification.checks


def test_an_empty_bundle_is_good(loaded: Store, tmp_path: Path) -> None:
    selection = create_selection_builder(loaded, "2020-01-01").select_entity("Chen Zhi")
    bundle = build_bundle(selection, load_closure(loaded, selection.claims, selection.moment))
    assert bundle.claims == 0
    verification = verify_bundle(put(tmp_path, bundle.files), no_text)
    assert (verification.outcome, verification.problems) == ("good", ())
    assert any("title and question" in statement for statement in verification.unproved)


def test_a_bundle_about_someone_who_may_be_a_victim_has_no_name_of_theirs(
    loaded: Store, tmp_path: Path
) -> None:
    query = "MATCH (e:Person:Scamgraph) WHERE e.protected RETURN e.id AS id, e.name AS name ORDER BY id"
    for number, row in enumerate(loaded.read(query)):
        selection = create_selection_builder(loaded).select_entity(row["id"])
        bundle = build_bundle(selection, load_closure(loaded, selection.claims))
        assert json.loads(bundle.files["MANIFEST.json"])["title"] == WITHHELD
        assert not any(row["name"].encode() in data for data in bundle.files.values())
        folder = tmp_path / str(number)
        folder.mkdir()
        assert verify_bundle(put(folder, bundle.files), no_text).outcome == "good"
