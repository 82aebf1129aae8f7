"""What the graph says of itself: its revision, and whether a load is still under way.

Both lie on one node `:Meta`, which is operational: the digest leaves it out.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from graph.schema import MARK
from graph.store import Store, Tx

ID = "meta/graph"


class State(NamedTuple):
    """`revision` counts write transactions; `loading` is the time an unfinished load began, else empty."""

    revision: int
    loading: str


def state(store: Store) -> State:
    """Where the graph stands, for readers too."""
    rows = store.read(
        f"MATCH (m:{MARK} {{id: $id}}) RETURN m.revision AS revision, m.loading AS loading", {"id": ID}
    )
    return State(rows[0]["revision"] or 0, rows[0]["loading"] or "") if rows else State(0, "")


def bump(tx: Tx) -> int:
    """Count this write transaction, in it; gives the new revision."""
    rows = tx.run(
        f"MERGE (m:{MARK}:Meta {{id: $id}}) SET m.revision = coalesce(m.revision, 0) + 1 "
        "RETURN m.revision AS r",
        id=ID,
    )
    return int(rows[0]["r"])


def mark_loading(tx: Tx) -> None:
    """Say that a load has begun; readers are told until `mark_loaded`."""
    bump(tx)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    tx.run(f"MATCH (m:{MARK} {{id: $id}}) SET m.loading = $now", id=ID, now=now)


def mark_loaded(tx: Tx) -> None:
    """Say that the load is complete."""
    bump(tx)
    tx.run(f"MATCH (m:{MARK} {{id: $id}}) SET m.loading = ''", id=ID)
