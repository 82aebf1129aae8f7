"""A part of the graph as nodes and relationships, as every graph format takes them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from graph.store.row_mapping import build_claim_row, build_value_row
from reports.part.closure import Closure

JOINED_BY = "; "


@dataclass(frozen=True, slots=True)
class DrawnNode:
    """A node: its id, labels (leaf first) and plain properties."""

    id: str
    labels: tuple[str, ...]
    properties: dict[str, Any]


@dataclass(frozen=True, slots=True)
class DrawnEdge:
    """A relationship: `key` tells it from others between the same nodes."""

    key: str
    type: str
    start: str
    end: str
    properties: dict[str, Any]


def nodes(part: Closure, *, evidence: bool) -> Iterator[DrawnNode]:
    """Entities and values; with `evidence` documents and claims, too. In the order of ids within each."""
    ontology, canonical = part.context.ontology, part.context.canonical
    for id_, entity in sorted(part.entities.items()):
        if canonical(id_) == id_:
            labels = ("Entity", *ontology.list_labels(entity.kind))
            told: dict[str, Any] = {"name": entity.name, "kind": entity.kind, "naming": entity.naming}
            yield DrawnNode(id_, labels, {**told, "protected": entity.protected})
    documents = sorted(part.dossiers.items())
    for id_, dossier in documents:
        told = {"name": dossier.document.label, "kind": "Document", "naming": "named", "protected": False}
        if evidence:
            told["text_sha256"] = dossier.document.text_sha256
        yield DrawnNode(id_, ("Entity", "Document"), told)
    for fact in sorted(part.facts):
        first = min(part.facts[fact], key=lambda claim: claim.id)
        if first.object.startswith("value/"):
            row = build_value_row(first)
            told = {"name": row["name"], "kind": "Value", "naming": "named", "protected": False}
            yield DrawnNode(first.object, ("Value",), told)
    if evidence:
        for id_, claim in sorted(part.claims.items()):
            row = {name: plain(value) for name, value in build_claim_row(claim).items() if name != "id"}
            yield DrawnNode(id_, ("Claim",), row)


def facts(part: Closure) -> Iterator[DrawnEdge]:
    """Facts with their roll-ups, in the order of ids."""
    for fact in sorted(part.facts):
        drawn = part.drawn[fact]
        told = {name: plain(value) for name, value in drawn.properties.items()}
        yield DrawnEdge(fact, drawn.type, drawn.start, drawn.end, {k: v for k, v in told.items() if v != ""})


def links(part: Closure) -> Iterator[DrawnEdge]:
    """What ties claims to their ends, speakers and documents, in the order of claims."""
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
        for type_, end, told in ends:
            if end:
                yield DrawnEdge(f"{id_} {type_} {end} {told}", type_, id_, canonical(end), dict(told))


def plain(value: Any) -> Any:
    """A property that every format can hold: lists become one text."""
    return JOINED_BY.join(map(str, value)) if isinstance(value, list | tuple) else value
