"""Constraints and indexes: one for every lookup, made once and again without harm.

All our nodes carry the marker label `:Scamgraph`, under which `id` is unique whatever the kind: it is how
we never touch or count the nodes of others in a shared database. The labels researchers start from have an
index of their own: the embedded engine finds a node only through an index of the label it is asked by.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph.model.errors import EnvironmentProblem
from graph.model.records import NUMBER_FIELDS
from graph.store.protocols import Asks
from graph.store.store import Store

MARK = "Scamgraph"
META_ID = "meta/graph"
GRAPH_FORMAT = 2
"""How this version keeps a graph; noted on the graph's own node. 1: stores that say nothing."""
OLDEST_FORMAT = 1
"""The oldest format that this version goes on with; raise it where the graph must be built again."""
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
    ("NameKey", "head"),
    ("NameKey", "mid"),
    ("NameKey", "tail"),
)

NAMED = ("Entity", "MergedEntity", "Series")
"""Labels of nodes that are found by name; a MergedEntity leads to the entity it is decided to be."""

_OWN_LABELS = ("Claim", "Document", "Origin", "Figure", "Series", "Value", "Conflict")
_LABEL_BY_PREFIX = {**{label.lower(): label for label in _OWN_LABELS}, "key": "NameKey"}
_END_BY_PREFIX = {**_LABEL_BY_PREFIX, "occasion": "Occasion"}


def label_of(id_: str) -> str:
    """The narrowest indexed label that a node of ours with this id is sure to have."""
    return _LABEL_BY_PREFIX.get(id_.partition("/")[0], MARK)


def label_of_end(id_: str) -> str:
    """The narrowest indexed label that what a claim or fact leads to is sure to have.

    Such ends are ids as decided: none is of an entity that is decided to be another.
    """
    return _END_BY_PREFIX.get(id_.partition("/")[0], "Entity")


def prepare_ids(store: Store) -> None:
    """Make ids unique, before anything else: two writers that MERGE one id then meet in one node."""
    statement = store.dialect.unique(UNIQUE_IDS, MARK)
    if store.dialect.schema_at_once:
        store.write(lambda tx: tx.run(statement))
    else:
        store.auto(statement)


def check_known(number: int, what: str) -> None:
    """Raise EnvironmentProblem, which names `what`, if this version cannot go on with the format `number`."""
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


def check_format(store: Asks) -> None:
    """Raise EnvironmentProblem if the graph was made by a version that this one cannot go on with."""
    check_known(find_format(store), "The graph")


def find_format(store: Asks) -> int:
    """Return the format of the graph; that of this version for a graph that is new."""
    query = f"MATCH (m:Meta) WHERE m:{MARK} AND m.id = $id RETURN properties(m) AS m"
    rows = store.read(query, {"id": META_ID})
    return format_from_row(rows[0]["m"]) if rows else GRAPH_FORMAT


def format_from_row(row: Mapping[str, Any]) -> int:
    """Return the format that the properties of the `:Meta` node tell; the first one did not note it."""
    return int(row.get("format") or (1 if row.get("revision") else GRAPH_FORMAT))


def _write_format(store: Store) -> None:
    query = f"MERGE (m:{MARK}:Meta {{id: $id}}) SET m.format = $format"
    store.write(lambda tx: tx.run(query, id=META_ID, format=GRAPH_FORMAT))


def prepare(store: Store) -> None:
    """Make what is missing of constraints and indexes, and wait until they answer; note the graph's format.

    Raises EnvironmentProblem for a graph of a version that this one cannot go on with.
    """
    check_format(store)
    dialect = store.dialect
    by_id = (dialect.index(f"scamgraph_{label.lower()}_id", label, "id") for label in FOUND_BY_ID)
    by_others = (dialect.index(f"scamgraph_{label.lower()}_{prop}", label, prop) for label, prop in INDEXES)
    statements = [dialect.unique(UNIQUE_IDS, MARK), *by_id, *by_others]
    if dialect.schema_at_once:
        store.write(lambda tx: [tx.run(statement) for statement in statements])
    else:
        for statement in statements:
            store.auto(statement)
    wait = dialect.await_indexes()
    if wait:
        store.auto(wait)
    _write_format(store)
