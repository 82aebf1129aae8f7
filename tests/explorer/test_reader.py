"""The reader in a real Chromium: words in the middle of the view, overlaps, stepping, filters, parallels."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from graph.store.store import Store
from tests.api.conftest import Live, service
from tests.api.test_browser import RULES, SERIOUS, find_barriers
from tests.explorer.long_text import LONG, REPEATED, load_long_text

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.filterwarnings("ignore::DeprecationWarning")]
SENTENCES = 60
TEXT = f"/api/v1/documents/{LONG.removeprefix('document/')}/text"
IN_MIDDLE = """(mark) => {
  const { top, bottom } = mark.getBoundingClientRect();
  const middle = (top + Math.min(bottom, top + innerHeight / 4)) / 2;
  return middle > innerHeight / 4 && middle < innerHeight * 3 / 4;
}"""


@pytest.fixture(scope="module")
def servers(embedded_session: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Live, Live]]:
    """Two servers over a long text: with it, and without it."""
    long = load_long_text(embedded_session, tmp_path_factory.mktemp("reader") / "long", SENTENCES)
    with Live(service(long.store, texts=long.texts)) as reading, Live(service(long.store)) as bare:
        yield reading, bare


@pytest.fixture
def reading(servers: tuple[Live, Live]) -> str:
    """The address of the server with the texts."""
    return servers[0].url


@pytest.fixture
def bare(servers: tuple[Live, Live]) -> str:
    """The address of the server without the texts."""
    return servers[1].url


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A separate page whose scripts must not fail, closed after the test."""
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    page, errors = context.new_page(), []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []


@pytest.fixture
def claims(reading: str, page: Page) -> list[dict[str, Any]]:
    """The claims of the long text, in its order."""
    outline: list[dict[str, Any]] = json.loads(page.request.get(reading + TEXT).body())["claims"]
    return outline


def open_claim(page: Page, url: str, claim: dict[str, Any]) -> None:
    page.goto(f"{url}/{LONG}#c-{claim['id'].removeprefix('claim/')}")


def read_chosen(page: Page, root: str = "#reader-text") -> str:
    """The words that are marked as the chosen claim's."""
    return "".join(page.locator(f"{root} mark.chosen").all_inner_texts())


def find_middle(page: Page, locator: str) -> bool:
    """Whether the beginning of the first such words is in the middle half of the view."""
    return bool(page.locator(locator).first.evaluate(IN_MIDDLE))


@pytest.mark.parametrize("place", [0, 40, -1])
@pytest.mark.parametrize("scripts", [True, False])
def test_a_link_to_a_claim_opens_its_words_in_the_middle(
    browser: Browser, reading: str, claims: list[dict[str, Any]], place: int, scripts: bool
) -> None:
    for size in ({"width": 1200, "height": 900}, {"width": 390, "height": 844}):
        context = browser.new_context(java_script_enabled=scripts, viewport=size)
        page = context.new_page()
        open_claim(page, reading, claims[place])
        marked = "#reader-text mark.chosen" if scripts else "#reader-text mark:has(> :target)"
        expect(page.locator(marked).first).to_be_visible()
        page.wait_for_timeout(300)
        assert find_middle(page, marked), size
        context.close()


def test_an_evidence_link_of_a_fact_opens_the_pane_at_its_words(
    page: Page, reading: str, claims: list[dict[str, Any]]
) -> None:
    fact = next(claim["fact"] for claim in claims if claim["says"].startswith("Notice 5 says"))
    page.goto(f"{reading}/{fact}")
    quote = page.locator(".evidence-card blockquote").first.inner_text()
    link = page.locator(".evidence-card a[data-claim]").first
    link.click()
    pane = page.locator(".reader-pane")
    expect(pane.locator("mark.chosen").first).to_be_visible()
    assert read_chosen(page, ".reader-pane") == quote
    assert find_middle(page, ".reader-pane mark.chosen")
    expect(pane.get_by_role("status")).to_have_text("Evidence 1 of 2")
    expect(link).to_have_attribute("aria-current", "true")
    page.keyboard.press("j")
    expect(pane.get_by_role("status")).to_have_text("Evidence 2 of 2")
    expect(pane.locator("mark.chosen").first).to_contain_text("short quay")
    page.keyboard.press("Escape")
    expect(pane).to_be_hidden()
    assert page.evaluate("document.activeElement.dataset.claim") == page.locator(
        ".evidence-card a[data-claim]"
    ).last.get_attribute("data-claim"), "the focus is on the evidence that was read last"


