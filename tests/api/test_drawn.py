"""Map, timeline, board, days and what is handed on, over HTTP on each engine."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.routes import tables
from graph.store.metadata import read_state
from graph.store.store import Store
from queries.ask.ask import no_texts
from queries.export.csv_table import BOM
from reports.bundle.verify import verify_bundle
from reports.content.build import ReportOptions, build_report
from reports.content.model import Imprint
from reports.part.closure_reader import load_closure
from reports.part.selection import create_selection_builder
from reports.render.html import render_html
from reports.render.output import REPORT_FORMATS

SERIES = "series/indonesians-at-embassy-pp"


def test_sites_are_on_the_map_only_somewhere_in_the_place_a_source_names(web: TestClient) -> None:
    items = {item["id"]: item for item in web.get("/api/v1/map").json()["items"]}
    (spot,) = items["compound/poipet-002"]["spots"]
    assert (spot["place"], spot["how"], spot["somewhere"], spot["said"]) == (
        "place/poipet", "town", True, True
    )  # fmt: skip
    assert items["place/poipet"]["spots"][0]["somewhere"] is False
    assert items["place/south-east-asia"]["spots"] == []
    spots = [spot for item in items.values() for spot in item["spots"]]
    areas = [(spot["lat"], spot["lon"]) for spot in spots if spot["area"]]
    assert areas and set(areas) == {(None, None)}, "0/0 would be a point in the Atlantic"
    assert all(spot["lat"] and spot["lon"] for spot in spots if not spot["area"])
    page = web.get("/map").text
    cambodia = page.split('id="on"')[1].split('id="off"')[0]
    assert 'href="/entity/place/cambodia"' in cambodia, "a country is an area on the map"
    assert 'class="mark point"' not in page, "no source gives a point"
    off = page.split('id="off"')[1]
    assert "Workplaces in Chrey Thum" in off and "Scam compound in Poipet" not in off


def test_the_map_of_a_day_knows_only_what_was_known(web: TestClient) -> None:
    then = web.get("/api/v1/map?as_of=2026-01-21").json()["items"]
    assert "compound/poipet-002" not in {item["id"] for item in then}
    assert then and all(item["facts"] and item["documents"] and item["speakers"] for item in then)
    assert not any("origins" in item for item in then), "a place is many statements"


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/map?kind=Nose", "kind"),
        ("/timeline?class=NOSE", "class"),
        ("/timeline?from=soon", "from"),
        ("/reports", "entity"),
        ("/reports?entity=a&series=b", "series"),
        ("/reports?ids=,", "ids"),
        ("/reports?from=Chen+Zhi", "to"),
        ("/reports?entity=person/chen-zhi&as_of=soon", "as_of"),
        ("/exports/bundle?conflict=conflict/none", "conflict"),
    ],
)
def test_what_is_wrong_is_told_with_its_field(web: TestClient, path: str, field: str) -> None:
    answer = web.get(f"/api/v1{path}")
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_the_timeline_of_nobody_is_nowhere(web: TestClient) -> None:
    answer = web.get("/api/v1/timeline?entity=nobody-of-this-name")
    assert answer.status_code == 404
    assert [error["field"] for error in answer.json()["errors"]] == ["entity"]


def test_the_timeline_has_two_tracks_and_every_window_that_is_told(web: TestClient) -> None:
    data = web.get("/api/v1/timeline").json()
    arrivals = next(i for i in data["items"] if i["id"] == "event/indonesians-at-embassy-000")
    assert {"2026-01-16/2026-01-20", "2026-01-01/2026-01-18"} <= {w["edtf"] for w in arrivals["windows"]}
    open_ = next(w for w in arrivals["windows"] if not w["first"])
    assert open_["last"] == "2026-01-21"
    arrest = next(i for i in data["items"] if i["id"] == "event/chen-zhi-arrest-000")
    assert arrest["windows"][0]["uncertain"] is True
    undated = [d for d in data["published"] if d["first"] and not d["last"]]
    assert undated and all(d["uncertain"] for d in undated)
    page = web.get("/timeline").text
    assert 'href="/event/chen-zhi-arrest-000"' in page and 'href="/document/afp-400-freed-2026-01"' in page


def test_the_timeline_of_one_keeps_to_them_to_a_class_and_to_some_days(web: TestClient) -> None:
    timeline = web.get("/api/v1/timeline?entity=person/chen-zhi").json()
    assert timeline["items"] and all("Chen Zhi" in item["name"] for item in timeline["items"])
    narrow = web.get("/api/v1/timeline?entity=person/chen-zhi&class=LEGAL_ACTION&from=2026-01-01").json()
    assert 0 < narrow["total"] < timeline["total"]
    assert not any("indicted" in item["name"] for item in narrow["items"]), "that was in October 2025"


def test_the_days_are_those_on_which_documents_came_out(web: TestClient) -> None:
    days = {
        item["day"]: (item["documents"], item["possibly"]) for item in web.get("/api/v1/days").json()["items"]
    }
    assert list(days) == sorted(days)
    assert days["2026-01-21"] == (2, 0)
    assert days["2026-01-19"] == (0, 2) and days["2026-02-01"] == (0, 1)
    assert sum(documents for documents, _ in days.values()) == 5


def test_the_board_sets_sides_beside_each_other_with_rule_and_judgement(web: TestClient) -> None:
    page = web.get("/conflicts?kind=denial").text
    assert "Not yet reviewed." in page and "The rule" in page
    assert page.count('<article class="card"') == len(re.findall(r'aria-label="Side 2"', page)) > 0
    for conflict in web.get("/api/v1/conflicts?kind=denial").json()["items"]:
        for side in web.get(f"/api/v1/{conflict['id'].replace('conflict/', 'conflicts/')}").json()["sides"]:
            assert all(claim["says"] in unescape(page) for claim in side["claims"])
    assert web.get("/conflicts?kind=nose").status_code == 400
    then = web.get("/conflicts?as_of=2026-01-21").text
    assert 'aria-label="Side 2"' in then


def test_figures_stand_on_an_axis_and_are_never_summed(web: TestClient) -> None:
    page = web.get("/figures/indonesians-at-embassy-pp").text
    assert page.count('class="bar figure"') >= 5 and 'class="shared"' in page
    for link in re.findall(r'<a href="#(figure-\d+-\d+)"', page):
        assert f'id="{link}"' in page


def test_a_report_is_the_one_that_the_command_writes(web: TestClient, loaded: Store) -> None:
    answer = web.get(f"/api/v1/reports?series={SERIES}&author=J.%20Doe&date=2026-11-30")
    selection = create_selection_builder(loaded).select_series(SERIES)
    assert (
        answer.content
        == render_html(
            build_report(
                selection,
                load_closure(loaded, selection.claims),
                ReportOptions(
                    no_texts, imprint=Imprint("J. Doe", "2026-11-30", str(read_state(loaded).revision))
                ),
            )
        ).encode()
    )
    assert answer.headers["content-disposition"].startswith('attachment; filename="scamgraph-')
    markdown = web.get("/api/v1/reports?ids=person/chen-zhi,place/bavet&format=md&as_of=2026-01-21")
    assert markdown.headers["content-type"].startswith("text/markdown")
    assert "what was certainly published by 21 January 2026" in markdown.text


def test_a_bundle_from_the_interface_is_good(web: TestClient, tmp_path: Path) -> None:
    target = tmp_path / "some.zip"
    target.write_bytes(web.get(f"/api/v1/exports/bundle?series={SERIES}").content)
    assert verify_bundle(target, no_texts).problems == ()


def test_pages_lead_to_their_reports(web: TestClient) -> None:
    for page in ("/entity/person/chen-zhi", "/figures/indonesians-at-embassy-pp", "/event/exodus-000"):
        links = re.findall(r'href="(/api/v1/(?:reports|exports/bundle)[^"]+)"', web.get(page).text)
        assert len(links) == len(REPORT_FORMATS) + 1, page
        answer = web.get(next(link for link in links if "md" in link).replace("&amp;", "&"))
        assert answer.status_code == 200, page


def test_each_day_counts_what_was_certain_and_what_was_only_possible(web: TestClient) -> None:
    for item in web.get("/api/v1/days").json()["items"]:
        day = item["day"]
        known, possible = (
            sum(row["claims"] for row in web.get(f"/api/v1/documents?as_of={day}{more}").json()["items"])
            for more in ("", "&possibly=true")
        )
        assert (item["claims_known"], item["claims_possible"]) == (known, possible - known), day
        assert str(known or possible) in item["sentence"]
    assert "none for certain" in web.get("/documents?as_of=2026-01-20").text
    assert (
        "169 statements possibly known by 20 January 2026; none for certain."
        in web.get("/documents?as_of=2026-01-20").text
    )


@pytest.mark.parametrize("table", ["documents", "figures", "events", "conflicts", "timeline", "map"])
def test_a_table_has_every_row_of_its_list(web: TestClient, table: str) -> None:
    answer = web.get(f"/api/v1/tables/{table}")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix(BOM))))
    listed = web.get(f"/api/v1/{table}").json()
    assert len(rows) == listed["total"] > 4
    assert rows[0]["id"] == listed["items"][0]["id"]


def test_a_table_is_read_in_parts_until_its_end(web: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = web.get("/api/v1/tables/figures").text
    monkeypatch.setattr(tables, "CHUNK", 4)
    assert web.get("/api/v1/tables/figures").text == whole


def test_a_table_keeps_to_its_filters_and_refuses_a_wrong_one(web: TestClient) -> None:
    narrow = web.get("/api/v1/tables/timeline?entity=person/chen-zhi&from=2026-01-01").text
    assert "arrested" in narrow and "indicted" not in narrow
    for path in ("/map?kind=Nose", "/timeline?from=soon", "/timeline?entity=nobody-of-this-name"):
        assert web.get(f"/api/v1/tables{path}").status_code in (400, 404)
    then = web.get("/api/v1/tables/documents?as_of=2026-01-21").text
    assert then.count("\n") == 3


def test_the_map_counts_only_statements_within_its_filters(web: TestClient) -> None:
    whole = {item["id"]: item["facts"] for item in web.get("/api/v1/map").json()["items"]}
    for query in (
        "entity=person/chen-zhi",
        "from=2026-01-01&to=2026-01-31",
        "entity=Chen Zhi&from=2026-01-01",
    ):
        some = {item["id"]: item["facts"] for item in web.get(f"/api/v1/map?{query}").json()["items"]}
        assert some and some.items() != whole.items()
        assert all(facts <= whole[id_] for id_, facts in some.items()), query
    early = web.get("/api/v1/map?from=1990-01-01&to=1990-01-02").json()["items"]
    assert [item["kind"] for item in early] == ["Embassy"], "a time without a beginning may reach back"
    assert "No statement in this graph names a place" in web.get("/map?kind=Country&to=1990-01-02").text


def test_lists_say_what_is_shared_disputed_and_said_by_whom(web: TestClient) -> None:
    documents = {item["id"]: item["lineage"] for item in web.get("/api/v1/documents").json()["items"]}
    assert sorted(documents.values()) == [1, 1, 3, 3, 3]
    then = web.get("/api/v1/documents?as_of=2026-01-21").json()["items"]
    assert {item["lineage"] for item in then} == {1}, "the texts that share it were not certainly out"
    series = next(i for i in web.get("/api/v1/figures").json()["items"] if i["id"] == SERIES)
    assert len(series["numbers"]) == series["figures"] == 5
    assert series["speakers"] == 7 and "Government of Indonesia" in series["said_by"]
    events = {item["id"]: item for item in web.get("/api/v1/events").json()["items"]}
    assert events["event/chen-zhi-arrest-000"]["disputed"] is False
    arrivals = events["event/indonesians-at-embassy-000"]
    assert arrivals["disputed"] is True
    assert "Phnom Penh" in [place["name"] for place in arrivals["places"]]
    page = web.get("/figures").text
    assert page.count('class="strip-chart"') > 5 and "It shows " in page
