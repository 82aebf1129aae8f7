"""Tables in a real Chromium: sorted, filtered, paged, downloaded whole; plain without scripts."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from queries.export.csv_table import BOM, iter_csv_lines
from tests.api.conftest import Live
from tests.explorer.conftest import open_quiet_page

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.filterwarnings("ignore::DeprecationWarning")]
HOSTILE = ["=1+1", "-2", "\u200b@x", '"quoted", too', "a\u202eb", "plain", "＝cmd"]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of its own, which must say nothing on its console."""
    with open_quiet_page(browser, "404", "ERR_FAILED") as quiet:
        yield quiet


def cells(page: Page, column: int) -> list[str]:
    """The texts of a column, of the rows shown."""
    texts: list[str] = page.locator(
        f"#content tbody tr:not([hidden]) > :nth-child({column})"
    ).all_inner_texts()
    return texts


def test_a_column_is_sorted_by_its_header_and_says_so(page: Page, live: Live) -> None:
    page.goto(f"{live.url}/documents")
    header = page.locator("th:has-text('Claims')")
    header.locator("button").focus()
    page.keyboard.press("Enter")
    expect(header).to_have_attribute("aria-sort", "ascending")
    numbers = [int(text.replace(",", "")) for text in cells(page, 5)]
    assert numbers == sorted(numbers) and len(numbers) == 5
    page.keyboard.press("Enter")
    expect(header).to_have_attribute("aria-sort", "descending")
    assert [int(text.replace(",", "")) for text in cells(page, 5)] == numbers[::-1]
    page.click("th:has-text('Published') button")
    assert header.get_attribute("aria-sort") is None
    assert cells(page, 1) == sorted(cells(page, 1))


def test_rows_are_filtered_by_words_and_counted(page: Page, live: Live) -> None:
    page.goto(f"{live.url}/events")
    field = page.get_by_label("Filter rows")
    field.fill("chen ZHI")
    expect(page.locator(".rows-shown")).to_have_text("4 of 16 rows")
    assert all("Chen Zhi" in text for text in page.locator("tbody tr:not([hidden])").all_inner_texts())
    field.fill("no such words")
    expect(page.locator(".no-rows")).to_be_visible()
    field.fill("")
    expect(page.locator(".rows-shown")).to_have_text("16 rows")


def test_the_evidence_under_a_row_goes_where_its_row_goes(page: Page, live: Live) -> None:
    page.goto(f"{live.url}/figures/indonesians-at-embassy-pp")
    page.click("th:has-text('Figure') button")
    page.click("th:has-text('Figure') button")
    rows = page.locator("#content table >> nth=0").locator("tbody tr")
    for number in range(0, rows.count(), 2):
        figure = rows.nth(number).locator("th").inner_text()
        assert figure in (rows.nth(number + 1).locator("summary").text_content() or "")


def many_rows(route: Route) -> None:
    """The page of figures with its rows again and again."""
    answer = route.fetch()
    rows = re.search(r"<tbody>(.*?)</tbody>", answer.text(), re.DOTALL)
    assert rows
    route.fulfill(response=answer, body=answer.text().replace(rows[1], rows[1] * 5))


def test_a_long_table_is_paged_and_can_be_shown_whole(page: Page, live: Live) -> None:
    page.route("**/figures", many_rows)
    page.goto(f"{live.url}/figures")
    shown = page.locator("tbody tr:not([hidden])")
    expect(shown).to_have_count(50)
    expect(page.locator(".pager")).to_contain_text("Page 1 of 3")
    page.click(".pager button:has-text('Next')")
    page.click(".pager button:has-text('Next')")
    expect(shown).to_have_count(35)
    assert page.evaluate("document.activeElement.textContent") == "Show all rows", "the focus is not lost"
    page.click("text=Show all rows")
    expect(shown).to_have_count(135)
    page.get_by_label("Filter rows").fill("Mae Sot")
    expect(shown).to_have_count(5)


def test_the_other_pages_of_a_list_are_loaded_and_a_failure_is_told(page: Page, live: Live) -> None:
    def with_next(route: Route) -> None:
        answer = route.fetch(url=f"{live.url}/events")
        text = answer.text().replace('data-total="16"', 'data-total="32"')
        if "cursor" not in route.request.url:
            more = '<p class="more-rows"><a rel="next" href="/events?cursor=x">More rows</a></p>'
            text = re.sub(r'(<p class="csv">.*?</p>)', rf"\1{more}", text)
        route.fulfill(response=answer, body=text)

    page.route("**/events*", with_next)
    page.goto(f"{live.url}/events")
    expect(page.locator(".rows-shown")).to_have_text("16 of the 16 rows loaded; the list has 32")
    page.route("**/events?cursor=x", lambda route: route.abort())
    page.click("text=Load all 32 rows")
    expect(page.locator(".more-rows")).to_contain_text("could not be loaded")
    page.unroute("**/events?cursor=x")
    page.click(".more-rows >> text=Try again")
    expect(page.locator("tbody tr")).to_have_count(32)
    expect(page.locator(".more-rows")).to_have_count(0)
    expect(page.locator(".rows-shown")).to_have_text("32 rows")


def test_a_download_has_every_row_of_the_list(page: Page, live: Live, tmp_path: Path) -> None:
    page.goto(f"{live.url}/timeline")
    with page.expect_download() as download:
        page.click(".table-tools a.csv >> nth=0")
    download.value.save_as(tmp_path / "rows.csv")
    text = (tmp_path / "rows.csv").read_text("utf-8")
    assert text.startswith(BOM)
    rows = list(csv.DictReader(io.StringIO(text.removeprefix(BOM))))
    assert len(rows) == page.locator("#content table >> nth=0").locator("tbody tr").count()
    assert any("2026-01-16/2026-01-20" in row["windows"] for row in rows)


def test_a_table_made_into_csv_here_is_guarded_as_on_the_server(
    page: Page, live: Live, tmp_path: Path
) -> None:
    page.goto(f"{live.url}/figures/indonesians-at-embassy-pp")
    page.evaluate(
        """texts => document.querySelectorAll('#content table')[0].querySelectorAll('tbody tr:not(.under)')
        .forEach((row, n) => { row.cells[2].textContent = texts[n % texts.length]; })""",
        HOSTILE,
    )
    with page.expect_download() as download:
        page.click("button.csv >> nth=0")
    download.value.save_as(tmp_path / "rows.csv")
    text = (tmp_path / "rows.csv").read_text("utf-8").removeprefix(BOM)
    header, *rows = csv.reader(io.StringIO(text))
    guarded = [line.removesuffix("\n") for line in iter_csv_lines(["x"], [[cell] for cell in HOSTILE])][1:]
    expected = [next(csv.reader([line]))[0] for line in guarded]
    assert header[2] == "As worded" and len(rows) >= 5
    assert [row[2] for row in rows] == expected[: len(rows)]
    assert any(row[2] == "'=1+1" for row in rows) and all(row[4].isdecimal() for row in rows)


def test_without_scripts_a_table_is_plain_and_its_csv_is_a_link(browser: Browser, live: Live) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    for path in ("/documents", "/events", "/figures", "/timeline", "/map"):
        page.goto(live.url + path)
        assert page.locator(".table-tools, button.sort").count() == 0
        link = str(page.get_attribute("p.csv a >> nth=0", "href"))
        answer = page.request.get(live.url + link)
        assert answer.ok and answer.headers["content-type"].startswith("text/csv")
        assert len(answer.text().splitlines()) > 4, link
    page.context.close()
