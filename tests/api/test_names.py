"""Names over HTTP: what nothing here is called so is 404 with candidates, on every route."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/questions/about?entity=Chen%20Wei",
        "/api/v1/questions/denials?accused=Chen%20Wei",
        "/api/v1/questions/paths?from=Chen%20Wei&to=China",
        "/api/v1/view?seed=Chen%20Wei",
        "/api/v1/view?from=Chen%20Wei&to=China",
        "/api/v1/view/expand?entity=Chen%20Wei",
        "/api/v1/reports?entity=Chen%20Wei",
        "/api/v1/exports/bundle?entity=Chen%20Wei",
        "/api/v1/reports?from=Chen%20Wei&to=China",
    ],
)
def test_a_name_that_nothing_has_is_404_with_candidates(web: TestClient, path: str) -> None:
    answer = web.get(path)
    assert answer.status_code == 404, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["detail"] == "Nothing here is called “Chen Wei”."
    assert problem["candidates"][0] == {"id": "person/chen-zhi", "name": "Chen Zhi", "kind": "Person"}


def test_its_page_lists_the_candidates(web: TestClient) -> None:
    answer = web.get("/question/about?entity=Chen%20Wei", headers={"accept": "text/html"})
    assert answer.status_code == 404
    assert "Nothing here is called “Chen Wei”." in answer.text
    assert 'href="/entity/person/chen-zhi"' in answer.text or 'href="/person/chen-zhi"' in answer.text


def test_a_name_of_several_is_400_with_them(web: TestClient) -> None:
    answer = web.get("/api/v1/questions/about?entity=UK")
    assert answer.status_code == 400
    ids = {candidate["id"] for candidate in answer.json()["candidates"]}
    assert ids == {"place/united-kingdom", "government/united-kingdom"}


def test_a_search_says_how_each_is_called(web: TestClient) -> None:
    near = web.get("/api/v1/entities?q=Chen%20Wei").json()
    assert near["items"][0]["how"] == "near" and near["did_you_mean"][0] == "Chen Zhi"
    same = web.get("/api/v1/entities?q=chen%20zhi").json()
    assert same["items"][0]["how"] == "name" and same["did_you_mean"] == []


def test_a_number_of_two_readings_is_refused_with_both(web: TestClient) -> None:
    answer = web.get("/api/v1/questions/who-says?number=1.440")
    assert answer.status_code == 400
    problem = answer.json()
    assert "1,440" in problem["detail"] and "1.44" in problem["detail"]
    assert [error["field"] for error in problem["errors"]] == ["number"]
    decimal = web.get("/api/v1/questions/who-says?number=12,5%20billion").json()
    assert decimal["rows"] == web.get("/api/v1/questions/who-says?number=12.5%20billion").json()["rows"] != []


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/api/v1/questions/money?currency=euros", 400, "USD (US dollar)"),
        ("/api/v1/questions/nationalities?nationality=Norway", 404, "Indonesian"),
        ("/api/v1/questions/embassies?embassy=Vietnam", 404, "Chinese embassy"),
    ],
)
def test_what_the_graph_does_not_hold_is_refused_with_what_it_holds(
    web: TestClient, path: str, status: int, words: str
) -> None:
    answer = web.get(path)
    assert answer.status_code == status
    assert words in answer.json()["hint"]


def test_the_filter_of_a_view_takes_a_country_for_its_people(web: TestClient) -> None:
    by_country = web.get("/api/v1/view?nationality=Indonesia").json()
    by_people = web.get("/api/v1/view?nationality=nationality/indonesian").json()
    assert by_country["nodes"] == by_people["nodes"] != []
