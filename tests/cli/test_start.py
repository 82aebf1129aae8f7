"""`scamgraph` alone and `--version`; and that a command loads no more than it needs."""

from __future__ import annotations

import subprocess
import sys
import tomllib

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


def test_starting_loads_neither_driver_nor_styles_nor_matching() -> None:
    code = (
        "import sys; from typer.main import get_command; from cli.main import app; get_command(app); "
        "print([m for m in ('neo4j', 'rich', 'rapidfuzz', 'networkx', 'fastapi') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
