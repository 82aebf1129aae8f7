"""Scan the whole graph once for what a deep check compares: ids, facts, links, indexed values."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from graph.store.digest import Edge, GraphDigest, Node
from graph.store.indexes import INDEXES

CLAIM_LINKS = ("IN", "FROM", "SUBJECT")
"""Relationships that every claim has: to its document, its origin, and what it speaks about."""
Value = str | int | float | bool


@dataclass(slots=True)
class Scan:
    """The content of the graph. `indexed` counts how often each value occurs in an indexed property."""

    total: GraphDigest = field(default_factory=GraphDigest)
    labels: Counter[str] = field(default_factory=Counter)
    ids: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    all_ids: set[str] = field(default_factory=set)
    repeated: set[str] = field(default_factory=set)
    indexed: dict[tuple[str, str], Counter[Value]] = field(default_factory=lambda: defaultdict(Counter))
    claim_facts: dict[str, str] = field(default_factory=dict)
    linked: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    facts: Counter[str] = field(default_factory=Counter)
    dangling: set[str] = field(default_factory=set)


def scan_contents(items: Iterable[Node | Edge]) -> Scan:
    """Scan all nodes, then all relationships."""
    scan = Scan()
    for item in items:
        scan.total.add(item)
        if isinstance(item, Node):
            _scan_node(scan, item)
        else:
            _scan_edge(scan, item)
    return scan


def _scan_node(scan: Scan, node: Node) -> None:
    id_ = str(node.properties.get("id", ""))
    if id_ in scan.all_ids:
        scan.repeated.add(id_)
    scan.all_ids.add(id_)
    scan.labels.update(node.labels)
    for label in node.labels:
        scan.ids[label].append(id_)
    for label, name in INDEXES:
        value = node.properties.get(name)
        if label in node.labels and isinstance(value, Value):
            scan.indexed[label, name][value] += 1
    if "Claim" in node.labels:
        scan.claim_facts[id_] = str(node.properties.get("fact", ""))


def _scan_edge(scan: Scan, edge: Edge) -> None:
    if edge.type in CLAIM_LINKS:
        scan.linked[edge.type].add(edge.start)
    if fact := edge.properties.get("fact"):
        scan.facts[fact] += 1
    scan.dangling.update(end for end in (edge.start, edge.end) if end not in scan.all_ids)
