"""Bad input, strangers, excess, and a missing engine: reported in one form, never as a failure of ours."""

from __future__ import annotations

import base64
import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.engine_watch import EngineWatch
from api.middleware.response_cache import CachedResponse, ResponseCache
from api.service import Service
from api.settings import Settings
from api.tokens import create_token, has_valid_token, hash_token, read_digest
from cli.commands.serve import build_settings, check_proxy
from graph.engine.server import lifecycle
from graph.engine.server.select_engine import select_local_engine
from graph.model.errors import InputError, UsageError
from graph.store.indexes import ensure_schema
from graph.store.store import Store, open_store
from tests.api.conftest import Live, Silence, client, less_scripts, service, wait_until
from tests.graph.made import dossiers, registry, write, write_registry

HOSTILE = [
    "<script>alert(1)</script>",
    "'; MATCH (n) DETACH DELETE n //",
    '" OR 1=1 RETURN n //',
    "../../../../etc/passwd",
    "..%2f..%2fetc%2fpasswd",
    "%00",
    "\u202e\u0000x",
    "{{7*7}}",
    "person/chen-zhi'}) DETACH DELETE (n",
    "a" * 190,
    "$id",
    "ភ្នំពេញ",
    "💥",
    "-1",
    "null",
]

ADDRESSES = [
    "/entity/person/",
    "/document/",
    "/fact/",
    "/conflict/",
    "/event/",
    "/figures/",
    "/question/",
    "/api/v1/entities/person/",
    "/api/v1/facts/",
    "/api/v1/claims/",
    "/api/v1/questions/",
]


@pytest.fixture(scope="module")
def web(articles: Store) -> Iterator[TestClient]:
    """The application over the embedded engine with the five articles."""
    with client(service(articles)) as web_client:
        yield web_client


