"""A random walk of loads, removals, decisions, restores, restarts and questions.

The same seed walks the same way: SCAMGRAPH_SOAK_SEED takes up the one that a failure names.
"""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from graph.store.store import Store
from tests.machine import SOAK, choose_amount
from tests.soak.model import Model
from tests.soak.seed import SEED
from tests.soak.walk import QUESTIONS, Walk

ENGINES = [
    pytest.param("embedded", choose_amount(100, 10_000), marks=pytest.mark.embedded),
    *([pytest.param("neo4j", 500, marks=pytest.mark.neo4j)] if SOAK else []),
]
"""Which engine is walked on, and how many operations."""


@pytest.mark.slow
@pytest.mark.parametrize(("engine", "operations"), ENGINES)
def test_the_graph_and_its_answers_follow_the_model(
    engine: str,
    operations: int,
    embedded_session: Store,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    questions = QUESTIONS[:: choose_amount(3, 1)]
    walk = Walk(
        engine, tmp_path, Model(tmp_path, embedded_session), embedded_session, SEED, questions=questions
    )
    began = time.monotonic()
    walk.run(operations)
    counts = ", ".join(f"{count} {kind}" for kind, count in sorted(walk.counts.items()))
    with capsys.disabled():
        print(f"\nwalk, {engine}, seed {SEED}: {counts}; {time.monotonic() - began:.0f} s")
    assert walk.counts.total() == operations
