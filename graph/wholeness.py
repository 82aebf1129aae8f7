"""Whether the graph is whole: finished, and all there that the last finished load left.

"No source says" is said only by a whole graph (DESIGN section 6, rule 8). Looking costs a few milliseconds
whatever the graph's size: the nodes of some labels, which the engine has counted, against the graph's record.
`scamgraph doctor --deep` goes through everything.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from graph import meta
from graph.digest import Node, Sum, contents
from graph.engine.files import write_private
from graph.errors import EnvironmentProblem, GraphDamaged, GraphUnfinished
from graph.schema import MARK
from graph.store import Store

MOST_DIGESTED = 150_000
"""Nodes up to which a load ends with the graph's digest, which takes some 5 s for as many."""
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
            raise GraphUnfinished(f"{self.unfinished} {purpose}", hint=_remedy(self))


def _remedy(found: Wholeness) -> str:
    return (
        "Run `scamgraph ingest`." if not found.claims else "Run the load again, or wait until it has ended."
    )


def examine(store: Store) -> Wholeness:
    """Look whether the graph is whole. Raises GraphDamaged where nodes are missing; EngineGone."""
    state, counts = _look(store)
    if _missing(state, counts):
        time.sleep(_AGAIN)
        state, counts = _look(store)
        if missing := _missing(state, counts):
            raise GraphDamaged(f"The graph is damaged: {missing}.", hint=REBUILD)
    _compare_beside(store, state, counts)
    return Wholeness(state.revision, counts["Claim"], _unfinished(state, counts))


def _look(store: Store) -> tuple[meta.State, dict[str, int]]:
    queries = store.dialect.quick_counts(MARK)
    parts = [f"CALL () {{ {query} }} RETURN '{label}' AS label, n" for label, query in queries.items()]
    state = meta.state(store)
    return state, {row["label"]: row["n"] for row in store.read(" UNION ALL ".join(parts))}


def _missing(state: meta.State, counts: Mapping[str, int]) -> str:
    """Say what the record has and the graph has not, or the other way round; "" if they agree."""
    if state.record is None:
        return ""
    for label, count in counts.items():
        recorded = state.record.labels.get(label, 0)
        if count != recorded:
            what = "claims" if label == "Claim" else f"nodes of {label}"
            return f"{recorded:,} {what} recorded, {count:,} found"
    return ""


def _compare_beside(store: Store, state: meta.State, counts: Mapping[str, int]) -> None:
    """Compare with the file beside the database, in case that the graph's own record is lost as well."""
    claims = _read_beside(store)
    if claims and not state.revision:
        what = f"{claims:,} claims recorded, {counts['Claim']:,} found, and no record of the graph's own"
        raise GraphDamaged(f"The graph is damaged: {what}.", hint=REBUILD)


def _unfinished(state: meta.State, counts: Mapping[str, int]) -> str:
    if state.loading:
        return f"The graph is not complete: {state.loading} has not finished."
    return "" if counts["Claim"] else "The graph is empty: nothing was loaded."


def take_record(store: Store) -> meta.Record:
    """Count the whole graph; with its digest, unless it is too large for that after each load."""
    size = store.read(f"MATCH (n:{MARK}) RETURN count(n) AS n")[0]["n"]
    if size > MOST_DIGESTED:
        query = f"MATCH (n:{MARK}) UNWIND labels(n) AS label RETURN label, count(*) AS n"
        return meta.Record({row["label"]: row["n"] for row in store.read(query) if row["label"] != MARK})
    return count_contents(store)


def count_contents(store: Store) -> meta.Record:
    """Go through the whole graph: nodes by label, facts, and the digest."""
    total, labels, facts = Sum(), Counter[str](), 0
    for item in contents(store):
        total.add(item)
        if isinstance(item, Node):
            labels.update(item.labels)
        else:
            facts += "fact" in item.properties
    return meta.Record(dict(labels), facts, str(total))


def keep_record(store: Store) -> None:
    """Record what the graph holds now, unless a load is unfinished."""
    state = meta.state(store)
    if state.loading:
        return
    record = take_record(store)
    if store.write(lambda tx: meta.write_record(tx, record, state.revision)):
        _write_beside(store, record.claims)


def forget_record(store: Store) -> None:
    """Forget the file beside the database: the graph is about to be emptied."""
    _write_beside(store, 0)


def _write_beside(store: Store, claims: int) -> None:
    if store.folder is not None:
        kept = _read_all_beside(store) | {str(store.database): claims}
        write_private(store.folder / "record.json", json.dumps(kept) + "\n")


def _read_beside(store: Store) -> int:
    return _read_all_beside(store).get(str(store.database), 0)


def _read_all_beside(store: Store) -> dict[str, int]:
    """Claims by database; nothing where there is no such file, or none that can be read."""
    if store.folder is None:
        return {}
    try:
        kept = json.loads((store.folder / "record.json").read_text(encoding="utf-8"))
        return {str(name): int(count) for name, count in kept.items()}
    except (OSError, ValueError, AttributeError, TypeError, EnvironmentProblem):
        return {}
