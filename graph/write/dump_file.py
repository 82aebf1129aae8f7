"""Read a dump: gzipped JSON Lines with a header, nodes, relationships, and an end.

Everything is checked while it is read, line by line in bounded memory (except the ids): a file can
be truncated, altered, or written by someone else.
"""

from __future__ import annotations

import gzip
import os
import stat
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
from msgspec import UNSET, Struct, UnsetType

from graph.model.errors import InputError
from graph.store.digest import Edge, GraphDigest, Node
from graph.write.dump_model import (
    find_edge_fault,
    find_ends_fault,
    find_id_fault,
    find_label_fault,
    find_node_fault,
    find_type_fault,
)

FORMAT = "scamgraph-dump-1"
LONGEST_LINE = 16_000_000
"""Bytes. The longest line of a graph of a million claims has some 100,000."""


class Line(Struct, forbid_unknown_fields=True):
    """One line of a dump, of any kind. `graph` is the format of the dumped graph."""

    format: str | UnsetType = UNSET
    graph: int | UnsetType = UNSET
    labels: tuple[str, ...] | UnsetType = UNSET
    type: str | UnsetType = UNSET
    start: str | UnsetType = UNSET
    end: str | UnsetType = UNSET
    properties: dict[str, Any] | UnsetType = UNSET
    digest: str | UnsetType = UNSET
    nodes: int | UnsetType = UNSET
    edges: int | UnsetType = UNSET


def read_graph_format(source: Path) -> int:
    """Return the format of the dumped graph; 1 if the dump is older than that number.

    Raises InputError for a file that is not a dump of this version.
    """
    for header in _read_lines(source):
        return _check_header(source, header)
    raise InputError(f"{source} is empty: it is not a dump.")


def check_dump(source: Path) -> GraphDigest:
    """Read a whole dump and return the digest of its content.

    Raises InputError for a file that is not a dump, or is truncated, altered, or does not fit the
    model.
    """
    total = GraphDigest()
    for item in read_items(source):
        total.add(item)
    return total


def read_items(source: Path) -> Iterator[Node | Edge]:
    """Yield the nodes and relationships of a dump, each checked. Raises InputError like `check_dump`."""
    total, ids = GraphDigest(), set[str]()
    end: Line | None = None
    number = 0
    for number, line in enumerate(_read_lines(source), start=1):
        if number == 1:
            _check_header(source, line)
        elif end is not None:
            raise InputError(f"{source}, line {number}: the file goes on after its end.")
        elif line.digest is not UNSET:
            end = line
        else:
            item, fault = _check_item(line, ids)
            if item is None:
                raise InputError(f"{source}, line {number}: {fault}.", hint="Restore an earlier backup.")
            total.add(item)
            yield item
    _check_end(source, end, total)


def _check_header(source: Path, header: Line) -> int:
    if header.format != FORMAT:
        raise InputError(f"{source} is not a dump of this version ({FORMAT}).")
    return 1 if header.graph is UNSET else header.graph


def _check_end(source: Path, end: Line | None, total: GraphDigest) -> None:
    if end is None:
        raise InputError(f"{source} is truncated: its end is missing.", hint="Restore an earlier backup.")
    if (end.digest, end.nodes, end.edges) != (str(total), total.nodes, total.edges):
        raise InputError(
            f"{source} was altered: its content does not have the digest that it names.",
            hint="Restore an earlier backup.",
        )


def _check_item(line: Line, ids: set[str]) -> tuple[Node | Edge | None, str]:
    """Return the node or relationship of a line, or None and what is wrong with it."""
    if line.properties is UNSET:
        return None, "it is neither a node nor a relationship"
    if line.labels is not UNSET:
        fault = _find_node_fault(line.labels, line.properties, ids)
        return (None, f"a node {fault}") if fault else (Node(line.labels, line.properties), "")
    if line.type is UNSET or line.start is UNSET or line.end is UNSET:
        return None, "a relationship has no type, or no start or end"
    fault = (
        find_type_fault(line.type)
        or find_ends_fault((line.start, line.end), ids)
        or find_edge_fault(line.type, line.properties)
    )
    if fault:
        return None, f"a relationship {fault}"
    return Edge(line.type, line.start, line.end, line.properties), ""


def _find_node_fault(labels: tuple[str, ...], properties: dict[str, Any], ids: set[str]) -> str:
    fault = (
        find_label_fault(labels) or find_id_fault(labels, properties) or find_node_fault(labels, properties)
    )
    if fault:
        return fault
    if properties["id"] in ids:
        return f"has the id {properties['id'][:100]!r}, which another one has"
    ids.add(properties["id"])
    return ""


def _read_lines(source: Path) -> Iterator[Line]:
    decode = msgspec.json.Decoder(Line).decode
    number = 0
    try:
        with _open_regular(source) as raw, gzip.open(raw, "rb") as file:
            while text := file.readline(LONGEST_LINE + 1):
                number += 1
                if len(text) > LONGEST_LINE:
                    raise InputError(f"{source}, line {number}: longer than {LONGEST_LINE:,} bytes.")
                yield decode(text)
    except (OSError, EOFError, zlib.error) as error:
        reason = (error.strerror if isinstance(error, OSError) else "") or str(error)
        raise InputError(f"{source} is not a dump, or is damaged: {reason}.") from None
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise InputError(f"{source}, line {number} is not a line of a dump: {error}.") from None


def _open_regular(source: Path) -> BinaryIO:
    """Open a regular file: a pipe would make us wait, a device would never end."""
    handle = os.open(source, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise InputError(
            f"{source} is not a regular file.", hint="Name a file made by `scamgraph store dump`."
        )
    return os.fdopen(handle, "rb")
