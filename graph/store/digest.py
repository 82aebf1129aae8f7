"""One hash of the whole graph, equal on every engine and for every order of loading.

Every node and relationship of ours is encoded as canonical JSON and hashed; the hashes are added
modulo 2^256, so that order does not matter and memory stays constant. The operational nodes listed
in `OPERATIONAL` are omitted: search keys, revision, the unfinished documents of a load. Clarke et
al., *Incremental Multiset Hash Functions* (ASIACRYPT 2003), describe such sums. The digest detects
a change; it does not guard against a collision made on purpose.
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
    """A node of ours: sorted labels without the marker, and properties."""

    labels: tuple[str, ...]
    properties: dict[str, Any]


class Edge(NamedTuple):
    """A relationship between nodes of ours, by their ids."""

    type: str
    start: str
    end: str
    properties: dict[str, Any]


class GraphDigest:
    """The running sum of hashes, with the number of nodes and relationships."""

    def __init__(self) -> None:
        self._total = 0
        self.nodes = 0
        self.edges = 0

    def add(self, item: Node | Edge) -> None:
        """Add one node or relationship to the sum and the counts."""
        data = _ENCODER.encode(_normalise_item(item))
        self._total += int.from_bytes(hashlib.sha256(data).digest(), "big")
        if isinstance(item, Node):
            self.nodes += 1
        else:
            self.edges += 1

    def __str__(self) -> str:
        return f"{self._total % _MODULUS:064x}"


def digest(store: Store) -> GraphDigest:
    """Compute the digest of the whole graph."""
    total = GraphDigest()
    for item in iter_contents(store):
        total.add(item)
    return total


def iter_contents(store: Store) -> Iterator[Node | Edge]:
    """Yield every node of ours, then every relationship between two of them, without operational ones."""
    for row in store.stream(f"MATCH (n:{MARK}) RETURN labels(n) AS labels, properties(n) AS properties"):
        labels = _sort_labels(row["labels"])
        if not set(labels).intersection(OPERATIONAL):
            yield Node(labels, row["properties"])
    query = (
        f"MATCH (a:{MARK})-[r]->(b:{MARK}) WHERE type(r) <> 'KEY_OF' "
        "RETURN type(r) AS type, a.id AS start, b.id AS end, properties(r) AS properties"
    )
    for row in store.stream(query):
        yield Edge(row["type"], row["start"], row["end"], row["properties"])


def _sort_labels(labels: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(label for label in labels if label != MARK))


def _normalise_item(item: Node | Edge) -> list[Any]:
    """Convert an item to a list that is the same if an engine returns integers as floats."""
    return [*item[:-1], {key: _normalise_number(value) for key, value in item.properties.items()}]


def _normalise_number(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value
