"""A part of the graph as tables: for neo4j-admin's import, and for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from reports.bundle.property_graph import DrawnEdge, DrawnNode, facts, links, nodes
from reports.content.wording import Wording, manner, numbers_words, when_words
from reports.part.closure import Closure, in_order

BOM = b"\xef\xbb\xbf"
_FORMULA = ("=", "+", "-", "@", "\t")
_TYPES = {bool: "boolean", int: "long", float: "double"}
SHEET = (
    "claim", "says", "speakers", "document", "published", "section", "start", "end", "sha256", "subject",
    "predicate", "object", "numbers", "when", "modality", "polarity", "standing", "manner", "origin", "fact",
)  # fmt: skip


def import_tables(part: Closure) -> dict[str, bytes]:
    """Node and relationship files with the headers that `neo4j-admin database import` reads."""
    evidence = list(nodes(part, evidence=True))
    claims = [node for node in evidence if node.labels == ("Claim",)]
    others = [node for node in evidence if node.labels != ("Claim",)]
    return {
        "neo4j-import/entities.csv": _nodes(others),
        "neo4j-import/claims.csv": _nodes(claims),
        "neo4j-import/facts.csv": _edges(list(facts(part))),
        "neo4j-import/links.csv": _edges(list(links(part))),
    }


def _nodes(held: Sequence[DrawnNode]) -> bytes:
    columns = _columns([node.properties for node in held])
    header = ["id:ID", *(f"{name}:{kind}" for name, kind in columns.items()), ":LABEL"]
    rows = ([n.id, *_cells(n.properties, columns), ";".join((*n.labels, "Scamgraph"))] for n in held)
    return _csv(header, rows)


def _edges(held: Sequence[DrawnEdge]) -> bytes:
    columns = _columns([edge.properties for edge in held])
    header = [":START_ID", *(f"{name}:{kind}" for name, kind in columns.items()), ":END_ID", ":TYPE"]
    return _csv(header, ([e.start, *_cells(e.properties, columns), e.end, e.type] for e in held))


def _columns(held: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Every property with its type; one that is not always of one type is text."""
    found: dict[str, str] = {}
    for properties in held:
        for name, value in properties.items():
            kind = _TYPES.get(type(value), "string")
            if {found.get(name, kind), kind} == {"long", "double"}:
                kind = "double"
            elif found.get(name, kind) != kind:
                kind = "string"
            found[name] = kind
    return dict(sorted(found.items()))


def _cells(properties: Mapping[str, Any], columns: Iterable[str]) -> list[str]:
    return [_cell(properties.get(name)) for name in columns]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def spreadsheet(part: Closure) -> bytes:
    """One row a claim, with a byte order mark; a cell that would be computed has a `'` before it."""
    wording = Wording(part)
    rows = []
    for claim in in_order(part.claims.values()):
        document = part.dossiers[claim.document].document
        published = document.published.edtf if document.published else ""
        cells = [
            claim.id, claim.says, " < ".join(wording.chain(claim)), claim.document, published, claim.section,
            claim.start, claim.end, claim.sha256, wording.end(claim, claim.subject), claim.predicate,
            wording.end(claim, claim.object), numbers_words(claim), when_words(claim), claim.modality,
            claim.polarity, claim.standing, manner(claim), claim.origin, claim.fact,
        ]  # fmt: skip
        rows.append([_harmless(_cell(cell)) for cell in cells])
    return BOM + _csv(SHEET, rows)


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _csv(header: Iterable[str], rows: Iterable[Iterable[Any]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode()
