"""Protocols for reading the database, in an open transaction or in a store's read-only access."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from graph.engine.session.result_rows import Row


class ReadStore(Protocol):
    """A store's read-only access, or a filtered view of it; parameters are a map."""

    def __hash__(self) -> int:
        """Return the hash: caches of a graph use its store as the key."""
        ...

    def read(
        self, query: str, params: Mapping[str, Any] | None = None, *, timeout: float | None = None
    ) -> list[Row]:
        """Return all rows."""
        ...

    def stream(
        self, query: str, params: Mapping[str, Any] | None = None, *, timeout: float | None = None
    ) -> Iterator[Row]:
        """Yield rows as they arrive."""
        ...


class QueryRunner(Protocol):
    """A runner of queries: returns rows all at once or as they arrive. Parameters are keywords."""

    def run(self, query: str, **params: Any) -> list[Row]:
        """Return all rows."""
        ...

    def stream(self, query: str, **params: Any) -> Iterator[Row]:
        """Yield rows as they arrive."""
        ...


class StoreRunner:
    """A store's read-only access as a `QueryRunner`, for code that otherwise reads in a transaction."""

    def __init__(self, store: ReadStore) -> None:
        self._store = store

    def run(self, query: str, **params: Any) -> list[Row]:
        """Return all rows. Raises ScamgraphError."""
        return self._store.read(query, params)

    def stream(self, query: str, **params: Any) -> Iterator[Row]:
        """Yield rows as they arrive. Raises ScamgraphError."""
        return self._store.stream(query, params)
