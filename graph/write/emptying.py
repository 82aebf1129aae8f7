"""Whether a graph is empty, and emptying it: of our nodes, but for the one of revision and loading mark."""

from __future__ import annotations

from graph.store import metadata
from graph.store.indexes import MARK
from graph.store.record_file import forget_record
from graph.store.store import Store

BATCH = 20_000


def is_empty(store: Store) -> bool:
    """Return whether nothing but the operational nodes of revision and lock is there."""
    return not store.read(f"MATCH (n:{MARK}) WHERE NOT n:Meta RETURN n.id AS id LIMIT 1")


def wipe(store: Store) -> None:
    """Delete every node of ours but those. What was recorded of the graph no longer holds."""
    forget_record(store)
    store.write(metadata.bump)
    query = f"MATCH (n:{MARK}) WHERE NOT n:Meta WITH n LIMIT {BATCH} DETACH DELETE n RETURN count(*) AS n"
    while store.write(lambda tx: tx.run(query))[0]["n"]:
        pass
