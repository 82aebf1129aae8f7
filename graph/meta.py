"""What the graph says of itself: its revision, and whether a load is still under way.

Both lie on one node `:Meta`, which is operational: the digest leaves it out.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from graph.reads import Asks
from graph.schema import MARK
from graph.store import Tx

ID = "meta/graph"


class State(NamedTuple):
    """`revision` counts write transactions; `loading` says which load is unfinished, else it is empty."""

    revision: int
    loading: str


def state(store: Asks) -> State:
    """Where the graph stands, for readers too."""
    query = f"MATCH (m:{MARK} {{id: $id}}) RETURN m.revision AS revision, m.loading AS loading"
    rows = store.read(query, {"id": ID})
    return State(rows[0]["revision"] or 0, rows[0]["loading"] or "") if rows else State(0, "")


def bump(tx: Tx) -> int:
    """Count this write transaction, in it; gives the new revision."""
    rows = tx.run(
        f"MERGE (m:{MARK}:Meta {{id: $id}}) SET m.revision = coalesce(m.revision, 0) + 1 "
        "RETURN m.revision AS r",
        id=ID,
    )
    return int(rows[0]["r"])


def mark_loading(tx: Tx, what: Sequence[str]) -> str:
    """Say that a load of these files has begun; readers are told until `mark_loaded`.

    Gives which earlier load of other files never finished, or "".
    """
    bump(tx)
    query = f"MATCH (m:{MARK} {{id: $id}}) RETURN m.loading_files AS files, m.loading AS loading"
    row = tx.run(query, id=ID)[0]
    covered = set(row["files"] or ()) <= set(what)
    began = datetime.now(UTC).isoformat(timespec="seconds")
    loading = f"a load of {len(what)} file{'' if len(what) == 1 else 's'} begun {began}"
    files = list(what) if covered else sorted({*what, *row["files"]})
    tx.run(
        f"MATCH (m:{MARK} {{id: $id}}) SET m.loading = $loading, m.loading_files = $files",
        id=ID,
        loading=loading,
        files=files,
    )
    return "" if covered else str(row["loading"])


def mark_loaded(tx: Tx, unfinished: str) -> str:
    """Say that the load is complete; an earlier one of other files that never finished stays marked."""
    bump(tx)
    keep = "" if unfinished else ", m.loading_files = []"
    tx.run(f"MATCH (m:{MARK} {{id: $id}}) SET m.loading = $unfinished{keep}", id=ID, unfinished=unfinished)
    return unfinished
