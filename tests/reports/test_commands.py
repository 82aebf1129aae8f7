"""`report`, `export bundle`, `verify` and `digest --of` as a person uses them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command_line import run_inside as run

pytestmark = [pytest.mark.embedded, pytest.mark.usefixtures("articles")]


def good(*arguments: str) -> str:
    done = run(*arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_report_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "chen.html"
    good("report", "--entity", "Chen Zhi", "--to", str(target))
    first = target.read_bytes()
    refused = run("report", "--entity", "Chen Zhi", "--to", str(target))
    assert refused.returncode == 1
    assert "exists already" in refused.stderr
    good("report", "--entity", "Chen Zhi", "--to", str(target), "--force")
    assert target.read_bytes() == first
    for form in ("md", "pdf"):
        good("report", "--entity", "Chen Zhi", "--to", str(tmp_path / f"chen.{form}"))
    nowhere = run("report", "--entity", "Chen Zhi", "--to", str(tmp_path / "none" / "chen.html"))
    assert nowhere.returncode == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["chen.html", "chen.md", "chen.pdf"]


def test_wrong_use_is_told(tmp_path: Path) -> None:
    for arguments in (
        ("--entity", "Chen Zhi", "--to", str(tmp_path / "x.doc")),
        ("--entity", "Chen Zhi", "--event", "x", "--to", str(tmp_path / "x.md")),
        ("--to", str(tmp_path / "x.md")),
        ("--ask", "about", "--param", "entity", "--to", str(tmp_path / "x.md")),
    ):
        assert run("report", *arguments).returncode == 2, arguments
    assert run("report", "--conflict", "conflict/0", "--to", str(tmp_path / "x.md")).returncode == 1
    assert run("report", "--id", "claim/0", "--to", str(tmp_path / "x.md")).returncode == 1
    assert not list(tmp_path.iterdir())


def test_nothing_found_is_written_and_has_exit_code_1(tmp_path: Path) -> None:
    target = tmp_path / "early.md"
    done = run("report", "--entity", "Chen Zhi", "--as-of", "2020-01-01", "--to", str(target))
    assert done.returncode == 1
    assert "No source in this graph says anything" in target.read_text("utf-8")


def test_a_folder_that_is_no_bundle_is_never_written_over(tmp_path: Path) -> None:
    diary_folder = tmp_path / "mine"
    diary_folder.mkdir()
    (diary_folder / "diary.txt").write_text("kept")
    for target in (diary_folder, tmp_path):
        refused = run("export", "bundle", "--entity", "Chen Zhi", "--to", str(target), "--force")
        assert refused.returncode == 1
        assert "no bundle" in refused.stderr
    assert (diary_folder / "diary.txt").read_text() == "kept"
    bundle = tmp_path / "bundle"
    for force in ((), ("--force",)):
        good("export", "bundle", "--entity", "Chen Zhi", "--to", str(bundle), *force)
    (tmp_path / "dossier.md").mkdir()
    assert (
        run("report", "--entity", "Chen Zhi", "--to", str(tmp_path / "dossier.md"), "--force").returncode == 1
    )


def test_every_way_to_choose_makes_a_report(tmp_path: Path) -> None:
    ways = (
        ("--event", "event/chen-zhi-arrest-000"),
        ("--series", "series/indonesians-at-embassy-pp"),
        ("--path", "Chen Zhi", "Indonesian embassy in Phnom Penh"),
        ("--ask", "legal-actions"),
        ("--ask", "about", "--param", "entity=Chen Zhi"),
        ("--id", "person/chen-zhi", "--id", "document/afp-400-freed-2026-01"),
    )
    for number, way in enumerate(ways):
        target = tmp_path / f"{number}.md"
        good("report", *way, "--to", str(target))
        assert "[^1]:" in target.read_text("utf-8")
