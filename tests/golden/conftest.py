"""The five articles on the embedded engine, loaded once a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graph.store import Store
from ingest.load import load
from tests.conftest import ROOT, empty
from tests.golden.articles import Claim, all_claims


@pytest.fixture(scope="module")
def articles(embedded_session: Store) -> Iterator[Store]:
    """The embedded engine with the five articles."""
    load(embedded_session, [ROOT / "data"], fresh=True)
    yield embedded_session
    empty(embedded_session)


@pytest.fixture(scope="module")
def claims(articles: Store) -> list[Claim]:
    """All claims of the five articles."""
    return all_claims(articles)
