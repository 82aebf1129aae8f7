"""The claims of the five articles."""

from __future__ import annotations

import pytest

from graph.store.store import Store
from tests.conftest import articles
from tests.golden.articles import Claim, all_claims

__all__ = ["articles", "claims"]


@pytest.fixture(scope="module")
def claims(articles: Store) -> list[Claim]:
    """All claims of the five articles."""
    return all_claims(articles)
