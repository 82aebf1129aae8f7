"""`scamgraph` alone and `--version`; and that a command loads no more than it needs."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib

import pytest

from graph.store.store import Store
from tests.cli.running import good, run
from tests.conftest import ROOT


def test_version_is_that_of_the_package() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert good("--version") == f"scamgraph {declared}\n"


def test_without_arguments_it_says_what_to_try() -> None:
    page = good()
    assert page.count("scamgraph ask ") == 2
    for hint in ("scamgraph ingest", "scamgraph serve", "scamgraph queries", "scamgraph --help"):
        assert hint in page
    assert max(map(len, page.splitlines())) <= 80


def test_a_group_without_a_command_shows_its_help() -> None:
    done = run("store")
    assert done.returncode == 2
    assert "Start the engine" in done.stderr + done.stdout


def list_loaded(*arguments: str, env: dict[str, str] | None = None) -> set[str]:
    """Run a command in a Python of its own and return the modules that are loaded at its end."""
    code = (
        "import atexit, sys; atexit.register(lambda: print(*sys.modules, file=sys.stderr)); "
        f"sys.argv = {['scamgraph', *arguments]}; from cli.main import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, **(env or {})},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stderr.splitlines()[-1].split())


HEAVY = {"neo4j", "numpy", "pandas", "rich", "rapidfuzz", "networkx", "fastapi", "typst"}
COMPLETION = {"COMP_WORDS": "scamgraph ", "COMP_CWORD": "1", "_SCAMGRAPH_COMPLETE": "complete_bash"}


@pytest.mark.parametrize("env", [{}, COMPLETION], ids=["help", "completion"])
@pytest.mark.parametrize("group", [(), ("store",), ("export",)], ids=lambda group: " ".join(group) or "all")
def test_a_list_of_commands_loads_no_module_of_a_command(group: tuple[str, ...], env: dict[str, str]) -> None:
    words = {"COMP_WORDS": " ".join(["scamgraph", *group, ""]), "COMP_CWORD": str(len(group) + 1)}
    loaded = list_loaded(*group, "--help", env={**env, **words} if env else {})
    assert "cli.main" in loaded
    assert not HEAVY & loaded
    assert not {name for name in loaded if name.startswith(("cli.commands", "graph.store", "queries."))}


def test_a_command_loads_no_more_than_it_needs() -> None:
    assert not (HEAVY | {"graph.store.store"}) & list_loaded("queries")
    assert "api.app" not in list_loaded("serve", "--help")


@pytest.mark.embedded
def test_the_driver_comes_without_numpy_and_pandas(articles: Store) -> None:
    assert articles.engine == "embedded"
    loaded = list_loaded("ask", "who-says", "1440")
    assert "neo4j" in loaded
    assert not {"numpy", "pandas", "networkx", "cli.commands.find"} & loaded
