"""The life of a local server: shared, recovered, private, and gone when asked."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import psutil
import pytest

from graph.engine.server import lifecycle, process
from graph.engine.server.lifecycle import Recipe
from graph.engine.server.select_engine import select_local_engine
from graph.model.errors import EngineGone, EnvironmentProblem, LoginRefused
from graph.store.store import Tx, open_store
from tests.machine import SOAK

OPEN = (
    "from graph.store.store import open_store\nwith open_store() as s: print(s.uri, s.read('RETURN 1 AS x'))"
)


@pytest.fixture
def recipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Recipe]:
    """An embedded engine with its own home, which the environment names too; stopped afterwards."""
    monkeypatch.setenv("SCAMGRAPH_HOME", str(tmp_path / "home with spaces"))
    recipe = select_local_engine("embedded")
    yield recipe
    lifecycle.stop(recipe)


@pytest.fixture
def neo4j_recipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Recipe]:
    """The same for a local Neo4j."""
    monkeypatch.setenv("SCAMGRAPH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SCAMGRAPH_ENGINE", "neo4j")
    recipe = select_local_engine()
    yield recipe
    pid = lifecycle.read_status(recipe).pid
    if pid is not None:
        process.stop_process(pid, patience=0.0)  # its data goes with the test: it need not be closed in order


@pytest.fixture(params=["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def either(request: pytest.FixtureRequest) -> Recipe:
    """Each engine in turn, not started."""
    name = "recipe" if request.param == "embedded" else "neo4j_recipe"
    found: Recipe = request.getfixturevalue(name)
    return found


@pytest.fixture(params=["embedded", *([pytest.param("neo4j", marks=pytest.mark.neo4j)] if SOAK else [])])
def embedded_or_each(request: pytest.FixtureRequest) -> Recipe:
    """The embedded engine, not started; in a campaign each engine in turn."""
    name = "recipe" if request.param == "embedded" else "neo4j_recipe"
    found: Recipe = request.getfixturevalue(name)
    return found


def kept_state(recipe: Recipe) -> dict[str, float]:
    state: dict[str, float] = json.loads((recipe.folder / "server.json").read_text())
    return state


def remember_one(value: str) -> None:
    with open_store() as store:
        store.write(lambda tx: tx.run("CREATE (n:Entity {id: $id})", id=value))


def remembered() -> list[str]:
    with open_store() as store:
        return sorted(row["id"] for row in store.read("MATCH (n:Entity) RETURN n.id AS id"))


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    while process.read_creation_time(pid) is not None:
        time.sleep(0.01)


def listening_addresses(pid: int | None) -> set[str]:
    connections = psutil.Process(pid).net_connections("inet")
    addresses = {c.laddr.ip for c in connections if c.status == psutil.CONN_LISTEN}
    assert addresses
    return addresses


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


def test_processes_that_start_at_once_share_one_server(recipe: Recipe) -> None:
    children = [
        subprocess.Popen([sys.executable, "-c", OPEN], stdout=subprocess.PIPE, text=True) for _ in range(4)
    ]
    answers = [child.communicate(timeout=90)[0] for child in children]
    assert [child.returncode for child in children] == [0] * 4
    assert len(set(answers)) == 1
    assert "{'x': 1}" in answers[0]
    servers = [p for p in psutil.process_iter(["cmdline"]) if recipe.marker in (p.info["cmdline"] or ())]
    assert len(servers) == 1


def test_a_server_that_was_stopped_is_recorded_as_such_until_it_starts(recipe: Recipe) -> None:
    lifecycle.ensure_running(recipe)
    assert not lifecycle.is_stopped_on_purpose(recipe)
    lifecycle.stop(recipe)
    assert lifecycle.is_stopped_on_purpose(recipe)
    assert lifecycle.revive(recipe, None) is None
    lifecycle.ensure_running(recipe)
    assert not lifecycle.is_stopped_on_purpose(recipe)
    pid = lifecycle.read_pid(recipe)
    assert pid is not None
    kill(pid)
    assert lifecycle.revive(recipe, pid) is not None
    assert lifecycle.read_pid(recipe) not in (pid, None)


def test_no_process_starts_a_server_that_is_held_stopped(recipe: Recipe) -> None:
    lifecycle.ensure_running(recipe)
    starting = threading.Thread(target=lifecycle.ensure_running, args=(recipe,))
    with lifecycle.hold_stopped(recipe) as was_running:
        assert was_running
        starting.start()
        starting.join(1.0)
        assert starting.is_alive() and lifecycle.read_pid(recipe) is None
    starting.join(60)
    assert lifecycle.read_pid(recipe) is not None


def test_the_server_outlives_who_started_it(recipe: Recipe) -> None:
    subprocess.run([sys.executable, "-c", OPEN], check=True, timeout=60, capture_output=True)
    pid = lifecycle.read_status(recipe).pid
    assert pid is not None
    assert os.getsid(pid) != os.getsid(0)
    assert lifecycle.attach(recipe) is not None
    with open_store(start=False) as store:
        assert store.read("RETURN 1 AS x") == [{"x": 1}]


def test_status_stop_and_a_server_on_loopback_only(either: Recipe) -> None:
    assert not lifecycle.stop(either)
    before = lifecycle.read_status(either)
    assert (before.running, before.pid, before.uri) == (False, None, None)
    assert not either.folder.exists()  # looking leaves nothing behind
    with pytest.raises(EnvironmentProblem, match="not running"):
        open_store(start=False)

    remember_one("kept")
    running = lifecycle.read_status(either)
    assert running.running
    assert running.uri is not None and running.uri.startswith("bolt://127.0.0.1:")
    assert running.uptime is not None and 0 <= running.uptime < 300
    assert running.memory is not None and running.memory > 50_000_000
    assert running.size > 10_000
    assert Path(running.log).stat().st_size > 0
    assert Path(running.password_file).is_file()
    assert listening_addresses(running.pid) <= {"127.0.0.1", "::ffff:127.0.0.1"}

    assert lifecycle.stop(either)
    assert not lifecycle.stop(either)
    assert not lifecycle.read_status(either).running
    assert remembered() == ["kept"]
    assert lifecycle.read_status(either).uri == running.uri  # a notebook that kept the address finds it again


def test_killed_in_the_middle_it_recovers_and_keeps_what_was_acknowledged(either: Recipe) -> None:
    lifecycle.ensure_running(either)
    pid = lifecycle.read_status(either).pid
    assert pid is not None
    acknowledged: list[str] = []

    def batch(number: int, tx: Tx) -> None:
        tx.run("UNWIND range(0, 9) AS i CREATE (n:Entity {id: $number + '-' + i})", number=str(number))

    def write() -> None:
        with open_store() as store, pytest.raises(EngineGone):
            for number in range(100_000):
                store.write(partial(batch, number))
                acknowledged.append(str(number))

    writer = threading.Thread(target=write)
    writer.start()
    while len(acknowledged) < 50:
        time.sleep(0.01)
    kill(pid)
    writer.join(60)
    assert not writer.is_alive()

    found = remembered()
    batches = dict.fromkeys(acknowledged, 0)
    for name in found:
        number = name.split("-")[0]
        batches[number] = batches.get(number, 0) + 1
    assert set(batches.values()) == {10}, "every acknowledged batch is there, and no batch in part"
    assert len(batches) - len(acknowledged) <= 1
    assert lifecycle.read_status(either).pid != pid


def test_a_stopped_server_in_mid_use_is_engine_gone(recipe: Recipe) -> None:
    with open_store() as store:
        assert lifecycle.stop(recipe)
        with pytest.raises(EngineGone) as caught:
            store.read("RETURN 1 AS x")
        assert caught.value.exit_code == 3
        with pytest.raises(EngineGone):
            store.write(lambda tx: tx.run("CREATE (n:Entity {id: 'late'})"))
    assert remembered() == []


def test_a_stale_pid_of_another_process_is_no_server(recipe: Recipe) -> None:
    remember_one("kept")
    kill(int(kept_state(recipe)["pid"]))
    state = kept_state(recipe) | {"pid": os.getpid()}
    (recipe.folder / "server.json").write_text(json.dumps(state))
    assert not lifecycle.read_status(recipe).running
    assert not lifecycle.stop(recipe)
    assert remembered() == ["kept"]
    assert lifecycle.read_status(recipe).pid != os.getpid()


def test_a_port_taken_meanwhile_is_replaced(recipe: Recipe, taken_port: int) -> None:
    remember_one("kept")
    lifecycle.stop(recipe)
    state = kept_state(recipe) | {"port": taken_port}
    (recipe.folder / "server.json").write_text(json.dumps(state))
    assert remembered() == ["kept"]
    assert kept_state(recipe)["port"] != taken_port


def test_a_port_taken_between_look_and_bind_costs_one_more_attempt(
    embedded_or_each: Recipe, taken_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, calls = process.find_free_port, []

    def unlucky(wanted: int | None = None) -> int:
        calls.append(wanted)
        return taken_port if len(calls) == 1 else real(wanted)

    monkeypatch.setattr(process, "find_free_port", unlucky)
    endpoint = lifecycle.ensure_running(embedded_or_each)
    assert not endpoint.uri.endswith(f":{taken_port}")
    assert len(calls) >= 2
    with open_store() as store:
        assert store.read("RETURN 1 AS x") == [{"x": 1}]


@pytest.mark.parametrize("cut", ["", '{"pid": 1', "[]", '{"pid": "x"}', "\x00\x00\x00"])
def test_a_half_written_state_of_a_running_server_is_found_again(recipe: Recipe, cut: str) -> None:
    remember_one("kept")
    before = kept_state(recipe)
    (recipe.folder / "server.json").write_text(cut)
    assert remembered() == ["kept"]
    assert kept_state(recipe) == before
    (recipe.folder / "server.json").write_text(cut)
    assert lifecycle.stop(recipe)
    assert process.read_creation_time(int(before["pid"])) is None


def test_half_written_settings_are_healed(recipe: Recipe) -> None:
    remember_one("kept")
    lifecycle.stop(recipe)
    for name in ("server.json", "java.args", "config/server-users.jsonl", "config/server-groups.json"):
        file = recipe.folder / name
        text = file.read_text()
        file.write_text(text[: len(text) // 2])
    (recipe.folder / "reader.password").write_text("")
    assert remembered() == ["kept"]


def test_a_broken_start_cache_costs_only_time(recipe: Recipe) -> None:
    remember_one("kept")
    lifecycle.stop(recipe)
    (recipe.folder / "start.aot.new").write_bytes(b"half a recording")
    assert remembered() == ["kept"]
    assert not (recipe.folder / "start.aot.new").exists()


def test_passwords_stay_in_private_files(either: Recipe) -> None:
    seen: set[str] = set()
    done = threading.Event()

    def watch() -> None:
        while not done.is_set():
            for one in psutil.process_iter(["cmdline"]):
                seen.update(one.info["cmdline"] or ())

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        endpoint = lifecycle.ensure_running(either)
    finally:
        done.set()
        watcher.join()
    secrets = [login.password for login in (endpoint.writer, endpoint.reader) if login]
    assert either.marker in seen
    assert all(len(secret) == 64 for secret in secrets)
    assert len(set(secrets)) == len(secrets)
    assert not [secret for secret in secrets if any(secret in argument for argument in seen)]
    pid = lifecycle.read_status(either).pid
    assert pid is not None
    environment = str(psutil.Process(pid).environ())
    assert not [secret for secret in secrets if secret in environment or secret in repr(endpoint)]

    holders = [f for f in either.folder.rglob("*") if f.is_file() and _holds(f, secrets)]
    assert either.password_file in holders
    assert [f for f in holders if stat.S_IMODE(f.stat().st_mode) != 0o600] == []
    assert stat.S_IMODE(either.folder.stat().st_mode) == 0o700


def _holds(file: Path, secrets: list[str]) -> bool:
    content = file.read_bytes()
    return any(secret.encode() in content for secret in secrets)


def test_a_wrong_password_is_refused(recipe: Recipe) -> None:
    lifecycle.ensure_running(recipe)
    (recipe.folder / "root.password").write_text("open sesame\n")
    with pytest.raises(LoginRefused, match=r"root\.password") as caught:
        open_store()
    assert caught.value.exit_code == 3
    assert "sesame" not in str(caught.value)


@pytest.mark.neo4j
def test_a_lost_password_of_a_local_neo4j_is_named(neo4j_recipe: Recipe) -> None:
    lifecycle.ensure_running(neo4j_recipe)
    lifecycle.stop(neo4j_recipe)
    neo4j_recipe.password_file.unlink()
    with pytest.raises(LoginRefused, match=r"neo4j\.password"):
        lifecycle.ensure_running(neo4j_recipe)


def test_the_memory_limit_is_given_on(recipe: Recipe, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCAMGRAPH_MEMORY", "384M")
    lifecycle.ensure_running(select_local_engine("embedded"))
    assert '"-Xmx384m"' in (recipe.folder / "java.args").read_text()
