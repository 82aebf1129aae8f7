"""Settings of `scamgraph serve`: passed in, never read from the environment here."""

from __future__ import annotations

from dataclasses import dataclass

LOOPBACK = ("localhost", "127.0.0.1", "[::1]", "::1")


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of the server: sizes in bytes, times in seconds.

    `token_sha256` is the digest of the bearer token, "" if none is needed. `hosts` are the names that
    a request may use for the server; an empty tuple allows any, which is safe only with a token.
    """

    cypher: bool = True
    token_sha256: str = ""
    hosts: tuple[str, ...] = LOOPBACK
    most_body: int = 64 * 1024
    most_address: int = 8 * 1024
    answer_seconds: float = 30.0
    query_seconds: float = 20.0
    cache_bytes: int = 64 * 1024 * 1024
    revision_seconds: float = 0.5
    names_seconds: float = 2.0

    @staticmethod
    def list_hosts(loopback: bool) -> tuple[str, ...]:
        """Return the allowed host names: those of this machine, or any if a token protects the server."""
        return LOOPBACK if loopback else ()
