"""Rows as plain dicts, streamed, with errors in our words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from graph.engine.driver_errors import plain_errors

if TYPE_CHECKING:
    import neo4j

Row = dict[str, Any]

FETCH_SIZE = 1000


def rows_of(result: neo4j.Result, uri: str) -> Iterator[Row]:
    """Give the rows of `result` as they come. Raises ScamgraphError that names `uri`."""
    with plain_errors(uri):
        names = result.keys()
        for record in result:
            yield dict(zip(names, record, strict=True))
