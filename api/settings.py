"""What `scamgraph serve` is told: passed in, never read from the environment here."""

from __future__ import annotations

from dataclasses import dataclass

LOOPBACK = ("localhost", "127.0.0.1", "[::1]", "::1")


@dataclass(frozen=True, slots=True)
class Settings:
    """How to serve. Sizes are bytes, times seconds.

    `token_sha256` is the digest of the one bearer token, "" where none is needed. `hosts` are the names a
    request may call us by; none means any, which only a token makes safe.
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
    def hosts_of(loopback: bool) -> tuple[str, ...]:
        """The names to go by: those of this machine, or any where a token stands guard."""
        return LOOPBACK if loopback else ()
