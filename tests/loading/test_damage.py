"""A damaged store is noticed, answers nothing, and is rebuilt by the command that it names."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph.engine.server import lifecycle
from graph.engine.server.select_engine import select_local_engine
from graph.store.digest import digest
from graph.store.store import open_store
from graph.store.wholeness import check_wholeness
from ingest.load import load
from tests.command_line import run_inside
from tests.ingest.harbour import Harbour
from tests.machine import SOAK

CLAIMS = "Claim%7EScamgraph_0."


def find_files(folder: Path, begin: str, suffix: str) -> list[Path]:
    found = [path for path in folder.iterdir() if path.name.startswith(begin) and path.name.endswith(suffix)]
    assert found, f"{begin}*{suffix}"
    return found


def lose_claims(folder: Path) -> None:
    for path in find_files(folder, CLAIMS, ".bucket"):
        path.unlink()


def empty_claims(folder: Path) -> None:
    for path in find_files(folder, CLAIMS, ".bucket"):
        path.write_bytes(b"")


def cut_schema(folder: Path) -> None:
    path = folder / "schema.json"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def cut_claims(folder: Path) -> None:
    for path in find_files(folder, CLAIMS, ".bucket"):
        os.truncate(path, path.stat().st_size // 2)


def lose_indexes(folder: Path) -> None:
    for path in find_files(folder, "Claim%7EScamgraph_0_", "idx"):
        path.unlink()


def lose_facts(folder: Path) -> None:
    for path in find_files(folder, "LEFT_0.", ".bucket"):
        path.unlink()


def empty_dictionary(folder: Path) -> None:
    for path in find_files(folder, "dictionary", ".dict"):
        path.write_bytes(b"")


def lose_everything(folder: Path) -> None:
    shutil.rmtree(folder)


OFTEN = [lose_claims, empty_claims, cut_schema]
SELDOM = [cut_claims, lose_indexes, lose_facts, empty_dictionary, lose_everything]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A separate home, whose engine is ended afterwards."""
    monkeypatch.setenv("SCAMGRAPH_HOME", str(tmp_path))
    yield tmp_path
    pid = lifecycle.read_status(select_local_engine("embedded", home=tmp_path)).pid
    if pid is not None:
        os.kill(pid, signal.SIGKILL)


@pytest.mark.slow
@pytest.mark.parametrize("damage", [*OFTEN, *(SELDOM if SOAK else [])])
def test_a_damaged_store_says_so_and_is_built_anew(
    home: Path, harbour: Harbour, damage: Callable[[Path], None]
) -> None:
    files = [harbour.registry, harbour.dossier]
    with open_store("embedded", home=home) as store:
        load(store, files, fresh=True)
        expected, folder = str(digest(store)), home / "embedded" / "databases" / str(store.database)
    lifecycle.stop(select_local_engine("embedded", home=home))
    damage(folder)
    for command in (
        ("ask", "who-says", "77"),
        ("find", "Port Office"),
        ("cypher", "MATCH (n) RETURN count(n)"),
    ):
        done = run_inside(*command)
        assert done.returncode == 3, done.stdout
        assert "damaged" in done.stderr
        assert "`scamgraph ingest --fresh`" in done.stderr
        assert "No source" not in done.stdout + done.stderr
    assert "damaged" in run_inside("doctor").stdout
    built = run_inside("ingest", "--fresh", *map(str, files))
    assert built.returncode == 0, built.stderr
    with open_store("embedded", home=home) as store:
        assert str(digest(store)) == expected
        assert check_wholeness(store).is_whole
