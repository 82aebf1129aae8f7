"""The five articles on the embedded engine, loaded once a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graph.store import Store
from ingest.load import load
from tests.conftest import ROOT, empty


@pytest.fixture(scope="module")
def articles(embedded_session: Store) -> Iterator[Store]:
    """The engine with the five articles, for tests that only read."""
    load(embedded_session, [ROOT / "data"], fresh=True)
    yield embedded_session
    empty(embedded_session)
