"""While the graph is not whole, HTTP answers 503 where it would deny something."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from graph.store import metadata
from graph.store.store import Store
from graph.store.wholeness import save_record
from tests.api.conftest import client, service

DENYING = [
    "/api/v1/questions/who-says?number=77",
    "/api/v1/entities/person/nobody",
    "/api/v1/entities?q=zzqq",
    "/api/v1/search?q=zzqq",
    "/api/v1/exports/claims",
    "/api/v1/reports?entity=Chen+Zhi",
    "/question/who-says?number=77",
    "/entity/person/nobody",
    "/search?q=zzqq",
]
ANSWERING = [
    "/api/v1/questions/who-says?number=1440",
    "/api/v1/entities/person/chen-zhi",
    "/entity/person/chen-zhi",
]


@pytest.fixture
def unfinished(loaded: Store) -> Iterator[TestClient]:
    loaded.write(lambda tx: metadata.mark_loading(tx, ["a.yaml"]))
    with client(service(loaded)) as web_client:
        yield web_client
    loaded.write(lambda tx: metadata.mark_loaded(tx, ""))
    save_record(loaded)


def test_what_would_deny_something_is_503_with_retry_after(unfinished: TestClient) -> None:
    for address in DENYING:
        answer = unfinished.get(address)
        assert answer.status_code == 503, address
        assert answer.headers["retry-after"] == "5"
        assert "The graph is not complete: a load of 1 file, begun on " in answer.text
        assert answer.headers["content-type"].startswith(
            "application/problem+json" if address.startswith("/api/") else "text/html"
        )


def test_what_was_found_is_shown_and_says_so(unfinished: TestClient) -> None:
    for address in ANSWERING:
        answer = unfinished.get(address)
        assert answer.status_code == 200, address
        assert "The graph is not complete" in answer.text
    assert "did not finish" in unfinished.get(ANSWERING[1]).json()["unfinished"]
    assert unfinished.post("/api/v1/cypher", json={"query": "MATCH (n:Nobody) RETURN n"}).status_code == 503


def test_a_whole_graph_denies_as_ever(web: TestClient) -> None:
    assert "No source in this graph says 77." in web.get(DENYING[0]).text
    assert [web.get(address).status_code for address in DENYING[1:4]] == [404, 200, 200]
    assert "unfinished" not in web.get(ANSWERING[1]).json()
