"""What a machine lacks is left out, counted in the last line, and a failure where it is required."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.left_out import closing_line

SUITE = {
    "conftest.py": """
from pathlib import Path
import pytest
from tests.left_out import leave_out, pytest_configure, pytest_sessionfinish

def pytest_collection_modifyitems(items):
    leave_out(items)

@pytest.fixture
def texts():
    return Path()
""",
    "test_parts.py": """
import pytest

@pytest.mark.parametrize("number", range(3))
def test_needs_texts(texts, number): ...

@pytest.mark.neo4j
@pytest.mark.parametrize("number", range(4))
def test_needs_neo4j(number): ...

@pytest.mark.browser
@pytest.mark.neo4j
def test_needs_both(): ...

def test_skips_itself():
    pytest.skip("because of the moon")

def test_needs_nothing(): ...
""",
    "pytest.ini": "[pytest]\nmarkers =\n  texts\n  neo4j\n  browser\n",
}


def run(folder: Path, *arguments: str, path: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the small suite where no texts, no Maven, no Java and no browser are found."""
    folder.mkdir(exist_ok=True)
    for name, content in SUITE.items():
        (folder / name).write_text(content, encoding="utf-8")
    kept = {k: v for k, v in os.environ.items() if k not in ("SKIP", "REQUIRE", "JAVA_HOME")}
    made = {"SCAMGRAPH_TEXTS": str(folder), "XDG_CACHE_HOME": str(folder / "cache"), "PATH": path}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments, str(folder)],
        cwd=folder,
        env={**kept, **made, "PYTHONPATH": str(ROOT), **variables},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("workers", ["0", "2"])
def test_every_skip_is_counted_in_the_last_line(tmp_path: Path, workers: str) -> None:
    done = run(tmp_path / "suite", "-n", workers)
    assert done.returncode == 0, done.stdout
    *_, closing, last = done.stdout.splitlines()
    assert "1 passed, 9 skipped" in closing, "pytest's own line is still printed"
    texts, neo4j, others = last.removeprefix("NOT TESTED: ").split("), ")
    assert texts == "texts (3 tests: set SCAMGRAPH_TEXTS to the folder that holds the five articles"
    assert neo4j.startswith("neo4j (5 tests: ") and "apt-get install" in neo4j
    assert others == "others (1 test: because of the moon)"


def test_what_is_left_out_on_request_is_said_to_be() -> None:
    assert closing_line(["not tested: neo4j: SKIP=neo4j"] * 2) == "NOT TESTED: neo4j (2 tests: SKIP=neo4j)"
    assert closing_line([]) == "Nothing was skipped."


def test_skip_leaves_out_what_is_there(tmp_path: Path) -> None:
    done = run(tmp_path / "suite", "-k", "texts", SKIP="texts")
    assert done.stdout.splitlines()[-1] == "NOT TESTED: texts (3 tests: SKIP=texts)"


@pytest.mark.parametrize("workers", ["0", "2"])
def test_what_is_required_and_missing_fails_the_run(tmp_path: Path, workers: str) -> None:
    done = run(tmp_path / "suite", "-n", workers, REQUIRE="texts,browser")
    assert done.returncode == 3
    assert "REQUIRE: missing: texts (set SCAMGRAPH_TEXTS" in done.stderr
    assert "browser (Chromium is missing: apt-get install chromium)" in done.stderr


@pytest.mark.parametrize("variables", [{"REQUIRE": "neo4j,moon"}, {"SKIP": "moon"}])
def test_an_unknown_word_is_a_usage_error(tmp_path: Path, variables: dict[str, str]) -> None:
    done = run(tmp_path / "suite", **variables)
    assert done.returncode == 4
    assert "not moon." in done.stderr
    assert "texts, neo4j, browser" in done.stderr


def test_no_word_is_both_skipped_and_required(tmp_path: Path) -> None:
    done = run(tmp_path / "suite", SKIP="neo4j", REQUIRE="neo4j")
    assert done.returncode == 4
    assert "SKIP and REQUIRE both name neo4j." in done.stderr
