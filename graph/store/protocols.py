"""Reading what lies in the database, inside an open transaction or through the reading door alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from graph.engine.session.result_rows import Row


class Asks(Protocol):
    """The store's reading door, or one that shows less; parameters are a map."""

    def __hash__(self) -> int:
        """What is kept of a graph is kept by its door."""
        ...

    def read(
        self, query: str, params: Mapping[str, Any] | None = None, *, timeout: float | None = None
    ) -> list[Row]:
        """Give all rows."""
        ...

    def stream(
        self, query: str, params: Mapping[str, Any] | None = None, *, timeout: float | None = None
    ) -> Iterator[Row]:
        """Give rows as they come."""
        ...


class Reads(Protocol):
    """What a reader needs: a query's rows, all at once or as they come. Parameters are keywords."""

    def run(self, query: str, **params: Any) -> list[Row]:
        """Give all rows."""
        ...

    def stream(self, query: str, **params: Any) -> Iterator[Row]:
        """Give rows as they come."""
        ...


class ReadingDoor:
    """The store's reading door, for what is otherwise read in a transaction."""

    def __init__(self, store: Asks) -> None:
        self._store = store

    def run(self, query: str, **params: Any) -> list[Row]:
        """Give all rows. Raises ScamgraphError."""
        return self._store.read(query, params)

    def stream(self, query: str, **params: Any) -> Iterator[Row]:
        """Give rows as they come. Raises ScamgraphError."""
        return self._store.stream(query, params)
