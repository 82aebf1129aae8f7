"""The explorer in a real Chromium, over a server with the five articles."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page

from api.routes.static_files import load_static_files
from tests.api.conftest import articles, browser, live

__all__ = ["articles", "browser", "live", "open_quiet_page", "scripts"]


@contextmanager
def open_quiet_page(browser: Browser, *allowed: str) -> Iterator[Page]:
    """Open a separate page; fail at the end if its console has a message without any of these words."""
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    page, messages = context.new_page(), []
    page.on("console", lambda message: messages.append(message.text))
    page.on("pageerror", lambda error: messages.append(str(error)))
    yield page
    context.close()
    assert [text for text in messages if not any(words in text for words in allowed)] == []


@pytest.fixture(scope="session", autouse=True)
def scripts() -> None:
    """The scripts must be there: without them these tests would look at the plain pages."""
    missing = [name for name in ("graph.js", "pages.js") if name not in load_static_files()]
    if missing:
        pytest.fail(f"{', '.join(missing)} not built: run scripts/explorer")
