"""The HTTP interface and the command line give the same answer to a search."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from graph.store.store import Store
from queries.search.model import GROUPS
from tests.api.conftest import client, service
from tests.command_line import run_inside

pytestmark = pytest.mark.embedded


@pytest.fixture(scope="module")
def web(articles: Store, texts: Path) -> Iterator[TestClient]:
    with client(service(articles, texts=texts)) as web_client:
        yield web_client


def ask(web: TestClient, **params: Any) -> dict[str, Any]:
    answer = web.get("/api/v1/search", params=params)
    assert answer.status_code == 200, answer.text
    data: dict[str, Any] = answer.json()
    return data


def print_search(*arguments: str, texts: Path, form: str = "json") -> str:
    result = run_inside("search", *arguments, "--texts", str(texts), "--format", form)
    assert result.returncode == 0, result.stderr
    return result.stdout


@pytest.mark.parametrize(
    ("arguments", "params"),
    [
        (("1,440",), {"q": "1,440"}),
        (("released", "--modality", "reported"), {"q": "released", "modality": "reported"}),
        (("embassy", "--group", "claims", "--limit", "3"), {"q": "embassy", "group": "claims", "limit": 3}),
        (("chen zhi", "--as-of", "2026-01-21"), {"q": "chen zhi", "as_of": "2026-01-21"}),
        (("chen zhi", "--from", "2026-01-21", "--to", "2026-01-21"),
         {"q": "chen zhi", "from": "2026-01-21", "to": "2026-01-21"}),
        (("xyzzyplugh",), {"q": "xyzzyplugh"}),
    ],
)  # fmt: skip
def test_both_give_the_same(
    web: TestClient, texts: Path, arguments: tuple[str, ...], params: dict[str, Any]
) -> None:
    shown = ask(web, **params)
    printed = json.loads(print_search(*arguments, texts=texts))
    assert printed == {name: value for name, value in shown.items() if name in printed}
    assert shown.keys() - printed.keys() <= {"revision", "as_of", "possibly"}


def test_every_format_has_the_same_hits(web: TestClient, texts: Path) -> None:
    ids = [item["id"] for group in ask(web, q="1440")["groups"] for item in group["items"]]
    lines = [json.loads(line) for line in print_search("1440", texts=texts, form="jsonl").splitlines()]
    rows = list(csv.DictReader(io.StringIO(print_search("1440", texts=texts, form="csv").lstrip("\ufeff"))))
    table = print_search("1440", texts=texts, form="table")
    assert [line["id"] for line in lines] == [row["id"] for row in rows] == ids
    assert "Claims: showing 5 of 11" in table and "Questions: showing 1 of 1" in table


def test_pages_of_a_group_follow_each_other(web: TestClient) -> None:
    first = ask(web, q="released")
    assert [group["name"] for group in first["groups"]] == list(GROUPS)
    claims = next(group for group in first["groups"] if group["name"] == "claims")
    seen, cursor = [item["id"] for item in claims["items"]], claims["next"]
    while cursor:
        (page,) = ask(web, q="released", group="claims", cursor=cursor)["groups"]
        seen, cursor = seen + [item["id"] for item in page["items"]], page["next"]
    assert len(seen) == len(set(seen)) == claims["total"]


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"q": "??"}, "q"),
        ({"q": "x", "kind": "Persn"}, "kind"),
        ({"q": "x", "modality": "sure"}, "modality"),
        ({"q": "x", "from": "soon"}, "from"),
        ({"q": "x", "to": "2026"}, "to"),
        ({"q": "x", "cursor": "abc"}, "cursor"),
        ({"q": "x", "group": "claims", "cursor": "abc"}, "cursor"),
        ({"q": "x", "as_of": "soon"}, "as_of"),
    ],
)
def test_wrong_parameters_are_named(web: TestClient, params: dict[str, str], field: str) -> None:
    answer = web.get("/api/v1/search", params=params)
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_a_cursor_of_another_search_is_refused(web: TestClient) -> None:
    claims = ask(web, q="released", group="claims")["groups"][0]
    answer = web.get("/api/v1/search", params={"q": "embassy", "group": "claims", "cursor": claims["next"]})
    assert answer.status_code == 400


def test_links_lead_to_pages(web: TestClient) -> None:
    for group in ask(web, q="1440 indonesians")["groups"] + ask(web, q="chen zhi")["groups"]:
        for item in group["items"][:1]:
            assert web.get(item["url"]).status_code == 200, item["url"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("??",), 1),
        (("x", "--modality", "sure"), 2),
        (("x", "--group", "claim"), 2),
        (("x", "--kind", "Persn"), 1),
    ],
)
def test_exit_codes(articles: Store, arguments: tuple[str, ...], code: int) -> None:
    assert articles.engine == "embedded"
    assert run_inside("search", *arguments).returncode == code


def test_nothing_found_is_no_error_and_says_what_was_searched(articles: Store) -> None:
    result = run_inside("search", "xyzzyplugh")
    assert result.returncode == 0
    printed = " ".join(result.stdout.split())
    assert f"{articles.read('MATCH (c:Claim) RETURN count(c) AS n')[0]['n']} claims, 5 documents" in printed
