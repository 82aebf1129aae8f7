"""What a citation says of its document's publisher, also where a decision holds that it is another."""

from __future__ import annotations

import msgspec

from graph.catalogue import merges
from graph.records import Decision, Registry
from graph.schema import prepare
from graph.store import Store
from queries.ask import no_texts
from queries.citations import cite
from tests.graph import made


def test_a_publisher_is_named_whoever_it_is_decided_to_be(store: Store) -> None:
    documents = [
        msgspec.structs.replace(d, document=msgspec.structs.replace(d.document, agency="organization/o2"))
        for d in made.dossiers(2)
    ]
    prepare(store)
    made.write_registry(store, made.registry(), [])
    made.write(store, documents, {})
    ids = [row["id"] for row in store.read("MATCH (c:Claim) RETURN c.id AS id")]
    wanted = {"document/d0": ("", "Body 2"), "document/d1": ("Body 4", "Body 2")}
    assert named(store, ids) == wanted
    merged = {"items": ["organization/o3", "organization/o4"], "judgement": "same", "reason": "r", "by": "x"}
    one = msgspec.convert({"id": "decision/o", "about": "entity", "on": "2026-01-01", **merged}, Decision)
    made.write_registry(store, Registry(), [one])
    assert merges([one])["organization/o4"] == "organization/o3"
    ids = [row["id"] for row in store.read("MATCH (c:Claim) RETURN c.id AS id")]
    assert named(store, ids) == wanted, "as its document names it"


def named(store: Store, claims: list[str]) -> dict[str, tuple[str, str]]:
    """Publisher and agency of each document, by its citations."""
    found = cite(store, claims, no_texts).citations.values()
    return {one.document: (one.publisher, one.agency) for one in found}
