"""A part of the graph as tables: for neo4j-admin's import, and for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from queries.export.csv_table import BOM, Cell, iter_csv_lines
from reports.bundle.property_graph import PropertyEdge, PropertyNode, list_facts, list_links, list_nodes
from reports.content.wording import Wording, describe_manner, describe_numbers, describe_time
from reports.part.closure import Closure, sort_claims

_TYPES = {bool: "boolean", int: "long", float: "double"}
SHEET = (
    "claim", "says", "speakers", "document", "published", "section", "start", "end", "sha256", "subject",
    "predicate", "object", "numbers", "when", "modality", "polarity", "standing", "manner", "origin", "fact",
)  # fmt: skip


def build_import_tables(part: Closure) -> dict[str, bytes]:
    """Return node and relationship files with the headers that `neo4j-admin database import` reads."""
    evidence = list(list_nodes(part, evidence=True))
    claims = [node for node in evidence if node.labels == ("Claim",)]
    entities = [node for node in evidence if node.labels != ("Claim",)]
    return {
        "neo4j-import/entities.csv": _format_nodes(entities),
        "neo4j-import/claims.csv": _format_nodes(claims),
        "neo4j-import/facts.csv": _format_edges(list(list_facts(part))),
        "neo4j-import/links.csv": _format_edges(list(list_links(part))),
    }


def _format_nodes(nodes: Sequence[PropertyNode]) -> bytes:
    columns = _find_columns([node.properties for node in nodes])
    header = ["id:ID", *(f"{name}:{kind}" for name, kind in columns.items()), ":LABEL"]
    rows = (
        [node.id, *_format_cells(node.properties, columns), ";".join((*node.labels, "Scamgraph"))]
        for node in nodes
    )
    return _encode_csv(header, rows)


def _format_edges(edges: Sequence[PropertyEdge]) -> bytes:
    columns = _find_columns([edge.properties for edge in edges])
    header = [":START_ID", *(f"{name}:{kind}" for name, kind in columns.items()), ":END_ID", ":TYPE"]
    return _encode_csv(
        header,
        ([edge.start, *_format_cells(edge.properties, columns), edge.end, edge.type] for edge in edges),
    )


def _find_columns(rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return every property with its type; one that does not always have one type is text."""
    columns: dict[str, str] = {}
    for properties in rows:
        for name, value in properties.items():
            kind = _TYPES.get(type(value), "string")
            if {columns.get(name, kind), kind} == {"long", "double"}:
                kind = "double"
            elif columns.get(name, kind) != kind:
                kind = "string"
            columns[name] = kind
    return dict(sorted(columns.items()))


def _format_cells(properties: Mapping[str, Any], columns: Iterable[str]) -> list[Cell]:
    return [_format_cell(properties.get(name)) for name in columns]


def _format_cell(value: Any) -> Cell:
    if value is None or isinstance(value, int | float):
        return str(value).lower() if isinstance(value, bool) else value
    return str(value)


def build_spreadsheet(part: Closure) -> bytes:
    """Return one row per claim as CSV, with a byte order mark."""
    wording = Wording(part)
    rows = []
    for claim in sort_claims(part.claims.values()):
        document = part.dossiers[claim.document].document
        published = document.published.edtf if document.published else ""
        cells = [
            claim.id, claim.says, " < ".join(wording.list_chain(claim)), claim.document, published,
            claim.section,
            claim.start, claim.end, claim.sha256, wording.describe_end(claim, claim.subject),
            claim.predicate,
            wording.describe_end(claim, claim.object), describe_numbers(claim), describe_time(claim),
            claim.modality,
            claim.polarity, claim.standing, describe_manner(claim), claim.origin, claim.fact,
        ]  # fmt: skip
        rows.append([_format_cell(cell) for cell in cells])
    return BOM.encode() + _encode_csv(SHEET, rows)


def _encode_csv(header: Iterable[str], rows: Iterable[Iterable[Cell]]) -> bytes:
    return "".join(iter_csv_lines(header, rows)).encode()
