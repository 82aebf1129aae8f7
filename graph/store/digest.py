"""One hash of the whole graph, equal on every engine and for every order of loading.

Every node and relationship of ours is written as canonical JSON and hashed; the hashes are added modulo
2^256, so that order does not matter and memory stays constant. Left out are the operational things listed in
`OPERATIONAL`: search keys, revision, what a load has yet to finish. Clarke et al., *Incremental Multiset Hash
Functions* (ASIACRYPT 2003), describe such sums; a collision made on purpose is not guarded against, a
change is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import msgspec

from graph.store.indexes import MARK
from graph.store.store import Store

OPERATIONAL = ("Meta", "NameKey", "Unfinished")
"""Labels of nodes that the digest and a dump leave out, with their relationships."""

_ENCODER = msgspec.json.Encoder(order="sorted")
_MODULUS = 1 << 256


class Node(NamedTuple):
    """A node of ours: labels without the marker, sorted, and properties."""

    labels: tuple[str, ...]
    properties: dict[str, Any]


class Edge(NamedTuple):
    """A relationship between nodes of ours, by their ids."""

    type: str
    start: str
    end: str
    properties: dict[str, Any]


class Sum:
    """The running sum of hashes."""

    def __init__(self) -> None:
        self._total = 0
        self.nodes = 0
        self.edges = 0

    def add(self, item: Node | Edge) -> None:
        """Count one node or relationship."""
        data = _ENCODER.encode(_plain(item))
        self._total += int.from_bytes(hashlib.sha256(data).digest(), "big")
        if isinstance(item, Node):
            self.nodes += 1
        else:
            self.edges += 1

    def __str__(self) -> str:
        return f"{self._total % _MODULUS:064x}"


def digest(store: Store) -> Sum:
    """The digest of the whole graph."""
    total = Sum()
    for item in contents(store):
        total.add(item)
    return total


def contents(store: Store) -> Iterator[Node | Edge]:
    """Every node of ours, then every relationship between two of them, without what is operational."""
    for row in store.stream(f"MATCH (n:{MARK}) RETURN labels(n) AS labels, properties(n) AS properties"):
        labels = _labels(row["labels"])
        if not set(labels).intersection(OPERATIONAL):
            yield Node(labels, row["properties"])
    query = (
        f"MATCH (a:{MARK})-[r]->(b:{MARK}) WHERE type(r) <> 'KEY_OF' "
        "RETURN type(r) AS type, a.id AS start, b.id AS end, properties(r) AS properties"
    )
    for row in store.stream(query):
        yield Edge(row["type"], row["start"], row["end"], row["properties"])


def _labels(labels: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(label for label in labels if label != MARK))


def _plain(item: Node | Edge) -> list[Any]:
    """Whole numbers are written alike whether an engine gives them back as integer or as float."""
    return [*item[:-1], {key: _whole(value) for key, value in item.properties.items()}]


def _whole(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value
