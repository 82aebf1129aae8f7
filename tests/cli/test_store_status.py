"""`store status` says what it finds, whatever state the engine and its files are in, and ends in time."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cli.commands.store import status
from graph.engine.server import lifecycle
from graph.engine.server.lifecycle import Recipe
from graph.engine.server.select_engine import select_local_engine
from tests.cli.running import run

pytestmark = pytest.mark.embedded


def read_status(code: int = 3, **env: str) -> dict[str, Any]:
    done = run("store", "status", "--format", "json", env=env)
    assert done.returncode == code, done.stderr
    record: dict[str, Any] = json.loads(done.stdout)
    assert ("problem" in record) is (code == 3)
    return record


@pytest.fixture(scope="module")
def recipe(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recipe]:
    """A running embedded engine, of which each test damages something and mends it again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SCAMGRAPH_HOME", str(tmp_path_factory.mktemp("status")))
        recipe = select_local_engine("embedded")
        lifecycle.ensure_running(recipe)
        yield recipe
        lifecycle.stop(recipe)


STATES = (
    "",
    "[" * 100_000,
    '{"pid": -1, "created": 1, "port": 1, "version": "1", "started": 1}',
    '{"pid": 1, "created": 1, "port": 99999, "version": "1", "started": 1}',
    '{"pid": 1e999, "created": 1, "port": 1, "version": "1", "started": 1}',
)


@pytest.mark.parametrize("text", STATES)
def test_a_damaged_state_file_is_named(recipe: Recipe, text: str) -> None:
    file = lifecycle.state_file(recipe)
    right = file.read_bytes()
    file.write_text(text)
    try:
        problem = read_status()["problem"]
    finally:
        file.write_bytes(right)
    assert str(file) in problem
    assert str(lifecycle.read_status(recipe).pid) in problem


def test_a_paused_engine_does_not_hang_it(recipe: Recipe, monkeypatch: pytest.MonkeyPatch) -> None:
    pid = lifecycle.read_status(recipe).pid
    assert pid is not None and read_status(code=0)["running"]
    monkeypatch.setattr(status, "SECONDS", 1.0)
    os.kill(pid, signal.SIGSTOP)
    try:
        begun = time.monotonic()
        record = read_status()
        assert time.monotonic() - begun < 10
    finally:
        os.kill(pid, signal.SIGCONT)
    assert record["pid"] == pid and f"kill -CONT {pid}" in record["problem"]


def test_a_home_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert "SCAMGRAPH_HOME" in read_status(SCAMGRAPH_HOME=str(tmp_path / "file"))["problem"]


def test_an_address_at_which_nothing_answers() -> None:
    record = read_status(NEO4J_URI="bolt://127.0.0.1:1", NEO4J_PASSWORD="x")  # noqa: S106 - of nothing
    assert record["uri"] == "bolt://127.0.0.1:1" and not record["running"]
    assert "does not answer" in record["problem"] and "store status" not in record["problem"]


def test_too_few_open_files_for_an_engine_are_named(tmp_path: Path) -> None:
    limited = f"ulimit -n 40; exec {sys.executable} -m cli.main find x"
    done = subprocess.run(
        ["/bin/sh", "-c", limited],
        env={**os.environ, "SCAMGRAPH_HOME": str(tmp_path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 3
    assert "Too few open files are allowed (limit 40)." in done.stderr
    assert "ulimit -n" in done.stderr and "java" not in done.stderr


# Last: after these the engine refuses the right password, too, until it starts again.
@pytest.mark.parametrize("name", ["root.password", "reader.password"])
@pytest.mark.parametrize("content", [b"wrong\n", b"", b"\xff\xfe\x00", None])
def test_a_wrong_password_file_is_named(recipe: Recipe, name: str, content: bytes | None) -> None:
    file = recipe.folder / name
    right = file.read_bytes()
    file.unlink()
    if content is None:
        file.mkdir()
    else:
        file.write_bytes(content)
    try:
        problem = read_status()["problem"]
        asked = run("find", "Chen Zhi")
    finally:
        if content is None:
            file.rmdir()
        file.write_bytes(right)
    assert str(file) in problem and "store down" in problem
    assert str(file) in asked.stderr and asked.returncode == 3
    assert "NEO4J_PASSWORD" not in problem + asked.stderr
