"""Connections that send slowly, too much or nonsense, or do not read, end; others are not kept waiting."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator

import pytest

from api.settings import Settings
from graph.store.store import Store
from tests.api.conftest import Live, service, wait_until

SECONDS = 1.0
PATIENCE = 30.0
"""Seconds in which a connection must end, on a busy machine too; without a limit it never does."""
POST = b"POST /api/v1/cypher HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
GET = b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n"


@pytest.fixture(scope="module")
def hasty(articles: Store) -> Iterator[Live]:
    """A server whose patience with a connection is short."""
    settings = Settings(
        headers_seconds=SECONDS, body_seconds=SECONDS, write_seconds=SECONDS, connections_per_client=20
    )
    with Live(service(articles, settings)) as server:
        yield server


def connect(server: Live) -> socket.socket:
    return socket.create_connection(server.socket.getsockname(), PATIENCE)


def read_to_end(line: socket.socket, trickle: bytes = b"") -> bytes:
    """What the server sends until it closes, while some bytes are sent to it from time to time."""
    received, deadline = b"", time.monotonic() + PATIENCE
    line.settimeout(0.2)
    while time.monotonic() < deadline:
        try:
            piece = line.recv(65536)
            received += piece
            if not piece:
                return received
        except TimeoutError:
            if trickle:
                line.sendall(trickle)
        except ConnectionError:
            return received
    raise AssertionError(f"the connection stays open after {received!r}")


def read_problem(received: bytes) -> tuple[int, dict[str, object]]:
    """The status of the last answer, and its problem document."""
    head, _, body = received[received.rindex(b"HTTP/1.1 ") :].partition(b"\r\n\r\n")
    assert b"application/problem+json" in head and b"connection: close" in head.lower()
    return int(head.split()[1]), json.loads(body)


@pytest.mark.parametrize(
    ("sent", "trickle", "part"),
    [
        (b"", b"", "headers"),
        (b"GET / HT", b"", "headers"),
        (GET, b"", "headers"),
        (GET, b"X: y\r\n", "headers"),
        (b"A" * 100, b"A", "headers"),
        (GET + b"\r\nGE", b"T", "headers"),
        (POST + b"Content-Length: 1000\r\n\r\n{", b"", "body"),
        (POST + b"Content-Length: 1000\r\n\r\n{", b" ", "body"),
        (POST + b"Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n", b"1\r\n \r\n", "body"),
    ],
)
def test_a_request_that_does_not_arrive_in_time_ends_with_408(
    hasty: Live, sent: bytes, trickle: bytes, part: str
) -> None:
    with connect(hasty) as line:
        line.sendall(sent)
        status, document = read_problem(read_to_end(line, trickle))
    assert status == 408
    assert document["detail"] == f"The {part} did not arrive within 1 s."


def test_a_body_that_nobody_reads_ends_too(hasty: Live) -> None:
    with connect(hasty) as line:
        line.sendall(GET + b"Content-Length: 1000\r\n\r\n{")
        assert b'{"status":"good"}' in read_to_end(line, b" ")


def test_an_answered_connection_may_stay_for_the_next_request(hasty: Live) -> None:
    with connect(hasty) as line:
        for _ in range(2):
            line.sendall(GET + b"\r\n")
            received = b""
            while not received.endswith(b'{"status":"good"}'):
                piece = line.recv(65536)
                assert piece, received
                received += piece
            time.sleep(1.5 * SECONDS)


def test_a_client_that_does_not_read_is_dropped(hasty: Live) -> None:
    with connect(hasty) as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.settimeout(0.5)
        request = b"GET /openapi.json HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
        with pytest.raises((ConnectionError, TimeoutError)):
            while True:
                line.sendall(200 * request)
        wait_until(lambda: not hasty.connections)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (GET + b"X: " + b"a" * 40_000 + b"\r\nConnection: close\r\n\r\n", 431),
        (GET + b"X: " + b"a" * 200_000, 431),
        (GET + b"Connection: close\r\n" + b"X-Small: 1234567890\r\n" * 2_000 + b"\r\n", 431),
        (b"\x16\x03\x01\x00\xc8\x01\x00\x00\xc4\x03\x03" + b"\x01" * 50, 400),
        (b"GET / HTTP/1.1\r\nHost 127.0.0.1\r\n\r\n", 400),
        (POST + b"Transfer-Encoding: gzip\r\n\r\n", 501),
    ],
)
def test_what_is_no_request_is_refused_in_the_form_of_all_errors(
    hasty: Live, sent: bytes, status: int
) -> None:
    with connect(hasty) as line:
        line.sendall(sent)
        head = line.recv(65536)
    assert int(head.split()[1]) == status
    assert b"application/problem+json" in head


def test_one_client_has_so_many_connections_and_no_more(hasty: Live) -> None:
    wait_until(lambda: not hasty.connections)
    lines = [connect(hasty) for _ in range(20)]
    wait_until(lambda: hasty.connections == 20)
    with connect(hasty) as line:
        status, document = read_problem(read_to_end(line))
    assert (status, document["detail"]) == (429, "This client has too many connections.")
    for line in lines:
        line.close()
    wait_until(lambda: not hasty.connections)
    with connect(hasty) as line:
        line.sendall(GET + b"Connection: close\r\n\r\n")
        assert b" 200 " in read_to_end(line)


def test_half_open_connections_do_not_keep_others_waiting(articles: Store) -> None:
    with Live(service(articles, Settings(headers_seconds=60))) as server:
        lines = [connect(server) for _ in range(150)]
        for line in lines:
            line.sendall(b"GET / HTTP/1.1\r\nHos")
        with connect(server) as line:
            line.sendall(
                b"GET /entity/person/chen-zhi HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
            )
            assert read_to_end(line).startswith(b"HTTP/1.1 200 ")
        for line in lines:
            line.close()
