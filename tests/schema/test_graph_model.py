"""The model of the graph says all that a loaded graph holds, and nothing that it cannot hold."""

from __future__ import annotations

import pytest

from graph.model.descriptions import (
    ABSTRACT,
    LABELS,
    NUMBER_PARTS,
    NUMBERS,
    OVERRIDES,
    PROPERTIES,
    REGISTERED,
    STRUCTURAL,
    VALUES,
)
from graph.model.ontology import load_ontology
from graph.model.records import DocumentEntry, EntityEntry, OccasionEntry
from graph.model.reference_fields import (
    DOCUMENT_REFERENCES,
    ENTITY_REFERENCES,
    OCCASION_REFERENCES,
    list_field_names,
    list_relationships,
)
from graph.store.graph_model import describe_property, load_graph_model
from graph.store.store import Store
from queries.schema import graph_schema
from queries.schema.graph_schema import GraphSchema, UnknownName, find_item, find_nearest_names, read_schema

MODEL = load_graph_model()


def possible(labels: list[str]) -> set[str]:
    """The properties that a node with these labels can have."""
    return {name for label in labels for name in MODEL.labels[label].properties}


def test_every_node_of_a_loaded_graph_fits_the_model(articles: Store) -> None:
    query = (
        "MATCH (n:Scamgraph) UNWIND keys(n) AS k WITH labels(n) AS labels, k "
        "RETURN labels, collect(DISTINCT k) AS names"
    )
    rows = articles.read(query)
    assert len(rows) > 20
    for row in rows:
        assert set(row["labels"]) <= MODEL.labels.keys()
        assert set(row["names"]) <= possible(row["labels"]), row["labels"]


def test_every_relationship_of_a_loaded_graph_fits_the_model(articles: Store) -> None:
    query = (
        "MATCH (a:Scamgraph)-[r]->(b) UNWIND coalesce(keys(r), []) + ['?'] AS k "
        "WITH type(r) AS type, labels(a) AS a, labels(b) AS b, k "
        "RETURN type, a, b, collect(DISTINCT k) AS names"
    )
    for row in articles.read(query):
        type_ = MODEL.types[row["type"]]
        assert set(row["names"]) - {"?"} <= type_.properties.keys(), row["type"]
        assert set(row["a"]) & set(type_.starts), (row["type"], row["a"])
        assert set(row["b"]) & set(type_.ends), (row["type"], row["b"])


def test_closed_values_of_a_loaded_graph_are_among_those_listed(articles: Store) -> None:
    for name in (
        "modality",
        "polarity",
        "standing",
        "section",
        "predicate",
        "relation",
        "predicate_class",
        "quoted",
    ):
        rows = articles.read(f"MATCH (c:Claim) WHERE c.{name} IS NOT NULL RETURN DISTINCT c.{name} AS value")
        assert rows
        assert {row["value"] for row in rows} <= set(MODEL.values[name])
    for label, name in (("Entity", "kind"), ("Entity", "naming"), ("Origin", "kind"), ("Conflict", "kind"),
                        ("Value", "kind"), ("Decision", "judgement"), ("Lineage", "stands")):  # fmt: skip
        rows = articles.read(
            f"MATCH (n:{label}) WHERE n.{name} IS NOT NULL RETURN DISTINCT n.{name} AS value"
        )
        assert rows
        assert {row["value"] for row in rows} <= set(MODEL.values[name]), label
    roles = articles.read("MATCH ()-[r:WITH|INVOLVES]->() RETURN DISTINCT r.role AS role")
    assert {row["role"] for row in roles} <= set(MODEL.values["role"])


