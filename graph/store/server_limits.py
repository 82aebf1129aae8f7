"""The limits that a Neo4j of someone else has, and those it lacks: only its owner can set them.

The read guard and the deadlines hold on any server. These settings hold where a query gets past them,
and for every other client of the server.
"""

from __future__ import annotations

from dataclasses import dataclass

from graph.model.errors import ScamgraphError
from graph.store.store import Store

_SECONDS = 5.0
_NONE = frozenset({"0", "0B", "0s", "0ms", "No Value", ""})
_QUERY = "SHOW SETTINGS YIELD name, value WHERE name IN $names RETURN name, value"


@dataclass(frozen=True, slots=True)
class ServerLimit:
    """One limit. `is_set` is None if the login may not read the server's settings."""

    setting: str
    purpose: str
    remedy: str
    is_set: bool | None = None
    value: str = ""


LIMITS = (
    ServerLimit(
        "db.memory.transaction.max",
        "one query cannot take all memory of the server",
        "db.memory.transaction.max=1g",
    ),
    ServerLimit(
        "db.transaction.timeout",
        "a query whose client is gone ends",
        "db.transaction.timeout=1h",
    ),
    ServerLimit(
        "dbms.security.allow_csv_import_from_file_urls",
        "LOAD CSV reads no files of the server",
        "dbms.security.allow_csv_import_from_file_urls=false",
    ),
)


def read_server_limits(store: Store) -> list[ServerLimit]:
    """Return the limits with what the server has set."""
    names = [limit.setting for limit in LIMITS]
    try:
        values = {
            row["name"]: str(row["value"]) for row in store.read(_QUERY, {"names": names}, timeout=_SECONDS)
        }
    except ScamgraphError:
        return list(LIMITS)
    return [_judge(limit, values.get(limit.setting)) for limit in LIMITS]


def _judge(limit: ServerLimit, value: str | None) -> ServerLimit:
    if value is None:
        return limit
    # Of the switches, false is the limit; of the sizes and times, anything but zero.
    is_set = value == "false" if value in ("true", "false") else value not in _NONE
    return ServerLimit(limit.setting, limit.purpose, limit.remedy, is_set, value)
