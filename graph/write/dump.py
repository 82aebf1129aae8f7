"""Dump and restore the whole graph as one file.

The file is gzipped JSON Lines with a header, nodes, relationships, and an end. It can be restored
on the other engine. The last line carries the digest and counts, so that a truncated or altered
file is detected before any line of it is written to a database.
"""

from __future__ import annotations

import gzip
import os
from pathlib import Path
from typing import Any

import msgspec

from graph.model.batching import iter_batches
from graph.model.errors import EnvironmentProblem, InputError
from graph.store import metadata
from graph.store.cypher_dialect import Link
from graph.store.digest import Edge, GraphDigest, Node, digest, iter_contents
from graph.store.indexes import GRAPH_FORMAT, MARK, check_format_number, ensure_schema
from graph.store.load_lock import OnWait, hold_lock
from graph.store.store import Store
from graph.store.wholeness import check_wholeness, count_claims, finish_load
from graph.write.dump_file import FORMAT, check_dump, read_graph_format, read_items
from graph.write.emptying import clear_graph, is_empty
from graph.write.name_index_writer import rebuild_keys
from graph.write.statements import create_nodes, create_relationships
from graph.write.upgrade import split_facts_by_happening

BATCH = 10_000
RESTORED = "dump:"
"""Prefix of what a restore marks as loading; the digest of the dump follows it."""
INTO_EMPTY = "Empty it first (`scamgraph store reset`), or restore into a new one (`SCAMGRAPH_HOME`)."

_ENCODER = msgspec.json.Encoder()


def dump(store: Store, target: Path) -> GraphDigest:
    """Write the whole graph to `target`, which must not exist; return its digest.

    A partly written file is deleted. Raises InputError if the graph changes meanwhile, GraphUnfinished
    if a load has not finished, GraphDamaged.
    """
    if target.exists():
        raise InputError(f"{target} exists already.", hint="Name another file, or move that one away.")
    wholeness = check_wholeness(store)
    if wholeness.claims:
        wholeness.require("A dump of it would be taken for a whole graph.")
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    revision = metadata.read_state(store).revision
    total = GraphDigest()
    try:
        with gzip.open(part, "wb", compresslevel=5) as file:
            file.write(_encode_line({"format": FORMAT, "graph": GRAPH_FORMAT}))
            for item in iter_contents(store):
                total.add(item)
                file.write(_encode_line(item._asdict()))
            file.write(_encode_line({"digest": str(total), "nodes": total.nodes, "edges": total.edges}))
        if metadata.read_state(store).revision != revision:
            raise InputError("The graph was changed while it was dumped.", hint="Run the command again.")
        part.rename(target)
    except OSError as error:
        raise EnvironmentProblem(f"{target} cannot be written: {error.strerror or error}") from None
    finally:
        part.unlink(missing_ok=True)
    return total


def restore(store: Store, source: Path, *, on_wait: OnWait = lambda _: None) -> GraphDigest:
    """Write a dump into an empty graph; return the graph's digest. A dump of an older format is upgraded.

    The file is read and checked completely first. The content of an interrupted restore is deleted
    first. Raises InputError for a file that is not a dump, is truncated or altered, or does not fit the
    model, or for a graph that is not empty; EnvironmentProblem if a load runs and does not end.
    """
    graph_format = read_graph_format(source)
    check_format_number(graph_format, f"The graph in {source}")
    total = check_dump(source)
    with hold_lock(store, f"a restore of {source.name}", on_wait=on_wait):
        ensure_schema(store)
        if not is_empty(store):
            if not _is_unfinished_restore(store):
                raise InputError("The graph is not empty.", hint=INTO_EMPTY)
            clear_graph(store)
        store.write(lambda tx: metadata.mark_loading(tx, [f"{RESTORED}{total}"]))
        for batch in iter_batches(read_items(source), BATCH):
            store.write(lambda tx, batch=batch: _write(tx, store, batch))  # type: ignore[misc]
        rebuild_keys(store)
        if graph_format < GRAPH_FORMAT:
            split_facts_by_happening(store)
        claims = count_claims(store)
        # An upgrade finds the conflicts of what it looks at again, by the rules of today.
        restored = total if graph_format == GRAPH_FORMAT else digest(store)
        finish_load(store, claims=claims, digest=str(restored))
    return restored


def _is_unfinished_restore(store: Store) -> bool:
    """Return whether all content of the graph comes from an interrupted restore."""
    query = f"MATCH (m:Meta) WHERE m:{MARK} AND m.id = $id RETURN m.loading_files AS files"
    files = [file for row in store.read(query, {"id": metadata.ID}) for file in row["files"] or ()]
    return len(files) == 1 and files[0].startswith(RESTORED)


def _write(tx: Any, store: Store, items: list[Node | Edge]) -> None:
    by_labels: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for node in (item for item in items if isinstance(item, Node)):
        by_labels.setdefault(node.labels, []).append(node.properties)
    for labels, rows in by_labels.items():
        create_nodes(tx, labels, rows)
    edges = (item for item in items if isinstance(item, Edge))
    create_relationships(
        tx, store.dialect, (Link(edge.start, edge.end, edge.type, edge.properties) for edge in edges)
    )
    metadata.increment_revision(tx)


def _encode_line(value: dict[str, Any]) -> bytes:
    return _ENCODER.encode(value) + b"\n"
