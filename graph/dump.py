"""The whole graph in one file, engine to engine: gzipped JSON Lines with a header, nodes, relationships, end.

The last line carries the digest and counts, so that a truncated or altered file is known before a line of
it is written to a database.
"""

from __future__ import annotations

import gzip
import os
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from graph import meta
from graph.dialect import Link
from graph.digest import Edge, Node, Sum, contents
from graph.errors import EnvironmentProblem, InputError
from graph.links import create, create_nodes
from graph.name_keys import rebuild_keys
from graph.schema import MARK, prepare
from graph.store import Store
from graph.stored import chunks
from graph.wholeness import keep_record

FORMAT = "scamgraph-dump-1"
BATCH = 10_000

_ENCODER = msgspec.json.Encoder()


def dump(store: Store, target: Path) -> Sum:
    """Write the whole graph to `target`, which must not exist; gives its digest.

    A file half written is taken away again. Raises InputError if the graph changes meanwhile.
    """
    if target.exists():
        raise InputError(f"{target} exists already.", hint="Name another file, or move that one away.")
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    revision = meta.state(store).revision
    total = Sum()
    try:
        with gzip.open(part, "wb", compresslevel=5) as file:
            file.write(_line({"format": FORMAT}))
            for item in contents(store):
                total.add(item)
                file.write(_line(item._asdict()))
            file.write(_line({"digest": str(total), "nodes": total.nodes, "edges": total.edges}))
        if meta.state(store).revision != revision:
            raise InputError("The graph was changed while it was dumped.", hint="Run the command again.")
        part.rename(target)
    except OSError as error:
        raise EnvironmentProblem(f"{target} cannot be written: {error.strerror or error}") from None
    finally:
        part.unlink(missing_ok=True)
    return total


def restore(store: Store, source: Path) -> Sum:
    """Write a dump into an empty graph; gives its digest.

    The file is read through and checked first. Raises InputError for a file that is no dump, truncated or
    altered, or a graph that is not empty.
    """
    checked = _checked(source)
    prepare(store)
    if store.read(f"MATCH (n:{MARK}) WHERE NOT n:Meta RETURN n.id AS id LIMIT 1"):
        raise InputError("The graph is not empty.", hint="Restore into a new one (`SCAMGRAPH_HOME`).")
    store.write(lambda tx: meta.mark_loading(tx, [str(source)]))
    for some in chunks(_items(source), BATCH):
        store.write(lambda tx, some=some: _write(tx, store, some))  # type: ignore[misc]
    rebuild_keys(store)
    store.write(lambda tx: meta.mark_loaded(tx, ""))
    keep_record(store)
    return checked


def _write(tx: Any, store: Store, items: list[Node | Edge]) -> None:
    by_labels: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for node in (item for item in items if isinstance(item, Node)):
        by_labels.setdefault(node.labels, []).append(node.properties)
    for labels, rows in by_labels.items():
        create_nodes(tx, labels, rows)
    edges = (item for item in items if isinstance(item, Edge))
    create(tx, store.dialect, (Link(e.start, e.end, e.type, e.properties) for e in edges))
    meta.bump(tx)


def _checked(source: Path) -> Sum:
    """The sum of what a dump holds, compared with what its end says."""
    total, end = Sum(), None
    for line in _lines(source):
        if "digest" in line:
            end = line
        elif "format" not in line:
            total.add(_item(line))
    if end is None:
        raise InputError(f"{source} is truncated: its end is missing.", hint="Dump again.")
    if end["digest"] != str(total):
        raise InputError(f"{source} was altered: its content has another digest than it says.")
    return total


def _items(source: Path) -> Iterator[Node | Edge]:
    return (_item(line) for line in _lines(source) if "digest" not in line and "format" not in line)


def _item(line: dict[str, Any]) -> Node | Edge:
    if "labels" in line:
        return Node(tuple(line["labels"]), line["properties"])
    return Edge(line["type"], line["start"], line["end"], line["properties"])


def _lines(source: Path) -> Iterable[dict[str, Any]]:
    decode = msgspec.json.Decoder(dict[str, Any]).decode
    try:
        with gzip.open(source, "rb") as file:
            for number, line in enumerate(file):
                value = decode(line)
                if number == 0 and value.get("format") != FORMAT:
                    raise InputError(f"{source} is no dump of this version ({FORMAT}).")
                yield value
    except (OSError, EOFError, zlib.error, msgspec.DecodeError) as error:
        raise InputError(f"{source} is no dump, or damaged: {error}") from None


def _line(value: dict[str, Any]) -> bytes:
    return _ENCODER.encode(value) + b"\n"
