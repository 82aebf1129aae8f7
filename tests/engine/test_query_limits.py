"""What no engine ends by itself: an answer comes all the same, and the engine is free again."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from graph.engine import databases
from graph.engine.server import lifecycle, process
from graph.engine.server.java_argfile import read_memory_limit
from graph.engine.server.lifecycle import Recipe
from graph.engine.server.select_engine import select_local_engine
from graph.engine.session import driver, silence_watch
from graph.engine.session.query_terminator import GRACE_SECONDS
from graph.model.errors import EngineGone, TooLong
from graph.store.load_lock import hold_lock
from graph.store.server_limits import LIMITS, read_server_limits
from graph.store.store import Store, open_store
from graph.store.stuck_engine import restart_stuck_engine

ENDLESS = "WITH range(1, 30000) AS l RETURN size([a IN l | [b IN l | a * b]]) AS n"
"""One expression of 900 million steps. It is refused to users; here it stands for what is not foreseen."""
LIMIT = 1.0
PATIENCE = 180.0
"""Seconds after which a test gives up: no bound that the project promises."""


@pytest.fixture(scope="module", params=["embedded", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def own_recipe(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recipe]:
    """An engine of these tests' own, which may be stopped and restarted."""
    recipe = select_local_engine(request.param, home=tmp_path_factory.mktemp("own"))
    yield recipe
    end_engine(recipe)


@pytest.fixture
def own(own_recipe: Recipe) -> Iterator[Store]:
    """A store on that engine; the engine answers, whatever the test before did to it."""
    with open_store(own_recipe.name, home=own_recipe.folder.parent) as store:
        yield store
    wait_for_restart()
    pid = lifecycle.read_status(own_recipe).pid
    if pid is not None:
        os.kill(pid, signal.SIGCONT)


def wait_for_restart() -> None:
    """Wait until no thread restarts an engine any more."""
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join(PATIENCE)


def end_engine(recipe: Recipe) -> None:
    """End the engine of a test, after what still restarts it."""
    wait_for_restart()
    pid = lifecycle.read_status(recipe).pid
    if pid is not None:
        os.kill(pid, signal.SIGCONT)
        process.stop_process(pid, patience=0.0)


def get_recipe(store: Store) -> Recipe:
    assert store.folder is not None
    return select_local_engine(store.engine, home=store.folder.parent)


def get_pid(store: Store) -> int:
    pid = lifecycle.read_status(get_recipe(store)).pid
    assert pid is not None
    return pid


def stop_engine(store: Store) -> None:
    """Stop the engine's process, as a full swap or a debugger does: its connections stay open."""
    engine = psutil.Process(get_pid(store))
    engine.suspend()
    while engine.status() != psutil.STATUS_STOPPED:
        time.sleep(0.01)


def list_running(store: Store) -> list[str]:
    rows = store.read("SHOW TRANSACTIONS YIELD currentQuery RETURN currentQuery AS text", timeout=5)
    return [row["text"] for row in rows if "range(1, 30000)" in row["text"]]


