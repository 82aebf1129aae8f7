"""Engine values as JSON data: nodes, relationships and paths as maps, times as ISO 8601 text."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from graph.model.errors import InputError

MOST_NESTED = 100


def to_json_value(value: Any, depth: int = 0) -> Any:
    """Return a value of a row as JSON data; text, numbers, truth values and None stay.

    A number that is infinite, or none at all, is None: JSON has no such number. Raises InputError for
    lists and maps that are nested more than 100 deep: few programs read them.
    """
    if depth > MOST_NESTED:
        raise InputError(f"The answer holds lists or maps that are nested more than {MOST_NESTED} deep.")
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, list | tuple):
        return [to_json_value(item, depth + 1) for item in value]
    if isinstance(value, dict):
        return {str(name): to_json_value(item, depth + 1) for name, item in value.items()}
    return _convert_graph_value(value)


def to_json_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row with every value as JSON data."""
    return {name: to_json_value(value) for name, value in row.items()}


def _convert_graph_value(value: Any) -> Any:
    from neo4j.graph import Node, Path, Relationship  # noqa: PLC0415 - heavy, and loaded already

    if isinstance(value, Node):
        return {"labels": sorted(value.labels), **to_json_value(dict(value))}
    if isinstance(value, Relationship):
        ends = {"start": _find_node_id(value.start_node), "end": _find_node_id(value.end_node)}
        return {"type": value.type, **ends, **to_json_value(dict(value))}
    if isinstance(value, Path):
        nodes, links = (
            [to_json_value(n) for n in value.nodes],
            [to_json_value(r) for r in value.relationships],
        )
        return {"nodes": nodes, "relationships": links}
    if hasattr(value, "iso_format"):
        return value.iso_format()
    return str(value)


def _find_node_id(node: Any) -> Any:
    """Return the id of an end of a relationship, which only a fetched node has."""
    return node.get("id") if node is not None else None
