"""Settings of `scamgraph serve`: passed in, never read from the environment here."""

from __future__ import annotations

from dataclasses import dataclass

LOOPBACK = ("localhost", "127.0.0.1", "[::1]", "::1")


@dataclass(frozen=True, slots=True)
class LaneLimits:
    """How many requests of one kind run at once, and how many wait, and for how many seconds.

    Both in all and for each client; one more is refused with status 429.
    """

    at_once: int
    at_once_per_client: int
    waiting: int
    waiting_per_client: int
    wait_seconds: float


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of the server: sizes in bytes, times in seconds.

    `token_sha256` is the digest of the bearer token, "" if none is needed. `hosts` are the names that
    a request may use for the server; an empty tuple allows any, which is safe only with a token. `proxy`
    is the address whose `X-Forwarded-For` is believed, "" for none: anyone could send that header.
    """

    cypher: bool = True
    token_sha256: str = ""
    hosts: tuple[str, ...] = LOOPBACK
    proxy: str = ""
    answer_seconds: float = 30.0
    query_seconds: float = 20.0
    cache_bytes: int = 64 * 1024 * 1024
    revision_seconds: float = 0.5

    most_body: int = 64 * 1024
    most_address: int = 8 * 1024
    most_answer: int = 16 * 1024 * 1024
    """Rows of a free query, as JSON; the rest is cut."""
    most_headers: int = 32 * 1024
    headers_seconds: float = 10.0
    """Time for the request line and all headers, from the connection or from the first byte."""
    body_seconds: float = 30.0
    """Time for the whole body."""
    write_seconds: float = 30.0
    """Time in which a client must read what the server has sent, some 50 KiB."""
    connections: int = 500
    connections_per_client: int = 200

    questions: LaneLimits = LaneLimits(3, 2, 32, 8, 5.0)
    """Cypher, named questions, and views of the graph."""
    downloads: LaneLimits = LaneLimits(1, 1, 8, 2, 10.0)
    """Reports and bundles: each uses a core for seconds."""
    exports: LaneLimits = LaneLimits(2, 1, 8, 2, 10.0)
    """Streams, which last as long as the client reads."""
    pages: LaneLimits = LaneLimits(24, 16, 400, 200, 20.0)
    """Everything else that reads the graph. All lanes together leave some of the 40 threads free."""

    wrong_tokens: int = 5
    """Wrong tokens of one client before it is told to wait, each time for twice as long."""
    wrong_token_seconds: float = 300.0
    """The longest such wait; thrice as long after the last wrong token, all are forgotten."""

    heavy_query_seconds: float = 10.0
    """How long a client waits whose free query the engine could not stop; each time twice as long."""
    most_heavy_query_seconds: float = 3600.0

    check_seconds: float = 5.0
    """Time between two looks at the engine, and the time in which it must answer one."""
    hung_seconds: float = 15.0
    """Time without an answer after which a local engine that still runs is replaced."""
    restart_seconds: float = 30.0
    """The longest pause between two attempts to start the engine or to reconnect; the first is 1 s."""

    @staticmethod
    def list_hosts(loopback: bool) -> tuple[str, ...]:
        """Return the allowed host names: those of this machine, or any if a token protects the server."""
        return LOOPBACK if loopback else ()
