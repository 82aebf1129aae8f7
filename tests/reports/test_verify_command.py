"""`scamgraph verify` as a person and a script use it: exit codes, sentences, JSON, and reports."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

from reports.bundle.manifest import MANIFEST
from reports.render.output import write_folder
from tests.command_line import run_inside as run
from tests.reports.forging import change, reseal, set_fields, swap_all

pytestmark = [pytest.mark.embedded, pytest.mark.usefixtures("articles")]

ENTITY = ("--entity", "Chen Zhi")
FORGERY = swap_all(("Chen Zhi", "Chan Zhi"), ("accused", "convicted"))


def export(target: Path, *arguments: str) -> str:
    """Export a bundle, and return the digest that the command prints."""
    done = run("export", "bundle", *(arguments or ENTITY), "--to", str(target))
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def read_files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def list_imprint(report: Path) -> tuple[str, ...]:
    """The options that repeat what is printed in a report."""
    match = re.search(r"graph revision (\d+)", report.read_text("utf-8"))
    assert match is not None
    return ("--author", "J. Doe", "--date", "2026-11-30", "--revision", match[1])


def test_the_digest_that_is_printed_covers_every_file(tmp_path: Path) -> None:
    digest = export(tmp_path / "b")
    assert digest == hashlib.sha256((tmp_path / "b" / "SHA256SUMS").read_bytes()).hexdigest()
    assert digest == export(tmp_path / "b.zip")
    done = run("export", "bundle", *ENTITY, "--to", str(tmp_path / "again"))
    records = run("digest", "--of", "Chen Zhi").stdout.strip()
    assert f"Digest of the records: {records}" in done.stderr
    for path in (tmp_path / "b", tmp_path / "b.zip"):
        checked = run("verify", str(path))
        assert checked.returncode == 0
        lines = checked.stdout.splitlines()
        assert lines[0] == f"Digest of the bundle: {digest}"
        assert f"Digest of the records: {records}." in lines
        assert lines[-1] == "good"
        assert checked.stderr == ""


def test_a_forged_report_has_exit_code_1_and_is_named(tmp_path: Path) -> None:
    export(tmp_path / "b")
    write_folder(tmp_path / "forged", change("report.html", FORGERY)(read_files(tmp_path / "b")))
    checked = run("verify", str(tmp_path / "forged"))
    assert checked.returncode == 1
    assert checked.stdout.splitlines()[-1] == "NOT good: 1 problem"
    assert checked.stderr.startswith("Wrong: report.html: line ")
    assert "Chan Zhi" in checked.stderr and "instead of" in checked.stderr


def test_a_changed_byte_of_a_zip_has_exit_code_1(tmp_path: Path) -> None:
    export(tmp_path / "b.zip")
    data = (tmp_path / "b.zip").read_bytes()
    (tmp_path / "b.zip").write_bytes(data.replace(b"Chen Zhi", b"Chan Zhi", 1))
    checked = run("verify", str(tmp_path / "b.zip"))
    assert checked.returncode == 1
    assert "is damaged: Bad CRC-32" in checked.stderr


def test_another_version_has_exit_code_3(tmp_path: Path) -> None:
    export(tmp_path / "b")
    claimed = change(MANIFEST, set_fields(versions__code="0" * 64, versions__scamgraph="9.9.9"))
    write_folder(tmp_path / "other", claimed(read_files(tmp_path / "b")))
    checked = run("verify", str(tmp_path / "other"))
    assert checked.returncode == 3
    assert checked.stderr.startswith("Not compared: Made by scamgraph 9.9.9 (code 000000000000")
    assert checked.stdout.splitlines()[-1].startswith("NOT compared: ")
    forged = change("load/records.jsonl", FORGERY)(claimed(read_files(tmp_path / "b")))
    write_folder(tmp_path / "forged", forged)
    assert run("verify", str(tmp_path / "forged")).returncode == 1


def test_the_published_digest_is_compared(tmp_path: Path) -> None:
    digest = export(tmp_path / "b")
    same = run("verify", str(tmp_path / "b"), "--digest", digest.upper())
    assert same.returncode == 0
    assert "The digest is the published one." in same.stdout
    other = run("verify", str(tmp_path / "b"), "--digest", "0" * 64)
    assert other.returncode == 1
    assert f"the digest is {digest}; the published one is {'0' * 64}" in other.stderr
    assert run("verify", str(tmp_path / "b"), "--digest", "123").returncode == 2


def test_json_has_everything_that_was_checked(tmp_path: Path) -> None:
    digest = export(tmp_path / "b", "--ask", "denials")
    for form in ("json", "jsonl"):
        checked = run("verify", str(tmp_path / "b"), "--format", form)
        assert checked.returncode == 0
        record = json.loads(checked.stdout)
        assert list(record) == ["outcome", "digest", "checks", "unproved", "problems", "not_compared"]
        assert (record["outcome"], record["digest"], record["problems"]) == ("good", digest, [])
        assert any("this depends on the whole graph" in statement for statement in record["unproved"])
    table = run("verify", str(tmp_path / "b"))
    assert "Not proved by the records: " in table.stdout
    assert table.stdout.splitlines()[-1] == "good, except for what is not proved"
    write_folder(tmp_path / "forged", reseal({**read_files(tmp_path / "b"), "more.txt": b"x"}))
    checked = run("verify", str(tmp_path / "forged"), "--format", "json")
    assert checked.returncode == 1
    assert json.loads(checked.stdout)["outcome"] == "wrong"
    assert any("more.txt" in problem for problem in json.loads(checked.stdout)["problems"])


@pytest.mark.parametrize("suffix", ["html", "md"])
def test_a_report_is_compared_with_its_bundle(suffix: str, tmp_path: Path) -> None:
    export(tmp_path / "b")
    report = tmp_path / f"dossier.{suffix}"
    written = run("report", *ENTITY, "--to", str(report), "--author", "J. Doe", "--date", "2026-11-30")
    assert written.returncode == 0
    checked = run("verify", str(tmp_path / "b"), "--report", str(report), *list_imprint(report))
    assert checked.returncode == 0, checked.stderr
    assert f"dossier.{suffix}: is the report of this bundle, byte for byte." in checked.stdout
    wrong = run("verify", str(tmp_path / "b"), "--report", str(report), "--author", "R. Roe")
    assert wrong.returncode == 1
    bare = run("verify", str(tmp_path / "b"), "--report", str(report))
    assert "give --author, --date and --revision as they are printed in it" in bare.stderr
    report.write_bytes(FORGERY(report.read_bytes()))
    checked = run("verify", str(tmp_path / "b"), "--report", str(report), *list_imprint(report))
    assert checked.returncode == 1
    assert f"Wrong: dossier.{suffix}: line " in checked.stderr
    alone = run("verify", str(report))
    assert alone.returncode == 1
    assert "--report" in alone.stderr


@pytest.mark.texts
def test_a_report_with_the_words_of_the_texts_is_compared(tmp_path: Path, texts: Path) -> None:
    export(tmp_path / "b")
    report = tmp_path / "dossier.md"
    with_texts = ("--texts", str(texts))
    imprint = ("--author", "J. Doe", "--date", "2026-11-30")
    assert run("report", *ENTITY, "--to", str(report), *imprint, *with_texts).returncode == 0
    options = (*list_imprint(report), *with_texts)
    assert run("verify", str(tmp_path / "b"), "--report", str(report), *options).returncode == 0


@pytest.mark.poppler
def test_a_pdf_is_compared_by_its_bytes_and_then_by_its_record(tmp_path: Path) -> None:
    export(tmp_path / "b")
    report, other = tmp_path / "dossier.pdf", tmp_path / "other.pdf"
    for path in (report, tmp_path / "dossier.md"):
        written = run("report", *ENTITY, "--to", str(path), "--author", "J. Doe", "--date", "2026-11-30")
        assert written.returncode == 0
    imprint = list_imprint(tmp_path / "dossier.md")
    checked = run("verify", str(tmp_path / "b"), "--report", str(report), *imprint)
    assert checked.returncode == 0, checked.stderr
    assert "dossier.pdf: is the report of this bundle" in checked.stdout
    report.write_bytes(report.read_bytes() + b"\n")
    checked = run("verify", str(tmp_path / "b"), "--report", str(report), *imprint)
    assert checked.returncode == 3
    assert "Not compared: dossier.pdf: differs, but the bytes of a PDF also depend on typst" in checked.stderr
    assert run("report", "--entity", "Prince Group", "--to", str(other)).returncode == 0
    checked = run("verify", str(tmp_path / "b"), "--report", str(other))
    assert checked.returncode == 1
    assert "Wrong: other.pdf: attached report.json: " in checked.stderr
    report.write_bytes(b"%PDF-1.7 forged")
    checked = run("verify", str(tmp_path / "b"), "--report", str(report))
    assert checked.returncode == 1
    assert "attached report.json: missing, or cannot be read" in checked.stderr


def test_a_report_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    export(tmp_path / "b")
    assert run("verify", str(tmp_path / "b"), "--report", str(tmp_path / "x.txt")).returncode == 2
    assert run("verify", str(tmp_path / "b"), "--report", str(tmp_path / "absent.md")).returncode == 1


def test_what_is_no_bundle_has_exit_code_1(tmp_path: Path) -> None:
    checked = run("verify", str(tmp_path))
    assert checked.returncode == 1
    assert "a folder without MANIFEST.json" in checked.stderr
    export(tmp_path / "b")
    checked = run("verify", str(tmp_path / "b"), "--signers", str(tmp_path / "absent"))
    assert checked.returncode == 2