def test_everything_is_described_and_nothing_that_cannot_occur_is() -> None:
    owners = [*MODEL.labels.values(), *MODEL.types.values()]
    used = {(owner.name, name) for owner in owners for name in owner.properties}
    assert all(owner.about for owner in owners)
    assert all(describe_property(name, owner).about for owner, name in used)
    numbers = {f"{field}_{part}" for field in NUMBERS if field for part in NUMBER_PARTS}
    names = {name for _, name in used}
    assert set(PROPERTIES) <= names
    assert numbers <= names
    assert set(OVERRIDES) <= used
    assert {*LABELS, *ABSTRACT} <= MODEL.labels.keys()
    assert set(STRUCTURAL) <= MODEL.types.keys()
    assert set(VALUES) <= MODEL.values.keys()


def test_each_link_of_a_record_is_described() -> None:
    links = list_relationships((*ENTITY_REFERENCES, *OCCASION_REFERENCES, *DOCUMENT_REFERENCES))
    assert REGISTERED.keys() <= {*links.values()} <= {*STRUCTURAL, *REGISTERED}
    assert {*list_field_names(ENTITY_REFERENCES)} <= {*EntityEntry.__struct_fields__}
    assert {*list_field_names(OCCASION_REFERENCES)} <= {*OccasionEntry.__struct_fields__}
    assert {*list_field_names(DOCUMENT_REFERENCES)} <= {*DocumentEntry.__struct_fields__}


def test_every_predicate_and_form_of_it_is_a_type() -> None:
    ontology = load_ontology()
    assert {*ontology.fact_types, *ontology.denied_fact_types} <= MODEL.types.keys()
    assert MODEL.types["WAS_ARRESTED"].starts == MODEL.types["ARRESTED"].ends[:-1]


@pytest.fixture(scope="module")
def schema(articles: Store) -> GraphSchema:
    return read_schema(articles)


def test_counts_are_those_of_the_graph(articles: Store, schema: GraphSchema) -> None:
    counts = {item.name: item.count for item in schema.labels}
    assert (counts["Document"], counts["Claim"], counts["Compound"], counts["Police"]) == (5, 553, 4, 0)
    heads = next(item for item in schema.types if item.name == "HEADS")
    assert (heads.count, heads.seen, heads.starts) == (1, (("Person", "Company"),), ("Person",))


def test_a_large_graph_is_counted_alike(
    articles: Store, schema: GraphSchema, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graph_schema, "SCANNED", 0)
    large = read_schema(articles)
    assert [(i.name, i.count) for i in large.items] == [(i.name, i.count) for i in schema.items]
    assert (
        find_item(articles, "LOCATED_IN").seen == next(i for i in schema.types if i.name == "LOCATED_IN").seen
    )


def test_every_example_runs_and_answers_where_there_is_something(
    articles: Store, schema: GraphSchema
) -> None:
    for item in schema.items:
        # A Neo4j plans each new text for some 50 ms: types that are not used are tried on the other engine.
        if articles.engine == "embedded" or item.what != "relationship" or item.count:
            rows = articles.read(item.example)
            assert rows or not item.count, item.example


@pytest.mark.embedded
def test_every_example_of_a_property_runs(articles: Store) -> None:
    for name in PROPERTIES:
        articles.read(find_item(articles, name).example)


@pytest.mark.embedded
def test_a_name_is_found_whatever_its_capitals_and_an_unknown_one_names_the_nearest(articles: Store) -> None:
    assert find_item(articles, "compound").what == "label"
    assert find_item(articles, "heads").what == "relationship"
    assert find_item(articles, "Modality").values[0] == "reported"
    assert find_item(articles, "lat").used_by[0] == "Entity"
    with pytest.raises(UnknownName) as unknown:
        find_item(articles, "Compoud")
    assert unknown.value.nearest[0] == "Compound"
    assert "Compound" in unknown.value.hint


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("NATIONALITY", "HAS_NATIONALITY"),
        ("HEDS", "HEADS"),
        ("ScamCompound", "Compound"),
        ("SAIDBY", "SAID_BY"),
        ("Organisation", "Organization"),
    ],
)
def test_nearest_names_are_the_ones_meant(given: str, meant: str) -> None:
    names = MODEL.types if given.isupper() else MODEL.labels
    assert find_nearest_names(given, names)[0] == meant
