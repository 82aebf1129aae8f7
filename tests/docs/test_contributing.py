"""The examples of docs/contributing.md: all are made in a copy of the tree, and their own tests run there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "contributing.md").read_text(encoding="utf-8")
LEFT = shutil.ignore_patterns(".git", ".venv", ".work", "node_modules", "__pycache__", ".*_cache", "golden")
BLOCK = re.compile(
    r"^(?P<how>Create|Append to|In) `(?P<path>[^`]+)`(, after `(?P<line>[^`]+)`)?:\n\n"
    r"```\w+\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
GAPS = {".py": "\n\n", ".md": "\n"}
"""Blank lines before what is added at the end of a file."""


@dataclass(frozen=True)
class Step:
    """One block of the page: a file to create, or lines to add to one, at its end or after a line."""

    path: str
    text: str
    create: bool
    line: str | None

    def apply(self, tree: Path) -> None:
        """Make the change in a copy of the tree."""
        file = tree / self.path
        assert file.exists() is not self.create, self.path
        old = "" if self.create else file.read_text(encoding="utf-8")
        if self.line is None:
            gap = GAPS.get(file.suffix, "") if old else ""
            file.write_text(old + gap + self.text, encoding="utf-8")
            return
        assert self.line in old, f"{self.path} has no line with {self.line!r}"
        at = old.index("\n", old.index(self.line)) + 1
        file.write_text(old[:at] + self.text + old[at:], encoding="utf-8")


STEPS = [Step(m["path"], m["text"], m["how"] == "Create", m["line"]) for m in BLOCK.finditer(PAGE)]
TESTS = [step.path for step in STEPS if step.path.startswith("tests/")]


def run(tree: Path, *arguments: str) -> str:
    """Run Python in the tree, with nothing of the caller's settings; return what it prints."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST_", "SCAMGRAPH_", "NEO4J_"))}
    kept |= {"PYTHONPATH": f"{tree}:{tree / 'src'}", "SKIP": "neo4j", "REQUIRE": ""}
    command = [sys.executable, *arguments]
    done = subprocess.run(
        command, cwd=tree, env=kept, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the tree with every example of the page."""
    copy = tmp_path_factory.mktemp("contributing") / "tree"
    shutil.copytree(ROOT, copy, ignore=LEFT)
    for step in STEPS:
        step.apply(copy)
    for generator in ("graph.generate_docs", "queries.ask.generate_docs"):
        run(copy, "-m", generator)
    return copy


def test_every_block_is_an_example_and_every_section_has_a_test() -> None:
    assert PAGE.count("```") == 2 * len(STEPS)
    sections = PAGE.split("\n## ")
    examples = [s for s in sections if re.match(r"(A|An) ", s)]
    assert len(examples) == 7
    assert all("Create `tests/" in section for section in examples)


def test_the_generated_pages_have_what_was_added(tree: Path) -> None:
    assert "`PARDONED`" in (tree / "docs" / "ontology.md").read_text(encoding="utf-8")
    assert "### hedged" in (tree / "docs" / "queries.md").read_text(encoding="utf-8")
    for generator in ("graph.generate_docs", "queries.ask.generate_docs"):
        run(tree, "-m", generator, "--check")


def test_the_examples_are_in_our_style(tree: Path) -> None:
    touched = [step.path for step in STEPS if step.path.endswith(".py")]
    run(tree, "-m", "ruff", "check", "--no-cache", *touched)
    run(tree, "-m", "ruff", "format", "--no-cache", "--check", "--diff", *touched)


@pytest.mark.embedded
@pytest.mark.slow
def test_the_examples_pass_their_own_tests(tree: Path) -> None:
    said = run(tree, "-m", "pytest", "-p", "no:cacheprovider", "-rp", "-m", "not neo4j", *TESTS)
    assert all(f"PASSED {path}::" in said for path in TESTS), said


def test_every_path_of_the_tables_exists() -> None:
    for path in re.findall(r"^\| `([^`]+)` \|", PAGE, re.MULTILINE):
        assert (ROOT / path).exists(), path
