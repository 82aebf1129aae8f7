"""The harbour on each engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.store.store import Store
from tests.api.conftest import browser
from tests.quotes.harbour_graph import HarbourGraph, load_harbour

__all__ = ["browser", "harbour"]


@pytest.fixture
def harbour(store: Store, tmp_path: Path) -> HarbourGraph:
    """The harbour on each engine in turn."""
    return load_harbour(store, tmp_path / "harbour")
