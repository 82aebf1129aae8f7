"""How long questions take on a generated graph: named questions, the same Cypher bare, and free Cypher.

Bare is what one would write by hand for the same answer: the question's statement, and one more for the
citations of its rows, each in an auto-commit session of the driver. The ratio shows what the answer does
beyond that (look up names, word rows, guard and limit the query); the target is at most 1.5.

python -m benchmarks.ask --claims 1000000 --engine embedded --home DIR    (loads if the home is empty)
"""

from __future__ import annotations

import datetime
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import neo4j

from benchmarks.fixture_graph import asked, made_graph
from benchmarks.generate import PRINTED_AFTER
from benchmarks.load import seconds
from benchmarks.world import DAYS, FIRST_DAY, World
from graph.store.store import Store
from queries.ask.ask import ask
from queries.ask.query_library import find_query
from queries.wording.citations import CITED

ORDINARY = 200  # claims at most
BUDGETS_MS = {"ordinary": 50.0, "hub": 250.0}
AS_OF = str(FIRST_DAY + datetime.timedelta(days=DAYS + PRINTED_AFTER + DAYS // 2))
"""A day by which half of the documents are published."""
FREE = "MATCH (c:Claim {fact: $fact}) RETURN c.id AS id, c.says AS says"
TIED = (
    "MATCH (:Scamgraph {id: $hub})<-[:SUBJECT]-(c:Claim)-[:OBJECT]->(e:Entity) "
    "WITH DISTINCT e.id AS id LIMIT $most RETURN id"
)


@dataclass(frozen=True, slots=True)
class Timed:
    """The milliseconds of one kind of question."""

    what: str
    p50: float
    p95: float
    runs: int


def timed(what: str, calls: Sequence[Callable[[], Any]]) -> Timed:
    """Run each call once, after one call to warm up."""
    calls[0]()
    return _summed_up(what, [seconds(call) * 1000 for call in calls])


def side_by_side(pairs: dict[str, Sequence[Callable[[], Any]]]) -> list[Timed]:
    """Run the calls of each name in turn, so that a slow moment of the machine affects all of them alike.

    All run once before, so that each finds its pages in memory.
    """
    for calls in pairs.values():
        for warm_up in calls:
            warm_up()
    took: dict[str, list[float]] = {what: [] for what in pairs}
    for calls in zip(*pairs.values(), strict=True):
        for what, call in zip(pairs, calls, strict=True):
            took[what].append(seconds(call) * 1000)
    return [_summed_up(what, times) for what, times in took.items()]


def _summed_up(what: str, took: list[float]) -> Timed:
    p95 = statistics.quantiles(took, n=20)[-1] if len(took) > 1 else took[0]
    return Timed(what, statistics.median(took), p95, len(took))


def questions(store: Store, world: World, runs: int) -> Iterator[Timed]:
    """Time the questions on ordinary entities and on the hub, and the same queries bare."""
    entities, facts = ordinary(store, runs)
    tied = store.read(TIED, {"hub": world.hub, "most": runs})
    put: list[tuple[str, str, list[dict[str, Any]]]] = [
        ("evidence", "ordinary", [{"fact": fact} for fact in facts]),
        ("about", "ordinary", [{"entity": id_} for id_ in entities]),
        ("neighbours", "ordinary", [{"entity": id_} for id_ in entities]),
        ("origins", "ordinary", [{"entity": id_} for id_ in entities]),
        ("evidence", "hub", [{"a": world.hub, "b": row["id"]} for row in tied]),
        ("about", "hub", [{"entity": world.hub}] * min(runs, 30)),
        ("neighbours", "hub", [{"entity": world.hub}] * min(runs, 30)),
        ("origins", "hub", [{"entity": world.hub}] * min(runs, 30)),
    ]
    for name, size, params in put:
        asked_, bare = [_asking(store, name, p) for p in params], [_bare(store, name, p) for p in params]
        yield from side_by_side(
            {f"{name}, {size}, asked": asked_, f"{name}, {size}, bare Cypher, cited": bare}
        )
        if name in {"evidence", "origins"}:
            past = [_asking(store, name, p, AS_OF) for p in params]
            yield timed(f"{name}, {size}, as of a day, first", past)
            yield from side_by_side({f"{name}, {size}, as of a day": past})  # pages read before, as above
    door, straight = [_free(store, fact) for fact in facts], [_without_door(store, fact) for fact in facts]
    yield from side_by_side({"free question through the door": door, "the same without the door": straight})


def ordinary(store: Store, runs: int) -> tuple[list[str], list[str]]:
    """Return up to `runs` entities with few claims, and a fact of each."""
    rows = store.read(
        "MATCH (c:Claim) WHERE c.fact IS NOT NULL WITH c LIMIT 20000 "
        "MATCH (c)-[:SUBJECT]->(e:Entity) WHERE NOT e:Document WITH e, min(c.fact) AS fact "
        "WHERE COUNT { (e)<-[:SUBJECT|OBJECT|WITH|ABOUT]-() } <= $most "
        "RETURN e.id AS id, fact ORDER BY id",
        {"most": ORDINARY},
    )
    chosen = Random(1).sample(rows, min(runs, len(rows)))
    return [row["id"] for row in chosen], [row["fact"] for row in chosen]


def _asking(store: Store, name: str, params: dict[str, Any], day: str | None = None) -> Callable[[], Any]:
    return lambda: ask(store, name, params, as_of=day)


def budget(result: Timed) -> float | None:
    """Return the milliseconds that a question may take at the 95th percentile; twice that as of a day."""
    for size, allowed in BUDGETS_MS.items():
        if f", {size}, asked" in result.what:
            return allowed
        if f", {size}, as of a day" in result.what:
            return 2 * allowed
    return None


def _bare(store: Store, name: str, params: dict[str, Any]) -> Callable[[], Any]:
    query = find_query(name)
    values = {**{p.name: p.default for p in query.params}, **params}

    def call() -> None:
        rows = _run(store, query.body, values)
        claims = list(dict.fromkeys(claim for row in rows for claim in row["claims"]))
        _run(store, CITED, {"ids": claims})

    return call


def _free(store: Store, fact: str) -> Callable[[], Any]:
    return lambda: store.read(FREE, {"fact": fact}, timeout=30)


def _without_door(store: Store, fact: str) -> Callable[[], Any]:
    return lambda: _run(store, FREE, {"fact": fact})


def _run(store: Store, query: str, params: dict[str, Any]) -> list[neo4j.Record]:
    with store._driver.session(database=store.database, default_access_mode=neo4j.READ_ACCESS) as session:
        return list(session.run(query, params))


def wall_time(engine: str, home: Path, entity: str, runs: int = 5) -> Timed:
    """Time `scamgraph ask` as a whole process on a running engine."""
    command = [sys.executable, "-m", "cli.main", "ask", "about", entity, "--limit", "20", "--engine", engine]
    env = {**os.environ, "SCAMGRAPH_HOME": str(home)}

    def call() -> None:
        subprocess.run(command, env=env, check=True, capture_output=True)

    return timed("scamgraph ask, whole process", [call] * runs)


def main() -> None:
    """Load if necessary, measure, print."""
    chosen = asked(__doc__, claims=1_000_000, runs=100)
    with made_graph(chosen) as (store, world):
        results = list(questions(store, world, chosen.runs))
        entity = ordinary(store, 1)[0][0]
    results.append(wall_time(chosen.engine, chosen.home, entity))
    answer = None
    for result in results:
        if result.what.endswith(", asked"):
            answer = result
        allowed = budget(result)
        over = " OVER BUDGET" if allowed is not None and result.p95 > allowed else ""
        if answer is not None and result.what.endswith(", cited"):
            ratios = f"{answer.p50 / result.p50:.2f} of it at p50, {answer.p95 / result.p95:.2f} at p95"
            over = f"  asked takes {ratios}"
        print(f"{result.what:40} p50 {result.p50:8.1f} ms  p95 {result.p95:8.1f} ms  n={result.runs}{over}")


if __name__ == "__main__":
    main()
