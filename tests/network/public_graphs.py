"""Public graphs as claims: a registry of persons, and documents that say who met whom."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Iterable

import networkx as nx

from graph.model.records import ClaimEntry, DocumentEntry, Dossier, EntityEntry, Reading, Registry, Span, When
from graph.store.store import Store
from tests.conftest import empty
from tests.graph.made import write, write_registry

Edge = tuple[Hashable, Hashable]


def person(node: Hashable) -> str:
    """Return the id of a node as a person."""
    slug = "".join(c if c.isalnum() else "-" for c in str(node).lower())
    return f"person/n-{slug}"


def dossiers(
    edges: Iterable[Edge], *, name: str = "g", predicate: str = "COOPERATES_WITH", by: str = ""
) -> list[Dossier]:
    """Build documents of up to 50 claims, one claim for each edge."""
    edge_list = list(edges)
    return [
        _dossier(f"{name}-{n}", edge_list[n : n + 50], predicate, [by] if by else [])
        for n in range(0, len(edge_list), 50)
    ]


def _dossier(name: str, edges: list[Edge], predicate: str, by: list[str]) -> Dossier:
    entries = [
        ClaimEntry(
            key=f"k{n}",
            section="body",
            says=f"One met the other, {name} {n}.",
            subject=person(a),
            predicate=predicate,
            object=person(b),
            at=Span(20 * n, 20 * n + 15, hashlib.sha256(f"{name} {n}".encode()).hexdigest()),
            by=by,
        )
        for n, (a, b) in enumerate(edges)
    ]
    document = DocumentEntry(
        id=f"document/{name}",
        label=name,
        text_sha256=hashlib.sha256(name.encode()).hexdigest(),
        length=20 * len(edges) + 20,
        published=When("2026-01-05"),
    )
    return Dossier(document, [Reading("a test", "2026-01-06")], entries)


def put(store: Store, graph: nx.Graph, more: Iterable[Dossier] = ()) -> None:
    """Load this graph into an empty store, and further documents."""
    empty(store)
    people = [EntityEntry(id=person(node), kind="Person", name=str(node)) for node in graph]
    speakers = [EntityEntry(id=f"person/speaker-{n}", kind="Person", name=f"Speaker {n}") for n in range(2)]
    write_registry(store, Registry(entities=[*people, *speakers]), None)
    write(store, [*dossiers(graph.edges()), *more], {})
