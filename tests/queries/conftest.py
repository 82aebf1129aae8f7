"""The five articles, loaded once a module on each engine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graph.store import Store
from ingest.load import load
from tests.conftest import ROOT, empty

ENGINES = [
    pytest.param("embedded", marks=pytest.mark.embedded),
    pytest.param("neo4j", marks=pytest.mark.neo4j),
]


@pytest.fixture(scope="module", params=ENGINES)
def loaded(request: pytest.FixtureRequest) -> Iterator[Store]:
    """Each engine in turn with the five articles."""
    store: Store = request.getfixturevalue(f"{request.param}_session")
    load(store, [ROOT / "data"], fresh=True)
    yield store
    empty(store)


@pytest.fixture(scope="module")
def both(embedded_session: Store, neo4j_session: Store) -> Iterator[tuple[Store, Store]]:
    """Both engines with the five articles. A test that names it carries `@pytest.mark.neo4j`."""
    for store in (embedded_session, neo4j_session):
        load(store, [ROOT / "data"], fresh=True)
    yield embedded_session, neo4j_session
    for store in (embedded_session, neo4j_session):
        empty(store)
