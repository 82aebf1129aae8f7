"""The graph view: found, expanded, walked, read, undone, shared; by mouse, by keys, without a script."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from graph.store.store import Store
from ingest.load import load
from tests.api.conftest import Live, service
from tests.api.test_hostile_data import EVIL, poison
from tests.conftest import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.filterwarnings("ignore::DeprecationWarning")]
CHEN_ZHI = "person/chen-zhi"
CY = "document.querySelector('.canvas')._cyreg.cy"
AT = f"id => {{ const at = {CY}.$id(id).renderedPosition(); return [at.x, at.y] }}"
IDS = f"() => {CY}.nodes().map(n => n.id()).sort()"
PLACES = f"() => Object.fromEntries({CY}.nodes().map(n => [n.id(), n.position()]))"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that must say nothing on its console and ask nobody else."""
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    yield from _quiet(context)


def _quiet(context: BrowserContext) -> Iterator[Page]:
    made, said = context.new_page(), []
    made.on("console", lambda message: said.append(message.text))
    made.on("pageerror", lambda error: said.append(str(error)))
    yield made
    context.close()
    # A browser requests an icon and logs that it is missing.
    assert [text for text in said if "404" not in text] == []


def ready(page: Page, address: str | None = None) -> Page:
    """A page whose picture is drawn."""
    if address is not None:
        page.goto(address)
    page.wait_for_selector("#graph[data-ready]:not([aria-busy])")
    return page


def ids(page: Page) -> list[str]:
    """The entities of the picture."""
    found: list[str] = page.evaluate(IDS)
    return found


def click_at(page: Page, id_: str) -> None:
    """Click an entity in the picture."""
    x, y = page.evaluate(AT, id_)
    page.locator(".canvas").click(position={"x": x, "y": y})


def test_from_a_name_to_its_evidence_in_three_clicks(page: Page, live: Live) -> None:
    page.goto(live.url)
    page.fill("#q", "chen zhi")
    page.keyboard.press("Enter")
    page.click(".results a >> nth=0")
    page.click("text=See it as a network")
    ready(page)
    assert CHEN_ZHI in ids(page)
    page.click("#told button:has-text('Chen Zhi is the head of Prince Group.')")
    pane = page.locator(".pane")
    expect(pane.locator("h2")).to_have_text("Chen Zhi is the head of Prince Group.")
    expect(pane).to_contain_text("1 document, 1 independent origin")
    expect(pane.locator("article")).to_contain_text("Newser")
    expect(pane.locator("article")).to_contain_text("sealed by SHA-256")
    expect(pane.locator("details pre")).to_contain_text("MATCH")


def test_an_entity_is_expanded_by_what_is_said_and_counts_agree(page: Page, live: Live) -> None:
    ready(page, f"{live.url}/graph?seed={CHEN_ZHI}&depth=0")
    assert ids(page) == [CHEN_ZHI]
    click_at(page, CHEN_ZHI)
    offered = page.locator(".unfold button:has-text('heads')")
    expect(offered).to_have_text("heads (1)")
    offered.click()
    expect(page.locator("[role=status][aria-live]")).to_have_text("1 more entities are shown.")
    comes(page, ["company/prince-group", CHEN_ZHI], "open=person/chen-zhi~HEADS~SUBJECT")
    expect(page.locator("#told tbody >> nth=1")).to_contain_text("Prince Group")


def test_hiding_and_moving_are_undone_and_done_again(page: Page, live: Live) -> None:
    ready(page, f"{live.url}/graph?seed={CHEN_ZHI}")
    before = ids(page)
    without = [id_ for id_ in before if id_ != "company/prince-group"]
    page.click("button:has-text('Hide Prince Group')")
    comes(page, without, "hide=")
    expect(page.locator("#told")).not_to_contain_text("Chen Zhi heads Prince Group")
    page.evaluate("scrollTo(0, 0)")
    x, y = page.evaluate(AT, CHEN_ZHI)
    box = page.locator(".canvas").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + x, box["y"] + y)
    page.mouse.down()
    page.mouse.move(box["x"] + x + 60, box["y"] + y + 40, steps=4)
    page.mouse.up()
    comes(page, without, "pin=person/chen-zhi@")
    page.click("button:has-text('Undo')")
    comes(page, without, "hide=", "pin=")
    page.click("button:has-text('Undo')")
    comes(page, before, "", "hide=")
    page.click("button:has-text('Redo')")
    comes(page, without, "hide=")
    page.click("button:has-text('Show 1 hidden')")
    comes(page, before, "", "hide=")


def comes(page: Page, entities: list[str], told: str, gone: str = "&&") -> None:
    """Wait until the picture has these entities, and the address has the one and not the other."""
    page.wait_for_function(
        f"([ids, told, gone]) => ({IDS})().join() === ids.join() "
        "&& decodeURIComponent(location.search).includes(told) && !location.search.includes(gone)",
        arg=[entities, told, gone],
    )


def test_a_link_shows_the_same_and_the_back_button_goes_back(page: Page, live: Live) -> None:
    ready(page, f"{live.url}/graph?seed={CHEN_ZHI}")
    places = page.evaluate(PLACES)
    page.click("summary:has-text('Filters')")
    page.select_option("select[name=standing]", "accusation")
    page.click("#sift button")
    page.wait_for_function("() => location.search.includes('standing=accusation')")
    page.wait_for_function(f"() => ({IDS})().length < {len(places)}")
    narrowed, link = ids(page), page.url
    page.go_back()
    page.wait_for_function(f"() => ({IDS})().length === {len(places)}")
    assert page.evaluate(PLACES) == places
    assert ids(ready(page, link)) == narrowed
    expect(page.locator("#sift select[name=standing]")).to_have_value("accusation")


