"""The pages in a real Chromium: accessible, complete without a script, quiet, usable by keyboard alone."""

from __future__ import annotations

import json
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from graph.store.store import Store
from tests.api.conftest import Live, addresses, client, service

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.filterwarnings("ignore::DeprecationWarning")]
SERIOUS = ("serious", "critical")
RULES: dict[str, dict[str, Any]] = {
    "light": {"resultTypes": ["violations"]},
    "dark": {"resultTypes": ["violations"], "runOnly": {"type": "rule", "values": ["color-contrast"]}},
}
"""What axe looks for. The dark pages are the light ones in other colours."""


@pytest.fixture(scope="module")
def paths(articles: Store) -> dict[str, str]:
    """One page of every kind."""
    with client(service(articles)) as web:
        return addresses(web)


def without_script(browser: Browser, **options: Any) -> Page:
    """A page of a reader who has scripts switched off."""
    return browser.new_context(java_script_enabled=False, **options).new_page()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_serious_barrier(
    browser: Browser, live: Live, paths: dict[str, str], scheme: Any
) -> None:
    assert not (barriers := find_barriers(browser, live.url, paths, scheme)), json.dumps(barriers, indent=1)


def find_barriers(browser: Browser, url: str, paths: dict[str, str], scheme: Any) -> dict[str, Any]:
    """What axe finds that is serious, by kind of page, with everything unfolded."""
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)
    page, barriers = context.new_page(), {}
    for kind, path in paths.items():
        page.goto(url + path)
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
        violations = Axe().run(page, options=RULES[scheme]).response["violations"]
        serious = [
            (violation["id"], violation["nodes"][0]["html"][:200])
            for violation in violations
            if violation["impact"] in SERIOUS
        ]
        if serious:
            barriers[kind] = serious
    context.close()
    return barriers


def test_pages_ask_nobody_else_and_break_no_policy(
    browser: Browser, live: Live, paths: dict[str, str]
) -> None:
    page, urls, messages = browser.new_page(), [], []
    page.on("request", lambda request: urls.append(request.url))
    page.on("console", lambda message: messages.append(message.text))
    for path in paths.values():
        page.goto(live.url + path)
    page.close()
    assert [url for url in urls if not url.startswith(live.url)] == []
    # A browser requests its icon and logs that this file is missing.
    assert [text for text in messages if "404" not in text] == []


@pytest.mark.parametrize("width", [320, 1200])
def test_no_page_is_wider_than_its_window(
    browser: Browser, live: Live, paths: dict[str, str], width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    for path in paths.values():
        page.goto(live.url + path)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{path} is {wide} wide"
    page.close()


def test_from_a_name_to_the_passage_in_three_clicks_without_a_script(browser: Browser, live: Live) -> None:
    page = without_script(browser)
    page.goto(live.url)
    page.fill("#q", "chen zi")
    page.click("main button")
    page.click(".results a >> nth=0")
    assert page.url.endswith("/entity/person/chen-zhi")
    page.click('a:text("Chen Zhi is the head of Prince Group")')
    assert "/fact/" in page.url
    assert "sha256" in page.input_value("textarea >> nth=0")
    page.click("article a >> nth=0")
    assert "/document/" in page.url and "#c-" in page.url
    page.context.close()


def test_a_day_is_chosen_and_left_again_without_a_script(browser: Browser, live: Live) -> None:
    page = without_script(browser)
    page.goto(f"{live.url}/figures/indonesians-at-embassy-pp")
    page.fill("#as-of", "2026-01-21")
    page.click("#days button")
    assert page.url.endswith("?as_of=2026-01-21")
    assert "Only possibly known on that day" in page.content()
    page.click("text=Back to today")
    assert "as_of" not in page.url
    page.context.close()


def test_by_keyboard_alone_the_content_is_one_key_away(browser: Browser, live: Live) -> None:
    page = browser.new_page()
    page.goto(f"{live.url}/entity/person/chen-zhi")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.close()
