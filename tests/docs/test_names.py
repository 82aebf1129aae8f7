"""Modules, functions and files that the pages name exist."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

from tests.conftest import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
PACKAGES = "graph|ingest|queries|reports|api|cli|benchmarks"
FILE = re.compile(r"[\w.-]+(/[\w.-]+)*\.(py|md|yaml|cypher|html|css|mjs|toml|ts|tsx)")
MADE = {"LIMITS.md"}
"""Files that a command makes."""


def find_names(page: Path) -> list[str]:
    """Return what the page has in backticks, without its code blocks."""
    return re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL))


def has_name(dotted: str) -> bool:
    """Return whether a dotted name is a module, or something in one."""
    try:
        importlib.import_module(dotted)
    except ModuleNotFoundError:
        module, _, name = dotted.rpartition(".")
        return "." in dotted and has_name(module) and hasattr(importlib.import_module(module), name)
    return True


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_modules_and_files_exist(page: Path) -> None:
    created = re.findall(r"^Create `([^`]+)`:$", page.read_text("utf-8"), re.MULTILINE)
    for name in find_names(page):
        if FILE.fullmatch(name):
            folders = (ROOT, ROOT / "tests", ROOT / "docs")
            assert name in {*MADE, *created} or any((folder / name).exists() for folder in folders), name
        elif re.fullmatch(rf"({PACKAGES})(\.\w+)+", name):
            assert has_name(name), name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_to_files_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", page.read_text("utf-8")):
        assert (page.parent / link).exists(), link
