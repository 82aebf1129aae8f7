"""Facts as a networkx graph."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from graph.errors import InputError
from graph.ontology import Ontology, load_ontology

if TYPE_CHECKING:
    import networkx as nx

RowsOf = Callable[[str, dict[str, Any], int], Sequence[dict[str, Any]]]


def fact_graph(rows_of: RowsOf, types: Sequence[str], *, asserted: bool, limit: int) -> nx.MultiDiGraph:
    """Build the graph of facts between entities; see `Connection.graph`."""
    import networkx as nx  # noqa: PLC0415 - heavy

    wanted = _checked(types, load_ontology())
    query = (
        f"MATCH (a:Entity:Scamgraph)-[f:{'|'.join(wanted)}]->(b:Entity:Scamgraph) "
        "WHERE f.fact IS NOT NULL AND (f.asserted OR NOT $asserted) "
        "RETURN a.id AS start, a.name AS start_name, a.kind AS start_kind, b.id AS end, b.name AS end_name, "
        "b.kind AS end_kind, type(f) AS type, properties(f) AS fact ORDER BY start, end, type, f.fact"
    )
    graph = nx.MultiDiGraph()
    for row in rows_of(query, {"asserted": asserted}, limit):
        graph.add_node(row["start"], name=row["start_name"], kind=row["start_kind"])
        graph.add_node(row["end"], name=row["end_name"], kind=row["end_kind"])
        fact = row["fact"]
        graph.add_edge(row["start"], row["end"], key=fact["fact"], type=row["type"], **fact)
    return graph


def _checked(types: Sequence[str], ontology: Ontology) -> list[str]:
    """The types asked for, or those of all affirmed facts that are not about documents."""
    if not types:
        return [t for t in ontology.fact_types if not _about_documents(t, ontology)]
    known = {*ontology.fact_types, *ontology.denied_fact_types}
    if unknown := [t for t in types if t not in known]:
        raise InputError(f"No fact has the type {unknown[0]!r}.", hint="docs/cypher.md lists them.")
    return list(types)


def _about_documents(type_: str, ontology: Ontology) -> bool:
    predicate = ontology.vocabulary.get(type_.removeprefix("WILL_"))
    return predicate is not None and predicate.predicate_class == "DOC_META"
