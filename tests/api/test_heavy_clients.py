"""A client that asks what the engine cannot stop has to wait, and nobody else."""

from __future__ import annotations

import pytest

from api.heavy_clients import HeavyClients
from api.problems import Problem
from api.routes import questions
from api.settings import Settings
from graph.model.errors import EngineGone, InputError, TooLong, Unstoppable
from graph.store.store import Store
from tests.api.conftest import client, service

QUERY = {"query": "RETURN 1 AS one"}


def fail(clients: HeavyClients, name: str, error: Exception) -> None:
    with pytest.raises(type(error)), clients.watch(name):
        raise error


def find_wait(clients: HeavyClients, name: str) -> int:
    with pytest.raises(Problem, match="could not stop") as refused, clients.watch(name):
        pass
    return int(refused.value.headers["retry-after"])


@pytest.mark.parametrize("error", [Unstoppable("a"), EngineGone("b")])
def test_only_the_client_waits_each_time_for_longer(error: Exception) -> None:
    clients = HeavyClients(0.0, 3600.0)
    fail(clients, "a", error)
    with clients.watch("a"):  # no time to wait
        pass
    clients = HeavyClients(100.0, 150.0)
    fail(clients, "a", error)
    assert 90 < find_wait(clients, "a") <= 101
    with clients.watch("b"):
        pass


def test_the_wait_doubles_up_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    clients, now = HeavyClients(10.0, 35.0), 1_000.0
    monkeypatch.setattr("api.heavy_clients.time.monotonic", lambda: now)
    waits = []
    for _ in range(4):
        fail(clients, "a", Unstoppable("a"))
        waits.append(find_wait(clients, "a"))
        now += 40
    assert waits == [11, 21, 36, 36]


@pytest.mark.parametrize("error", [InputError("a"), TooLong("b"), ValueError("c")])
def test_what_the_engine_stopped_costs_nothing(error: Exception) -> None:
    clients = HeavyClients(100.0, 150.0)
    fail(clients, "a", error)
    with clients.watch("a"):
        pass


def test_named_questions_are_still_answered(articles: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(*_: object, **__: object) -> None:
        raise Unstoppable("The query was given up.")

    with client(service(articles, Settings())) as web:
        assert web.post("/api/v1/cypher", json=QUERY).status_code == 200
        with monkeypatch.context() as patch:
            patch.setattr(questions, "run_user_query", run)
            assert web.post("/api/v1/cypher", json=QUERY).status_code == 504
        refused = web.post("/api/v1/cypher", json=QUERY)
        assert (refused.status_code, refused.headers["retry-after"]) == (429, "10")
        assert "Named questions" in refused.json()["hint"]
        assert web.get("/api/v1/questions/who-says?number=1440").status_code == 200
