"""Days in a real Chromium: chosen on a picture, played through, in words; names completed; map and list."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.api.conftest import Live
from tests.explorer.conftest import open_quiet_page

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.filterwarnings("ignore::DeprecationWarning")]
ROWS = "#content table >> nth=0 >> tbody tr:not([hidden])"
BRUSHED = "/timeline?from=2026-01-01&to=2026-01-31"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of its own, which must say nothing on its console."""
    with open_quiet_page(browser, "404", "ERR_") as quiet:
        yield quiet


def test_what_was_only_possibly_known_is_never_called_known(page: Page, live: Live) -> None:
    page.goto(f"{live.url}/documents?as_of=2026-01-20")
    words = "169 statements possibly known by 20 January 2026; none for certain."
    expect(page.locator(".days-words")).to_have_text(words)
    expect(page.locator("#day-slider")).to_be_visible()
    page.fill("#as-of", "2026-01-21")
    page.wait_for_url("**as_of=2026-01-21")
    expect(page.locator(".days-words")).to_have_text(
        "142 statements known for certain by 21 January 2026, from 2 documents; 165 more possibly known."
    )
    page.goto(f"{live.url}/documents?as_of=2020-01-01")
    expect(page.locator(".days-words")).to_have_text(
        "No statement in this graph was known by 1 January 2020."
    )
    page.click("#days .today")
    page.wait_for_url(lambda url: "as_of" not in url)
    expect(page.locator(".days-words")).to_have_text("Today: everything in the graph.")


def test_play_steps_through_every_day_and_stops_at_today(page: Page, live: Live) -> None:
    page.goto(f"{live.url}/events")
    page.clock.install()
    urls: list[str] = []
    page.on("request", lambda request: urls.append(request.url))
    page.click("#days .play")
    expect(page.locator("#days .play")).to_have_text("Pause")
    for day in ("2026-01-19", "2026-01-21", "2026-02-01", "2026-11-22"):
        page.wait_for_url(f"**as_of={day}")
        expect(page.locator("#as-of")).to_have_value(day)
        page.clock.run_for(1600)
    page.wait_for_url(lambda url: "as_of" not in url)
    expect(page.locator("#days .play")).to_have_text("Play")
    days = [url.partition("as_of=")[2] for url in urls if url.startswith(f"{live.url}/events")]
    assert days == ["2026-01-19", "2026-01-21", "2026-02-01", "2026-11-22", ""]


def test_play_pauses(page: Page, live: Live) -> None:
    page.goto(f"{live.url}/events")
    page.clock.install()
    page.click("#days .play")
    page.wait_for_url("**as_of=2026-01-19")
    page.click("#days .play")
    page.clock.run_for(5000)
    expect(page.locator("#days .play")).to_have_text("Play")
    assert page.url.endswith("as_of=2026-01-19")


def test_days_that_cannot_be_loaded_can_be_asked_for_again(page: Page, live: Live) -> None:
    page.route("**/api/v1/days", lambda route: route.abort())
    page.goto(f"{live.url}/events")
    expect(page.locator("#days .days-problem")).to_contain_text("the date field still works")
    page.unroute("**/api/v1/days")
    page.click("#days >> text=Try again")
    expect(page.locator("#day-slider")).to_be_visible()


def test_days_are_chosen_on_the_timeline_by_keyboard(page: Page, live: Live) -> None:
    page.goto(f"{live.url}/timeline")
    expect(page.locator(".brush-words")).to_contain_text("Drag over the picture")
    before = page.locator(ROWS).count()
    first = page.get_by_role("slider", name="First day")
    first.focus()
    page.keyboard.press("End")
    page.keyboard.press("PageDown")
    assert page.evaluate("document.activeElement.dataset.side") == "from"
    expect(page.locator("#from")).to_have_value("2026-02-21")
    expect(first).to_have_attribute("aria-valuetext", "21 February 2026")
    assert "from=2026-02-21" in page.url and "to=2026-02-28" in page.url
    after = page.locator(ROWS).count()
    assert 0 < after < before
    expect(page.locator(".brush-words")).to_contain_text(f"{after} of {before} rows")
    link = str(page.get_attribute(".table-tools a.csv >> nth=0", "href"))
    assert "from=2026-02-21" in link
    assert page.locator(".wide-picture a.faded").count() > 0
    page.reload()
    assert page.locator(ROWS).count() == after, "the server answers the same for the address"
    page.click("text=Clear the days")
    page.wait_for_url(lambda url: "from" not in url)
    assert page.locator(ROWS).count() == before


