"""Measures against published answers on public graphs, and networkx on random ones, on both engines."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.store.store import Store
from queries.network import algorithms
from queries.network.graph import Network, read_network
from queries.network.measurement import compute_measure
from queries.network.measures import MEASURES
from tests.machine import choose_amount
from tests.network.public_graphs import dossiers, person, put

PUBLIC = {
    "karate": nx.karate_club_graph,
    "les-miserables": nx.les_miserables_graph,
    "davis": nx.davis_southern_women_graph,
    "florentine": nx.florentine_families_graph,
}
EVERY = 1000


def read(store: Store) -> Network:
    return read_network(store, "actors")


def values(network: Network, name: str, column: str) -> dict[str, Any]:
    return {row["entity"]: row[column] for row in compute_measure(name, network, limit=EVERY).rows}


def test_karate_club(store: Store) -> None:
    """Zachary 1977: 34 members, 78 ties; the instructor (0) and the administrator (33)."""
    put(store, nx.karate_club_graph())
    network = read(store)
    assert network.size == (34, 78)
    degree = values(network, "degree", "others")
    assert (degree["33"], degree["0"], degree["32"]) == (17, 16, 12)
    between = values(network, "betweenness", "betweenness")
    assert between["0"] == pytest.approx(0.437635, abs=1e-5)
    assert between["33"] == pytest.approx(0.304075, abs=1e-5)
    triangles = values(network, "triangles", "triangles")
    assert sum(triangles.values()) == 3 * 45
    assert (triangles["0"], triangles["33"]) == (18, 15)
    rank = values(network, "pagerank", "pagerank")
    assert rank["33"] == pytest.approx(0.1009, abs=1e-4)
    assert rank["0"] == pytest.approx(0.0970, abs=1e-4)
    [bridge] = compute_measure("bridges", network).rows
    assert {bridge["from"], bridge["to"]} == {"0", "11"} and bridge["cuts_off"] == 1
    assert values(network, "articulation-points", "parts") == {"0": 3}
    assert compute_measure("communities", network).total in (3, 4, 5)


def test_les_miserables(store: Store) -> None:
    """Knuth 1993: 77 characters, 254 ties; Valjean appears with the most."""
    put(store, nx.les_miserables_graph())
    network = read(store)
    assert network.size == (77, 254)
    rows = compute_measure("degree", network).rows
    assert (rows[0]["entity"], rows[0]["others"], rows[0]["rank"]) == ("Valjean", 36, 1)
    assert (rows[1]["entity"], rows[1]["others"]) == ("Gavroche", 22)
    assert values(network, "betweenness", "betweenness")["Valjean"] == pytest.approx(0.569989, abs=1e-5)
    assert sum(values(network, "triangles", "triangles").values()) == 3 * 467


def test_florentine_families(store: Store) -> None:
    """Padgett and Ansell 1993: the Medici are between the others."""
    put(store, nx.florentine_families_graph())
    network = read(store)
    assert network.size == (15, 20)
    between = values(network, "betweenness", "betweenness")
    assert between["Medici"] == pytest.approx(0.521978, abs=1e-5)
    assert between["Guadagni"] == pytest.approx(0.254579, abs=1e-5)
    assert values(network, "degree", "others")["Medici"] == 6


def test_southern_women(store: Store) -> None:
    """Davis, Gardner and Gardner 1941: 18 women at 14 events, 89 attendances, and no triangle."""
    put(store, nx.davis_southern_women_graph())
    network = read(store)
    assert network.size == (32, 89)
    assert values(network, "degree", "others")["E8"] == 14
    none = compute_measure("triangles", network)
    assert not none.rows
    assert "There is none" in none.sentence


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_every_measure_is_that_of_networkx_on_the_original(store: Store, name: str) -> None:
    original = PUBLIC[name]()
    put(store, original)
    _same(read(store), nx.relabel_nodes(nx.Graph(original.edges()), person))


@settings(
    max_examples=choose_amount(4, 100),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(nodes=st.integers(2, 14), share=st.floats(0.1, 0.8), seed=st.integers(0, 10**6))
def test_random_graphs(store: Store, nodes: int, share: float, seed: int) -> None:
    graph = nx.gnp_random_graph(nodes, share, seed=seed)
    graph.add_edge(0, 1)
    put(store, graph)
    tied = graph.subgraph(node for node in graph if graph.degree(node))
    _same(read(store), nx.relabel_nodes(nx.Graph(tied.edges()), person))


def _same(network: Network, original: nx.Graph) -> None:
    ids = {
        name: {row["id"]: row for row in compute_measure(name, network, limit=EVERY).rows}
        for name in ("degree", "betweenness", "pagerank", "triangles", "articulation-points")
    }
    assert {i: row["others"] for i, row in ids["degree"].items()} == dict(original.degree())
    for id_, value in nx.betweenness_centrality(original).items():
        assert ids["betweenness"][id_]["betweenness"] == pytest.approx(value, abs=1e-6)
    python = nx.algorithms.link_analysis.pagerank_alg._pagerank_python(original, tol=1e-10, max_iter=2000)
    for id_, value in python.items():
        assert ids["pagerank"][id_]["pagerank"] == pytest.approx(value, abs=2e-6)
    assert {i: row["triangles"] for i, row in ids["triangles"].items()} == {
        i: count for i, count in nx.triangles(original).items() if count
    }
    assert set(ids["articulation-points"]) == set(nx.articulation_points(original))
    for id_, row in ids["articulation-points"].items():
        without_node = original.subgraph(set(original) - {id_})
        new_parts = nx.number_connected_components(without_node) - nx.number_connected_components(original)
        assert row["parts"] == new_parts + 1
    bridges = {
        (row["from_id"], row["to_id"]): row["cuts_off"]
        for row in compute_measure("bridges", network, limit=EVERY).rows
    }
    assert set(bridges) == {(min(a, b), max(a, b)) for a, b in nx.bridges(original)}
    for (a, b), cut in bridges.items():
        without_edge = original.copy()
        without_edge.remove_edge(a, b)
        halves = [len(nx.node_connected_component(without_edge, end)) for end in (a, b)]
        assert cut == min(halves)
    ordered = nx.Graph()
    ordered.add_nodes_from(sorted(original))
    ordered.add_edges_from(sorted((min(a, b), max(a, b)) for a, b in original.edges()))
    groups = nx.community.louvain_communities(ordered, seed=algorithms.SEED)
    assert {frozenset(row["ids"]) for row in compute_measure("communities", network, limit=EVERY).rows} == {
        frozenset(group) for group in groups
    }


def test_what_changes_without_facts_of_a_single_origin(store: Store) -> None:
    """A path of five, of which two ties have a second origin: two people who say the same."""
    graph = nx.path_graph(5)
    second = [(0, 1), (1, 2)]
    more = [
        *dossiers(second, name="s", by="person/speaker-0"),
        *dossiers(second, name="t", by="person/speaker-1"),
    ]
    put(store, graph, more)
    network = read(store)
    result = compute_measure("degree", network)
    assert (result.rests_on.entities, result.rests_on.facts) == (5, 4)
    assert (result.without.entities, result.without.facts) == (3, 2)
    by_name = {row["entity"]: row for row in result.rows}
    assert (by_name["1"]["others"], by_name["1"]["others_without"]) == (2, 2)
    assert (by_name["2"]["rank"], by_name["2"]["rank_without"]) == (1, 2)
    assert by_name["4"]["rank_without"] is None
    assert any("2 of 4 facts and 3 of 5 entities are left" in change for change in result.changes)
    bridges = {(r["from"], r["to"]): r["without"] for r in compute_measure("bridges", network).rows}
    assert bridges == {
        ("0", "1"): "stays",
        ("1", "2"): "stays",
        ("2", "3"): "vanishes",
        ("3", "4"): "vanishes",
    }
    counted = store.read("MATCH (c:Claim) WHERE c.fact IS NOT NULL RETURN count(DISTINCT c.origin) AS n")
    assert result.rests_on.origins == counted[0]["n"]


def test_denied_facts_are_in_no_projection(store: Store) -> None:
    put(store, nx.path_graph(3))
    [dossier] = dossiers([(0, 2)], name="denial")
    import msgspec  # noqa: PLC0415

    from tests.graph.made import write  # noqa: PLC0415

    denied = [msgspec.structs.replace(claim, polarity="deny") for claim in dossier.claims]
    write(store, [msgspec.structs.replace(dossier, claims=denied)], {})
    assert store.read("MATCH ()-[f:NOT_COOPERATES_WITH]->() RETURN count(f) AS n")[0]["n"] == 1
    assert read(store).size == (3, 2)


def test_every_measure_explains_itself_and_what_it_rests_on(embedded_store: Store) -> None:
    put(embedded_store, nx.path_graph(3))
    network = read(embedded_store)
    for name in MEASURES:
        result = compute_measure(name, network)
        assert "3 entities, 2 facts;" in result.sentence
        assert "projection 'actors'" in result.sentence
        assert "not who is important, powerful or guilty" in result.notes[0]
