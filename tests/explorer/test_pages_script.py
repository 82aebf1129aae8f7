"""The small scripts of pages in a real Chromium: slider of days, map, copying, reader; by keyboard, too."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.api.conftest import Live

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.filterwarnings("ignore::DeprecationWarning")]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A separate page, closed after the test."""
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    yield context.new_page()
    context.close()


def test_the_slider_moves_a_page_through_the_days_by_keyboard_and_back(page: Page, live: Live) -> None:
    page.goto(f"{live.url}/figures/indonesians-at-embassy-pp")
    slider = page.locator("#day-slider")
    expect(slider).to_have_attribute("aria-valuetext", "Today: everything in the graph.")
    assert page.locator("#content tbody tr th").count() >= 5
    slider.focus()
    page.keyboard.press("Home")
    page.wait_for_url("**as_of=2026-01-19")
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**as_of=2026-01-21")
    expect(page.locator(".day")).to_contain_text("As known on 21 January 2026")
    expect(page.locator("#as-of")).to_have_value("2026-01-21")
    expect(page.locator("#content")).not_to_contain_text("1,726 people")
    assert page.evaluate("document.activeElement.id") == "day-slider", "the focus stays where it is"
    assert "as_of=2026-01-21" in str(page.get_attribute("header .brand", "href"))
    page.go_back()
    page.wait_for_url("**as_of=2026-01-19")
    expect(page.locator(".day")).to_contain_text("As known on 19 January 2026")
    page.keyboard.press("End")
    page.wait_for_url(lambda url: "as_of" not in url)
    expect(page.locator(".day")).to_have_count(0)
    expect(page.locator("#content")).to_contain_text("1,726 people")


def test_a_day_that_cannot_be_loaded_is_told_and_the_page_stays(page: Page, live: Live) -> None:
    page.goto(f"{live.url}/events")
    expect(page.locator("#day-slider")).to_be_visible()
    page.route("**/events?*", lambda route: route.abort())
    page.locator("#day-slider").focus()
    page.keyboard.press("Home")
    expect(page.locator("#days .days-problem")).to_contain_text("could not be loaded")
    assert page.url.endswith("/events")
    page.unroute("**/events?*")
    page.click("#days .days-problem button")
    page.wait_for_url("**as_of=2026-01-19")
    expect(page.locator("#days .days-problem")).to_be_hidden()


def test_the_map_is_zoomed_moved_and_thinned_out(page: Page, live: Live) -> None:
    page.goto(f"{live.url}/map")
    whole = page.get_attribute("#map-cambodia", "viewBox")
    page.hover("#map-cambodia a.town >> nth=0")
    expect(page.locator(".map-cambodia .told-of")).to_contain_text("a town, known by its centre")
    page.click(".map-cambodia button[title='Zoom in']")
    near = page.get_attribute("#map-cambodia", "viewBox")
    assert near != whole
    page.focus("#map-cambodia a.town >> nth=0")
    page.keyboard.press("ArrowRight")
    assert page.get_attribute("#map-cambodia", "viewBox") not in (near, whole)
    page.keyboard.press("0")
    assert [float(n) for n in str(page.get_attribute("#map-cambodia", "viewBox")).split()] == [
        float(n) for n in str(whole).split()
    ]
    page.uncheck(".kinds input[value=Compound]")
    assert not page.locator("#map-cambodia [data-kind=Compound]").first.is_visible()
    assert not page.locator("tr[data-kind=Compound]").first.is_visible()
    page.check(".kinds input[value=Compound]")
    page.click("#map-cambodia a.town >> nth=0")
    page.wait_for_url("**/entity/place/poipet")


def test_the_map_of_another_day_can_be_used_like_the_first(page: Page, live: Live) -> None:
    page.goto(f"{live.url}/map")
    page.locator("#day-slider").focus()
    page.keyboard.press("Home")
    page.wait_for_url("**as_of=2026-01-19")
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**as_of=2026-01-21")
    expect(page.locator(".map-cambodia .tools button")).to_have_count(3)
    page.click(".map-cambodia button[title='Zoom in']")
    assert not str(page.get_attribute("#map-cambodia", "viewBox")).startswith("0 0 ")


def test_citation_and_address_are_copied(browser: Browser, live: Live) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{live.url}/entity/person/chen-zhi")
    page.click('a:text("Chen Zhi is the head of Prince Group")')
    page.click("text=Copy citation >> nth=0")
    expect(page.locator("article .copy >> nth=0")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.input_value("textarea.cite >> nth=0") and "sha256" in copied
    page.click("text=Copy link")
    page.wait_for_function("navigator.clipboard.readText().then((text) => text === location.href)")
    context.close()


def test_claim_and_place_in_the_text_light_up_together(page: Page, live: Live) -> None:
    page.goto(f"{live.url}/document/afp-400-freed-2026-01")
    page.hover("#n-3")
    expect(page.locator("svg.strip path.lit")).to_have_count(1)
    assert page.get_attribute("svg.strip path.lit", "data-c") == "3"
    other = page.locator(".claims li").last
    page.mouse.move(0, 0)  # what scrolls under the pointer would light up, too
    other.locator(".claim-link").focus()
    assert page.get_attribute("svg.strip path.lit", "data-c") == other.get_attribute("data-c") != "3"


@pytest.mark.parametrize("path", ["/map", "/timeline", "/conflicts", "/figures/indonesians-at-embassy-pp"])
def test_a_page_with_a_picture_is_complete_without_a_script(browser: Browser, live: Live, path: str) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(live.url + path)
    assert page.locator("#day-slider, .tools, .kinds").count() == 0
    assert page.locator("#content a").count() > 5
    page.fill("#as-of", "2026-01-21")
    page.click("#days button")
    assert "as_of=2026-01-21" in page.url
    assert "As known on 21 January 2026" in page.content()
    page.context.close()


def test_pages_with_scripts_break_no_policy(page: Page, live: Live) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for path in ("/map", "/timeline", "/conflicts", "/document/afp-400-freed-2026-01"):
        page.goto(live.url + path)
        expect(page.locator("#day-slider")).to_be_visible()
    assert [text for text in said if "404" not in text] == []
