"""One containment relationship: the registry's LOCATED_IN beside that of facts, and never taken for one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest

from graph.model.errors import InputError
from graph.model.records import (
    ClaimEntry,
    Decision,
    DocumentEntry,
    Dossier,
    EntityEntry,
    Reading,
    Registry,
    Span,
    When,
)
from graph.store.digest import digest
from graph.store.indexes import ensure_schema
from graph.store.store import Store
from ingest.load import load
from queries.ask.ask import ask
from queries.browse.scope import open_scope
from queries.browse.tie_reader import TieFilter, expand_place, load_ties
from queries.network.graph import read_network
from queries.network.projection import Filters
from tests.conftest import ROOT, empty
from tests.graph import made

LOCATED = (
    "MATCH (a:Scamgraph {id: $a})-[r:LOCATED_IN]->(b) RETURN b.id AS b, r.fact AS fact, r.source AS source"
)


def entity(id_: str, kind: str, within: str = "") -> EntityEntry:
    return EntityEntry(id=id_, kind=kind, name=id_, within=within, source="gazetteer: test")


def registry() -> Registry:
    return Registry(
        entities=[
            entity("place/land", "Country"),
            entity("place/town", "City", "place/land"),
            entity("place/other", "City", "place/land"),
            entity("compound/k", "Compound"),
            entity("event/e", "Event"),
            entity("event/f", "Event"),
            entity("person/p", "Person"),
            entity("government/g", "GovernmentBody"),
        ]
    )


def dossier(number: int, *claims: ClaimEntry) -> Dossier:
    id_ = f"document/d{number}"
    sha = hashlib.sha256(id_.encode()).hexdigest()
    document = DocumentEntry(
        id=id_, label=f"Document {number}", text_sha256=sha, length=1000, published=When("2026-01-20")
    )
    return Dossier(document, [Reading("a test", "2026-01-01")], list(claims))


def claim(key: str, start: int, **told: object) -> ClaimEntry:
    span = Span(start, start + 9, hashlib.sha256(key.encode()).hexdigest())
    return ClaimEntry(key=key, section="body", says=f"We say {key}.", at=span, verb="is", **told)  # type: ignore[arg-type]


def in_land(key: str, **told: object) -> ClaimEntry:
    return claim(key, 0, subject="place/town", predicate="LOCATED_IN", object="place/land", **told)


def arrested(key: str, start: int, edtf: str, event: str = "event/e", **told: object) -> ClaimEntry:
    when = When(edtf) if edtf else None
    given = {"subject": "government/g", "predicate": "ARRESTED", "object": "person/p", "when": when, **told}
    return claim(key, start, event=event, **given)


def days(store: Store, event: str = "event/e") -> tuple[str | None, str | None]:
    query = "MATCH (e:Event {id: $id}) RETURN e.happened_from AS first, e.happened_to AS last"
    row = store.read(query, {"id": event})[0]
    return row["first"], row["last"]


@pytest.fixture
def graph(store: Store) -> Store:
    """Each engine with the registry alone."""
    ensure_schema(store)
    made.write_registry(store, registry(), [])
    return store


def test_the_registrys_containment_and_a_facts_live_side_by_side(graph: Store) -> None:
    alone = str(digest(graph))
    made.write(graph, [dossier(1, in_land("a"))], {})
    rows = graph.read(LOCATED, {"a": "place/town"})
    assert [row["b"] for row in rows] == ["place/land", "place/land"]
    assert {(row["fact"] is None, row["source"]) for row in rows} == {
        (True, "gazetteer: test"),
        (False, None),
    }
    with_fact = str(digest(graph))
    made.write_registry(graph, registry(), [])
    assert str(digest(graph)) == with_fact
    made.write(graph, [dossier(2, in_land("b"))], {})
    made.remove(graph, ["document/d1"], {})
    assert len(graph.read(LOCATED, {"a": "place/town"})) == 2
    made.remove(graph, ["document/d2"], {})
    assert str(digest(graph)) == alone


def test_a_denied_containment_takes_no_registry_relationship_away(graph: Store) -> None:
    made.write(graph, [dossier(1, in_land("a", polarity="deny"))], {})
    assert [row["fact"] for row in graph.read(LOCATED, {"a": "place/town"})] == [None]
    made.write(graph, [dossier(2, in_land("b"))], {})
    assert len(graph.read(LOCATED, {"a": "place/town"})) == 2


def test_the_registrys_containment_goes_by_what_is_decided(graph: Store) -> None:
    before = str(digest(graph))
    told = {"items": ["place/town", "place/other"], "judgement": "same", "reason": "r", "by": "x"}
    one = Decision(id="decision/d", about="entity", on="2026-01-01", **told)  # type: ignore[arg-type]
    made.write(
        graph,
        [dossier(1, claim("k", 0, subject="compound/k", predicate="LOCATED_IN", object="place/other"))],
        {},
    )
    undecided = str(digest(graph))
    made.write_registry(graph, Registry(), [one])
    query = "MATCH (:Compound)-[:LOCATED_IN*1..5]->(c:Country) RETURN DISTINCT c.id AS id"
    assert graph.read(query) == [{"id": "place/land"}]
    made.write_registry(graph, Registry(), [])
    assert str(digest(graph)) == undecided
    made.remove(graph, ["document/d1"], {})
    assert str(digest(graph)) == before


def test_an_events_days_are_those_of_affirming_claims_that_happened(graph: Store) -> None:
    assert days(graph) == (None, None)
    claims = [
        arrested("a", 0, "2026-01-10/2026-01-12"),
        arrested("b", 20, "2026-01-11/2026-01-15"),
        arrested("no-time", 40, ""),
        arrested("denied", 60, "2025-01-01", polarity="deny"),
        arrested("predicted", 80, "2027-01-01", modality="predicted"),
        arrested("promised", 100, "2028-01-01", predicate="WILL_ARRESTED", modality="promised"),
    ]
    made.write(graph, [dossier(1, *claims)], {})
    assert days(graph) == ("2026-01-10", "2026-01-15")
    assert days(graph, "event/f") == (None, None)


def test_an_events_days_follow_loading_removing_and_deciding(graph: Store) -> None:
    blank = str(digest(graph))
    first, second = dossier(1, arrested("a", 0, "2026-01-10")), dossier(2, arrested("b", 0, "2026-01-01"))
    third = dossier(3, arrested("c", 0, "2026-02-02", "event/f"))
    made.write(graph, [first, second, third], {}, together=1)
    undecided = str(digest(graph))
    assert days(graph) == ("2026-01-01", "2026-01-10")
    made.write_registry(graph, registry(), [])
    assert (str(digest(graph)), days(graph)) == (undecided, ("2026-01-01", "2026-01-10"))
    told = {"items": ["event/e", "event/f"], "judgement": "same", "reason": "r", "by": "x"}
    one = Decision(id="decision/d", about="entity", on="2026-01-01", **told)  # type: ignore[arg-type]
    made.write_registry(graph, Registry(), [one])
    assert days(graph) == ("2026-01-01", "2026-02-02")
    merged = graph.read("MATCH (m:MergedEntity {id: 'event/f'}) RETURN m.happened_from AS first")
    assert merged == [{"first": None}]
    made.write_registry(graph, Registry(), [])
    assert (str(digest(graph)), days(graph, "event/f")) == (undecided, ("2026-02-02", "2026-02-02"))
    made.remove(graph, ["document/d2"], {})
    assert days(graph) == ("2026-01-10", "2026-01-10")
    made.remove(graph, ["document/d1", "document/d3"], {})
    assert (str(digest(graph)), days(graph)) == (blank, (None, None))


@pytest.fixture(
    scope="module",
    params=[
        pytest.param("embedded", marks=pytest.mark.embedded),
        pytest.param("neo4j", marks=pytest.mark.neo4j),
    ],
)
def articles(request: pytest.FixtureRequest) -> Iterator[Store]:
    """Each engine in turn with the five articles."""
    loaded: Store = request.getfixturevalue(f"{request.param}_session")
    load(loaded, [ROOT / "data"], fresh=True)
    yield loaded
    empty(loaded)


@pytest.mark.parametrize("label", ["Compound", "Facility", "City", "Province"])
def test_containment_leads_from_every_place_and_site_to_its_country(articles: Store, label: str) -> None:
    query = (
        f"MATCH (n:{label}) OPTIONAL MATCH (n)-[:LOCATED_IN*1..5]->(c:Country) "
        "WITH n, collect(DISTINCT c.name) AS countries WHERE size(countries) <> 1 "
        "RETURN n.id AS id, countries"
    )
    assert articles.read(f"MATCH (n:{label}) RETURN count(n) AS n")[0]["n"] > 1
    assert articles.read(query) == []


def test_documents_have_a_title_and_one_property_for_the_day(articles: Store) -> None:
    rows = articles.read(
        "MATCH (d:Document) RETURN d.title AS t, d.label AS l, d.published AS p, d.published_edtf AS e"
    )
    assert len(rows) == 5
    assert all(row["t"] == row["l"] and row["p"] == row["e"] for row in rows)
    assert any(row["p"] for row in rows)


def test_the_registrys_containment_is_no_fact_anywhere(articles: Store) -> None:
    registered = articles.read(
        "MATCH (a:Scamgraph)-[r:LOCATED_IN]->(b) WHERE r.fact IS NULL "
        "RETURN a.id AS a, b.id AS b, keys(r) AS keys"
    )
    assert len(registered) > 10
    assert {tuple(row["keys"]) for row in registered} == {("source",)}
    kinds = ("City", "Country", "Province", "Facility", "Collective", "Compound", "Embassy", "Region")
    found = read_network(articles, "facts", Filters(predicates=("LOCATED_IN",)))
    facts = articles.read(
        "MATCH (:Entity)-[r:LOCATED_IN]->(:Entity) WHERE r.fact IS NOT NULL RETURN r.fact AS fact"
    )
    drawn = {tie.properties["fact"] for tie in found.ties}
    assert drawn
    assert drawn <= {row["fact"] for row in facts}
    look = open_scope(articles)
    for of in ("place/cambodia", "place/phnom-penh", "place/bavet"):
        ties = load_ties(look, [of], TieFilter(kinds=kinds, types=("LOCATED_IN",)))
        assert all(tie.properties.get("fact") for tie in ties.rows)
        assert sum(ties.cut.values()) == 0
    assert expand_place(look, "place/cambodia") >= {
        "place/phnom-penh",
        "place/svay-rieng",
        "place/bavet",
    }


def test_no_path_leads_over_the_registrys_containment(articles: Store) -> None:
    with_path = ask(articles, "path", {"from": "Phnom Penh", "to": "Cambodia"})
    assert with_path.rows  # a source says so
    assert not ask(articles, "path", {"from": "Jakarta", "to": "Yogyakarta"}).rows
    with pytest.raises(InputError):
        read_network(articles, "facts", Filters(predicates=("LOCATED_IN",), labels=("Province", "Country")))
