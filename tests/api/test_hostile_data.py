"""Stored hostile strings in every field of the data come out as text, on every page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import yaml
from starlette.testclient import TestClient

from graph.plain_yaml import load_yaml
from graph.store import Store
from ingest.load import load
from tests.api.conftest import client, first, service
from tests.conftest import ROOT, empty

SCRIPT = "<script>alert(1)</script>"
EVIL = f"{SCRIPT}\"'><img src=x onerror=alert(2)>{{{{7*7}}}}"
PLAIN = {
    "verb",
    "hedge",
    "says",
    "label",
    "about",
    "note",
    "channel",
    "precision",
    "source",
    "reason",
    "scope",
}
NAMES = {"name", "measures"}
ADDRESS = "javascript:alert(3)"
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
    "/entity/cohort/indonesians-freed-2026-01-003",
    "/entity/place/cambodia",
    "/entity/occasion/santo-video-003",
    "/entity/media/afp",
    "/question/about?entity=person/chen-zhi",
    "/question/who-says?number=1440",
    "/question/denials",
    "/question/events",
    "/question/compounds",
    "/question/conflicts",
    "/question/lineage",
]


def poisoned(value: Any) -> Any:
    """The same data with hostile words in every field that holds words."""
    if isinstance(value, list):
        return [poisoned(item) for item in value]
    if not isinstance(value, dict):
        return value
    found = {}
    for key, held in value.items():
        if key in PLAIN and isinstance(held, str):
            found[key] = f"{held} {EVIL}" if key != "label" else f"{EVIL} label"
        elif key in NAMES and isinstance(held, str):
            found[key] = f"{held} {EVIL}"
        elif key in ("url", "archived_url"):
            found[key] = ADDRESS
        else:
            found[key] = poisoned(held)
    return found


@pytest.fixture(scope="module")
def hostile(embedded_session: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("hostile")
    for source in [*sorted((ROOT / "data" / "registry").glob("*.yaml")),
                   *sorted((ROOT / "data" / "dossiers").glob("*.yaml"))]:  # fmt: skip
        data = poisoned(load_yaml(source.read_bytes()))
        if "document" in data:
            data["document"] |= {"url": ADDRESS, "author": EVIL}
        (folder / source.name).write_text(yaml.safe_dump(data, allow_unicode=True))
    load(embedded_session, [Path(folder)], fresh=True)
    with client(service(embedded_session)) as web:
        yield web
    empty(embedded_session)


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
        assert answer.status_code in (200, 404), path
        html = answer.text
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
