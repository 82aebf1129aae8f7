"""A part of the graph as nodes and relationships, for every graph format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from graph.store.row_mapping import build_claim_row, build_value_row
from reports.part.closure import Closure

JOINED_BY = "; "


@dataclass(frozen=True, slots=True)
class PropertyNode:
    """A node: its id, labels (leaf first) and plain properties."""

    id: str
    labels: tuple[str, ...]
    properties: dict[str, Any]


@dataclass(frozen=True, slots=True)
class PropertyEdge:
    """A relationship; `key` distinguishes it from others between the same nodes."""

    key: str
    type: str
    start: str
    end: str
    properties: dict[str, Any]


def list_nodes(part: Closure, *, evidence: bool) -> Iterator[PropertyNode]:
    """List entities, documents, and values; with `evidence`, claims, too.

    Values are in the order of their facts, the others in the order of ids.
    """
    ontology, canonical = part.context.ontology, part.context.canonical
    for id_, entity in sorted(part.entities.items()):
        if canonical(id_) == id_:
            labels = ("Entity", *ontology.list_labels(entity.kind))
            properties: dict[str, Any] = {"name": entity.name, "kind": entity.kind, "naming": entity.naming}
            yield PropertyNode(id_, labels, {**properties, "protected": entity.protected})
    documents = sorted(part.dossiers.items())
    for id_, dossier in documents:
        properties = {
            "name": dossier.document.label,
            "kind": "Document",
            "naming": "named",
            "protected": False,
        }
        if evidence:
            properties["text_sha256"] = dossier.document.text_sha256
        yield PropertyNode(id_, ("Entity", "Document"), properties)
    for fact in sorted(part.facts):
        first = min(part.facts[fact], key=lambda claim: claim.id)
        if first.object.startswith("value/"):
            row = build_value_row(first)
            properties = {"name": row["name"], "kind": "Value", "naming": "named", "protected": False}
            yield PropertyNode(first.object, ("Value",), properties)
    if evidence:
        for id_, claim in sorted(part.claims.items()):
            row = {
                name: to_property_value(value)
                for name, value in build_claim_row(claim).items()
                if name != "id"
            }
            yield PropertyNode(id_, ("Claim",), row)


def list_facts(part: Closure) -> Iterator[PropertyEdge]:
    """List facts with their roll-ups, in the order of ids."""
    for fact in sorted(part.facts):
        relationship = part.relationships[fact]
        properties = {name: to_property_value(value) for name, value in relationship.properties.items()}
        yield PropertyEdge(
            fact,
            relationship.type,
            relationship.start,
            relationship.end,
            {name: value for name, value in properties.items() if value != ""},
        )


def list_links(part: Closure) -> Iterator[PropertyEdge]:
    """List the relationships from claims to their ends, speakers, and documents, in the order of claims."""
    canonical = part.context.canonical
    for id_, claim in sorted(part.claims.items()):
        ends: list[tuple[str, str, dict[str, Any]]] = [
            ("SUBJECT", claim.subject, {}),
            ("OBJECT", claim.object, {}),
            ("ABOUT", claim.event, {}),
        ]
        ends.append(("IN", claim.document, {}))
        ends += [("WITH", entity, {"role": role}) for role, entity in claim.roles]
        ends += [("SAID_BY", by.rstrip("?"), {"order": n}) for n, by in enumerate(claim.by)]
        for type_, end, properties in ends:
            if end:
                yield PropertyEdge(
                    f"{id_} {type_} {end} {properties}", type_, id_, canonical(end), dict(properties)
                )


def to_property_value(value: Any) -> Any:
    """Return a property that every format can hold: a list becomes one text."""
    return JOINED_BY.join(map(str, value)) if isinstance(value, list | tuple) else value
