"""How long the k best paths take on a generated graph, between ordinary entities and from the hub.

An engine that has just started must compile code and read pages: some other pairs run first, and are reported
separately. The pairs that count have not been asked before.

python -m benchmarks.paths --claims 2100000 --engine embedded --home DIR    (loads if the home is empty)
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from random import Random
from typing import Any

from benchmarks.ask import Timed, ordinary, timed
from benchmarks.fixture_graph import asked, made_graph
from benchmarks.world import World
from graph.store.store import Store
from queries.ask.ask import ask

HOPS, K = 4, 5
MOST = 1000
"""The number of entities that pairs are chosen from."""
BUDGETS_MS = {"ordinary": 300.0, "hub": 2000.0}
WARMING_UP = 30
"""The number of other pairs that run first."""


def measure(store: Store, world: World, runs: int) -> Iterator[tuple[Timed, float | None]]:
    """Time the question on random pairs, and from the hub to random entities, each with its budget if any."""
    known, _ = ordinary(store, MOST)
    random = Random(1)
    pairs = {
        "ordinary": [(random.choice(known), random.choice(known)) for _ in range(runs)],
        "hub": [(world.hub, random.choice(known)) for _ in range(runs)],
    }
    first = [(random.choice(known), random.choice(known)) for _ in range(WARMING_UP)]
    yield _timed(store, f"the first {WARMING_UP} paths, ordinary", first), None
    for size, some in pairs.items():
        yield _timed(store, f"paths, {size}, k={K} within {HOPS} hops", some), BUDGETS_MS[size]


def _timed(store: Store, what: str, pairs: Iterable[tuple[str, str]]) -> Timed:
    answers: list[Any] = []
    calls = [_asking(store, start, end, answers) for start, end in pairs if start != end]
    result = timed(what, calls)
    tied = sum(bool(answer.rows) for answer in answers[1:])  # the first is run twice
    sys.stdout.write(f"{what}: {tied} of {len(calls)} pairs are tied\n")
    return result


def _asking(store: Store, start: str, end: str, answers: list[Any]) -> Callable[[], Any]:
    params = {"from": start, "to": end, "max_hops": HOPS, "k": K}
    return lambda: answers.append(ask(store, "paths", params))


def main() -> None:
    """Load if necessary, measure, print."""
    chosen = asked(__doc__, claims=2_100_000, runs=100)
    with made_graph(chosen) as (store, world):
        results = list(measure(store, world, chosen.runs))
    for result, budget in results:
        told = "" if budget is None else f"  budget {budget:,.0f} ms{' OVER BUDGET' * (result.p95 > budget)}"
        sys.stdout.write(
            f"{result.what:40} p50 {result.p50:8.1f} ms  p95 {result.p95:8.1f} ms  n={result.runs}{told}\n"
        )


if __name__ == "__main__":
    main()
