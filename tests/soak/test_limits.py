"""How long questions take that no engine ends by itself: measured, and printed; `make soak` asks them all."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress

import pytest

from graph.engine.server import lifecycle, process
from graph.engine.server.lifecycle import Recipe
from graph.engine.server.select_engine import select_local_engine
from graph.model.errors import ScamgraphError
from graph.store.store import open_store
from tests.machine import SOAK, choose_amount

LIMIT = 2.0
PATIENCE = 240.0
QUESTIONS = {
    "loops within loops": "WITH range(1, 30000) AS l RETURN size([a IN l | [b IN l | a * b]])",
    "reduce within reduce": (
        "RETURN reduce(s = 0, x IN range(1, 90000) | s + reduce(t = 0, y IN range(1, 90000) | t + y))"
    ),
    "a text that doubles": "RETURN size(reduce(s = 'aaaaaaaaaa', x IN range(1, 40) | s + s))",
    "a list that doubles": "RETURN size(reduce(l = [1], x IN range(1, 40) | l + l))",
    "a pattern": "RETURN 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab' =~ '(.*a){25}'",
    "nested CASE": "RETURN " + "CASE WHEN true THEN " * 600 + "1" + " ELSE 0 END" * 600,
    "brackets": f"RETURN {'(' * 3000}1{')' * 3000}",
    "rows of rows": "UNWIND range(1, 900000) AS a UNWIND range(1, 900000) AS b RETURN count(*)",
    "a walk": "MATCH p = ()-[*..30]-() RETURN count(p)",
}


ENGINES = ["embedded", *([pytest.param("neo4j", marks=pytest.mark.neo4j)] if SOAK else [])]


@pytest.fixture(params=ENGINES)
def recipe(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recipe]:
    """Each engine in turn, with its own home."""
    recipe = select_local_engine(request.param, home=tmp_path_factory.mktemp("limits"))
    yield recipe
    pid = lifecycle.read_status(recipe).pid
    if pid is not None:
        process.stop_process(pid, patience=0.0)


@pytest.mark.slow
def test_questions_end_and_engines_answer_again(recipe: Recipe, capsys: pytest.CaptureFixture[str]) -> None:
    asked = list(QUESTIONS.items())[: choose_amount(1, len(QUESTIONS))]
    measured = {name: measure(recipe, text) for name, text in asked}
    with capsys.disabled():
        for name, (answered, free) in measured.items():
            print(
                f"\n{recipe.name}, {name}: an answer {answered:.1f} s past its limit, free {free:.1f} s later"
            )
    assert all(free < PATIENCE for _, free in measured.values())


def measure(recipe: Recipe, text: str) -> tuple[float, float]:
    """Return how long past its limit a question is answered, and how much later the engine is free."""
    home = recipe.folder.parent
    with open_store(recipe.name, home=home) as store:
        began = time.monotonic()
        with suppress(ScamgraphError):
            store.read(text, timeout=LIMIT)
        answered = time.monotonic()
    while time.monotonic() - answered < PATIENCE and not is_free(recipe):
        time.sleep(0.1)
    return answered - began - LIMIT, time.monotonic() - answered


def is_free(recipe: Recipe) -> bool:
    """Return whether the engine answers, and works on none of the questions."""
    try:
        with open_store(recipe.name, start=False, home=recipe.folder.parent) as store:
            rows = store.read("SHOW TRANSACTIONS YIELD currentQuery RETURN currentQuery AS text", timeout=2)
    except ScamgraphError:
        return False
    return not any(row["text"] in QUESTIONS.values() for row in rows)
