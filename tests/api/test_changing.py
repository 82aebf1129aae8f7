"""A load that replaces conflicts between two reads of one page."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import pytest

from api.settings import Settings
from graph.store.metadata import set_revision
from graph.store.store import Store, Tx
from ingest.load import load
from queries.browse import evidence
from tests.api.conftest import client, service
from tests.articles import DATA as ARTICLES
from tests.articles import empty

DATA = Path(ARTICLES)
REVISION = 50
NAMED = (
    "MATCH (n:Person) WHERE n.protected AND coalesce(n.naming, 'named') IN ['named', 'pseudonym'] "
    "RETURN n.name AS name"
)


@pytest.mark.parametrize(("name", "nothing"), [("load_sides", {}), ("list_citations", [])])
def test_a_conflict_that_is_gone_when_its_sides_are_read_is_503(
    articles: Store, monkeypatch: pytest.MonkeyPatch, name: str, nothing: Any
) -> None:
    monkeypatch.setattr(evidence, name, lambda *_: nothing)
    with client(service(articles)) as web:
        answer = web.get("/conflicts")
    assert answer.status_code == 503
    assert "The graph changed while this was read." in answer.text


def test_another_graph_of_the_same_revision_is_not_taken_for_the_last(embedded_store: Store) -> None:
    """After `store reset` a load begins to count again, and may end at the same revision."""
    tags, names = [""], []
    with client(service(embedded_store, Settings(revision_seconds=0.0))) as web:
        for name in ("First", "Second"):
            empty(embedded_store)
            load(embedded_store, [DATA])
            embedded_store.write(functools.partial(rename, name))
            answer = web.get("/api/v1/entities/person/chen-zhi", headers={"If-None-Match": tags[-1]})
            assert (answer.status_code, answer.json()["revision"]) == (200, REVISION)
            tags.append(answer.headers["etag"])
            names.append(answer.json()["name"])
    assert names == ["First", "Second"]


def test_names_that_come_with_another_graph_are_withheld_at_once(embedded_store: Store) -> None:
    """The graph is looked at after an answer was read, not only before."""
    query = {"query": "MATCH (n:Person) WHERE n.protected RETURN n.name AS name"}
    with client(service(embedded_store, Settings(revision_seconds=60.0))) as web:
        load(embedded_store, [DATA])
        web.post("/api/v1/cypher", json=query)  # the names of a graph that has none
        empty(embedded_store)
        load(embedded_store, [DATA], include_protected=True)
        (real, *_) = embedded_store.read(NAMED)
        shown = web.post("/api/v1/cypher", json=query).text
    assert "withheld" in shown
    assert real["name"] not in shown


def rename(name: str, tx: Tx) -> None:
    tx.run("MATCH (n:Entity {id: 'person/chen-zhi'}) SET n.name = $name", name=name)
    set_revision(tx, REVISION)
