"""Projections of the five articles: what is in them, what never is, filters, the past, refusals, files."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from typer.testing import CliRunner

from cli.main import app
from graph.model.errors import InputError
from graph.model.ontology import load_ontology
from graph.store.store import Store
from queries.export.claims import Lookup
from queries.network import files
from queries.network.graph import read_network
from queries.network.measurement import compute_measure
from queries.network.projection import (
    NEVER,
    Filters,
    build_selection,
    find_projection,
    load_projections,
    resolve_types,
)
from queries.network.stored_ties import StoredTies

NAMES = ("actors", "actors-and-events", "legal", "money", "facts")
CHEN, PRINCE, US = "person/chen-zhi", "company/prince-group", "government/united-states"


def kinds(store: Store, name: str, **filters: Any) -> set[str]:
    return {
        attributes["kind"]
        for _, attributes in read_network(store, name, Filters(**filters)).graph.nodes(data=True)
    }


def test_the_shipped_projections() -> None:
    assert tuple(load_projections()) == NAMES
    assert all(projection.about for projection in load_projections().values())


@pytest.mark.parametrize("name", NAMES)
def test_what_never_is_in_a_projection(loaded: Store, name: str) -> None:
    network = read_network(loaded, name)
    assert not kinds(loaded, name) & set(NEVER)
    for start, end, attributes in network.graph.edges(data=True):
        assert not attributes["type"].startswith("NOT_")
        assert attributes["claims"] > 0
        assert not start.startswith("value/") and not end.startswith("value/")


def test_actors_are_not_linked_by_those_who_are_no_link(loaded: Store) -> None:
    assert kinds(loaded, "actors") <= {
        "Person",
        "Company",
        "NGO",
        "Embassy",
        "Cohort",
        "Compound",
        "CriminalNetwork",
    }
    wide = kinds(loaded, "actors", with_labels=("Collective", "GovernmentBody"))
    assert {"Collective", "GovernmentBody"} <= wide
    graph = nx.Graph(read_network(loaded, "actors").graph)
    assert set(nx.node_connected_component(graph, CHEN)) == {CHEN, PRINCE}


def test_an_act_is_a_fact_or_participation_and_never_both(loaded: Store) -> None:
    with_events = read_network(loaded, "actors-and-events", Filters(with_labels=("GovernmentBody",)))
    acts = {
        row["fact"]
        for row in loaded.read(
            "MATCH (c:Claim)-[:ABOUT]->() WHERE c.fact IS NOT NULL RETURN DISTINCT c.fact AS fact"
        )
    }
    facts = {
        attributes["fact"] for *_, attributes in with_events.graph.edges(data=True) if "fact" in attributes
    }
    assert facts and not facts & acts
    took_part = {
        b for a, b, attributes in with_events.graph.edges(data=True) if attributes["type"] == "INVOLVES"
    }
    assert {CHEN, US} <= took_part
    without_events = read_network(loaded, "actors", Filters(with_labels=("GovernmentBody",)))
    direct = [
        {t["type"] for t in g.graph.get_edge_data(US, CHEN).values()} for g in (without_events, with_events)
    ]
    assert direct == [{"ACCUSED", "INDICTED", "SANCTIONED"}, {"ACCUSED"}]


def test_who_is_in_the_legal_projection(loaded: Store) -> None:
    graph = read_network(loaded, "legal").graph
    edges = {(a, attributes["type"], b) for a, b, attributes in graph.edges(data=True)}
    assert (US, "INDICTED", CHEN) in edges
    assert ("government/cambodia", "DEPORTED", CHEN) in edges
    assert ("government/united-kingdom", "SANCTIONED", CHEN) in edges
    assert all(t["standing"] in ("proceeding", "finding") for *_, t in graph.edges(data=True))


@pytest.mark.parametrize("name", NAMES)
def test_origins_are_those_of_the_claims(loaded: Store, name: str) -> None:
    network = read_network(loaded, name)
    origins = network.source.read_origins(network.ties)
    for *_, key, attributes in network.graph.edges(keys=True, data=True):
        assert len(origins[key]) == attributes["origins"], key


@pytest.mark.parametrize("name", NAMES)
def test_after_the_last_day_all_is_as_today(loaded: Store, name: str) -> None:
    today, late = read_network(loaded, name), read_network(loaded, name, as_of="2100-01-01")
    assert today.ties == late.ties
    assert today.source.read_origins(today.ties) == late.source.read_origins(late.ties)


def test_known_on_a_day(loaded: Store) -> None:
    then = read_network(loaded, "actors", as_of="2026-01-21")
    assert then.graph.has_edge(CHEN, PRINCE)
    assert "cohort/poipet-215-002" not in then.graph
    assert any("only possibly known" in note for note in then.notes)
    published = {attributes["last_published"] for *_, attributes in then.graph.edges(data=True)}
    assert published == {"2026-01-21"}
    early = read_network(loaded, "actors")
    assert set(then.graph) < set(early.graph)


@pytest.mark.neo4j
def test_both_engines_give_the_same(both: tuple[Store, Store]) -> None:
    for name in NAMES:
        for day in (None, "2026-01-21"):
            if (name, day) == ("money", "2026-01-21"):
                continue
            first, second = (read_network(store, name, as_of=day) for store in both)
            assert list(first.graph.edges(keys=True, data=True)) == list(
                second.graph.edges(keys=True, data=True)
            )
            assert first.notes == second.notes
        for kind in ("betweenness", "communities", "bridges", "pagerank"):
            results = [compute_measure(kind, read_network(store, name)) for store in both]
            assert results[0].rows == results[1].rows
            assert results[0].changes == results[1].changes


def test_filters(loaded: Store) -> None:
    total = read_network(loaded, "facts").size[1]
    asserted = read_network(loaded, "facts", Filters(asserted=True)).graph
    assert 0 < asserted.number_of_edges() < total
    assert all(attributes["asserted"] for *_, attributes in asserted.edges(data=True))
    firm = read_network(loaded, "facts", Filters(min_origins=2)).graph
    assert all(attributes["origins"] >= 2 for *_, attributes in firm.edges(data=True))
    without = read_network(loaded, "facts", Filters(without=("PRESENCE",))).size[1]
    only = read_network(loaded, "facts", Filters(predicates=("PRESENCE",))).size[1]
    assert without + only == total
    people = read_network(loaded, "facts", Filters(labels=("Person", "Company"))).graph
    assert {attributes["kind"] for _, attributes in people.nodes(data=True)} == {"Person", "Company"}


@pytest.mark.parametrize(
    ("name", "filters", "message", "hint"),
    [
        ("actor", Filters(), "no projection 'actor'", "Nearest: actors"),
        ("actors", Filters(labels=("Persons",)), "no label 'Persons'", "Nearest: Person"),
        ("actors", Filters(labels=("Topic",)), "Topic is never part", "Labels are"),
        ("actors", Filters(predicates=("HEDS",)), "no predicate or class 'HEDS'", "HEADS"),
        ("actors", Filters(predicates=("NOT_HEADS",)), "no claim affirms", "denials"),
        ("legal", Filters(predicates=("HEADS",)), "leave no predicate of 'legal'", "LEGAL_ACTION"),
        (
            "actors",
            Filters(without_labels=("Actor", "Compound", "Facility")),
            "leave no entity",
            "Without them",
        ),
        (
            "actors",
            Filters(min_origins=99),
            "No fact is in the projection 'actors' with --min-origins 99",
            "it has 28",
        ),
        (
            "actors",
            Filters(min_origins=99, asserted=True),
            "No fact",
            "Without --asserted it has 0; without --min-origins 99 it has",
        ),
    ],
)
def test_what_is_refused_and_what_there_is(
    loaded: Store, name: str, filters: Filters, message: str, hint: str
) -> None:
    with pytest.raises(InputError) as wrong:
        read_network(loaded, name, filters)
    assert message in wrong.value.message
    assert hint in wrong.value.hint


def test_what_nobody_knew_on_a_day(loaded: Store) -> None:
    with pytest.raises(InputError) as wrong:
        read_network(loaded, "actors", as_of="2020-01-01")
    assert "as known on 2020-01-01" in wrong.value.message
    assert wrong.value.hint == "Today it has 28 facts."


def test_too_large_a_projection_is_refused_with_its_size(loaded: Store) -> None:
    with pytest.raises(InputError) as wrong:
        read_network(loaded, "facts", most=10)
    size = read_network(loaded, "facts").size[1]
    assert f"has {size:,} facts" in wrong.value.message
    assert "--min-origins" in wrong.value.hint
    assert (
        StoredTies(loaded).measure_size(build_selection(find_projection("facts"), Filters(), load_ontology()))
        == size
    )


def test_a_class_stands_for_its_predicates_and_those_without_an_agent() -> None:
    ontology = load_ontology()
    assert {"ARRESTED", "WAS_ARRESTED", "SANCTIONED"} <= resolve_types(("LEGAL_ACTION",), ontology)
    assert resolve_types(("arrested",), ontology) == {"ARRESTED", "WAS_ARRESTED"}
    assert resolve_types(("WAS_ARRESTED",), ontology) == {"WAS_ARRESTED"}


def test_a_projection_of_ones_own(loaded: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "own.yaml"
    file.write_text("embassies:\n  labels: [Embassy, Cohort]\n  predicates: [PRESENCE]\n", "utf-8")
    network = read_network(loaded, "embassies", file=file)
    assert {attributes["kind"] for _, attributes in network.graph.nodes(data=True)} == {"Embassy", "Cohort"}
    monkeypatch.setenv("SCAMGRAPH_PROJECTIONS", str(file))
    assert read_network(loaded, "embassies").ties == network.ties


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x:\n  labels: [Embasy]\n", "no label 'Embasy'"),
        ("x:\n  colour: red\n", "unknown key 'colour'"),
        ("x:\n  labels: 3\n", "does not describe projections"),
        ("- x\n", "does not describe projections"),
        ("x: [unclosed\n", "does not describe projections"),
    ],
)
def test_a_broken_file_of_projections(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(InputError, match=words):
        load_projections(file)


def test_a_file_of_projections_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        load_projections(tmp_path / "none.yaml")


def run(*arguments: str, engine: str) -> Any:
    return CliRunner().invoke(app, [*arguments, "--engine", engine])


def test_measure_on_the_command_line(loaded: Store) -> None:
    result = run("measure", "degree", "--format", "json", "--limit", "3", engine=loaded.engine)
    assert result.exit_code == 0, result.output
    data = json.loads(result.stdout)
    assert data["rows"][0]["id"] == "embassy/indonesia-phnom-penh"
    assert data["rows"][0]["others"] == 7
    assert (data["entities"], data["facts"], data["total"]) == (31, 28, 31)
    assert all(fact.startswith("fact/") for fact in data["rows"][0]["facts"])
    assert data["without_single_origin"]["facts"] == 0
    table = run("measure", "bridges", "--projection", "actors-and-events", engine=loaded.engine)
    assert table.exit_code == 0
    assert "single-origin" in table.stdout and "A bridge is the only tie" in table.stdout
    then = run("measure", "degree", "--as-of", "2026-01-21", "--format", "jsonl", engine=loaded.engine)
    assert then.exit_code == 0
    assert len(then.stdout.splitlines()) == 5


def test_a_measure_nobody_knows(loaded: Store) -> None:
    result = run("measure", "degre", engine=loaded.engine)
    assert isinstance(result.exception, InputError)
    assert result.exception.hint == "Nearest: degree."


@pytest.mark.parametrize("form", files.FORMATS)
@pytest.mark.parametrize("name", ["actors", "actors-and-events", "facts"])
def test_a_projection_goes_out_and_comes_back(loaded: Store, tmp_path: Path, name: str, form: Any) -> None:
    target = tmp_path / f"graph.{form}"
    result = run(
        "export", "graph", "--projection", name, "--format", form, "--to", str(target), engine=loaded.engine
    )
    assert result.exit_code == 0, result.output
    exported = files.build_export_graph(read_network(loaded, name), Lookup(loaded, include_protected=False))
    back = files.read(target, form)
    assert isinstance(back, nx.MultiDiGraph)
    assert dict(back.nodes(data=True)) == dict(exported.nodes(data=True))
    assert {(a, b, k): t for a, b, k, t in back.edges(keys=True, data=True)} == {
        (a, b, k): t for a, b, k, t in exported.edges(keys=True, data=True)
    }
    for *_, attributes in exported.edges(data=True):
        assert type(attributes["claims"]) is int and type(attributes["asserted"]) is bool
    again = run("export", "graph", "--format", form, "--to", str(target), engine=loaded.engine)
    assert isinstance(again.exception, InputError)
    assert "exists already" in again.exception.message


def test_an_export_that_fails_leaves_nothing(loaded: Store, tmp_path: Path) -> None:
    graph = files.build_export_graph(read_network(loaded, "actors"), Lookup(loaded, include_protected=False))
    target = tmp_path / "ties.csv"
    files.to_nodes_path(target).write_text("held", "utf-8")
    with pytest.raises(InputError, match="exists already"):
        files.write(graph, "csv", target)
    assert not target.exists()
    with pytest.raises(Exception, match="cannot be written"):
        files.write(graph, "graphml", tmp_path / "no" / "such.graphml")
    broken = nx.MultiDiGraph()
    broken.add_node("a", name={"not": "a scalar"})
    with pytest.raises(Exception, match="dict"):
        files.write(broken, "graphml", tmp_path / "broken.graphml")
    assert [path.name for path in tmp_path.iterdir()] == ["ties.nodes.csv"]


def test_a_file_that_is_no_graph(tmp_path: Path) -> None:
    for form in files.FORMATS:
        wrong = tmp_path / f"x.{form}"
        wrong.write_text("{", "utf-8")
        with pytest.raises(InputError, match="no graph in the form"):
            files.read(wrong, form)


@pytest.mark.parametrize("form", files.FORMATS)
def test_the_order_of_an_engine_does_not_show(loaded: Store, form: files.GraphFormat) -> None:
    network = read_network(loaded, "actors")
    turned = nx.MultiDiGraph()
    turned.add_nodes_from(reversed([*network.graph.nodes(data=True)]))
    for start, end, key, attributes in reversed([*network.graph.edges(keys=True, data=True)]):
        turned.add_edge(start, end, key=key, **dict(reversed(attributes.items())))
    lookup = Lookup(loaded, include_protected=False)
    first, second = (
        files.encode_graph(files.build_export_graph(each, lookup), form)
        for each in (network, replace(network, graph=turned))
    )
    assert first == second
