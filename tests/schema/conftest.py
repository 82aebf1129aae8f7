"""The five articles, loaded once a module on each engine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graph.store import Store
from ingest.load import load
from tests.conftest import ROOT, empty


@pytest.fixture(
    scope="module",
    params=[
        pytest.param("embedded", marks=pytest.mark.embedded),
        pytest.param("neo4j", marks=pytest.mark.neo4j),
    ],
)
def articles(request: pytest.FixtureRequest) -> Iterator[Store]:
    """Each engine in turn with the five articles."""
    store: Store = request.getfixturevalue(f"{request.param}_session")
    load(store, [ROOT / "data"], fresh=True)
    yield store
    empty(store)
