"""The five articles on each engine."""

from __future__ import annotations

import pytest

from graph.store.store import Store


@pytest.fixture(scope="module")
def articles(loaded: Store) -> Store:
    """Each engine in turn with the five articles."""
    return loaded
