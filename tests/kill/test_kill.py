"""kill -9 in mid-load, of the loader and of the engine: nothing acknowledged is lost, nothing torn."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from graph.digest import digest
from graph.engine import lifecycle
from graph.engine.choose import local_engine
from graph.meta import state
from graph.store import Store, open_store
from ingest.load import wipe
from tests.graph import made
from tests.machine import SOAK, choose_amount

TIMES = {"embedded": choose_amount(1, 300), "neo4j": choose_amount(1, 40)}
DOCUMENTS, CLAIMS = 16, 20
CASES = [
    pytest.param(engine, kill_engine, id=f"{engine}-{victim}", marks=getattr(pytest.mark, engine))
    for engine in ("embedded", "neo4j")
    for kill_engine, victim in ((False, "the load"), (True, "the engine"))
    if SOAK or not (kill_engine and engine == "neo4j")
]
"""Who is killed, and on which engine. Killing Neo4j takes minutes: `tests/engine` does it, once."""


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Registry and dossiers as sealed JSON Lines."""
    path = tmp_path_factory.mktemp("load") / "made.jsonl"
    registry = made.registry()
    with path.open("wb") as file:

        def write(value: object) -> None:
            file.write(msgspec.json.encode(value) + b"\n")

        for name in ("entities", "occasions", "series"):
            key = {"entities": "entity", "occasions": "occasion", "series": "series"}[name]
            for record in getattr(registry, name):
                write({key: record})
        for decision in made.decisions():
            write({"decision": decision})
        for dossier in made.dossiers(DOCUMENTS, CLAIMS, seed=4):
            write({"document": dossier.document, "coded": dossier.coded})
            for claim in dossier.claims:
                write(claim)
    return path


def start(engine: str, lines: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.kill.loading", engine, str(lines)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finish(engine: str, lines: Path) -> float:
    began = time.monotonic()
    process = start(engine, lines)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    assert out.endswith("finished\n")
    return time.monotonic() - began


def acknowledged(output: str) -> int:
    done = [int(line.split()[1]) for line in output.splitlines() if line.startswith("load ")]
    return max(done, default=0)


@pytest.fixture
def engine(request: pytest.FixtureRequest, home: Path) -> Iterator[str]:
    """An engine of these tests' own, which they may kill; ended afterwards."""
    name: str = request.param
    yield name
    pid = lifecycle.status(local_engine(name, home=home)).pid
    if pid is not None:
        os.kill(pid, signal.SIGKILL)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own: killing the session's engines would fail the tests after these."""
    monkeypatch.setenv("SCAMGRAPH_HOME", str(tmp_path))
    return tmp_path


def claims_held(store: Store) -> int:
    return int(store.read("MATCH (c:Claim) RETURN count(c) AS n")[0]["n"])


def victim(engine: str, home: Path, process: subprocess.Popen[str], kill_engine: bool) -> int:
    if not kill_engine:
        return process.pid
    pid = lifecycle.status(local_engine(engine, home=home)).pid
    assert pid is not None
    return pid


@pytest.mark.parametrize(("engine", "kill_engine"), CASES, indirect=["engine"])
@pytest.mark.slow
def test_killed_at_any_moment_and_run_again(engine: str, home: Path, lines: Path, kill_engine: bool) -> None:
    with open_store(engine, home=home) as store:
        wipe(store)
    took = finish(engine, lines)
    with open_store(engine, home=home) as store:
        expected = str(digest(store))
    chance = random.Random(os.environ.get("PYTEST_SEED", "7"))
    moments: list[tuple[float, int]] = []
    for _ in range(TIMES[engine]):
        with open_store(engine, home=home) as store:
            wipe(store)
        process = start(engine, lines)
        moment = chance.uniform(0.1, took)
        time.sleep(moment)
        os.kill(victim(engine, home, process, kill_engine), signal.SIGKILL)
        out, err = process.communicate(timeout=120)
        moments.append((round(moment, 2), acknowledged(out)))
        assert "Traceback" not in err or not kill_engine or "EngineGone" in err, err
        with open_store(engine, home=home) as store:
            held = claims_held(store)
            assert held >= acknowledged(out), moments
            assert bool(state(store).loading) or held in (0, DOCUMENTS * CLAIMS), moments
        finish(engine, lines)
        with open_store(engine, home=home) as store:
            assert str(digest(store)) == expected, json.dumps(moments)
            assert not state(store).loading
