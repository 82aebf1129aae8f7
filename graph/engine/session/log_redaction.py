"""Redaction of query parameters in the driver's debug log.

The driver renders the parameters of every query for its debug log before it checks whether a log
is kept (neo4j 6.4, `_bolt5.py`): 7 ms for 10,000 rows, half as long as packing them takes, and
the rows would appear in that log.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class _RedactedList(list[Any]):
    def __repr__(self) -> str:
        return f"<{len(self)} items>"


class _RedactedMap(dict[str, Any]):
    def __repr__(self) -> str:
        return f"<{len(self)} items>"


def redact_for_logging(params: Mapping[str, Any]) -> dict[str, Any]:
    """Return the same parameters, with lists and maps that show only their size in a log."""
    return {name: _redact_value(value) for name, value in params.items()}


def _redact_value(value: Any) -> Any:
    if isinstance(value, list):
        return _RedactedList(value)
    return _RedactedMap(value) if isinstance(value, dict) else value
