"""One load at a time, on both engines: a second one waits, and a dead one is in nobody's way."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph.model.errors import EnvironmentProblem
from graph.store.digest import digest
from graph.store.indexes import ensure_schema
from graph.store.load_lock import LOCK_ID, find_running_load, hold_lock
from graph.store.store import Store
from graph.write.emptying import clear_graph

PATIENT, LONG_EXPIRY = 120.0, 60.0
Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start(store: Store) -> Iterator[Start]:
    """Starts processes that want the lock of `store`; ends those that are left."""
    started: list[subprocess.Popen[str]] = []

    def holder(patience: float = PATIENT, expiry: float = LONG_EXPIRY) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.engine.lock_holder", "hold", store.engine]
        pipe = subprocess.PIPE
        child = subprocess.Popen(
            [*command, str(patience), str(expiry)], stdin=pipe, stdout=pipe, stderr=pipe, text=True
        )
        started.append(child)
        return child

    yield holder
    for child in started:
        child.kill()
        child.communicate()


def next_line(child: subprocess.Popen[str]) -> str:
    assert child.stdout is not None
    line = child.stdout.readline().rstrip("\n")
    assert line or child.stderr is None, child.stderr.read() if child.stderr else ""
    return line


def end(child: subprocess.Popen[str]) -> None:
    out, err = child.communicate("\n", timeout=60)
    assert (child.returncode, out) == (0, "over\n"), err


def test_a_second_load_waits_and_says_for_what(store: Store, start: Start) -> None:
    first = start()
    assert next_line(first) == "held"
    running = find_running_load(store)
    assert running.startswith("a load of 3 files, begun 20")
    assert f"by process {first.pid} on " in running
    second = start()
    assert next_line(second) == f"Waiting for {running}."
    end(first)
    assert next_line(second) == "held"
    assert f"by process {second.pid} on " in find_running_load(store)
    end(second)
    assert find_running_load(store) == ""


def test_a_wait_that_is_over_ends_with_exit_code_3(store: Store, start: Start) -> None:
    first = start()
    assert next_line(first) == "held"
    told: list[str] = []
    with (
        pytest.raises(EnvironmentProblem, match=r"A load of 3 files, .* is still running") as caught,
        hold_lock(store, "a load of 1 file", patience=0.3, on_wait=told.append),
    ):
        pytest.fail("two loads held the lock")
    assert caught.value.exit_code == 3
    assert len(told) == 1
    end(first)
    with hold_lock(store, "a load of 1 file", patience=0.3, on_wait=pytest.fail):
        pass


@pytest.mark.embedded
def test_a_killed_load_on_the_embedded_engine_frees_the_lock_at_once(
    embedded_store: Store, request: pytest.FixtureRequest
) -> None:
    command = [sys.executable, "-m", "tests.engine.lock_holder", "hold", "embedded", "10", "60"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert next_line(child) == "held"
        assert find_running_load(embedded_store)
        os.kill(child.pid, 9)
    assert find_running_load(embedded_store) == ""
    with hold_lock(embedded_store, "a load of 1 file", patience=0.0, on_wait=pytest.fail):
        assert f"by process {os.getpid()} on " in find_running_load(embedded_store)


@pytest.mark.neo4j
def test_a_lock_of_a_killed_load_on_neo4j_expires(neo4j_store: Store) -> None:
    command = [sys.executable, "-m", "tests.engine.lock_holder", "hold", "neo4j", "120", "3"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert next_line(child) == "held"
        os.kill(child.pid, 9)
    with hold_lock(neo4j_store, "a load of 1 file", patience=PATIENT):
        assert f"by process {os.getpid()} on " in find_running_load(neo4j_store)


@pytest.mark.neo4j
def test_a_lock_on_neo4j_is_renewed_while_its_load_runs(neo4j_store: Store) -> None:
    command = [sys.executable, "-m", "tests.engine.lock_holder", "hold", "neo4j", "120", "10"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert next_line(child) == "held"
        with (
            pytest.raises(EnvironmentProblem, match="still running"),
            hold_lock(neo4j_store, "a load of 1 file", patience=15.0),
        ):
            pytest.fail("the lock expired under a load that runs")
        end(child)


@pytest.mark.neo4j
def test_a_load_whose_lock_another_took_does_not_end_well(
    neo4j_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.store.load_lock.RENEW_SECONDS", 0.05)
    with (
        pytest.raises(EnvironmentProblem, match="another load may have begun"),
        hold_lock(neo4j_store, "a load of 1 file") as lock,
    ):
        neo4j_store.write(lambda tx: tx.run("MATCH (l {id: $id}) SET l.owner = 'another'", id=LOCK_ID))
        for _ in range(1000):
            lock.check()
            time.sleep(0.05)


@pytest.mark.neo4j
def test_a_lock_that_expired_unnoticed_is_noticed_at_the_end(
    neo4j_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.store.load_lock.EXPIRY_SECONDS", 0.2)
    with (
        pytest.raises(EnvironmentProblem, match="another load may have begun"),
        hold_lock(neo4j_store, "a load of 1 file"),
        hold_lock(neo4j_store, "a load of 2 files", patience=PATIENT),
    ):
        pass


def test_many_at_once_take_turns(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "count"
    file.write_text("0")
    command = [sys.executable, "-m", "tests.engine.lock_holder", "count", store.engine, str(file), "4"]
    children = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    ends = [(child.communicate(timeout=200)[1], child.returncode) for child in children]
    assert ends == [("", 0)] * 4
    assert file.read_text() == "16"


def test_the_lock_is_no_part_of_the_graph_and_outlives_a_wipe(store: Store) -> None:
    ensure_schema(store)
    before = str(digest(store))
    with hold_lock(store, "a load of 1 file"):
        assert str(digest(store)) == before
        clear_graph(store)
        assert find_running_load(store)
