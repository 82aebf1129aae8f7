"""Run the statements that write nodes and relationships, in batches, each counting what it wrote."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import partial
from typing import Any

from graph.model.batching import iter_batches
from graph.model.claims import Claim
from graph.model.errors import ScamgraphError
from graph.rules.context import RuleContext
from graph.rules.derive import Participation, list_secondary_roles
from graph.rules.origin_model import OPEN, OriginKey
from graph.rules.rollup import Rollup
from graph.rules.statement_choice import rank_statement
from graph.store.cypher_dialect import Dialect, Link, check_name
from graph.store.fact_mapping import FactRow
from graph.store.indexes import MARK, find_end_label, find_label
from graph.store.store import Tx
from graph.write.node_id_cache import cache_node_ids, resolve_node_ids

Row = dict[str, Any]

STRUCTURAL = (
    "SUBJECT",
    "OBJECT",
    "WITH",
    "SAID_BY",
    "ABOUT",
    "AT_OCCASION",
    "IN",
    "FROM",
    "COUNTS",
    "BECAUSE",
)
"""Relationship types that leave a claim."""


def iter_claim_relationships(claim: Claim, context: RuleContext) -> Iterator[Link]:
    """Yield every relationship that leaves a claim."""
    canonical = context.canonical
    yield Link(claim.id, canonical(claim.subject), "SUBJECT", {})
    if claim.object:
        yield Link(claim.id, canonical(claim.object), "OBJECT", {})
    for role, entity in list_secondary_roles(claim):
        yield Link(claim.id, canonical(entity), "WITH", {"role": role})
    for order, speaker in enumerate(claim.by):
        is_open = speaker.endswith(OPEN)
        properties = {"order": order, "open": True} if is_open else {"order": order}
        yield Link(claim.id, canonical(speaker.rstrip(OPEN)), "SAID_BY", properties)
    if claim.event:
        yield Link(claim.id, canonical(claim.event), "ABOUT", {})
    if claim.occasion:
        yield Link(claim.id, canonical(claim.occasion), "AT_OCCASION", {})
    for reason in claim.because:
        yield Link(claim.id, reason, "BECAUSE", {})
    yield Link(claim.id, claim.document, "IN", {})
    yield from iter_derived_relationships(claim)


def iter_derived_relationships(claim: Claim) -> Iterator[Link]:
    """Yield the relationships of a claim that the rules over several claims give it."""
    yield Link(claim.id, claim.origin, "FROM", {})
    for figure in claim.figures:
        yield Link(claim.id, figure, "COUNTS", {})


def build_participation_relationship(part: Participation, rolled: Rollup) -> Link:
    """Build a participation in an event, or its place, with the roll-up of the claims that state it."""
    properties = rolled.to_properties()
    if part.role == "place":
        return Link(part.event, part.entity, "AT", properties)
    return Link(part.event, part.entity, "INVOLVES", {"role": part.role, **properties})


def build_origin_row(id_: str, key: OriginKey) -> Row:
    """Return the properties of an `:Origin`."""
    row = {"id": id_, "kind": key.kind, "source": key.source}
    return {**row, "statement": key.statement} if key.statement else row


def create_relationships(
    tx: Tx, dialect: Dialect, links: Iterable[Link], label: Callable[[str], str] = find_label
) -> None:
    """Create relationships between existing nodes; a missing end is an error.

    `label` returns, for an id, a label that its node is sure to have.
    """
    for batch in iter_batches(links, 20_000):
        at = resolve_node_ids(tx, _iter_ends(batch), label) if dialect.by_address else {}
        for statement in dialect.create_links(batch, label=MARK, at=at):
            rows = statement.params["rows"]
            on_rows = partial(verify_all_written, tx, "relationships", rows, _iter_ends(batch))
            tx.run_pipelined(statement.query, on_rows, **statement.params)


def verify_all_written(
    tx: Tx, what: str, rows: Sequence[Any], ends: Iterable[str], answer: Sequence[Row]
) -> None:
    """Raise ScamgraphError if fewer were `written` than there are rows; `ends` are the ids they lead to."""
    missing = len(rows) - answer[0]["written"]
    if missing:
        raise ScamgraphError(
            f"{missing} of {len(rows)} {what} have an end that is not in the graph.",
            hint=f"First of them: {_find_first_missing(tx, ends)}.",
        )


def _cache_new_nodes(tx: Tx, answer: Sequence[Row]) -> None:
    """Cache the addresses of new nodes, if the engine returns them."""
    for row in answer:
        cache_node_ids(tx, row["found"])


def _find_first_missing(tx: Tx, ids: Iterable[str]) -> str:
    """Return the first of `ids` that is not in the graph."""
    unique_ids = list(dict.fromkeys(ids))
    existing_ids = find_existing_nodes(tx, unique_ids)
    return next((id_ for id_ in unique_ids if id_ not in existing_ids), "unknown")


def _iter_ends(links: Iterable[Link]) -> Iterator[str]:
    return (end for link in links for end in (link.start, link.end))


def find_existing_nodes(tx: Tx, ids: Iterable[str]) -> set[str]:
    """Return those of `ids` that are in the graph."""
    by_label: dict[str, list[str]] = defaultdict(list)
    for id_ in ids:
        by_label[find_label(id_)].append(id_)
    existing_ids: set[str] = set()
    for label, label_ids in by_label.items():
        query = f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) WHERE n:{MARK} RETURN collect(n.id) AS ids"
        existing_ids.update(*(tx.run(query, ids=batch)[0]["ids"] for batch in iter_batches(label_ids)))
    return existing_ids


def create_nodes(tx: Tx, labels: Sequence[str], rows: Iterable[Row]) -> None:
    """Create nodes that are known to be missing."""
    for batch in iter_batches(rows):
        statement = tx.dialect.create_nodes((MARK, *labels), batch)
        tx.run_pipelined(statement.query, partial(_cache_new_nodes, tx), **statement.params)


def write_nodes(
    tx: Tx, labels: Sequence[str], rows: Iterable[Row], existing_ids: Set[str] | None = None
) -> set[str]:
    """Create nodes, or set existing ones to exactly these properties; return the ids of created nodes.

    Of rows with the same id the last counts. `existing_ids`: the ids of existing nodes, if known. Nodes are
    looked up before they are created: to MERGE several labels, the embedded engine scans all nodes that
    have them.
    """
    created: set[str] = set()
    for batch in iter_batches(rows):
        rows_by_id = {row["id"]: row for row in batch}
        stored_ids = (
            find_existing_nodes(tx, rows_by_id) if existing_ids is None else rows_by_id.keys() & existing_ids
        )
        fresh = [row for id_, row in rows_by_id.items() if id_ not in stored_ids]
        create_nodes(tx, labels, fresh)
        created.update(row["id"] for row in fresh)
        _update_nodes(tx, labels[0], [rows_by_id[id_] for id_ in stored_ids])
    return created


def create_missing(tx: Tx, labels: Sequence[str], rows: Iterable[Row]) -> None:
    """Create the nodes that are missing; existing ones stay as they are."""
    for batch in iter_batches(rows):
        existing_ids = find_existing_nodes(tx, [row["id"] for row in batch])
        create_nodes(tx, labels, (row for row in batch if row["id"] not in existing_ids))


def _update_nodes(tx: Tx, label: str, rows: Sequence[Row]) -> None:
    if rows:
        query = (
            f"UNWIND $rows AS row MATCH (n:{find_label(rows[0]['id'])} {{id: row.id}}) "
            f"WHERE n:{MARK} AND n:{check_name(label)} SET n = row RETURN count(n) AS n"
        )
        _check_count(len(rows), tx.run(query, rows=rows)[0]["n"], f"nodes of {label}")


def delete_nodes(tx: Tx, ids: Iterable[str]) -> None:
    """Delete nodes of ours with their relationships."""
    tx.addresses.clear()
    query = f"UNWIND $ids AS id MATCH (n:{MARK} {{id: id}}) DETACH DELETE n"
    for batch in iter_batches(ids):
        tx.run(query, ids=batch)


def rewrite_claims(tx: Tx, rows: Iterable[Row]) -> None:
    """Set new properties of claims and delete all relationships that leave them."""
    types = "|".join(STRUCTURAL)
    for batch in iter_batches(rows):
        tx.run(f"UNWIND $rows AS row MATCH (c:{MARK} {{id: row.id}}) SET c = row", rows=batch)
        tx.run(
            f"UNWIND $ids AS id MATCH (c:{MARK} {{id: id}})-[r:{types}]->() DELETE r",
            ids=[row["id"] for row in batch],
        )


def detach_origins(tx: Tx, ids: Iterable[str]) -> None:
    """Delete the relationships of these claims to origin and figures."""
    query = "UNWIND $ids AS id MATCH (c:Claim {id: id})-[r:FROM|COUNTS]->() DELETE r"
    for batch in iter_batches(ids):
        tx.run(query, ids=batch)


def update_claim_origins(tx: Tx, claims: Iterable[Claim]) -> None:
    """Set the current origin and figures of claims."""
    query = (
        "UNWIND $rows AS row MATCH (c:Claim {id: row.id}) "
        "SET c.origin = row.origin, c.origin_why = row.why, c.figures = row.figures, "
        "c.statement_rank = row.rank"
    )
    rows = (
        {
            "id": claim.id,
            "origin": claim.origin,
            "why": claim.origin_why or None,
            "figures": list(claim.figures) or None,
            "rank": rank_statement(claim),
        }
        for claim in claims
    )
    for batch in iter_batches(rows):
        tx.run(query, rows=batch)


def upsert_facts(tx: Tx, dialect: Dialect, fresh: Sequence[FactRow], existing: Sequence[FactRow]) -> None:
    """Create new facts, and set the new roll-up of existing ones.

    An existing fact is looked up from the end that has fewer facts in this batch: an entity with many
    facts is costly to search, and one that has many here has many in the graph.
    """
    create_relationships(tx, dialect, (Link(*row) for row in fresh), find_end_label)
    busy = Counter(end for row in existing for end in (row.start, row.end))
    groups: dict[tuple[str, bool], list[Row]] = defaultdict(list)
    for row in existing:
        from_start = busy[row.start] < busy[row.end]
        groups[row.type, from_start].append(
            {"id": row.start if from_start else row.end, "fact": row.properties["fact"], "p": row.properties}
        )
    for (type_, from_start), rows in groups.items():
        arrow = f"-[r:{check_name(type_)} {{fact: row.fact}}]-"
        arrow = f"{arrow}>" if from_start else f"<{arrow}"
        query = (
            f"UNWIND $rows AS row MATCH (n:{MARK} {{id: row.id}}){arrow}() SET r = row.p RETURN count(r) AS n"
        )
        _check_count(len(rows), tx.run(query, rows=rows)[0]["n"], f"facts of {type_}")


def delete_facts(tx: Tx, fallen: Iterable[tuple[Claim, str]]) -> None:
    """Delete relationships of facts, each given by one stored claim that has the fact, and its type.

    A fact is found through its claims' own relationships, so these must not have been rewritten yet.
    """
    groups: dict[str, list[Row]] = defaultdict(list)
    for claim, type_ in fallen:
        groups[type_].append({"fact": claim.fact, "claim": claim.id})
    for type_, rows in groups.items():
        path = f"-[:OBJECT]->()<-[r:{check_name(type_)} {{fact: row.fact}}]-()"
        query = f"UNWIND $rows AS row MATCH (c:Claim {{id: row.claim}}){path} DELETE r RETURN count(r) AS n"
        _check_count(len(rows), tx.run(query, rows=rows)[0]["n"], f"facts of {type_}")


def _check_count(expected: int, actual: int, what: str) -> None:
    if actual != expected:
        raise ScamgraphError(
            f"{actual} of {expected} {what} were found in the graph: it is not as it should be.",
            hint="Build it again: `scamgraph ingest --fresh PATH...`.",
        )


def delete_participations(tx: Tx, events: Iterable[str]) -> None:
    """Delete the participations in these events, and their places."""
    for batch in iter_batches(events):
        tx.run(f"UNWIND $ids AS id MATCH (e:{MARK} {{id: id}})-[r:INVOLVES|AT]->() DELETE r", ids=batch)


def set_event_days(tx: Tx, windows: Mapping[str, tuple[str, str]]) -> None:
    """Set the first and last day of these events; "" removes a day."""
    query = (
        "UNWIND $rows AS row MATCH (e:Event {id: row.id}) WHERE e:" + MARK + " "
        "SET e.happened_from = row.first, e.happened_to = row.last"
    )
    rows = (
        {"id": id_, "first": first or None, "last": last or None} for id_, (first, last) in windows.items()
    )
    for batch in iter_batches(rows):
        tx.run(query, rows=batch)


def delete_orphaned_origins(tx: Tx, ids: Iterable[str]) -> None:
    """Delete those of these origins that have no claim."""
    tx.addresses.clear()
    query = f"UNWIND $ids AS id MATCH (o:{MARK} {{id: id}}) WHERE NOT EXISTS {{ (o)<-[:FROM]-() }} DELETE o"
    for batch in iter_batches(ids):
        tx.run(query, ids=batch)


def read_properties(tx: Tx, ids: Iterable[str]) -> Mapping[str, Row]:
    """Return the properties of our nodes, by id."""
    query = f"UNWIND $ids AS id MATCH (n:{MARK} {{id: id}}) RETURN properties(n) AS n"
    return {row["n"]["id"]: row["n"] for batch in iter_batches(ids) for row in tx.run(query, ids=batch)}