def test_the_pane_fills_a_phone_and_holds_the_focus(browser: Browser, reading: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{reading}/entity/government/port-office")
    page.locator("main details summary").first.click()
    page.locator("main a[data-claim] >> visible=true").first.click()
    pane = page.locator(".reader-pane")
    expect(pane.locator("mark.chosen").first).to_be_in_viewport()
    box = pane.bounding_box()
    assert box is not None and (box["width"], box["height"]) == (390, 844)
    for _ in range(12):
        page.keyboard.press("Tab")
    assert page.evaluate(
        "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


def test_a_link_opened_with_a_modifier_is_left_to_the_browser(page: Page, reading: str) -> None:
    page.goto(f"{reading}/entity/government/port-office")
    page.locator("main details summary").first.click()
    with page.context.expect_page() as opened:
        page.locator("main a[data-claim] >> visible=true").first.click(modifiers=["Control"])
    assert "/document/" in opened.value.url
    expect(page.locator(".reader-pane")).to_have_count(0)


def test_clicks_on_shared_words_choose_each_claim_in_turn(page: Page, reading: str) -> None:
    page.goto(f"{reading}/{LONG}")
    shared = page.locator("#reader-text mark.n3").first
    numbers = str(shared.get_attribute("data-c")).split()
    assert len(numbers) == 3
    chosen, lengths = [], []
    for _ in numbers:
        rect = shared.evaluate("(mark) => mark.getClientRects()[0].toJSON()")
        page.mouse.click(rect["x"] + 5, rect["y"] + rect["height"] / 2)
        chosen.append(page.locator(".claims li[aria-current]").get_attribute("data-c"))
        lengths.append(len(read_chosen(page)))
    assert sorted(map(str, chosen)) == sorted(numbers) and lengths == sorted(lengths)
    assert len(set(lengths)) == 3, "each time the whole span of one claim is marked"
    overlap = page.locator(f"#n-{numbers[0]} .overlap").inner_text()
    assert all(number in overlap for number in numbers[1:])


def test_next_and_previous_by_button_and_key(page: Page, reading: str, claims: list[dict[str, Any]]) -> None:
    open_claim(page, reading, claims[20])
    status = page.locator("#reader-status")
    expect(status).to_have_text(f"Claim 21 of {len(claims)}")
    page.click("button:has-text('Next')")
    expect(status).to_have_text(f"Claim 22 of {len(claims)}")
    page.keyboard.press("k")
    page.keyboard.press("k")
    expect(status).to_have_text(f"Claim 20 of {len(claims)}")
    expect(page.locator("#claim-detail .line")).to_have_text(claims[19]["says"])
    assert page.url.endswith(f"#c-{claims[19]['id'].removeprefix('claim/')}")
    assert find_middle(page, "#reader-text mark.chosen")
    page.focus("header .brand")
    page.keyboard.press("j")  # outside of the reader keys have no meaning
    page.reload()
    expect(status).to_have_text(f"Claim 20 of {len(claims)}")


@pytest.mark.parametrize("scripts", [True, False])
def test_filters_leave_what_fits(browser: Browser, reading: str, scripts: bool) -> None:
    context = browser.new_context(java_script_enabled=scripts)
    page = context.new_page()
    page.goto(f"{reading}/{LONG}")
    total = page.locator(".claims li").count()
    page.select_option("select[name=modality]", "promised")
    if not scripts:
        page.click(".claim-filters button")
    expect(page.locator(".shown")).to_contain_text(f"{SENTENCES // 5} of {total} claims shown")
    assert "modality=promised" in page.url
    shown = page.locator(".claims li:not([hidden])")
    assert shown.count() == SENTENCES // 5
    assert {item.get_attribute("data-modality") for item in shown.all()} == {"promised"}
    expect(page.locator("#reader-text mark.n0").first).to_be_visible()
    page.click(".reset")
    expect(page.locator(".claims li:not([hidden])")).to_have_count(total)
    context.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_other_documents_are_shown_side_by_side_with_the_words_that_differ(
    browser: Browser, reading: str, claims: list[dict[str, Any]], scripts: bool
) -> None:
    claim = next(claim for claim in claims if claim["says"].startswith(f"Notice {REPEATED - 1} says"))
    page = browser.new_context(java_script_enabled=scripts).new_page()
    page.goto(f"{reading}/claim/{claim['id'].removeprefix('claim/')}")
    here, there = page.locator(".parallel .words").all()[:2]
    assert here.locator(".differs").all_inner_texts() == ["long", "tide", "turned"]
    assert there.locator(".differs").all_inner_texts() == ["short", "storm", "passed"]
    expect(page.locator(".parallel h4").first).to_contain_text("Notices of Brume, again, 6 March 2031")
    page.context.close()


def test_without_the_text_the_statement_its_position_and_the_remedy_are_shown(
    page: Page, bare: str, claims: list[dict[str, Any]]
) -> None:
    open_claim(page, bare, claims[3])
    expect(page.locator(".text-column .notice")).to_contain_text("scamgraph serve --texts FOLDER")
    expect(page.locator("#claim-detail .line")).to_have_text(claims[3]["says"])
    expect(page.locator(".strip .chosen")).to_have_count(1)
    fact = next(claim["fact"] for claim in claims if claim["says"].startswith("Notice 5 says"))
    page.goto(f"{bare}/{fact}")
    page.locator(".evidence-card a[data-claim]").first.click()
    pane = page.locator(".reader-pane")
    expect(pane.locator(".notice").first).to_contain_text("scamgraph serve --texts FOLDER")
    expect(pane.locator(".strip")).to_be_visible()
    expect(pane.locator(".parallels .notice")).to_contain_text("statements in our words are compared")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_chosen_claim_and_the_open_pane_have_no_serious_barrier(
    browser: Browser, reading: str, claims: list[dict[str, Any]], scheme: Any
) -> None:
    digest = claims[5]["id"].removeprefix("claim/")
    assert not find_barriers(browser, reading, {"document": f"/{LONG}?claim={digest}"}, scheme)
    page = browser.new_context(color_scheme=scheme, bypass_csp=True).new_page()
    page.goto(f"{reading}/{claims[5]['fact']}")
    page.locator(".evidence-card a[data-claim]").first.click()
    expect(page.locator(".reader-pane .parallels")).to_be_visible()
    violations = Axe().run(page, options=RULES[scheme]).response["violations"]
    assert [violation["id"] for violation in violations if violation["impact"] in SERIOUS] == []
    page.context.close()


@pytest.mark.parametrize("width", [320, 720, 1200])
def test_the_reader_is_never_wider_than_the_window(
    browser: Browser, reading: str, claims: list[dict[str, Any]], width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 450})
    open_claim(page, reading, claims[5])
    expect(page.locator("#claim-detail .line")).to_have_text(claims[5]["says"])
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()
