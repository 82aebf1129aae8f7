"""Digest of the part of the graph around names or ids, as a report on it names it."""

from __future__ import annotations

from graph.store.digest import GraphDigest
from graph.store.store import Store
from reports.part.closure_reader import load_closure
from reports.part.digest import compute_part_digest
from reports.part.selection import create_selection_builder


def compute_digest_around(store: Store, of: list[str], as_of: str | None) -> GraphDigest:
    """Return the digest of the part of the graph around these names or ids."""
    choose = create_selection_builder(store, as_of)
    named = [text if _is_id(store, text) else choose.select_entity(text).item for text in of]
    choice = choose.select_ids(named)
    return compute_part_digest(load_closure(store, choice.claims, choice.moment))


def _is_id(store: Store, text: str) -> bool:
    known = store.read("MATCH (n:Scamgraph {id: $id}) RETURN n.id AS id", {"id": text})
    return bool(known) or text.startswith("fact/")
