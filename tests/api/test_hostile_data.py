"""Stored hostile strings in every field of the data come out as text, on every page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest
from starlette.testclient import TestClient

from graph.store.store import Store
from tests.api.conftest import client, first, less_scripts, service

SCRIPT = "<script>alert(1)</script>"
EVIL = f"{SCRIPT}\"'><img src=x onerror=alert(2)>{{{{7*7}}}}"
# fmt: off
WORDS = (
    "name", "label", "says", "about", "note", "verb", "hedge", "author", "language", "unit",
    "scope", "measures", "explanation", "settles", "judgement", "channel", "precision",
    "origin_why", "published_known", "when_edtf", "published_edtf", "retracted_why", "reason",
    "text", "title", "quoted", "section",
)
# fmt: on
LISTS = ("aliases", "said_by", "coded_by")
ADDRESS = "javascript:alert(3)"
FURTHER = """
MATCH (d:Document) SET d.url = $address, d.archived_url = $address
SET d.retracted_on = $evil, d.retracted_why = $evil
WITH count(d) AS documents
MATCH (e:Scamgraph {id: 'person/chen-zhi'})
CREATE (n:Note:Scamgraph {id: 'note/evil', text: $evil, by: $evil, written: $evil, link: $address,
  target: e.id})-[:ON]->(e)
"""
PATHS = [
    "/",
    "/documents",
    "/figures",
    "/conflicts",
    "/events",
    "/search?q=chen+zhi",
    "/search?kind=Person",
    "/entity/person/chen-zhi",
    "/entity/person/chen-zhi?relation=SANCTIONED&side=OBJECT",
    "/entity/person/chen-zhi?as_of=2026-02-20",
    "/entity/government/cambodia",
    "/entity/compound/poipet-002",
    "/entity/cohort/queue-2026-01-19-001",
    "/entity/place/cambodia",
    "/entity/occasion/santo-video-003",
    "/entity/media/afp",
    "/graph",
    "/graph?seed=person/chen-zhi",
    "/graph?from=person/chen-zhi&to=compound/poipet-002",
    "/question/about?entity=person/chen-zhi",
    "/question/who-says?number=1440",
    "/question/denials",
    "/question/events",
    "/question/compounds",
    "/question/conflicts",
    "/question/lineage",
]


def poison(store: Store) -> None:
    """Put hostile words behind every string in the database, past all checks."""
    for name in WORDS:
        # The day of an occasion is read as one: it can be no words.
        spared = " AND NOT n:Occasion" if name == "when_edtf" else ""
        query = f"MATCH (n:Scamgraph) WHERE n.{name} IS NOT NULL{spared} SET n.{name} = n.{name} + $evil"
        store.write(lambda tx, query=query: tx.run(query, evil=f" {EVIL}"))  # type: ignore[misc]
    for name in LISTS:
        query = f"MATCH (n:Scamgraph) WHERE n.{name} IS NOT NULL SET n.{name} = [x IN n.{name} | x + $evil]"
        store.write(lambda tx, query=query: tx.run(query, evil=f" {EVIL}"))  # type: ignore[misc]
    store.write(lambda tx: tx.run(FURTHER, evil=EVIL, address=ADDRESS))


@pytest.fixture(scope="module")
def hostile(articles: Store) -> Iterator[TestClient]:
    """The five articles, and then hostile words behind every string in the database."""
    poison(articles)
    with client(service(articles)) as web:
        yield web


def test_no_stored_string_becomes_markup(hostile: TestClient) -> None:
    fact = hostile.get("/api/v1/entities/person/chen-zhi/neighbours?relation=HEADS").json()["items"][0][
        "facts"
    ][0]
    conflicts = [item["id"] for item in hostile.get("/api/v1/conflicts?limit=200").json()["items"]]
    documents = [item["id"] for item in hostile.get("/api/v1/documents").json()["items"]]
    event = first(hostile, "/api/v1/events")["id"]
    series = [item["id"] for item in hostile.get("/api/v1/figures?limit=200").json()["items"]]
    ids = [*conflicts, *documents, event, fact]
    paths = [*PATHS, *(f"/{id_}" for id_ in ids), *(id_.replace("series/", "/figures/") for id_ in series)]
    poisoned_pages = 0
    for path in paths:
        answer = hostile.get(path)
        assert answer.status_code == 200, path
        html = less_scripts(answer.text)
        assert "<script" not in html and "<img" not in html, path
        assert not re.search(r'(href|action|src)="\s*javascript:', html), path
        assert "49" not in re.findall(r"onerror=alert\(2\)&gt;(..)", html), path
        poisoned_pages += SCRIPT in unescape(html)
    assert poisoned_pages > 30, "the data did not carry the hostile strings"


def test_json_carries_them_as_text_that_is_never_sniffed(hostile: TestClient) -> None:
    answer = hostile.get("/api/v1/entities/person/chen-zhi")
    assert SCRIPT in answer.json()["name"]
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
