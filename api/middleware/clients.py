"""The client of a request, as limits count it, and the clients that send wrong tokens."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address
from typing import TYPE_CHECKING

from cachetools import TTLCache

if TYPE_CHECKING:
    from starlette.types import Scope

CLIENTS_REMEMBERED = 10_000
"""Maximum number of clients with wrong tokens; beyond it the one that failed first is forgotten."""
IPV6_NETWORK = 64
"""Bits of an IPv6 address that name a client: one household or server has all addresses behind them."""


def identify_client(scope: Scope) -> str:
    """Return the client of a request, from its address; "" if that is unknown."""
    client = scope.get("client")
    return normalize_address(client[0]) if client else ""


def normalize_address(address: str) -> str:
    """Return an IPv4 address as it is, an IPv6 address as its network, and any other name unchanged."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is None:
        return str(IPv6Address(int(parsed) >> (128 - IPV6_NETWORK) << (128 - IPV6_NETWORK)))
    return str(getattr(parsed, "ipv4_mapped", None) or parsed)


class WrongTokens:
    """Wrong tokens by client: after `free` of them a client has to wait, each time for twice as long.

    The wait ends at `most_seconds`. Only the event loop's thread uses it.
    """

    def __init__(self, free: int, most_seconds: float) -> None:
        self._free = free
        self._most_seconds = most_seconds
        self._counts: TTLCache[str, int] = TTLCache(CLIENTS_REMEMBERED, 3 * most_seconds)

    def __len__(self) -> int:
        return len(self._counts)

    def count(self, client: str) -> int:
        """Count a wrong token of this client; return the seconds that it has to wait, 0 for the first."""
        count = self._counts.get(client, 0) + 1
        self._counts[client] = count
        excess = count - self._free
        return 0 if excess <= 0 else int(min(2.0 ** min(excess - 1, 30), self._most_seconds))
