"""Check whether the graph is whole: finished, and nothing missing that the last finished load left.

Only a whole graph says "No source says" (DESIGN section 6, rule 8). The check costs a few
milliseconds for any size of graph: it compares the nodes of some labels, which the engine has
counted, with the graph's record. `scamgraph doctor --deep` reads everything.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from graph.model.errors import GraphDamaged, GraphUnfinished
from graph.store import metadata, record_file
from graph.store.digest import OPERATIONAL, GraphDigest, Node, iter_contents
from graph.store.indexes import MARK, check_format_number, format_from_row
from graph.store.load_lock import find_running_load
from graph.store.store import Store, Tx

MOST_DIGESTED = 150_000
"""Maximum number of nodes of a graph whose digest a load computes; it takes some 5 s for that many."""
_LOST = "See whether its disk is full. `scamgraph ingest --fresh` builds the graph again."
REBUILD = "Run `scamgraph ingest --fresh` to rebuild it."
_AGAIN = 0.3  # seconds until a difference is checked again: a load may have begun between two counts


@dataclass(frozen=True, slots=True)
class Wholeness:
    """The graph's revision, its number of claims, and what keeps it from being whole.

    `graph` tells graphs apart that have been in the same place. `unfinished` is a sentence, empty if
    nothing prevents "no source says".
    """

    revision: int
    claims: int
    unfinished: str = ""
    graph: str = ""

    @property
    def version(self) -> str:
        """Return what changes with each write, and with each other graph in this place."""
        return f"{self.graph}.{self.revision}"

    @property
    def is_whole(self) -> bool:
        """Return whether the graph may say that no source says something."""
        return not self.unfinished

    def require(self, purpose: str) -> None:
        """Raise GraphUnfinished if the graph is not whole; `purpose` says what is then refused."""
        if self.unfinished:
            raise GraphUnfinished(f"{self.unfinished} {purpose}", hint=self.remedy)

    @property
    def remedy(self) -> str:
        """Return what to do about a graph that is not whole."""
        return "Run the load again, or wait until it has ended." if self.claims else "Run `scamgraph ingest`."


def check_wholeness(store: Store) -> Wholeness:
    """Check whether the graph is whole.

    Raises GraphDamaged if something is missing, EnvironmentProblem for a graph of a version that this
    one cannot read, and EngineGone.
    """
    snapshot = _read_snapshot(store)
    if _find_damage(store, snapshot):
        time.sleep(_AGAIN)
        snapshot = _read_snapshot(store)
        if damage := _find_damage(store, snapshot):
            raise GraphDamaged(f"The graph is damaged: {damage}.", hint=REBUILD)
    state = snapshot.state
    unfinished = _describe_unfinished(store, snapshot)
    return Wholeness(state.revision, snapshot.counts["Claim"], unfinished, state.graph)


class _Snapshot(NamedTuple):
    """The graph's own metadata, nodes by label, and whether a claim is found by its id."""

    state: metadata.State
    counts: Mapping[str, int]
    is_indexed: bool


_META = f"MATCH (m:Meta) WHERE m:{MARK} AND m.id = $id RETURN 'Meta' AS label, 1 AS n, properties(m) AS m"
_BY_ID = (
    f"MATCH (c:Claim) WHERE c:{MARK} WITH c LIMIT 1 MATCH (found:Claim {{id: c.id}}) RETURN count(found) AS n"
)


def _read_snapshot(store: Store) -> _Snapshot:
    queries = {**store.dialect.build_count_queries(MARK), "": _BY_ID}
    parts = (
        f"CALL () {{ {query} }} RETURN '{label}' AS label, n, null AS m" for label, query in queries.items()
    )
    rows = store.read(" UNION ALL ".join((_META, *parts)), {"id": metadata.ID})
    meta: dict[str, Any] = next((row["m"] for row in rows if row["m"] is not None), {})
    check_format_number(format_from_row(meta), "The graph")
    counts = {row["label"]: row["n"] for row in rows if row["m"] is None}
    return _Snapshot(metadata.state_from_row(meta), counts, bool(counts.pop("")))


