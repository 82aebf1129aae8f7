"""Each route over each engine: what it answers, how it is paged, kept and linked."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from graph.store.store import Store
from queries.ask.ask import ask
from queries.ask.serialize import as_data
from tests.api.conftest import client, first, service

DAY = "2026-01-21"


def got(web: TestClient, path: str) -> dict[str, Any]:
    answer = web.get(path)
    assert answer.status_code == 200, answer.text
    data: dict[str, Any] = answer.json()
    return data


def test_search_finds_a_misspelt_name_and_marks_what_matched(web: TestClient) -> None:
    hits = got(web, "/api/v1/entities?q=chen%20zi")
    assert hits["items"][0]["id"] == "person/chen-zhi"
    assert hits["did_you_mean"][0] == "Chen Zhi"
    assert {"text": "Chen", "hit": True} in hits["items"][0]["highlight"]


def test_a_list_is_gone_through_by_its_cursors(web: TestClient) -> None:
    ids: list[str] = []
    path = "/api/v1/entities?kind=Person&limit=5"
    page = got(web, path)
    while True:
        ids += [item["id"] for item in page["items"]]
        assert page["truncated"] is (page["next"] is not None)
        if page["next"] is None:
            break
        page = got(web, f"{path}&cursor={page['next']}")
    assert len(ids) == page["total"] == len(set(ids)) == 17
    assert ids == sorted(ids)


@pytest.mark.parametrize("what", ["documents", "figures", "conflicts", "events"])
def test_every_list_gives_each_thing_once(web: TestClient, what: str) -> None:
    every = got(web, f"/api/v1/{what}?limit=200")
    page, ids = got(web, f"/api/v1/{what}?limit=3"), []
    while page["items"]:
        ids += [item["id"] for item in page["items"]]
        if page["next"] is None:
            break
        page = got(web, f"/api/v1/{what}?limit=3&cursor={page['next']}")
    assert ids == [item["id"] for item in every["items"]]
    assert len(ids) == every["total"]


def test_an_entity_with_what_no_source_states(web: TestClient) -> None:
    assert got(web, "/api/v1/entities/person/chen-zhi")["name"] == "Chen Zhi"
    assert got(web, "/api/v1/entities/compound/poipet-002")["not_stated"] == ["operator"]


def test_neighbours_are_as_many_as_counted(web: TestClient) -> None:
    base = "/api/v1/entities/person/chen-zhi/neighbours"
    counts = got(web, base)["counts"]
    assert counts
    for tie in counts:
        neighbours = got(web, f"{base}?relation={tie['relation']}&side={tie['side']}")
        assert len(neighbours["items"]) == tie["neighbours"] == neighbours["total"]
        assert len({fact for item in neighbours["items"] for fact in item["facts"]}) == tie["facts"]


def test_a_fact_brings_its_evidence(web: TestClient) -> None:
    base = "/api/v1/entities/person/chen-zhi/neighbours?relation=HEADS"
    id_ = got(web, base)["items"][0]["facts"][0]
    fact = got(web, f"/api/v1/facts/{id_.removeprefix('fact/')}")
    assert fact["statement"] == fact["evidence"][0]["says"] == "Chen Zhi is the head of Prince Group."
    assert len(fact["evidence"]) == fact["claims"]
    claim = fact["evidence"][0]
    assert claim["sha256"] in claim["citation"]
    record = got(web, f"/api/v1/{claim['claim'].replace('claim/', 'claims/')}")
    assert record["fact"] == id_ and record["citation"] == claim


def test_a_text_is_marked_where_it_is_held_and_only_outlined_where_not(
    loaded: Store, web: TestClient, tmp_path: Path
) -> None:
    path = "/api/v1/documents/afp-400-freed-2026-01/text"
    without = got(web, path)
    assert not without["held"] and not without["pieces"] and without["claims"]
    (tmp_path / "other.txt").write_text("another text")
    with client(service(loaded, texts=tmp_path)) as web_with_texts:
        assert got(web_with_texts, path)["state"] == without["state"]


def test_a_named_question_answers_as_the_command_line_does(loaded: Store, web: TestClient) -> None:
    expected = json.loads(json.dumps(as_data(ask(loaded, "who-says", {"number": "1440"}))))
    data = got(web, "/api/v1/questions/who-says?number=1440")
    assert {name: data[name] for name in expected} == expected


def test_every_named_question_is_described(web: TestClient) -> None:
    listed = got(web, "/api/v1/questions")
    assert {"who-says", "about", "path", "conflicts"} <= {item["name"] for item in listed["items"]}


def test_a_series_holds_its_numbers_only(web: TestClient) -> None:
    series = got(web, "/api/v1/figures/indonesians-at-embassy-pp")
    assert {row["series"] for row in series["rows"]} == {series["name"]}
    assert any(row["figure"] == "1,440 people" and row["origins"] == 1 for row in series["rows"])


def test_a_conflict_and_an_event_and_lineages(web: TestClient) -> None:
    id_ = first(web, "/api/v1/conflicts?kind=denial")["id"]
    conflict = got(web, f"/api/v1/conflicts/{id_.removeprefix('conflict/')}")
    assert len(conflict["sides"]) == 2 and all(side["claims"] for side in conflict["sides"])
    event = got(web, "/api/v1/events/exodus-000")
    assert event["parts"] and event["claims"]
    assert got(web, "/api/v1/lineages")["rows"]


def test_free_cypher_reads_and_is_cut_at_its_limit(web: TestClient) -> None:
    body = {"query": "MATCH (c:Claim) RETURN c.id AS id ORDER BY id", "limit": 3}
    data = web.post("/api/v1/cypher", json=body).json()
    assert len(data["rows"]) == 3 and data["truncated"] and data["cut"] == 550
    refused = web.post("/api/v1/cypher", json={"query": "MATCH (n) DETACH DELETE n"})
    assert refused.status_code == 400 and refused.json()["errors"][0]["field"] == "query"


@pytest.mark.parametrize(
    ("what", "least"), [("claims", 553), ("figures", 41), ("origins", 206), ("lineage", 3), ("conflicts", 30)]
)
def test_exports_stream_lines(web: TestClient, what: str, least: int) -> None:
    answer = web.get(f"/api/v1/exports/{what}")
    assert answer.headers["content-type"] == "application/x-ndjson"
    assert len([json.loads(line) for line in answer.text.splitlines()]) == least


def test_as_of_a_day_nothing_later_is_told(web: TestClient) -> None:
    assert got(web, "/api/v1/status?as_of=2026-01-01")["claims"] == 0
    claim_count = got(web, f"/api/v1/status?as_of={DAY}")["claims"]
    assert 0 < claim_count < got(web, "/api/v1/status")["claims"]
    exported = web.get(f"/api/v1/exports/claims?as_of={DAY}").text.splitlines()
    assert len(exported) == claim_count
    documents = {item["id"] for item in got(web, f"/api/v1/documents?as_of={DAY}")["items"]}
    for kind, slug in [("person", "chen-zhi"), ("government", "cambodia")]:
        claims = got(web, f"/api/v1/entities/{kind}/{slug}/claims?as_of={DAY}&limit=200")["items"]
        assert {claim["document"] for claim in claims} <= documents
    assert got(web, f"/api/v1/entities?q=Prince%20Group&as_of={DAY}")["as_of"] == DAY
    assert web.get("/api/v1/entities?q=Prince%20Group&as_of=2026-01-01").json()["items"] == []


def test_a_page_as_of_a_day_carries_the_day_in_its_links(web: TestClient) -> None:
    page = web.get(f"/entity/person/chen-zhi?as_of={DAY}").text
    assert "As known on 21 January 2026" in page
    addresses = [part.split('"')[0] for part in page.split('href="')[1:]]
    today = "/entity/person/chen-zhi"
    links = [
        address
        for address in addresses
        if address != today and address.startswith(("/fact/", "/entity/", "/document/", "/conflict/"))
    ]
    assert links and all(f"as_of={DAY}" in address for address in links)


def test_an_unchanged_answer_is_not_sent_again(web: TestClient) -> None:
    first = web.get("/api/v1/documents")
    tag = first.headers["etag"]
    second = web.get("/api/v1/documents", headers={"if-none-match": tag})
    assert second.status_code == 304 and not second.content
    assert web.get("/api/v1/documents?limit=2").headers["etag"] != tag
    assert web.get("/api/v1/documents", headers={"if-none-match": '"other"'}).status_code == 200


def test_answers_are_packed_for_who_takes_it(web: TestClient) -> None:
    path = "/api/v1/exports/claims", "/entity/person/chen-zhi"
    for address in path:
        unpacked = web.get(address, headers={"accept-encoding": "identity"})
        packed = web.get(address, headers={"accept-encoding": "gzip"})
        assert "content-encoding" not in unpacked.headers
        assert packed.headers["content-encoding"] == "gzip"
        assert unpacked.content == packed.content
    assert gzip.decompress(gzip.compress(unpacked.content)) == packed.content


def test_head_answers_as_get_without_a_body(web: TestClient) -> None:
    get, head = web.get("/entity/person/chen-zhi"), web.head("/entity/person/chen-zhi")
    assert not head.content and head.status_code == 200
    assert head.headers["etag"] == get.headers["etag"]


@pytest.mark.parametrize(
    ("json_path", "page"),
    [
        ("/api/v1/entities/person/chen-zhi", "/entity/person/chen-zhi"),
        ("/api/v1/documents/afp-400-freed-2026-01", "/document/afp-400-freed-2026-01"),
        ("/api/v1/figures/indonesians-at-embassy-pp", "/figures/indonesians-at-embassy-pp"),
        ("/api/v1/events/exodus-000", "/event/exodus-000"),
        ("/api/v1/search?q=chen", "/search?q=chen"),
    ],
)
def test_json_and_page_lead_to_each_other(web: TestClient, json_path: str, page: str) -> None:
    assert web.get(json_path).headers["link"] == f'<{page}>; rel="alternate"; type="text/html"'
    assert web.get(page).headers["link"] == f'<{json_path}>; rel="alternate"; type="application/json"'


def test_fact_and_conflict_lead_to_their_pages(web: TestClient) -> None:
    id_ = first(web, "/api/v1/conflicts")["id"]
    path = f"/api/v1/{id_.replace('conflict/', 'conflicts/')}"
    assert f"</{id_}>" in web.get(path).headers["link"]
    assert f"<{path}>" in web.get(f"/{id_}").headers["link"]


def test_an_entity_decided_to_be_another_leads_to_it(web: TestClient) -> None:
    answer = web.get("/api/v1/entities/cohort/indonesians-1440-002")
    assert answer.status_code == 308
    assert web.get(answer.headers["location"]).status_code == 200


def test_the_description_is_openapi_3_1_with_examples(web: TestClient) -> None:
    schema = got(web, "/openapi.json")
    assert schema["openapi"].startswith("3.1")
    assert "ProblemShape" in schema["components"]["schemas"]
    assert "HTTPValidationError" not in json.dumps(schema)
    assert json.dumps(schema).count('"examples"') > 20


def test_a_new_revision_is_seen(loaded: Store) -> None:
    served = service(loaded)
    with client(served) as web:
        before = got(web, "/api/v1/documents")["revision"]
        loaded.write(
            lambda tx: tx.run("MATCH (m:Scamgraph {id: 'meta/graph'}) SET m.revision = m.revision + 1")
        )
        served._wholeness = (-1.0, None)  # what half a second does
        assert got(web, "/api/v1/documents")["revision"] == before + 1
