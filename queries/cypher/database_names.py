"""The labels, relationship types and properties that a database holds, ours and others'."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from graph.model.errors import ScamgraphError

if TYPE_CHECKING:
    from graph.store.store import Store

SECONDS = 5.0
"""How long a look into the database for a warning may take; then the warning is left out."""


class DatabaseNames:
    """The names that a database holds, ours and others', looked up on first use.

    The embedded engine holds nothing but ours, and keeps the names of what is long gone: it is not
    queried.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._may_hold_others = store.engine == "neo4j"

    @cached_property
    def labels(self) -> frozenset[str]:
        """Return every label in the database."""
        return self._read_column("CALL db.labels()", "label")

    @cached_property
    def types(self) -> frozenset[str]:
        """Return every relationship type in the database."""
        return self._read_column("CALL db.relationshipTypes()", "relationshipType")

    @cached_property
    def properties(self) -> frozenset[str]:
        """Return every property in the database, where the engine lists them."""
        return self._read_column("CALL db.propertyKeys()", "propertyKey")

    def has_property(self, labels: Iterable[str], name: str) -> bool:
        """Return whether a node with one of these labels has a property; true where that is unknown."""
        parts = (
            f"MATCH (n:`{label}`) WHERE n.`{name}` IS NOT NULL RETURN 1 AS one LIMIT 1" for label in labels
        )
        try:
            return any(self._store.read(part, timeout=SECONDS) for part in parts)
        except ScamgraphError:
            return True

    def _read_column(self, query: str, name: str) -> frozenset[str]:
        if not self._may_hold_others:
            return frozenset()
        try:
            return frozenset(row[name] for row in self._store.read(query, timeout=SECONDS))
        except ScamgraphError:
            return frozenset()
