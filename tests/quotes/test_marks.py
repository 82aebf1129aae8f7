"""The marked text in a real Chromium: accessible, lit together with its claims, shown in the graph's pane."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from graph.store.store import Store
from tests.api.conftest import Live, service
from tests.api.test_browser import find_barriers
from tests.quotes.harbour_graph import DOCUMENT, OFFICE, QUOTES, load_harbour

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.filterwarnings("ignore::DeprecationWarning")]


@pytest.fixture(scope="module")
def server(embedded_session: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A live server over the harbour, with its text."""
    harbour = load_harbour(embedded_session, tmp_path_factory.mktemp("marks") / "harbour")
    with Live(service(harbour.store, texts=harbour.texts)) as running:
        yield running


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_marked_text_has_no_serious_barrier(browser: Browser, server: Live, scheme: Any) -> None:
    assert not find_barriers(browser, server.url, {"document": f"/{DOCUMENT}"}, scheme)


def test_passage_and_claim_light_up_together(browser: Browser, server: Live) -> None:
    page = browser.new_page()
    page.goto(f"{server.url}/{DOCUMENT}")
    page.hover("mark[data-c] >> nth=2")
    number = str(page.get_attribute("mark[data-c] >> nth=2", "data-c")).split()[0]
    expect(page.locator(f"#n-{number}")).to_have_class("lit")
    page.mouse.move(0, 0)
    expect(page.locator(f"#n-{number}")).not_to_have_class("lit")
    page.focus(f"a.ref[data-c='{number}'] >> nth=0")
    expect(page.locator(f"#n-{number}")).to_have_class("lit")
    page.close()


def test_the_graph_s_pane_marks_the_words_in_their_text(browser: Browser, server: Live) -> None:
    page = browser.new_page()
    page.goto(f"{server.url}/graph?seed={OFFICE}")
    page.click("#told button:has-text('arrested')")
    article = page.locator(".pane article")
    expect(article.locator("blockquote mark")).to_have_text(QUOTES["pilots"])
    article.locator("text=Show it in its text").click()
    text = page.locator(".reader-pane .text")
    expect(text.locator("mark.chosen")).to_have_text(QUOTES["pilots"])
    assert len(text.inner_text()) > len(QUOTES["pilots"]) + 100
    page.close()
