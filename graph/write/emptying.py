"""Check whether a graph is empty, and clear it of our nodes except those of revision and lock."""

from __future__ import annotations

from graph.store import metadata
from graph.store.indexes import MARK
from graph.store.record_file import delete_record
from graph.store.store import Store

BATCH = 20_000


def is_empty(store: Store) -> bool:
    """Return whether the graph holds no nodes except the operational ones of revision and lock."""
    return not store.read(f"MATCH (n:{MARK}) WHERE NOT n:Meta RETURN n.id AS id LIMIT 1")


def clear_graph(store: Store) -> None:
    """Delete every node of ours except those of `is_empty`; the graph's record is then out of date."""
    delete_record(store)
    store.write(metadata.increment_revision)
    query = f"MATCH (n:{MARK}) WHERE NOT n:Meta WITH n LIMIT {BATCH} DETACH DELETE n RETURN count(*) AS n"
    while store.write(lambda tx: tx.run(query))[0]["n"]:
        pass
