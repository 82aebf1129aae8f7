"""How long the k best paths take on a generated graph, between ordinary entities and from the hub.

python -m benchmarks.paths --claims 2100000 --engine embedded --home DIR    (loads if the home is empty)
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from random import Random
from typing import Any

from benchmarks.ask import Timed, ordinary, timed
from benchmarks.made import asked, made_graph
from benchmarks.world import World
from graph.store import Store
from queries.ask import ask

HOPS, K = 4, 5
MOST = 1000
"""Entities that pairs are chosen from."""
BUDGETS_MS = {"ordinary": 300.0, "hub": 2000.0}


def measure(store: Store, world: World, runs: int) -> list[tuple[Timed, float]]:
    """Time the question on random pairs, and from the hub to random others, each with its budget."""
    known, _ = ordinary(store, MOST)
    random = Random(1)
    pairs = {
        "ordinary": [(random.choice(known), random.choice(known)) for _ in range(runs)],
        "hub": [(world.hub, random.choice(known)) for _ in range(runs)],
    }
    found = []
    for size, some in pairs.items():
        answers: list[Any] = []
        calls = [_asking(store, start, end, answers) for start, end in some if start != end]
        result = timed(f"paths, {size}, k={K} within {HOPS} hops", calls)
        tied = sum(bool(answer.rows) for answer in answers[1:])  # the first is run twice
        found.append((result, BUDGETS_MS[size]))
        sys.stdout.write(f"{size}: {tied} of {len(some)} pairs are tied\n")
    return found


def _asking(store: Store, start: str, end: str, answers: list[Any]) -> Callable[[], Any]:
    params = {"from": start, "to": end, "max_hops": HOPS, "k": K}
    return lambda: answers.append(ask(store, "paths", params))


def main() -> None:
    """Load if need be, measure, print."""
    chosen = asked(__doc__, claims=2_100_000, runs=100)
    with made_graph(chosen) as (store, world):
        results = measure(store, world, chosen.runs)
    for result, budget in results:
        over = " OVER BUDGET" if result.p95 > budget else ""
        sys.stdout.write(
            f"{result.what:40} p50 {result.p50:8.1f} ms  p95 {result.p95:8.1f} ms  n={result.runs}"
            f"  budget {budget:,.0f} ms{over}\n"
        )


if __name__ == "__main__":
    main()