def problem(answer: Any, status: int, field: str = "") -> dict[str, Any]:
    """What a problem document says, after its form was looked at."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    document: dict[str, Any] = answer.json()
    assert document["status"] == status and document["detail"] and document["title"]
    assert document["request_id"] == answer.headers["x-request-id"]
    if field:
        assert [error["field"] for error in document["errors"]] == [field]
    return document


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_in_every_parameter_end_in_an_answer_or_a_plain_refusal(
    web: TestClient, articles: Store, text: str
) -> None:
    before = articles.read("MATCH (n:Scamgraph) RETURN count(n) AS n")
    for path, params in [
        ("/api/v1/entities", {"q": text}),
        ("/api/v1/entities", {"q": "chen", "kind": text}),
        ("/api/v1/entities", {"cursor": text}),
        ("/api/v1/conflicts", {"kind": text}),
        ("/api/v1/documents", {"as_of": text}),
        ("/api/v1/entities/person/chen-zhi/neighbours", {"relation": text}),
        ("/api/v1/questions/about", {"entity": text}),
        ("/api/v1/questions/who-says", {"number": text}),
        ("/api/v1/questions/text", {"words": text}),
        ("/search", {"q": text}),
        ("/search", {"kind": text}),
        ("/question/about", {"entity": text}),
        ("/entity/person/chen-zhi", {"relation": text, "side": text}),
        ("/", {"as_of": text}),
    ]:
        answer = web.get(path, params=params)
        assert answer.status_code in (200, 400, 404, 422), (path, answer.status_code)
        if answer.headers["content-type"].startswith("text/html"):
            assert "<script" not in less_scripts(answer.text)
    for base in ADDRESSES:
        answer = web.get(base + text.replace("\0", "%00").replace("#", "%23"))
        assert answer.status_code in (200, 307, 308, 400, 404, 405, 422), (base, answer.status_code)
        assert "root:" not in answer.text
        assert "<script" not in less_scripts(answer.text) or "json" in answer.headers["content-type"]
    assert articles.read("MATCH (n:Scamgraph) RETURN count(n) AS n") == before


@pytest.mark.parametrize(
    ("path", "status", "field"),
    [
        ("/api/v1/documents?as_of=soon", 400, "as_of"),
        ("/api/v1/documents?as_of=2026-13-45", 400, "as_of"),
        ("/api/v1/documents?limit=0", 422, "limit"),
        ("/api/v1/documents?limit=100000000000", 422, "limit"),
        ("/api/v1/documents?limit=many", 422, "limit"),
        ("/api/v1/documents?cursor=zzz", 400, "cursor"),
        ("/api/v1/entities?kind=Dragon", 400, "kind"),
        ("/api/v1/entities?q=!!!", 400, "q"),
        ("/api/v1/entities?q=" + "a" * 300, 422, "q"),
        ("/api/v1/questions/who-says?number=many", 400, "number"),
        ("/api/v1/questions/about", 400, "entity"),
        ("/api/v1/questions/about?entity=Nobody%20At%20All", 404, "entity"),
        ("/api/v1/questions/about?entity=Chen%20Zhi&colour=red", 400, "colour"),
        ("/api/v1/questions/about?entity=Chen%20Zhi&as_of=never", 400, "as_of"),
        ("/api/v1/exports/claims?as_of=never", 400, "as_of"),
        ("/api/v1/exports/passwords", 422, "what"),
    ],
)
def test_a_problem_names_the_parameter(web: TestClient, path: str, status: int, field: str) -> None:
    problem(web.get(path), status, field)


def test_a_cursor_with_half_a_character_is_refused(web: TestClient) -> None:
    cursor = web.get("/api/v1/entities?limit=1").json()["next"]
    tag = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))[0]
    forged = base64.urlsafe_b64encode(json.dumps([tag, "\ud800"]).encode()).decode()
    problem(web.get("/api/v1/entities", params={"limit": 1, "cursor": forged}), 400, "cursor")


@pytest.mark.parametrize("number", ["9" * 20, "9" * 4500])
def test_a_number_beyond_the_engine_is_refused(web: TestClient, number: str) -> None:
    assert web.get(f"/api/v1/questions/who-says?number={number}").status_code in (400, 414)


def test_a_cursor_of_another_question_is_refused(web: TestClient) -> None:
    cursor = web.get("/api/v1/documents?limit=1").json()["next"]
    problem(web.get(f"/api/v1/events?limit=1&cursor={cursor}"), 400, "cursor")
    problem(web.get(f"/api/v1/documents?as_of=2026-01-21&cursor={cursor}"), 400, "cursor")


@pytest.mark.parametrize(
    ("path", "nearest"),
    [
        ("/api/v1/entities/person/chen-zi", "person/chen-zhi"),
        ("/api/v1/documents/afp-400-fred-2026-01", "document/afp-400-freed-2026-01"),
        ("/api/v1/figures/indonesians-at-embasy-pp", "series/indonesians-at-embassy-pp"),
    ],
)
def test_an_unknown_id_is_told_with_the_nearest(web: TestClient, path: str, nearest: str) -> None:
    document = problem(web.get(path), 404)
    assert nearest in [match["id"] for match in document["nearest"]]


def test_an_unknown_question_is_told_with_the_nearest(web: TestClient) -> None:
    document = problem(web.get("/api/v1/questions/who-say"), 404)
    assert "who-says" in [match["name"] for match in document["nearest"]]


def test_the_page_of_an_unknown_id_leads_to_the_nearest(web: TestClient) -> None:
    answer = web.get("/entity/person/chen-zi")
    assert answer.status_code == 404 and 'href="/entity/person/chen-zhi"' in answer.text


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "169.254.169.254", ""])
def test_a_name_that_is_not_ours_is_refused(web: TestClient, host: str) -> None:
    problem(web.get("/api/v1/documents", headers={"host": host}), 421, "Host")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8350", "[::1]:8350", "LOCALHOST:1"])
def test_names_of_this_machine_are_ours(web: TestClient, host: str) -> None:
    assert web.get("/health", headers={"host": host}).status_code == 200


def test_bodies_and_addresses_have_a_limit(web: TestClient) -> None:
    problem(web.post("/api/v1/cypher", content=b"x" * 70_000), 413, "body")
    streamed = (b"x" * 10_000 for _ in range(10))
    problem(web.post("/api/v1/cypher", content=streamed), 413, "body")
    problem(web.get("/api/v1/entities?q=" + "a" * 9000), 414)
    problem(web.post("/api/v1/cypher", content=b"{"), 422)
    problem(web.post("/api/v1/cypher", json={"query": "RETURN 1", "limit": 10**9}), 422, "limit")
    problem(web.delete("/api/v1/documents"), 405)


def test_headers_have_a_limit(live: Live) -> None:
    host, port = live.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), 5) as line:
        line.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Much: " + b"a" * 200_000)
        assert b" 431 " in line.recv(4096).splitlines()[0]


def test_every_answer_protects_its_reader(web: TestClient) -> None:
    for path in ("/", "/api/v1/documents", "/nowhere", "/api/v1/documents?limit=0", "/static/style.css"):
        headers = web.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy and "*" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "access-control-allow-origin" not in headers


def test_another_origin_gets_no_leave(web: TestClient) -> None:
    preflight = {"origin": "https://evil.example", "access-control-request-method": "POST"}
    answer = web.options("/api/v1/cypher", headers=preflight)
    assert answer.status_code == 405
    assert not [name for name in answer.headers if name.startswith("access-control")]


def test_free_cypher_can_be_switched_off(articles: Store) -> None:
    with client(service(articles, Settings(cypher=False))) as web:
        problem(web.post("/api/v1/cypher", json={"query": "RETURN 1"}), 404)


def test_a_token_is_asked_for_and_never_logged(articles: Store, tmp_path: Path) -> None:
    file, log = tmp_path / "token", Silence()
    token = create_token(file)
    assert token not in file.read_text() and file.stat().st_mode & 0o077 == 0
    settings = Settings(token_sha256=read_digest(file), hosts=())
    with client(service(articles, settings), log) as web:
        problem(web.get("/api/v1/documents"), 401, "Authorization")
        problem(web.get("/", headers={"authorization": "Bearer wrong"}), 401, "Authorization")
        assert web.get("/health").status_code == 200
        good = {"authorization": f"Bearer {token}", "host": "reports.example"}
        assert web.get("/api/v1/documents", headers=good).status_code == 200
        basic = base64.b64encode(f"anyone:{token}".encode()).decode()
        assert web.get("/", headers={"authorization": f"Basic {basic}"}).status_code == 200
        web.get(f"/api/v1/documents?q={token}", headers=good)
    assert log.lines and token not in repr(log.lines)
    with pytest.raises(InputError):
        create_token(file)


def test_headers_that_carry_no_token_admit_nobody() -> None:
    expected = hash_token("secret")
    assert has_valid_token(expected, "Bearer secret")
    for header in (
        "",
        "Bearer",
        "Bearer ",
        "Basic",
        "Basic !!!",
        "Basic c2VjcmV0",
        "secret",
        "Digest secret",
    ):
        assert not has_valid_token(expected, header)


def test_beyond_this_machine_takes_a_token() -> None:
    with pytest.raises(UsageError, match="token"):
        build_settings("0.0.0.0", True, None)  # noqa: S104 - it is refused


def test_a_request_id_is_kept_where_it_is_one(web: TestClient) -> None:
    assert web.get("/health", headers={"x-request-id": "abc-1"}).headers["x-request-id"] == "abc-1"
    assert web.get("/health", headers={"x-request-id": "a b<c>"}).headers["x-request-id"] != "a b<c>"


def test_the_cache_stays_within_its_bytes() -> None:
    cache = ResponseCache(100_000)
    for number in range(1000):
        cache.put(("/", number), CachedResponse((), b"x" * 1000, b""))
        assert cache.size <= 100_000
    assert cache.get(("/", 0)) is None and cache.get(("/", 999)) is not None
    cache.put(("/", 999), CachedResponse((), b"", b""))
    cache.put(("/big", 1), CachedResponse((), b"x" * 99_000, b""))
    assert cache.get(("/big", 1)) is None and cache.size <= 100_000


def test_an_engine_that_is_gone_is_told_and_found_again(tmp_path: Path) -> None:
    recipe = select_local_engine("embedded", home=tmp_path, memory="512m")
    with open_store("embedded", home=tmp_path) as store:
        ensure_schema(store)
        write_registry(store, registry(), [])
        write(store, dossiers(1), {})
    settings = Settings(revision_seconds=0.0, cache_bytes=0)
    watch = EngineWatch(lambda: open_store("embedded", start=False, home=tmp_path), settings)
    served = Service(settings, watch, lambda _: None, frozenset())
    log = Silence()
    try:
        with client(served, log) as web:
            assert web.get("/ready").status_code == 200
            assert web.get("/entity/person/p0").status_code == 200
            lifecycle.stop(recipe)
            for path in ("/api/v1/documents", "/ready", "/api/v1/exports/claims"):
                answer = web.get(path)
                problem(answer, 503)
                assert int(answer.headers["retry-after"]) > 0
            page = web.get("/entity/person/p0")
            assert page.status_code == 503 and page.headers["retry-after"]
            assert "The graph is not responding" in page.text
            assert web.get("/health").status_code == 200
            assert str(tmp_path) not in page.text
            open_store("embedded", home=tmp_path).close()
            wait_until(lambda: web.get("/entity/person/p0").status_code == 200)
    finally:
        lifecycle.stop(recipe)


def test_a_large_answer_is_cut_and_says_so(articles: Store) -> None:
    query = "WITH reduce(s = '', n IN range(1, 1000) | s + 'a') AS s UNWIND range(1, 100) AS n RETURN s"
    with client(service(articles, Settings(most_answer=10_500))) as web:
        answer = web.post("/api/v1/cypher", json={"query": query}).json()
    assert (len(answer["rows"]), answer["truncated"]) == (10, True)
    assert answer["note"] == "Only the first 10 rows: the answer is too large. Ask for less."


def test_a_body_with_two_lengths_is_refused(web: TestClient) -> None:
    headers = {"Content-Length": "10", "Transfer-Encoding": "chunked", "Content-Type": "application/json"}
    problem(web.post("/api/v1/cypher", content=b'{"query":1}', headers=headers), 400)


@pytest.mark.parametrize("address", ["*", "10.0.0.0/8", "127.0.0.1,*", "localhost"])
def test_a_proxy_is_one_address(address: str) -> None:
    with pytest.raises(UsageError, match="no address of a proxy"):
        check_proxy(address)
    assert (check_proxy(""), check_proxy("127.0.0.1")) == ("", "127.0.0.1")
