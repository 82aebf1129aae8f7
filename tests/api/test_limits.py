"""The pages' own reads end on the server at the time limit, as questions do."""

from __future__ import annotations

import pytest

from api.settings import Settings
from graph.model.errors import TooLong
from graph.store.store import Store
from queries.browse import listings
from tests.api.conftest import client, service

ENDLESS = (
    "UNWIND range(1, 30000) AS a UNWIND range(1, 30000) AS b "
    "WITH a + b AS x WHERE x % 7 = 3 RETURN count(x) AS n"
)


def test_a_list_that_takes_too_long_is_stopped_and_says_what_to_do(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listings, "_ENTITY_COUNT", ENDLESS)
    limited = service(store, Settings(query_seconds=0.5, answer_seconds=60))
    try:
        with client(limited) as web:
            answer = web.get("/api/v1/entities")
    finally:
        limited.close()
    assert answer.status_code == 504, answer.text
    problem = answer.json()
    assert "time limit" in problem["detail"] and problem["hint"]
    assert store.read("RETURN 1 AS n") == [{"n": 1}]  # the engine answers others


def test_only_the_limited_store_stops(store: Store) -> None:
    short = store.with_timeout(0.5)
    with pytest.raises(TooLong):
        short.read(ENDLESS)
    slow = "UNWIND range(1, 2000000) AS a WITH a WHERE a % 7 = 3 RETURN count(a) AS n"
    assert store.read(slow) == [{"n": 285714}]
    assert short.read("RETURN 1 AS n", timeout=20) == [{"n": 1}]