def _find_damage(store: Store, snapshot: _Snapshot) -> str:
    """Return what is recorded and missing from the graph, or "" if nothing is missing."""
    file_record = record_file.read_record(store)
    claims = snapshot.counts["Claim"]
    if file_record is not None and file_record.claims and not snapshot.state.revision:
        return f"{file_record.claims:,} claims recorded, {claims:,} found, and the graph's own record is lost"
    record = snapshot.state.record
    if record is None:
        return ""
    for label, count in snapshot.counts.items():
        recorded = record.labels.get(label, 0)
        if count != recorded:
            what = "claims" if label == "Claim" else f"nodes of {label}"
            return f"{recorded:,} {what} recorded, {count:,} found"
    if claims and not snapshot.is_indexed:
        return f"{claims:,} claims recorded, and the index does not find them"
    if file_record is not None and file_record.revision == snapshot.state.revision:
        return record_file.find_missing_file(store, file_record)
    return ""


def _describe_unfinished(store: Store, snapshot: _Snapshot) -> str:
    loading = snapshot.state.loading
    if not loading:
        return "" if snapshot.counts["Claim"] else "The graph is empty: nothing was loaded."
    how = "is still running" if find_running_load(store) else "did not finish"
    return f"The graph is not complete: {loading} {how}."


def count_claims(store: Store) -> int:
    """Count the claims, in constant time for any size of graph."""
    query = store.dialect.build_count_queries(MARK)["Claim"]
    return int(store.read(query)[0]["n"])


def compute_record(store: Store) -> metadata.Record:
    """Count the whole graph; with its digest, unless it is too large for that after each load."""
    size = store.read(f"MATCH (n:{MARK}) RETURN count(n) AS n")[0]["n"]
    if size > MOST_DIGESTED:
        query = (
            f"MATCH (n:{MARK}) WHERE NOT n:{' AND NOT n:'.join(OPERATIONAL)} "
            "UNWIND labels(n) AS label RETURN label, count(*) AS n"
        )
        return metadata.Record({row["label"]: row["n"] for row in store.read(query) if row["label"] != MARK})
    return count_contents(store)


def count_contents(store: Store) -> metadata.Record:
    """Read the whole graph, and return its nodes by label, facts, and digest."""
    total, labels, facts = GraphDigest(), Counter[str](), 0
    for item in iter_contents(store):
        total.add(item)
        if isinstance(item, Node):
            labels.update(item.labels)
        else:
            facts += "fact" in item.properties
    return metadata.Record(dict(labels), facts, str(total))


def finish_load(store: Store, *, claims: int, unfinished: str = "", digest: str = "") -> None:
    """End a load: compare the graph with what was written, mark it as loaded, and write the record.

    Args:
        store: The store that was loaded.
        claims: The number of claims that there must be now.
        unfinished: An earlier load of other files that never finished: it stays marked.
        digest: The digest that the graph must have, "" if that is not known.

    Raises:
        GraphDamaged: Something is missing that the engine had acknowledged; the graph stays unfinished.
    """
    record = compute_record(store)
    if record.claims != claims:
        what = f"{claims:,} claims were acknowledged, {record.claims:,} are there"
        raise GraphDamaged(f"The engine lost what was written: {what}.", hint=_LOST)
    if digest and record.digest and record.digest != digest:
        what = f"the graph has the digest {record.digest}, and should have {digest}"
        raise GraphDamaged(f"The engine lost what was written: {what}.", hint=_LOST)

    def update_metadata(tx: Tx) -> int:
        revision = metadata.mark_loaded(tx, unfinished)
        if not unfinished:
            metadata.write_record(tx, record, revision)
        return revision

    revision = store.write(update_metadata)
    if not unfinished:
        record_file.write_record(store, record.claims, revision)


def save_record(store: Store) -> None:
    """Record the current content of the graph, unless a load is unfinished."""
    state = metadata.read_state(store)
    if state.loading:
        return
    record = compute_record(store)
    if store.write(lambda tx: metadata.write_record(tx, record, state.revision)):
        record_file.write_record(store, record.claims, state.revision)
