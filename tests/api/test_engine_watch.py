"""A server looks after its engine: killed, hung, stopped on purpose, or unable to start."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from api.engine_watch import EngineWatch, Outage
from api.service import Service
from api.settings import Settings
from graph.engine.server import lifecycle
from graph.engine.server.arcadedb import EmbeddedRecipe, build_embedded_recipe
from graph.engine.server.file_lock import LOAD_LOCK, lock_file
from graph.engine.server.reset import reset
from graph.store.indexes import ensure_schema
from graph.store.store import open_store
from tests.api.conftest import Live, wait_until
from tests.graph.made import dossiers, registry, write, write_registry

SETTINGS = Settings(check_seconds=1.0, hung_seconds=2.0, restart_seconds=4.0)
ENTITY = "/api/v1/entities/person/p0"
pytestmark = pytest.mark.slow


@pytest.fixture
def recipe(tmp_path: Path) -> Iterator[EmbeddedRecipe]:
    """An embedded engine of its own, with a few claims."""
    recipe = build_embedded_recipe(tmp_path, memory="512m")
    with open_store("embedded", home=tmp_path) as store:
        ensure_schema(store)
        write_registry(store, registry(), [])
        write(store, dossiers(1), {})
    yield recipe
    lifecycle.stop(recipe)


def serve(recipe: EmbeddedRecipe) -> Live:
    home = recipe.folder.parent
    watch = EngineWatch(lambda: open_store("embedded", start=False, home=home), SETTINGS, recipe)
    return Live(Service(SETTINGS, watch, lambda _: None, frozenset()))


def get(server: Live, path: str) -> tuple[int, dict[str, str], Any]:
    """The status, headers and JSON of an answer."""
    line = HTTPConnection(*server.socket.getsockname(), timeout=60)
    line.request("GET", path)
    answer = line.getresponse()
    body = answer.read()
    line.close()
    headers = {name.lower(): value for name, value in answer.getheaders()}
    return answer.status, headers, json.loads(body) if "json" in headers["content-type"] else body


def read_detail(server: Live) -> str:
    """What a refused request is told, "" if it was answered."""
    status, headers, document = get(server, ENTITY)
    if status == 200:
        return ""
    assert status == 503 and int(headers["retry-after"]) >= 1
    return str(document["detail"])


def read_pid(recipe: EmbeddedRecipe) -> int:
    pid = lifecycle.read_pid(recipe)
    assert pid is not None
    return pid


def test_a_killed_engine_is_started_again_and_requests_are_told_so(recipe: EmbeddedRecipe) -> None:
    with serve(recipe) as server:
        assert get(server, ENTITY)[0] == get(server, "/ready")[0] == 200
        first = read_pid(recipe)
        os.kill(first, signal.SIGKILL)
        wait_until(lambda: "stopped and is being started again (attempt 1" in read_detail(server))
        for path in ("/health", "/openapi.json", "/static/style.css"):
            assert get(server, path)[0] == 200
        assert get(server, "/ready")[0] == 503
        assert b"is being started again" in get(server, "/entity/person/p0")[2]
        wait_until(lambda: get(server, ENTITY)[0] == 200)
        assert read_pid(recipe) != first
        assert get(server, "/ready")[0] == 200


def test_an_engine_that_hangs_is_replaced(recipe: EmbeddedRecipe) -> None:
    with serve(recipe) as server:
        assert get(server, ENTITY)[0] == 200
        first = read_pid(recipe)
        os.kill(first, signal.SIGSTOP)
        try:
            wait_until(lambda: lifecycle.read_pid(recipe) not in (first, None))
        finally:
            lifecycle.process.stop_process(first, patience=0.0)
        wait_until(lambda: get(server, ENTITY)[0] == 200)


def test_an_engine_under_a_load_is_left_alone(recipe: EmbeddedRecipe) -> None:
    with serve(recipe) as server, lock_file(recipe.folder / LOAD_LOCK):
        assert get(server, ENTITY)[0] == 200
        first = read_pid(recipe)
        os.kill(first, signal.SIGSTOP)
        try:
            wait_until(lambda: "(attempt 2" in read_detail(server))
        finally:
            os.kill(first, signal.SIGCONT)
        wait_until(lambda: get(server, ENTITY)[0] == 200)
        assert read_pid(recipe) == first


def test_an_engine_that_was_stopped_on_purpose_stays_stopped(recipe: EmbeddedRecipe) -> None:
    with serve(recipe) as server:
        lifecycle.stop(recipe)
        wait_until(lambda: "was stopped with `scamgraph store down`" in read_detail(server))
        page = get(server, "/entity/person/p0")[2]
        assert b"<code>scamgraph store up</code> starts it again" in page
        assert b"in a few seconds" not in page
        assert lifecycle.revive(recipe, None) is None
        assert lifecycle.read_pid(recipe) is None
        lifecycle.ensure_running(recipe)
        wait_until(lambda: get(server, ENTITY)[0] == 200)


def test_a_reset_beside_a_server_empties_the_graph(recipe: EmbeddedRecipe) -> None:
    with serve(recipe) as server:
        for _ in range(2):
            reset(recipe)
        wait_until(lambda: "The graph is empty" in read_detail(server))
        with open_store("embedded", start=False, home=recipe.folder.parent) as store:
            assert store.read("MATCH (n) RETURN count(n) AS n") == [{"n": 0}]


def test_attempts_that_fail_are_told_and_an_engine_that_others_start_is_used(
    recipe: EmbeddedRecipe, tmp_path: Path
) -> None:
    with serve(replace(recipe, package=tmp_path / "nowhere")) as server:
        os.kill(read_pid(recipe), signal.SIGKILL)
        wait_until(lambda: "(attempt 2; next in " in read_detail(server))
        lifecycle.ensure_running(recipe)
        wait_until(lambda: get(server, ENTITY)[0] == 200)


def test_a_server_that_cannot_be_started_from_here_is_reconnected_to(recipe: EmbeddedRecipe) -> None:
    home = recipe.folder.parent
    watch = EngineWatch(lambda: open_store("embedded", start=False, home=home), SETTINGS)
    with Live(Service(SETTINGS, watch, lambda _: None, frozenset())) as server:
        os.kill(read_pid(recipe), signal.SIGKILL)
        wait_until(lambda: "the server keeps trying to reconnect (attempt 2; next in " in read_detail(server))
        assert lifecycle.read_pid(recipe) is None
        lifecycle.ensure_running(recipe)
        wait_until(lambda: get(server, ENTITY)[0] == 200)


def test_an_outage_says_what_is_done_and_when() -> None:
    problem = Outage("stopped", 2, due=0.0).build_problem()
    assert problem.detail == "The graph's engine stopped (attempt 2; next in 1 s)."
    assert Outage("stopped", 1).build_problem().detail == "The graph's engine stopped (attempt 1)."
