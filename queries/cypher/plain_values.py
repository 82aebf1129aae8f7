"""Values of the engine as plain data: nodes, relationships and paths as maps, times as ISO 8601 text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def plain(value: Any) -> Any:
    """Give a value of a row as data that JSON can hold; text, numbers, truth values and None stay."""
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(name): plain(item) for name, item in value.items()}
    return _of_the_graph(value)


def plain_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """Give a row with every value plain."""
    return {name: plain(value) for name, value in row.items()}


def _of_the_graph(value: Any) -> Any:
    from neo4j.graph import Node, Path, Relationship  # noqa: PLC0415 - heavy, and loaded by then

    if isinstance(value, Node):
        return {"labels": sorted(value.labels), **plain(dict(value))}
    if isinstance(value, Relationship):
        ends = {"start": _name(value.start_node), "end": _name(value.end_node)}
        return {"type": value.type, **ends, **plain(dict(value))}
    if isinstance(value, Path):
        nodes, links = [plain(n) for n in value.nodes], [plain(r) for r in value.relationships]
        return {"nodes": nodes, "relationships": links}
    if hasattr(value, "iso_format"):
        return value.iso_format()
    return str(value)


def _name(node: Any) -> Any:
    """What an end of a relationship is called: the id, which only a node that was fetched has."""
    return node.get("id") if node is not None else None
