"""How long networks take on a generated graph: facts into networkx, neighbours with roll-ups, measures.

python -m benchmarks.network --claims 200000 --engine embedded --home DIR    (loads if the home is empty)
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from random import Random

from benchmarks.ask import ordinary as named_in_few
from benchmarks.ask import side_by_side, timed
from benchmarks.fixture_graph import asked, made_graph
from benchmarks.load import Measured, seconds, show
from benchmarks.world import World
from graph.model.ontology import load_ontology
from graph.store.store import Store
from queries.ask.ask import ask
from queries.network.graph import Network, read_network
from queries.network.projection import Filters, build_selection, find_projection

MANY = 100_000
SECONDS = 5.0
TIMES = 10.0
NEIGHBOURS_MS = 30.0
PAGE = 200
ORDINARY = 2_000
"""The most facts of an ordinary entity; an entity with more is a hub and is paged differently."""
PROJECTION = "facts"
MOST = 2_000_000
"""A number of facts that no generated graph reaches."""


def measure_networks(store: Store, world: World, runs: int) -> Iterator[Measured]:
    """Compare facts into networkx with one query per node; time an entity's first neighbours."""
    types = "|".join(build_selection(find_projection(PROJECTION), Filters(), load_ontology()).types)
    reading = partial(read_network, store, PROJECTION, most=MOST)
    read = reading()
    took = min(seconds(reading) for _ in range(3))
    nodes, facts = read.size
    scaled = took * MANY / facts
    yield Measured(
        f"{facts:,} facts into networkx (best of 3), per {MANY:,}",
        f"<= {SECONDS:g} s",
        f"{scaled:.2f} s",
        scaled <= SECONDS,
    )
    each = _a_query_a_node(store, read, types, runs)
    ratio = each * nodes / took
    yield Measured(
        f"a query a node for {nodes:,} nodes (from {runs})",
        f">= {TIMES:g} x",
        f"{ratio:.1f} x",
        ratio >= TIMES,
    )
    yield from _neighbours(store, world, read, types, runs)


def _a_query_a_node(store: Store, read: Network, types: str, runs: int) -> float:
    """Return the seconds that a query for one node's facts takes."""
    query = (
        f"MATCH (a:Scamgraph {{id: $id}})-[f:{types}]->(b:Entity) WHERE f.claims > 0 "
        "RETURN b.id AS id, b.name AS name, b.kind AS kind, type(f) AS type, properties(f) AS told"
    )
    some = Random(1).sample(sorted(read.graph), min(runs, len(read.graph)))
    store.read(query, {"id": some[0]})
    return sum(seconds(partial(store.read, query, {"id": id_})) for id_ in some) / len(some)


def _neighbours(store: Store, world: World, read: Network, types: str, runs: int) -> Iterator[Measured]:
    query = (
        f"MATCH (a:Scamgraph {{id: $id}})-[f:{types}]-(b:Entity) WHERE f.claims > 0 "
        "RETURN b.id AS id, b.name AS name, b.kind AS kind, type(f) AS type, properties(f) AS told "
        f"LIMIT {PAGE}"
    )
    degree = dict(read.graph.degree())
    ordinary = sorted(id_ for id_, count in degree.items() if count <= ORDINARY)
    some = Random(2).sample(ordinary, min(runs, len(ordinary)))
    busiest = sorted(ordinary, key=lambda id_: (-degree[id_], id_))[: max(1, runs // 10)]
    for what, ids in (
        ("ordinary", some),
        ("the busiest of them", busiest),
        ("hub", [world.hub] * max(1, runs // 4)),
    ):
        p95 = timed(what, [partial(store.read, query, {"id": id_}) for id_ in ids]).p95
        yield _soon(f"first {PAGE} neighbours with roll-ups, {what}, p95", p95)
    named, _ = named_in_few(store, runs)
    asking = [partial(ask, store, "neighbours", {"entity": id_}) for id_ in named]
    met_before = side_by_side({"neighbours": asking})[0].p95
    yield _soon("the question after neighbours, each claim cited, met before, p95", met_before)


def _soon(what: str, p95: float) -> Measured:
    return Measured(what, f"<= {NEIGHBOURS_MS:g} ms", f"{p95:.1f} ms", p95 <= NEIGHBOURS_MS)


def main() -> None:
    """Load if necessary, measure, print."""
    chosen = asked(__doc__, claims=200_000, runs=200)
    with made_graph(chosen) as (store, world):
        show(measure_networks(store, world, chosen.runs))


if __name__ == "__main__":
    main()