def test_paths_show_the_weakest_hop_and_what_they_do_not_show(page: Page, live: Live) -> None:
    ready(page, f"{live.url}/graph?seed={CHEN_ZHI}")
    page.click("summary:has-text('Paths between two')")
    page.fill("input[name=from]", CHEN_ZHI)
    page.fill("input[name=to]", "embassy/indonesia-phnom-penh")
    page.click("#way button")
    pane = page.locator(".pane")
    expect(pane.locator(".lead")).to_contain_text("its weakest")
    expect(pane.locator(".lead")).to_contain_text(
        "No source in this graph ties Chen Zhi to the Indonesian embassy in Phnom Penh directly."
    )
    expect(pane.locator(".tag:has-text('the weakest hop')").first).to_be_visible()
    assert page.evaluate(f"{CY}.edges('.weakest').length") >= 1
    page.fill("input[name=from]", "company/prince-group")
    page.fill("input[name=to]", "place/bavet")
    page.click("#way button")
    expect(pane.locator(".lead")).to_contain_text("No source in this graph ties Prince Group to Bavet")
    expect(pane).to_contain_text("does not connect")
    assert page.evaluate(f"{CY}.edges().length") == 0


def test_by_keyboard_alone(page: Page, live: Live) -> None:
    ready(page, f"{live.url}/graph?seed={CHEN_ZHI}")
    told = page.locator("[role=status][aria-live]")
    page.focus(".acts button:last-of-type")
    page.keyboard.press("Tab")
    page.wait_for_function("document.activeElement.classList.contains('canvas')")
    page.keyboard.press("ArrowRight")
    expect(told).to_contain_text("Chen Zhi, Person, tied to")
    page.keyboard.press("ArrowRight")
    expect(told).not_to_contain_text("Chen Zhi, Person")
    page.wait_for_function("() => /at=(?!person.chen-zhi)/.test(location.search)")
    chosen = page.url.partition("at=")[2]
    assert chosen in ids(page)
    page.keyboard.press("h")
    expect(told).to_contain_text("is hidden")
    page.keyboard.press("z")
    expect(told).to_have_text("Undone.")
    page.keyboard.press("y")
    page.wait_for_function(f"id => !({IDS})().includes(id)", arg=chosen)
    page.keyboard.press("z")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("l")
    page.keyboard.press("Enter")
    expect(page.locator(".pane article").first).to_be_visible()
    page.wait_for_function("document.activeElement.classList.contains('pane')")
    page.keyboard.press("Escape")
    page.wait_for_function("document.activeElement.classList.contains('canvas')")
    page.keyboard.press("?")
    expect(page.locator("dialog")).to_be_visible()


def test_a_saved_picture_has_every_line_and_no_code(page: Page, live: Live, tmp_path: Path) -> None:
    ready(page, f"{live.url}/graph?seed={CHEN_ZHI}")
    lines = page.evaluate(f"{CY}.edges().length")
    with page.expect_download() as download:
        page.click("button:has-text('Save picture')")
    download.value.save_as(tmp_path / "picture.svg")
    text = (tmp_path / "picture.svg").read_text(encoding="utf-8")
    assert text.count("<title>") == lines + len(ids(page)) + 1
    assert "stroke-dasharray" in text and "accusation" in text and "<script" not in text


def test_without_a_script_the_view_is_whole(browser: Browser, live: Live) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{live.url}/graph?seed={CHEN_ZHI}&depth=0&from=&to=")
    page.click("text=show 10 more")
    page.goto(f"{live.url}/graph?seed={CHEN_ZHI}")
    page.click("text=Chen Zhi is the head of Prince Group")
    assert "/fact/" in page.url
    page.goto(f"{live.url}/graph?from=company/prince-group&to=place/bavet")
    assert (
        "No source in this graph ties Prince Group to Bavet" in page.content()
        and "does not connect its ends" in page.content()
    )
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_barrier_with_the_pane_open(browser: Browser, live: Live, scheme: Any) -> None:
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)
    page = ready(context.new_page(), f"{live.url}/graph?seed={CHEN_ZHI}&at={CHEN_ZHI}")
    page.wait_for_selector(".pane article")
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    violations = Axe().run(page).response["violations"]
    context.close()
    serious = [(v["id"], v["nodes"][0]["html"]) for v in violations if v["impact"] in ("serious", "critical")]
    assert not serious, json.dumps(serious, indent=1)


def test_hostile_words_stay_words(browser: Browser, articles: Store, tmp_path: Path) -> None:
    poison(articles)
    try:
        with Live(service(articles)) as server:
            context = browser.new_context()
            for page in _quiet(context):
                page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
                ready(page, f"{server.url}/graph?seed={CHEN_ZHI}&at={CHEN_ZHI}")
                page.wait_for_selector(".pane article")
                page.click("#told th button >> nth=0")
                page.wait_for_selector(".pane article")
                assert EVIL[:30] in page.locator(".pane").inner_text()
                assert page.locator("main img, main script").count() == 0
                with page.expect_download() as download:
                    page.click("button:has-text('Save picture')")
                download.value.save_as(tmp_path / "evil.svg")
        text = (tmp_path / "evil.svg").read_text(encoding="utf-8")
        assert "<script" not in text and "<img" not in text and "&lt;script" in text
    finally:
        load(articles, [ROOT / "data"], fresh=True)
