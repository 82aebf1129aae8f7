"""Heavy questions have narrow lanes: pages and other clients are answered beside them."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection

import pytest

from api.middleware.clients import CLIENTS_REMEMBERED, WrongTokens, normalize_address
from api.middleware.lanes import Lane
from api.problems import Problem
from api.settings import LaneLimits, Settings
from api.tokens import hash_token
from graph.store.store import Store
from tests.api.conftest import Live, client, service, wait_until
from tests.api.test_limits import ENDLESS

PROXY = "127.0.0.1"
ENTITY = "/api/v1/entities/person/chen-zhi"


def ask(server: Live, query: str, address: str) -> tuple[int, str]:
    """Ask Cypher as the client of an address; the status and Retry-After of the answer."""
    line = HTTPConnection(*server.socket.getsockname(), timeout=60)
    headers = {"Content-Type": "application/json", "X-Forwarded-For": address}
    line.request("POST", "/api/v1/cypher", json.dumps({"query": query}), headers)
    answer = line.getresponse()
    answer.read()
    line.close()
    return answer.status, answer.headers.get("Retry-After", "")


def get(server: Live, path: str) -> int:
    line = HTTPConnection(*server.socket.getsockname(), timeout=60)
    line.request("GET", path)
    answer = line.getresponse()
    answer.read()
    line.close()
    return answer.status


@contextmanager
def endless_question(server: Live) -> Iterator[list[tuple[int, str]]]:
    """A question that runs while the block does; afterwards its answer is in the list."""
    answers: list[tuple[int, str]] = []

    def ask_until_admitted() -> None:
        while (answer := ask(server, ENDLESS, "10.0.0.1"))[0] == 429:  # the short one below came first
            time.sleep(0.2)
        answers.append(answer)

    asking = threading.Thread(target=ask_until_admitted)
    asking.start()
    wait_until(lambda: ask(server, "RETURN 1 AS n", "10.0.0.1")[0] == 429)
    yield answers
    asking.join(60)


def test_one_client_asks_one_heavy_question_and_all_others_are_answered(articles: Store) -> None:
    settings = Settings(proxy=PROXY, query_seconds=8, questions=LaneLimits(2, 1, 1, 0, 1.0))
    with Live(service(articles, settings)) as server:
        with endless_question(server) as answers:
            assert ask(server, "RETURN 1 AS n", "10.0.0.1") == (429, "1")
            assert ask(server, "RETURN 1 AS n", "10.0.0.2")[0] == 200
            assert get(server, ENTITY) == get(server, "/static/style.css") == get(server, "/health") == 200
            assert not answers, "the long question ended before the others were asked"
        assert answers[0][0] == 504
        assert ask(server, "RETURN 1 AS n", "10.0.0.1")[0] == 200


def test_nobody_becomes_many_clients_by_a_header(articles: Store) -> None:
    settings = Settings(query_seconds=8, questions=LaneLimits(2, 1, 1, 0, 1.0))
    with Live(service(articles, settings)) as server, endless_question(server):
        assert ask(server, "RETURN 1 AS n", "10.0.0.2")[0] == 429


def test_a_question_past_its_time_keeps_its_room_until_it_ends(articles: Store) -> None:
    settings = Settings(
        proxy=PROXY, answer_seconds=0.2, query_seconds=6, questions=LaneLimits(1, 1, 1, 0, 1.0)
    )
    with Live(service(articles, settings)) as server:
        assert ask(server, ENDLESS, "10.0.0.1")[0] == 504
        assert ask(server, "RETURN 1 AS n", "10.0.0.1")[0] == 429
        wait_until(lambda: ask(server, "RETURN 1 AS n", "10.0.0.1")[0] != 429)


def test_a_lane_admits_in_order_and_never_more_than_its_limits() -> None:
    async def use_lane() -> list[str]:
        lane = Lane(LaneLimits(2, 1, 3, 2, 60.0))
        admitted: list[str] = []

        async def wait_for(name: str) -> None:
            await lane.enter(name)
            admitted.append(name)

        await wait_for("a")
        await wait_for("b")
        waiting = [asyncio.create_task(wait_for(name)) for name in ("a", "a", "c")]
        await asyncio.sleep(0)
        for name in ("a", "d"):  # two of this client wait, and three in all
            with pytest.raises(Problem, match="Too many requests"):
                await lane.enter(name)
        lane.leave("b")
        await asyncio.sleep(0)
        assert admitted == ["a", "b", "c"]  # the client that has room, before the one that has none
        lane.leave("a")
        await asyncio.sleep(0)
        waiting[1].cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        lane.leave("a")
        await wait_for("d")
        return admitted

    assert asyncio.run(use_lane()) == ["a", "b", "c", "a", "d"]


def test_who_waits_too_long_is_refused_and_leaves_the_queue() -> None:
    async def use_lane() -> None:
        lane = Lane(LaneLimits(1, 1, 1, 1, 0.05))
        await lane.enter("a")
        for _ in range(2):  # the second finds the queue empty again
            with pytest.raises(Problem, match="Too many requests") as refused:
                await lane.enter("b")
            assert refused.value.status == 429 and refused.value.headers == {"retry-after": "1"}
        lane.leave("a")
        await lane.enter("b")

    asyncio.run(use_lane())


def test_a_full_lane_is_told_to_people_on_a_page(articles: Store) -> None:
    settings = Settings(pages=LaneLimits(0, 0, 0, 0, 1.0))
    with client(service(articles, settings)) as web:
        page = web.get("/entity/person/chen-zhi")
        assert page.status_code == 429 and page.headers["retry-after"] == "1"
        assert "Too many requests at once" in page.text and page.headers["content-type"].startswith(
            "text/html"
        )
        assert web.get(ENTITY).headers["content-type"] == "application/problem+json"
        assert web.get("/static/style.css").status_code == web.head("/health").status_code == 200


def test_wrong_tokens_have_to_wait_and_the_right_one_never(articles: Store) -> None:
    settings = Settings(token_sha256=hash_token("right"), hosts=(), wrong_tokens=3)
    with client(service(articles, settings)) as web:

        def send(token: str) -> tuple[int, str]:
            answer = web.get(ENTITY, headers={"authorization": f"Bearer {token}"})
            return answer.status_code, answer.headers.get("retry-after", "")

        assert [web.get(ENTITY).status_code for _ in range(10)] == [401] * 10  # none is no wrong one
        assert [send("wrong") for _ in range(3)] == [(401, "")] * 3
        assert [send("wrong") for _ in range(3)] == [(429, "1"), (429, "2"), (429, "4")]
        assert send("right")[0] == 200  # also from an address that others share
        assert send("wrong") == (429, "8")


def test_wrong_tokens_are_counted_for_each_client_in_bounded_memory() -> None:
    tokens = WrongTokens(1, 300.0)
    assert [tokens.count("a") for _ in range(12)][-2:] == [300, 300]
    assert tokens.count("b") == 0
    for number in range(CLIENTS_REMEMBERED):
        tokens.count(str(number))
    assert tokens.count("a") == 0 and len(tokens) <= CLIENTS_REMEMBERED


def test_addresses_of_one_ipv6_network_are_one_client() -> None:
    assert normalize_address("2001:db8::1") == normalize_address("2001:db8::ffff:2")
    assert normalize_address("2001:db8::1") != normalize_address("2001:db8:0:1::1")
    assert normalize_address("::ffff:10.0.0.1") == normalize_address("10.0.0.1") == "10.0.0.1"
    assert normalize_address("testclient") == "testclient"


def test_every_operation_on_the_graph_names_429_and_503(articles: Store) -> None:
    with client(service(articles)) as web:
        paths = web.get("/openapi.json").json()["paths"]
    operations = [(path, each) for path, methods in paths.items() for each in methods.values()]
    assert len(operations) > 20
    for path, operation in operations:
        assert path == "/health" or {"429", "503"} <= set(operation["responses"]), path
