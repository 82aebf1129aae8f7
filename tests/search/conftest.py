"""The five articles on each engine, and a search of them as one call."""

from __future__ import annotations

from typing import Any

from graph.store.store import Store
from queries.ask.ask import no_texts
from queries.browse.scope import load_protected_names, open_scope
from queries.search.model import Filters, Group, GroupName, SearchRequest, SearchResult
from queries.search.passages import Passages
from queries.search.search import search
from tests.conftest import ENGINES, articles, both, loaded, named, texts

__all__ = ["ENGINES", "articles", "both", "loaded", "named", "texts"]


def search_for(
    store: Store, text: str, day: str | None = None, *, passages: Passages | None = None, **options: Any
) -> SearchResult:
    """Search for a text; filters and other members of the request by their names."""
    filters = {name: options.pop(name) for name in list(options) if name in Filters.__dataclass_fields__}
    request = SearchRequest(text, Filters(**filters), **options)
    scope = open_scope(store, day)
    return search(scope, request, passages or Passages(no_texts), load_protected_names(store))


def find_group(result: SearchResult, name: GroupName) -> Group:
    """One group of a result."""
    return next(group for group in result.groups if group.name == name)


def list_ids(result: SearchResult, name: GroupName) -> list[str]:
    """The ids of the hits of one group."""
    return [hit.id for hit in find_group(result, name).hits]
