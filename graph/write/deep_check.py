"""Check the whole graph for `scamgraph doctor --deep`: its record, links, facts, and indexes.

`graph.store.wholeness` only counts; this reads everything. It changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from graph.engine.damage_messages import WAY_BACK
from graph.engine.server.check_database import check_database
from graph.model.batching import iter_batches
from graph.model.errors import ScamgraphError
from graph.store import metadata
from graph.store.deep_scan import CLAIM_LINKS, Scan, Value, scan_contents
from graph.store.digest import iter_contents
from graph.store.indexes import FOUND_BY_ID, MARK
from graph.store.store import Store
from graph.write.name_index_writer import read_named_nodes

AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check: sentences about faults, or `detail` about what is good."""

    check: str
    faults: tuple[str, ...] = ()
    detail: str = ""
    remedy: str = WAY_BACK

    @property
    def is_good(self) -> bool:
        """Return whether nothing is wrong."""
        return not self.faults


def check_deeply(store: Store) -> Iterator[Finding]:
    """Check everything, and yield a finding for each check as it ends. Raises EngineGone."""
    try:
        state = metadata.read_state(store)
        scan = scan_contents(iter_contents(store))
    except ScamgraphError as error:
        yield Finding("read all", (error.message,))
    else:
        yield Finding("read all", (), f"{scan.total.nodes:,} nodes, {scan.total.edges:,} relationships")
        yield _check_record(state, scan)
        yield Finding("ids", _describe_items(scan.repeated, "nodes share the id"))
        yield Finding("ends of relationships", _describe_items(scan.dangling, "relationships lead to"))
        yield _check_claims(scan)
        yield _check_facts(scan)
        yield _run_check("indexes of ids", lambda: _check_ids(store, scan))
        yield _run_check("other indexes", lambda: _check_values(store, scan))
        yield _run_check("indexes of names", lambda: _check_name_keys(store))
    if store.engine == "embedded":
        yield _run_check("the engine's own check", lambda: check_database(store.endpoint))


def _run_check(check: str, find_faults: Callable[[], Iterable[str]]) -> Finding:
    try:
        return Finding(check, tuple(find_faults()))
    except ScamgraphError as error:
        return Finding(check, (error.message,))


def _check_record(state: metadata.State, scan: Scan) -> Finding:
    record = state.record
    if record is None:
        return Finding("record", (), f"the last write was not a finished load; digest {scan.total}")
    faults = [
        f"{recorded:,} nodes of {label} recorded, {scan.labels[label]:,} found"
        for label, recorded in sorted(record.labels.items())
        if scan.labels[label] != recorded
    ]
    faults += [f"nodes of {label}, none recorded" for label in sorted(scan.labels.keys() - record.labels)]
    facts = scan.facts.total()
    if record.facts not in (None, facts):
        faults.append(f"{record.facts:,} facts recorded, {facts:,} found")
    if record.digest not in ("", str(scan.total)):
        faults.append(f"the digest is {scan.total}, not {record.digest} as recorded")
    compared = "digest and counts" if record.digest else "counts (no digest of a graph this large)"
    return Finding("record", tuple(faults), f"{compared} as recorded; digest {scan.total}")


def _check_claims(scan: Scan) -> Finding:
    faults: list[str] = []
    for type_ in CLAIM_LINKS:
        missing = scan.claim_facts.keys() - scan.linked[type_]
        faults += _describe_items(missing, f"claims have no {type_}")
    return Finding("claims", tuple(faults), f"{len(scan.claim_facts):,} claims")


def _check_facts(scan: Scan) -> Finding:
    """Check that each fact of a claim is one relationship, and each relationship of a fact has a claim."""
    stated = {fact for fact in scan.claim_facts.values() if fact}
    faults = (
        *_describe_items(stated - scan.facts.keys(), "facts of claims have no relationship"),
        *_describe_items(scan.facts.keys() - stated, "facts have no claim"),
        *_describe_items(
            {fact for fact, count in scan.facts.items() if count > 1}, "facts have several relationships"
        ),
    )
    return Finding("facts", faults, f"{len(stated):,} facts")


def _check_ids(store: Store, scan: Scan) -> Iterator[str]:
    """Check that each scanned node is found by its id, once, under each label that has such an index."""
    for label in (MARK, *FOUND_BY_ID):
        ids = sorted(scan.all_ids) if label == MARK else scan.ids.get(label, [])
        yield from _compare(store, label, "id", Counter(ids))


def _check_values(store: Store, scan: Scan) -> Iterator[str]:
    for (label, name), values in sorted(scan.indexed.items()):
        yield from _compare(store, label, name, values)


def _check_name_keys(store: Store) -> Iterator[str]:
    """Check the search keys of names: exactly those of the names, each found by its parts."""
    expected = {(entity.id, key) for entity in read_named_nodes(store) for key in entity.keys}
    query = f"MATCH (k:NameKey)-[:KEY_OF]->(e:{MARK}) RETURN e.id AS id, k.key AS key"
    stored = {(row["id"], row["key"]) for row in store.stream(query)}
    yield from _describe_items(
        (id_ for id_, _ in expected - stored), "names have no key and are not found, those of"
    )
    yield from _describe_items((id_ for id_, _ in stored - expected), "keys are left of other names of")
    names = ("id", "head", "mid", "tail")
    parts = ", ".join(f"k.{name} AS {name}" for name in names)
    rows = store.read(f"MATCH (k:NameKey) WHERE k:{MARK} RETURN {parts}")
    for name in names:
        values = Counter(row[name] for row in rows if row[name] is not None)
        yield from _compare(store, "NameKey", name, values)


def _compare(store: Store, label: str, name: str, scanned: Counter[Value]) -> Iterator[str]:
    """Look every value up, and compare the number of nodes found with the number scanned."""
    query = (
        f"UNWIND $values AS value MATCH (n:{label} {{{name}: value}}) WHERE n:{MARK} "
        f"RETURN value, count(n) AS n, sum(CASE WHEN n.{name} = value THEN 0 ELSE 1 END) AS wrong"
    )
    missing, wrong = set[Value](), set[Value]()
    for batch in iter_batches(scanned, AT_ONCE):
        rows_by_value = {row["value"]: row for row in store.read(query, {"values": batch})}
        missing.update(
            value
            for value in batch
            if value not in rows_by_value or rows_by_value[value]["n"] != scanned[value]
        )
        wrong.update(value for value, row in rows_by_value.items() if row["wrong"])
    yield from _describe_items(
        missing, f"values of {label}.{name} are not found by their index as often as by a scan"
    )
    yield from _describe_items(wrong, f"values of {label}.{name} lead to another node by their index")


def _describe_items(items: Iterable[object], what: str) -> tuple[str, ...]:
    """Return how many items there are, with the first; empty if there are none."""
    texts: Sequence[str] = sorted(map(str, items))
    return (f"{len(texts):,} {what}: {texts[0]}",) if texts else ()