def test_days_are_chosen_on_the_timeline_by_dragging_and_no_link_is_followed(page: Page, live: Live) -> None:
    page.goto(f"{live.url}/timeline")
    before = page.locator(ROWS).count()
    box = page.locator(".wide-picture svg.axis").bounding_box()
    assert box is not None
    y = box["y"] + 150
    page.mouse.move(box["x"] + box["width"] * 0.40, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.60, y, steps=5)
    page.mouse.up()
    assert page.url.startswith(f"{live.url}/timeline?from=")
    expect(page.locator("#from")).not_to_have_value("")
    assert page.locator(ROWS).count() < before
    page.click("text=Clear the days")
    assert "from" not in page.url
    assert page.locator(ROWS).count() == before
    page.click("svg.axis a[data-days] >> nth=0")
    page.wait_for_url("**/event/**")


def test_the_numbers_of_a_series_are_narrowed_by_days(page: Page, live: Live) -> None:
    page.goto(f"{live.url}/figures/indonesians-at-embassy-pp")
    before = page.locator(f"{ROWS}:not(.under)").count()
    page.get_by_role("slider", name="Last day").focus()
    page.keyboard.press("PageDown")
    page.keyboard.press("PageDown")
    after = page.locator(f"{ROWS}:not(.under)").count()
    assert 0 < after < before
    page.reload()
    expect(page.locator("[data-server-range]")).to_contain_text(f"{after} of {before} numbers")
    assert page.locator(f"{ROWS}:not(.under)").count() == after


def test_a_name_is_completed_by_keyboard_and_sent_as_its_id(page: Page, live: Live) -> None:
    page.goto(f"{live.url}/timeline")
    field = page.locator("#entity")
    field.press_sequentially("chen")
    options = page.locator("[role=listbox] [role=option]")
    expect(options.first).to_contain_text("Chen Zhi")
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    active = str(field.get_attribute("aria-activedescendant"))
    assert page.get_attribute(f"#{active}", "aria-selected") == "true"
    page.keyboard.press("Escape")
    expect(page.locator("[role=listbox]")).to_be_hidden()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(field).to_have_value("Chen Zhi")
    page.keyboard.press("Enter")
    page.wait_for_url("**/timeline?entity=person%2Fchen-zhi*")
    expect(page.locator("#entity")).to_have_value("Chen Zhi")
    page.fill("#entity", "Prince Group")
    page.keyboard.press("Enter")
    page.wait_for_url("**entity=Prince+Group*")


def test_names_that_cannot_be_loaded_are_asked_for_again(page: Page, live: Live) -> None:
    page.route("**/api/v1/entities?*", lambda route: route.abort())
    page.goto(f"{live.url}/map")
    page.locator("#entity").press_sequentially("chen")
    expect(page.locator(".complete-status")).to_contain_text("could not be loaded")
    page.unroute("**/api/v1/entities?*")
    page.click(".complete-status button")
    expect(page.locator("[role=option]").first).to_contain_text("Chen Zhi")


def test_the_map_follows_its_filters_and_its_list(page: Page, live: Live) -> None:
    page.goto(f"{live.url}/map?entity=person/chen-zhi")
    expect(page.locator(".notice")).to_contain_text("statements that also name Chen Zhi")
    assert page.locator("#content tbody tr").count() < 10
    page.goto(f"{live.url}/map")
    item = page.locator(".map-list li", has_text="Poipet").first
    item.hover()
    expect(page.locator("svg.map a.mark.lit").first).to_be_visible()
    page.mouse.move(5, 5)
    page.hover("svg.map a.town >> nth=0")
    expect(page.locator(".map-list li.lit")).to_have_count(1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_barrier_in_what_scripts_add(browser: Browser, live: Live, scheme: Any) -> None:
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)
    page, barriers = context.new_page(), {}
    for path in (
        BRUSHED,
        "/figures",
        "/map",
        "/events?as_of=2026-01-21",
        "/figures/indonesians-at-embassy-pp",
    ):
        page.goto(live.url + path)
        expect(page.locator("#day-slider")).to_be_visible()
        if page.locator("#entity").count():
            page.locator("#entity").press_sequentially("chen")
            expect(page.locator("[role=option]").first).to_be_visible()
        violations = Axe().run(page).response["violations"]
        if found := [(v["id"], v["nodes"][0]["html"][:200]) for v in violations]:
            barriers[path] = found
    context.close()
    assert not barriers, json.dumps(barriers, indent=1)


@pytest.mark.parametrize("path", ["/events", "/figures", "/documents?as_of=2026-01-21", "/map", BRUSHED])
def test_nothing_is_wider_than_a_small_phone(browser: Browser, live: Live, path: str) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 700})
    page.goto(live.url + path)
    expect(page.locator("#day-slider")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.close()
