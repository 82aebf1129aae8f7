"""The five articles in a session's engines: loaded once, and again only where a test changed the graph."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from graph.store.digest import digest
from graph.store.metadata import State, read_state
from graph.store.record_file import delete_record
from graph.store.store import Store
from ingest.load import load
from tests.machine import ROOT

DATA = ROOT / "data"


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What distinguishes two contents of a database: our digest, and counts of the rest."""

    digest: str
    state: State
    nodes: int
    relationships: int


_LOADED: dict[tuple[str, bool], Fingerprint] = {}
"""The content of each server after loading the articles, by address and whether with protected names."""


def hold_articles(store: Store, *, include_protected: bool = False) -> Store:
    """Fill the database with the five articles and nothing else; return the store."""
    known = _LOADED.get((store.uri, include_protected))
    if known is None or take_fingerprint(store) != known:
        empty(store)
        load(store, [Path(DATA)], fresh=True, include_protected=include_protected)
        _LOADED[store.uri, include_protected] = take_fingerprint(store)
    return store


def take_fingerprint(store: Store) -> Fingerprint:
    """Return what the database holds now, in short."""
    nodes = store.read("MATCH (n) RETURN count(n) AS n")[0]["n"]
    relationships = store.read("MATCH ()-[r]->() RETURN count(r) AS n")[0]["n"]
    return Fingerprint(str(digest(store)), read_state(store), nodes, relationships)


def empty(store: Store) -> None:
    """Delete every node with its relationships; constraints and indexes stay."""
    delete_record(store)
    while store.write(
        lambda tx: tx.run("MATCH (n) WITH n LIMIT 20000 DETACH DELETE n RETURN count(*) AS gone")
    )[0]["gone"]:
        pass
