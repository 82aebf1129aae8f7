"""Every command of the README runs as printed, every name exists, every figure is in an answer."""

from __future__ import annotations

import http.client
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.core import TyperGroup

from cli.main import app
from graph.store.store import Store
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
DEMO = (ROOT / "scripts" / "demo").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| \*\*(.+?)\*\*<br>`\./scamgraph (.+?)` \| (.+?) \|$", README, re.MULTILINE)
PRINTED = [line.partition("  #")[0] for line in re.findall(r"^\$ (.+)$", README, re.MULTILINE)]
OPENS = "./scamgraph serve"
MENTIONED = sorted(set(re.findall(r"`\./scamgraph ([a-z]+)", README)))
PYTHON = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
NOT_NAMES = {"January", "US"}  # the answers print days as 2026-01-21 and spell the United States out


def environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "SCAMGRAPH_TEXTS"}
    return {**kept, "COLUMNS": "500"}  # so that no name is broken over two lines


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "-c", command], cwd=folder, env=environment(), capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def checkout(articles: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that looks like the checkout, with the five articles loaded: commands may write into it."""
    assert articles.engine == "embedded"
    folder = tmp_path_factory.mktemp("checkout")
    for name in ("scamgraph", "data", "docs"):
        (folder / name).symlink_to(ROOT / name)
    return folder


@pytest.mark.embedded
def test_the_commands_run_as_printed_and_in_that_order(checkout: Path) -> None:
    commands = [
        command for command in PRINTED if command.startswith(("./scamgraph", "cp ")) and command != OPENS
    ]
    assert len(commands) >= 12
    for command in commands:
        done = run(command, checkout)
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"


def test_make_has_the_targets_that_are_printed() -> None:
    targets = [command.split()[1] for command in PRINTED if command.startswith("make ")]
    assert targets == ["demo", "test"]
    for target in targets:
        assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE)


@pytest.mark.embedded
def test_the_explorer_opens(checkout: Path) -> None:
    assert OPENS in PRINTED
    command = [*shlex.split(OPENS), "--port", "0"]  # the printed port may be in use here
    with subprocess.Popen(
        command, cwd=checkout, env=environment(), stderr=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stderr is not None
            address = next(found[1] for line in server.stderr if (found := re.search(r"//(\S+?)/", line)))
            connection = http.client.HTTPConnection(address, timeout=60)
            connection.request("GET", "/entity/person/chen-zhi")
            assert "Prince Group" in connection.getresponse().read().decode()
            connection.close()
        finally:
            server.terminate()


@pytest.mark.embedded
@pytest.mark.parametrize(("question", "command", "answer"), ROWS, ids=[row[0] for row in ROWS])
def test_an_answer_holds_only_what_its_command_prints(
    checkout: Path, question: str, command: str, answer: str
) -> None:
    printed = run(f"./scamgraph {command}", checkout).stdout
    assert printed, question
    names = set(re.findall(r"(?<![.] )(?<!^)\b[A-Z]\w+|\b[A-Z]{3,}\b", answer)) - NOT_NAMES
    figures = set(re.findall(r"\b\d[\d,]{2,}\b", answer))
    assert [word for word in sorted(names | figures) if word not in printed] == []


def test_the_demo_asks_the_questions_of_the_readme() -> None:
    assert len(ROWS) == 6
    asked = re.findall(r"'(ask .+?) --brief --limit 3'", DEMO)
    assert asked == [command for _, command, _ in ROWS]


def test_the_commands_that_are_mentioned_exist() -> None:
    assert len(MENTIONED) >= 5
    commands = typer.main.get_command(app)
    assert isinstance(commands, TyperGroup)
    assert set(MENTIONED) - set(commands.commands) == set()


@pytest.mark.embedded
def test_labels_and_types_exist(checkout: Path, embedded_session: Store) -> None:
    assert checkout.exists()
    labels = {row["label"] for row in embedded_session.read("CALL db.labels() YIELD label RETURN label")}
    query = "MATCH ()-[r]->() RETURN DISTINCT type(r) AS type"
    types = {row["type"] for row in embedded_session.read(query)}
    named_types = set(re.findall(r"\b[A-Z]{2,}_[A-Z_]+\b", README)) | set(
        re.findall(r"-- ([A-Z_]+) -->", README)
    )
    named_types |= set(re.findall(r"\[\w*:([A-Z_]+)\]", README)) | set(
        re.findall(r"a fact: (\w+), (\w+)", README)[0]
    )
    settings = {name for name in named_types if name.startswith("NEO4J_")}
    assert set(re.findall(r"\(\w*:(\w+)", README)) - labels == set()
    assert {"HEADS", "SAID_BY", "ARRIVED_AT"} <= named_types
    assert named_types - settings - types == set()


@pytest.mark.embedded
def test_the_notebook_lines_run(checkout: Path) -> None:
    (code,) = PYTHON
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=checkout,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "1 independent origin" in done.stdout


def test_the_readme_is_short_and_its_links_lead_somewhere() -> None:
    assert README.count("\n") <= 150
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", README):
        assert (ROOT / target).exists(), target
