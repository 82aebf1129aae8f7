"""Whether the graph is whole: finished, and all there that the last finished load left.

"No source says" is said only by a whole graph (DESIGN section 6, rule 8). Looking costs a few milliseconds
whatever the graph's size: the nodes of some labels, which the engine has counted, against the graph's record.
`scamgraph doctor --deep` goes through everything.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from graph.model.errors import GraphDamaged, GraphUnfinished
from graph.store import metadata, record_file
from graph.store.digest import OPERATIONAL, Node, Sum, contents
from graph.store.indexes import MARK, check_known, format_from_row
from graph.store.load_lock import find_running_load
from graph.store.store import Store, Tx

MOST_DIGESTED = 150_000
"""Nodes up to which a load ends with the graph's digest, which takes some 5 s for as many."""
_LOST = "See whether its disk is full. `scamgraph ingest --fresh` builds the graph anew."
REBUILD = "Run `scamgraph ingest --fresh` to rebuild it."
_AGAIN = 0.3  # seconds after which a difference is looked at again: a load may have begun between two counts


@dataclass(frozen=True, slots=True)
class Wholeness:
    """Where the graph stands: its revision, its claims, and what keeps it from being whole.

    `unfinished` is a sentence, empty where nothing is in the way of "no source says".
    """

    revision: int
    claims: int
    unfinished: str = ""

    @property
    def is_whole(self) -> bool:
        """Return whether the graph may say that no source says something."""
        return not self.unfinished

    def require(self, purpose: str) -> None:
        """Raise GraphUnfinished if the graph is not whole; `purpose` says what is refused then."""
        if self.unfinished:
            raise GraphUnfinished(f"{self.unfinished} {purpose}", hint=self.remedy)

    @property
    def remedy(self) -> str:
        """Return what to do about a graph that is not whole."""
        return "Run the load again, or wait until it has ended." if self.claims else "Run `scamgraph ingest`."


def examine(store: Store) -> Wholeness:
    """Look whether the graph is whole.

    Raises GraphDamaged where something is missing, EnvironmentProblem for a graph of a version that this one
    cannot read, EngineGone.
    """
    found = _look(store)
    if _find_damage(store, found):
        time.sleep(_AGAIN)
        found = _look(store)
        if damage := _find_damage(store, found):
            raise GraphDamaged(f"The graph is damaged: {damage}.", hint=REBUILD)
    return Wholeness(found.state.revision, found.counts["Claim"], _describe_unfinished(store, found))


class _Look(NamedTuple):
    """The graph's own word on itself, nodes by label, and whether a claim is found by its id."""

    state: metadata.State
    counts: Mapping[str, int]
    is_indexed: bool


_META = f"MATCH (m:Meta) WHERE m:{MARK} AND m.id = $id RETURN 'Meta' AS label, 1 AS n, properties(m) AS m"
_BY_ID = (
    f"MATCH (c:Claim) WHERE c:{MARK} WITH c LIMIT 1 MATCH (found:Claim {{id: c.id}}) RETURN count(found) AS n"
)


def _look(store: Store) -> _Look:
    queries = {**store.dialect.quick_counts(MARK), "": _BY_ID}
    parts = (
        f"CALL () {{ {query} }} RETURN '{label}' AS label, n, null AS m" for label, query in queries.items()
    )
    rows = store.read(" UNION ALL ".join((_META, *parts)), {"id": metadata.ID})
    found: dict[str, Any] = next((row["m"] for row in rows if row["m"] is not None), {})
    check_known(format_from_row(found), "The graph")
    counts = {row["label"]: row["n"] for row in rows if row["m"] is None}
    return _Look(metadata.state_from_row(found), counts, bool(counts.pop("")))


def _find_damage(store: Store, found: _Look) -> str:
    """Say what was recorded and is not there; "" if nothing is missing."""
    beside = record_file.read_record(store)
    claims = found.counts["Claim"]
    if beside is not None and beside.claims and not found.state.revision:
        return f"{beside.claims:,} claims recorded, {claims:,} found, and the graph's own record is lost"
    record = found.state.record
    if record is None:
        return ""
    for label, count in found.counts.items():
        recorded = record.labels.get(label, 0)
        if count != recorded:
            what = "claims" if label == "Claim" else f"nodes of {label}"
            return f"{recorded:,} {what} recorded, {count:,} found"
    if claims and not found.is_indexed:
        return f"{claims:,} claims recorded, and the index does not find them"
    if beside is not None and beside.revision == found.state.revision:
        return record_file.find_missing_file(store, beside)
    return ""


def _describe_unfinished(store: Store, found: _Look) -> str:
    loading = found.state.loading
    if not loading:
        return "" if found.counts["Claim"] else "The graph is empty: nothing was loaded."
    how = "is still running" if find_running_load(store) else "did not finish"
    return f"The graph is not complete: {loading} {how}."


def count_claims(store: Store) -> int:
    """Count the claims, at once however many there are."""
    query = store.dialect.quick_counts(MARK)["Claim"]
    return int(store.read(query)[0]["n"])


def take_record(store: Store) -> metadata.Record:
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
    """Go through the whole graph: nodes by label, facts, and the digest."""
    total, labels, facts = Sum(), Counter[str](), 0
    for item in contents(store):
        total.add(item)
        if isinstance(item, Node):
            labels.update(item.labels)
        else:
            facts += "fact" in item.properties
    return metadata.Record(dict(labels), facts, str(total))


def finish(store: Store, *, claims: int, unfinished: str = "", digest: str = "") -> None:
    """End a load: compare what is there with what was written, mark the graph as loaded, and keep the record.

    Args:
        store: Where the load went.
        claims: How many claims there must be now.
        unfinished: An earlier load of other files that never finished: it stays marked.
        digest: What the graph's digest must be, "" if that is not known.

    Raises:
        GraphDamaged: Something is missing that the engine had acknowledged; the graph stays unfinished.
    """
    record = take_record(store)
    if record.claims != claims:
        what = f"{claims:,} claims were acknowledged, {record.claims:,} are there"
        raise GraphDamaged(f"The engine lost what was written: {what}.", hint=_LOST)
    if digest and record.digest and record.digest != digest:
        what = f"the graph has the digest {record.digest}, and should have {digest}"
        raise GraphDamaged(f"The engine lost what was written: {what}.", hint=_LOST)

    def end(tx: Tx) -> int:
        revision = metadata.mark_loaded(tx, unfinished)
        if not unfinished:
            metadata.write_record(tx, record, revision)
        return revision

    revision = store.write(end)
    if not unfinished:
        record_file.write_record(store, record.claims, revision)


def keep_record(store: Store) -> None:
    """Record what the graph holds now, unless a load is unfinished."""
    state = metadata.state(store)
    if state.loading:
        return
    record = take_record(store)
    if store.write(lambda tx: metadata.write_record(tx, record, state.revision)):
        record_file.write_record(store, record.claims, state.revision)
