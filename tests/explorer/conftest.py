"""The explorer in a real Chromium, over a server with the five articles."""

from __future__ import annotations

import pytest

from api.routes.static_files import load_static_files
from tests.api.conftest import articles, browser, live

__all__ = ["articles", "browser", "live", "scripts"]


@pytest.fixture(scope="session", autouse=True)
def scripts() -> None:
    """The scripts must be there: without them these tests would look at the plain pages."""
    missing = [name for name in ("graph.js", "pages.js") if name not in load_static_files()]
    if missing:
        pytest.fail(f"{', '.join(missing)} not built: run scripts/explorer")
