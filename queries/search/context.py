"""What every group of a search needs: the graph, the query, and the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.store.protocols import ReadStore
    from queries.browse.scope import Scope
    from queries.search.claim_view import ClaimView
    from queries.search.name_guard import NameGuard
    from queries.search.search_words import SearchWords

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SearchContext:
    """The graph of a day, the claims of it in view, the words, the names to withhold, and the page."""

    scope: Scope
    view: ClaimView
    words: SearchWords
    names: NameGuard
    skip: int
    limit: int

    @property
    def store(self) -> ReadStore:
        """Return the whole graph, of any day."""
        return self.scope.store

    def select_page(self, rows: Sequence[T]) -> Sequence[T]:
        """Return the rows of the page."""
        return rows[self.skip : self.skip + self.limit]
