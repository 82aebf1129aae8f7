"""The explorer in a real Chromium, over a server with the five articles."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from api.assets import held
from tests.api.conftest import articles, live

__all__ = ["articles", "browser", "live", "scripts"]


@pytest.fixture(scope="session", autouse=True)
def scripts() -> None:
    """The scripts must be there: without them these tests would look at the plain pages."""
    missing = [name for name in ("graph.js", "pages.js") if name not in held()]
    if missing:
        pytest.fail(f"{', '.join(missing)} not built: run scripts/explorer")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium; without it the test fails and names it."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.fail(
            "no Chromium: install it (Debian: apt-get install chromium), or leave it out: SKIP=browser"
        )
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield found
        found.close()
