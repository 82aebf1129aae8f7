"""Journeys of readers in a real Chromium, each from the home page in at most three clicks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from graph.store.store import Store
from tests.api.conftest import Live, service

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.filterwarnings("ignore::DeprecationWarning")]
MOST_CLICKS = 3


class Journey:
    """A page that begins at home and counts the clicks; it fails at a fourth."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.clicks = 0
        page.goto(url)

    def click(self, target: Locator) -> None:
        """Click on what is visible, once."""
        self.clicks += 1
        assert self.clicks <= MOST_CLICKS
        target.click()

    def follow(self, words: str, within: str = "main") -> None:
        """Follow the first link with these words."""
        self.click(self.page.locator(within).get_by_role("link", name=words).first)


@pytest.fixture
def journey(browser: Browser, live: Live) -> Iterator[Journey]:
    """A journey over the five articles, without their texts."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    yield Journey(context.new_page(), live.url)
    context.close()


@pytest.fixture
def reading(browser: Browser, articles: Store, texts: Path) -> Iterator[Journey]:
    """A journey over the five articles with their texts."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    with Live(service(articles, texts=texts)) as server:
        yield Journey(context.new_page(), server.url)
    context.close()


@pytest.mark.texts
def test_from_who_says_1440_to_its_quote(reading: Journey) -> None:
    reading.follow("Who says 1,440?")
    expect(reading.page.locator(".answer .lead")).to_contain_text("from at least 1 independent origin")
    reading.click(reading.page.locator(".rows summary").first)
    expect(reading.page.locator(".rows blockquote").first).to_be_visible()
    reading.click(reading.page.locator(".rows [data-claim]").first)
    expect(reading.page.locator(".reader-pane mark.chosen").first).to_be_in_viewport()


def test_from_the_indictment_to_its_three_claims(journey: Journey) -> None:
    journey.follow("Events", "nav")
    journey.follow("Indictment of Chen Zhi in the United States")
    expect(journey.page.locator("h1")).to_have_text("Indictment of Chen Zhi in the United States")
    expect(journey.page.locator(".citation")).to_have_count(3)


def test_to_the_conflict_on_how_many(journey: Journey) -> None:
    journey.follow("has numbers for days that overlap")
    sides = journey.page.locator(".sides > section")
    expect(sides).to_have_count(4)
    for number in ("440", "1,440", "1,726", "520"):
        expect(journey.page.locator("h1")).to_contain_text(f"{number} people")


def test_to_what_was_known_on_20_january(journey: Journey) -> None:
    journey.page.fill("#as-of", "2026-01-20")
    journey.page.keyboard.press("Enter")
    journey.page.wait_for_url("**as_of=2026-01-20**")
    words = journey.page.locator(".days-words")
    expect(words).to_contain_text("possibly known by 20 January 2026")
    expect(words).to_contain_text("none for certain")
    journey.follow("Figures", "nav")
    assert "as_of=2026-01-20" in journey.page.url


def test_to_a_nationality_with_its_numbers(journey: Journey) -> None:
    journey.click(journey.page.locator("main a[href='/entity/nationality/indonesian']").first)
    expect(journey.page.locator("h1")).to_have_text("Indonesian")
    numbers = journey.page.locator("section:has(#numbers)")
    expect(numbers).to_contain_text("1,440 people")
    expect(numbers).to_contain_text("16 to 20 January 2026")


def test_to_the_compound_in_poipet(journey: Journey) -> None:
    journey.follow("Scam compound in Poipet")
    expect(journey.page.locator("h1")).to_have_text("Scam compound in Poipet")
    expect(journey.page.locator("main")).to_contain_text("No source in this graph says who runs")


@pytest.mark.texts
def test_a_document_is_read_through(reading: Journey) -> None:
    reading.click(reading.page.locator("section:has(#newest) a[href*='afp-1400-left']"))
    reading.click(reading.page.get_by_role("button", name="Next"))
    status = reading.page.locator("#reader-status")
    total = int(str(reading.page.get_attribute("#reader", "data-total")))
    for number in range(1, total + 1):
        expect(status).to_contain_text(f"{number} of {total}")
        expect(reading.page.locator("#reader-text mark.chosen").first).to_be_in_viewport()
        reading.page.keyboard.press("j")
    assert total > 20
