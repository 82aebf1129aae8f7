"""Constraints and indexes, one for every lookup; creating them again is harmless.

All our nodes have the label `:Scamgraph`, under which `id` is unique for all kinds: so other nodes
in a shared database are never changed or counted. The labels that researchers start from have their
own indexes: the embedded engine finds a node only through an index of the label in the query.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph.model.errors import EnvironmentProblem
from graph.model.records import NUMBER_FIELDS
from graph.store.full_text import ensure_text_indexes
from graph.store.protocols import ReadStore
from graph.store.store import Store

MARK = "Scamgraph"
META_ID = "meta/graph"
GRAPH_FORMAT = 2
"""The storage format of this version, recorded on the graph's own node. 1: stores that record no format."""
OLDEST_FORMAT = 1
"""The oldest format that this version can use; raise it when older graphs must be built again."""
UNIQUE_IDS = "scamgraph_id"
"""Name of the constraint on the ids of our nodes."""

FOUND_BY_ID = (
    "Entity",
    "Claim",
    "Document",
    "Event",
    "Occasion",
    "Origin",
    "Figure",
    "Series",
    "Value",
    "Lineage",
    "Conflict",
    "NameKey",
)
INDEXES = (
    ("Claim", "fact"),
    ("Claim", "proposition"),
    ("Claim", "document"),
    *(("Claim", f"{field}_series") for field in NUMBER_FIELDS),
    ("Entity", "name"),
    ("Entity", "protected"),
    ("Document", "supersedes"),
    ("Conflict", "about"),
    ("Series", "measures"),
    ("Lineage", "a"),
    ("Lineage", "b"),
    ("Cohort", "nationality"),
    ("Figure", "value"),
    ("NameKey", "key"),
    ("NameKey", "head"),
    ("NameKey", "mid"),
    ("NameKey", "tail"),
)

NAMED = ("Entity", "MergedEntity", "Series")
"""Labels of nodes that are found by name; a MergedEntity leads to the entity it is decided to be."""

_OWN_LABELS = ("Claim", "Document", "Origin", "Figure", "Series", "Value", "Conflict")
_LABEL_BY_PREFIX = {**{label.lower(): label for label in _OWN_LABELS}, "key": "NameKey"}
_END_BY_PREFIX = {**_LABEL_BY_PREFIX, "occasion": "Occasion"}


def find_label(id_: str) -> str:
    """Return the narrowest indexed label that our node with this id is sure to have."""
    return _LABEL_BY_PREFIX.get(id_.partition("/")[0], MARK)


def find_end_label(id_: str) -> str:
    """Return the narrowest indexed label that the end of a claim's or fact's relationship is sure to have.

    Such ends are canonical ids: none is of an entity that is decided to be another.
    """
    return _END_BY_PREFIX.get(id_.partition("/")[0], "Entity")


def ensure_unique_ids(store: Store) -> None:
    """Make ids unique before anything else, so that two writers that MERGE one id share one node."""
    statement = store.dialect.build_unique_constraint(UNIQUE_IDS, MARK)
    if store.dialect.schema_at_once:
        store.write(lambda tx: tx.run(statement))
    else:
        store.run_schema_statement(statement)


def check_format_number(number: int, what: str) -> None:
    """Raise EnvironmentProblem, naming `what`, if this version cannot use the graph format `number`."""
    if number > GRAPH_FORMAT:
        raise EnvironmentProblem(
            f"{what} was made by a newer scamgraph (format {number}; this one knows {GRAPH_FORMAT}).",
            hint="Upgrade scamgraph.",
        )
    if number < OLDEST_FORMAT:
        raise EnvironmentProblem(
            f"{what} was made by an older scamgraph (format {number}; this one needs {OLDEST_FORMAT}).",
            hint="Build it again from its files: `scamgraph store reset`, then `scamgraph ingest`.",
        )


def check_format(store: ReadStore) -> None:
    """Raise EnvironmentProblem if this version cannot use the format of the graph."""
    check_format_number(find_format(store), "The graph")


def find_format(store: ReadStore) -> int:
    """Return the format of the graph; this version's format for a new graph."""
    query = f"MATCH (m:Meta) WHERE m:{MARK} AND m.id = $id RETURN properties(m) AS m"
    rows = store.read(query, {"id": META_ID})
    return format_from_row(rows[0]["m"]) if rows else GRAPH_FORMAT


def format_from_row(row: Mapping[str, Any]) -> int:
    """Return the format in the properties of the `:Meta` node; format 1 was not recorded there."""
    return int(row.get("format") or (1 if row.get("revision") else GRAPH_FORMAT))


def _write_format(store: Store) -> None:
    query = f"MERGE (m:{MARK}:Meta {{id: $id}}) SET m.format = $format"
    store.write(lambda tx: tx.run(query, id=META_ID, format=GRAPH_FORMAT))


def ensure_schema(store: Store) -> None:
    """Create missing constraints and indexes, wait until they are online, and record the graph's format.

    Raises EnvironmentProblem for a graph whose format this version cannot use.
    """
    check_format(store)
    dialect = store.dialect
    by_id = (dialect.build_index(f"scamgraph_{label.lower()}_id", label, "id") for label in FOUND_BY_ID)
    by_property = (
        dialect.build_index(f"scamgraph_{label.lower()}_{prop}", label, prop) for label, prop in INDEXES
    )
    statements = [dialect.build_unique_constraint(UNIQUE_IDS, MARK), *by_id, *by_property]
    if dialect.schema_at_once:
        store.write(lambda tx: [tx.run(statement) for statement in statements])
    else:
        for statement in statements:
            store.run_schema_statement(statement)
    ensure_text_indexes(store)
    wait = dialect.build_index_wait()
    if wait:
        store.run_schema_statement(wait)
    _write_format(store)
