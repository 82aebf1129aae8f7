"""A part of the graph as GraphML and GEXF, and as a Cypher script."""

from __future__ import annotations

import json
from typing import Any

from queries.network.files import encode_graph
from reports.bundle.property_graph import PropertyEdge, PropertyNode, list_facts, list_links, list_nodes
from reports.part.closure import Closure


def build_graph_files(part: Closure) -> dict[str, bytes]:
    """Return entities, values, and facts as GraphML and GEXF; roll-ups are attributes.

    networkx reads both without loss.
    """
    import networkx as nx  # noqa: PLC0415 - heavy

    graph = nx.MultiDiGraph()
    for node in list_nodes(part, evidence=False):
        graph.add_node(node.id, **node.properties)
    for edge in list_facts(part):
        for end in (edge.start, edge.end):
            if end not in graph:
                graph.add_node(end, name=part.context.name(end), kind="", naming="named", protected=False)
        graph.add_edge(edge.start, edge.end, key=edge.key, type=edge.type, **edge.properties)
    return {
        "graph.graphml": encode_graph(graph, "graphml"),
        "graph.gexf": encode_graph(graph, "gexf"),
    }


def build_cypher_script(part: Closure) -> bytes:
    """Build a script that creates the part's nodes and relationships in an empty database.

    It may be run again.
    """
    lines = ["// Nodes first, then relationships; each by its id, so that running it again changes nothing."]
    by_labels: dict[tuple[str, ...], list[PropertyNode]] = {}
    for node in list_nodes(part, evidence=True):
        by_labels.setdefault(node.labels, []).append(node)
    for labels, nodes in sorted(by_labels.items()):
        rows = _format_literal([{"id": node.id, "p": node.properties} for node in nodes])
        names = ":".join(map(_escape_name, labels))
        lines.append(f"UNWIND {rows} AS row\nMERGE (n:{names} {{id: row.id}})")
        lines.append("SET n += row.p;")
    by_type: dict[str, list[PropertyEdge]] = {}
    for edge in (*list_facts(part), *list_links(part)):
        by_type.setdefault(edge.type, []).append(edge)
    for type_, edges in sorted(by_type.items()):
        rows = _format_literal(
            [{"a": edge.start, "b": edge.end, "k": edge.key, "p": edge.properties} for edge in edges]
        )
        lines.append(f"UNWIND {rows} AS row\nMATCH (a {{id: row.a}}) MATCH (b {{id: row.b}})")
        lines.append(f"MERGE (a)-[r:{_escape_name(type_)} {{key: row.k}}]->(b)\nSET r += row.p;")
    return ("\n".join(lines) + "\n").encode()


def _escape_name(text: str) -> str:
    return f"`{text.replace('`', '``')}`"


def _format_literal(value: Any) -> str:
    """Format a value as a Cypher literal: maps have bare keys, text is escaped as in JSON."""
    if isinstance(value, dict):
        return (
            "{"
            + ", ".join(f"{_escape_name(key)}: {_format_literal(item)}" for key, item in value.items())
            + "}"
        )
    if isinstance(value, list):
        return "[" + ",\n ".join(_format_literal(item) for item in value) + "]"
    return json.dumps(value, ensure_ascii=True)
