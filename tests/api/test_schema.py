"""The schema over HTTP."""

from __future__ import annotations

from starlette.testclient import TestClient

from api import models


def test_the_schema_lists_labels_types_and_values(web: TestClient) -> None:
    answer = web.get("/api/v1/schema")
    assert answer.status_code == 200
    listed = models.Schema.model_validate(answer.json())
    assert {"Compound", "Claim", "Scamgraph"} <= {item.name for item in listed.labels}
    heads = next(item for item in listed.relationships if item.name == "HEADS")
    assert (heads.count, heads.seen, heads.starts) == (1, [("Person", "Company")], ["Person"])
    assert next(item for item in listed.values if item.name == "polarity").values == ["affirm", "deny"]


def test_one_item_is_found_and_an_unknown_one_names_the_nearest(web: TestClient) -> None:
    item = models.SchemaItemAnswer.model_validate(web.get("/api/v1/schema/Compound").json())
    assert (item.count, item.nests_in) == (4, ["Entity"])
    missing = web.get("/api/v1/schema/Compoud")
    assert missing.status_code == 404
    assert {"name": "Compound"} in missing.json()["nearest"]


def test_the_description_holds_the_routes(web: TestClient) -> None:
    paths = web.get("/openapi.json").json()["paths"]
    assert {"/api/v1/schema", "/api/v1/schema/{name}"} <= paths.keys()


def test_free_cypher_warns_of_unknown_names(web: TestClient) -> None:
    misspelt = web.post("/api/v1/cypher", json={"query": "MATCH (c:Compoud) RETURN c.name"}).json()
    assert misspelt["rows"] == []
    assert "Nearest: Compound" in models.Rows.model_validate(misspelt).warnings[0]
    right = web.post("/api/v1/cypher", json={"query": "MATCH (c:Compound) RETURN c.name AS name"}).json()
    assert (len(right["rows"]), right["warnings"]) == (4, [])
