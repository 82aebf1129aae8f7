"""Streamed result rows as plain dicts; driver errors become ScamgraphErrors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from graph.engine.driver_errors import translate_driver_errors

if TYPE_CHECKING:
    import neo4j

Row = dict[str, Any]

FETCH_SIZE = 1000


def stream_rows(result: neo4j.Result, uri: str) -> Iterator[Row]:
    """Yield the rows of `result` as they arrive. Raises ScamgraphError that names `uri`."""
    with translate_driver_errors(uri):
        names = result.keys()
        for record in result:
            yield dict(zip(names, record, strict=True))
