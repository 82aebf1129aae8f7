"""The graph's own metadata: its revision, its unfinished load, and its record.

The *record* is what the last finished load left: the number of facts and of nodes of each label,
and the digest. `graph.store.wholeness` compares it with the graph. All of it is stored on one node
`:Meta`, which is operational: the digest omits it.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from graph.store.indexes import MARK
from graph.store.protocols import ReadStore
from graph.store.store import Tx

ID = "meta/graph"


class Record(NamedTuple):
    """The content that a finished load left: nodes by label, facts, and the digest.

    `facts` is None and `digest` empty if the graph was too large to read it all after each load.
    """

    labels: Mapping[str, int]
    facts: int | None = None
    digest: str = ""

    @property
    def claims(self) -> int:
        """Return the number of claims."""
        return self.labels.get("Claim", 0)


class State(NamedTuple):
    """The state of the graph: revision, unfinished load, record, and which graph it is.

    `graph` is drawn at the first write to an empty graph: revisions of two graphs do not compare, even in
    one place, after a reset. `revision` counts write transactions; `loading` describes the unfinished
    load, and is empty if there is none. `record` is the record of the last finished load, None if the
    graph was written since or has none.
    """

    revision: int
    loading: str
    record: Record | None = None
    graph: str = ""


def read_state(store: ReadStore) -> State:
    """Return the graph's state, for readers too."""
    # By its label, not by its id: a damaged index must not hide it.
    rows = store.read(f"MATCH (m:Meta) WHERE m:{MARK} AND m.id = $id RETURN properties(m) AS m", {"id": ID})
    return state_from_row(rows[0]["m"]) if rows else State(0, "")


def state_from_row(row: Mapping[str, Any]) -> State:
    """Return the state in the properties of the `:Meta` node."""
    revision = row.get("revision") or 0
    record = None
    if row.get("recorded_revision") == revision:
        labels = dict(pair.split("=") for pair in row.get("recorded_labels") or ())
        counts = {label: int(count) for label, count in labels.items()}
        record = Record(counts, row.get("recorded_facts"), row.get("recorded_digest") or "")
    return State(revision, row.get("loading") or "", record, row.get("graph") or "")


def increment_revision(tx: Tx) -> int:
    """Count this write transaction, in it, and return the new revision; the record is then out of date."""
    rows = tx.run(
        f"MERGE (m:{MARK}:Meta {{id: $id}}) SET m.revision = coalesce(m.revision, 0) + 1, "
        "m.graph = coalesce(m.graph, $graph) RETURN m.revision AS r",
        id=ID,
        graph=secrets.token_hex(4),
    )
    return int(rows[0]["r"])


def set_revision(tx: Tx, revision: int) -> None:
    """Set the revision to that of the graph which this new one replaces: the next revision follows it."""
    tx.run(f"MERGE (m:{MARK}:Meta {{id: $id}}) SET m.revision = $revision", id=ID, revision=revision)


def write_record(tx: Tx, record: Record, revision: int) -> bool:
    """Write `record`, taken at `revision`; return whether that is still the graph's revision."""
    rows = tx.run(
        f"MATCH (m:{MARK} {{id: $id}}) WHERE m.revision = $revision SET m.recorded_revision = $revision, "
        "m.recorded_labels = $labels, m.recorded_facts = $facts, m.recorded_digest = $digest "
        "RETURN m.id AS id",
        id=ID,
        revision=revision,
        labels=[f"{label}={count}" for label, count in sorted(record.labels.items())],
        facts=record.facts,
        digest=record.digest,
    )
    return bool(rows)


def describe_load(files: Sequence[str]) -> str:
    """Return a noun phrase for a load of these files, for use in a sentence."""
    return f"a load of {len(files)} file{'' if len(files) == 1 else 's'}"


def mark_loading(tx: Tx, what: Sequence[str]) -> str:
    """Mark a load of these files as begun; readers see it until `mark_loaded`.

    Return the description of an earlier load of other files that never finished, or "".
    """
    increment_revision(tx)
    query = f"MATCH (m:{MARK} {{id: $id}}) RETURN m.loading_files AS files, m.loading AS loading"
    row = tx.run(query, id=ID)[0]
    covered = set(row["files"] or ()) <= set(what)
    began = datetime.now(UTC).strftime("%Y-%m-%d at %H:%M UTC")
    loading = f"{describe_load(what)}, begun on {began},"
    files = list(what) if covered else sorted({*what, *row["files"]})
    tx.run(
        f"MATCH (m:{MARK} {{id: $id}}) SET m.loading = $loading, m.loading_files = $files",
        id=ID,
        loading=loading,
        files=files,
    )
    return "" if covered else str(row["loading"])


def mark_loaded(tx: Tx, unfinished: str) -> int:
    """Mark the load as complete, and return the revision.

    `unfinished` is an earlier load of other files that never finished: it stays marked.
    """
    revision = increment_revision(tx)
    keep = "" if unfinished else ", m.loading_files = []"
    tx.run(f"MATCH (m:{MARK} {{id: $id}}) SET m.loading = $unfinished{keep}", id=ID, unfinished=unfinished)
    return revision
