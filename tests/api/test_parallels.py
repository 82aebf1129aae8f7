"""What other documents print of the same: by day, without texts, and without the names of the protected."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from api.pages.reader_text import find_overlaps, split_paragraphs
from graph.store.store import Store
from tests.api.conftest import client, service

DOCUMENT = "afp-400-freed-2026-01"
OTHER = "document/afp-1400-left-2026-01-21"


def read_all(web: TestClient, params: str = "") -> list[dict[str, Any]]:
    """What each claim of a document has in others."""
    outline = web.get(f"/api/v1/documents/{DOCUMENT}/text{params}").json()["claims"]
    answers = [
        web.get(f"/api/v1/claims/{claim['id'].partition('/')[2]}/parallels{params}") for claim in outline
    ]
    assert {answer.status_code for answer in answers} <= {200}
    return [answer.json() for answer in answers]


def test_statements_are_compared_where_no_text_is(web: TestClient) -> None:
    found = read_all(web)
    items = [item for answer in found for item in answer["items"]]
    assert {item["compared"] for item in items} == {"statements"}
    assert {share for item in items for share in item["shares"]} == {"fact", "figure"}
    assert all(item["document"] != f"document/{DOCUMENT}" for item in items)
    for answer in found:
        for item in answer["items"]:
            assert "".join(run["text"] for run in item["here"]) == answer["claim"]["says"]
            assert "".join(run["text"] for run in item["there"]) == item["says"]
    reprints = [reprint for answer in found for reprint in answer["reprints"]]
    assert {reprint["document"] for reprint in reprints} >= {OTHER}
    assert all(reprint["here"] == [] for reprint in reprints)


def test_nothing_is_compared_with_what_came_later(web: TestClient) -> None:
    found = read_all(web, "?as_of=2026-01-21&possibly=true")
    documents = {item["document"] for answer in found for item in answer["items"] + answer["reprints"]}
    assert OTHER in documents and "document/asia-daily-1700-fled-2026-02" not in documents


def test_a_claim_that_is_not_there_is_told(web: TestClient) -> None:
    assert web.get("/api/v1/claims/nothing/parallels").status_code == 404
    assert "is not in the document" in web.get(f"/document/{DOCUMENT}?claim=nothing").text


def test_quotes_and_reprinted_passages_are_compared_where_the_texts_are(articles: Store, texts: Path) -> None:
    with client(service(articles, texts=texts)) as web:
        found = read_all(web)
    items = [item for answer in found for item in answer["items"]]
    assert {item["compared"] for item in items} == {"quotes"}
    assert all(item["quote"] == "".join(run["text"] for run in item["there"]) for item in items)
    reprint = next(
        reprint for answer in found for reprint in answer["reprints"] if reprint["document"] == OTHER
    )
    assert (reprint["start"], reprint["end"]) == (350, 825)
    assert len("".join(run["text"] for run in reprint["there"])) == 825 - 350
    differing = [run for run in reprint["there"] if run["differs"]]
    assert differing and sum(len(run["text"]) for run in differing) < 100


def test_overlaps_are_found_in_the_order_of_the_text() -> None:
    claims = [{"start": 0, "end": 9}, {"start": 2, "end": 4}, {"start": 4, "end": 8}, {"start": 9, "end": 12}]
    assert find_overlaps(claims) == {1: [2, 3], 2: [1], 3: [1], 4: []}


def test_a_passage_over_a_line_break_is_marked_in_both_paragraphs() -> None:
    claims = [{"id": "claim/a", "number": 1, "start": 0, "end": 7, "shown": True}]
    pieces = [
        {"start": 0, "end": 7, "text": "one\ntwo", "claims": ["claim/a"]},
        {"start": 7, "end": 8, "text": "\n", "claims": []},
    ]
    shown = {"claims": [1], "level": 1}
    assert split_paragraphs(pieces, claims) == [
        [{"text": "one", "begin": [1], "end": [], **shown}],
        [{"text": "two", "begin": [], "end": [1], **shown}],
    ]