def wait_until_free(store: Store) -> None:
    """Wait until the engine answers and no longer lists the query."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            if not list_running(store):
                return
        except (EngineGone, TooLong):
            pass
        time.sleep(0.1)
    raise AssertionError("the engine still works on the query")


@pytest.mark.slow
def test_a_question_that_no_engine_ends_gets_an_answer_and_frees_the_engine(own: Store) -> None:
    own.read("RETURN 1 AS one")
    with pytest.raises(TooLong, match=r"limit of 1 s"):
        own.read(ENDLESS, timeout=LIMIT)
    wait_until_free(own)
    assert own.read("RETURN 1 AS one") == [{"one": 1}]


def test_a_query_the_engine_ends_leaves_the_engine_running(own: Store) -> None:
    pid = get_pid(own)
    with pytest.raises(TooLong):
        own.read(
            "UNWIND range(1, 900000) AS a UNWIND range(1, 900000) AS b RETURN count(*) AS n", timeout=LIMIT
        )
    time.sleep(GRACE_SECONDS)
    assert get_pid(own) == pid


def test_a_stopped_engine_does_not_keep_a_question(own: Store) -> None:
    own.read("RETURN 1 AS one")
    stop_engine(own)
    with pytest.raises(TooLong):
        own.read("RETURN 1 AS one", timeout=LIMIT)


@pytest.mark.embedded
def test_a_stopped_engine_does_not_keep_a_new_connection(embedded_own: Store) -> None:
    stop_engine(embedded_own)
    with pytest.raises((TooLong, EngineGone)):
        embedded_own.read("RETURN 1 AS one", timeout=LIMIT)  # its first: the connection is not made yet


def test_a_stopped_engine_does_not_keep_what_has_no_limit(
    own: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(silence_watch, "ASK_AGAIN_SECONDS", 0.2)
    monkeypatch.setattr(driver, "CONNECT_SECONDS", 1.0)
    own.read("RETURN 1 AS one")
    with pytest.raises(EngineGone), own.begin() as tx:
        tx.run("RETURN 1 AS one")
        stop_engine(own)
        tx.run("RETURN 1 AS one")
    with pytest.raises(EngineGone):
        own.read("RETURN 1 AS one")


@pytest.fixture
def embedded_own(tmp_path: Path) -> Iterator[Store]:
    """A store on an embedded engine of its own, with little memory."""
    recipe = select_local_engine("embedded", home=tmp_path, memory="700m")
    lifecycle.ensure_running(recipe)
    try:
        with open_store("embedded", home=tmp_path) as store:
            yield store
    finally:
        end_engine(recipe)


@pytest.mark.embedded
def test_a_restart_keeps_what_was_acknowledged_and_the_memory(embedded_own: Store) -> None:
    before = get_pid(embedded_own)
    embedded_own.write(lambda tx: tx.run("CREATE (n:Entity {id: 'kept'})"))
    restart_stuck_engine(embedded_own)
    assert get_pid(embedded_own) != before
    assert embedded_own.folder is not None
    assert read_memory_limit(embedded_own.folder) == "700m"
    with open_store("embedded", home=embedded_own.folder.parent) as again:
        assert again.read("MATCH (n:Entity) RETURN n.id AS id") == [{"id": "kept"}]


@pytest.mark.embedded
def test_no_restart_breaks_off_a_load(embedded_own: Store) -> None:
    before = get_pid(embedded_own)
    with hold_lock(embedded_own, "a load of 1 file"):
        restart_stuck_engine(embedded_own)
    assert get_pid(embedded_own) == before


@pytest.mark.embedded
def test_two_who_wait_restart_the_engine_once(embedded_own: Store) -> None:
    recipe, before = get_recipe(embedded_own), get_pid(embedded_own)
    first = lifecycle.revive(recipe, before)
    after = get_pid(embedded_own)
    second = lifecycle.revive(recipe, before)
    assert first is not None and second is not None
    assert (first.uri, get_pid(embedded_own)) == (second.uri, after)
    assert after != before


@pytest.mark.slow
@pytest.mark.embedded
def test_several_stuck_questions_do_not_keep_the_others(embedded_own: Store) -> None:
    """By default the engine runs four queries at once, and lets all others wait."""
    ready = threading.Barrier(6)

    def ask() -> None:
        ready.wait()
        with pytest.raises((TooLong, EngineGone)):
            embedded_own.read(ENDLESS, timeout=5.0)

    threads = [threading.Thread(target=ask) for _ in range(5)]
    for thread in threads:
        thread.start()
    ready.wait()
    time.sleep(1.0)
    assert embedded_own.read("RETURN 1 AS one", timeout=4.0) == [{"one": 1}]
    for thread in threads:
        thread.join(PATIENCE)
    wait_until_free(embedded_own)


@pytest.mark.embedded
def test_a_write_waits_for_a_lock_that_a_reader_takes(embedded_own: Store) -> None:
    """Anyone with the reader's password can lock a type through the engine's HTTP port."""
    assert embedded_own.folder is not None
    embedded_own.write(lambda tx: tx.run("CREATE (n:Entity {id: 'a'})"))
    script = "BEGIN; LOCK TYPE Entity; SLEEP 7000; COMMIT;"
    locking = threading.Thread(target=send_script, args=(embedded_own, script))
    locking.start()
    time.sleep(1.0)
    with embedded_own.begin() as tx:  # one attempt, which by default gives up after 5 s
        tx.run("CREATE (n:Entity {id: 'b'})")
        tx.commit()
    locking.join()
    assert embedded_own.read("MATCH (n:Entity) RETURN count(n) AS n") == [{"n": 2}]


def send_script(store: Store, script: str) -> None:
    assert store.endpoint.reader is not None
    as_reader = replace(store.endpoint, writer=store.endpoint.reader)
    body = {"language": "sqlscript", "command": script}
    databases.send_command(as_reader, f"/api/v1/command/{store.database}", body)


@pytest.mark.neo4j
def test_our_neo4j_has_every_limit_that_the_doctor_asks_for(neo4j_session: Store) -> None:
    found = read_server_limits(neo4j_session)
    assert [limit.setting for limit in found] == [limit.setting for limit in LIMITS]
    assert all(limit.is_set for limit in found), found
