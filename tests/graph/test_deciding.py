"""Decisions made, changed and withdrawn in any order give the graph of a fresh load of the same files."""

from __future__ import annotations

import random

import pytest

from graph.model.records import Dossier
from graph.store.store import Store
from tests.graph import made
from tests.graph.deciding import Story, conflicts, dossiers, everything, fill
from tests.machine import choose_amount

STEPS = 5


@pytest.mark.parametrize("seed", range(choose_amount(5, 200)))
def test_any_sequence_of_decisions_gives_the_graph_of_a_fresh_load(store: Store, seed: int) -> None:
    story, documents = Story(random.Random(seed)), dossiers(seed)
    story.decide()
    fill(store, story, documents)
    for _ in range(STEPS):
        take_a_step(store, story, documents)
    found = everything(store)
    fill(store, story, documents)
    assert found == everything(store)


def take_a_step(store: Store, story: Story, documents: list[Dossier]) -> None:
    """Change an entry and some decisions at once; sometimes a document goes and comes before that."""
    if story.chance.random() < 0.3:
        document = story.chance.choice(documents)
        made.remove(store, [document.document.id], story.merged)
        made.write(store, [document], story.merged)
    if story.chance.random() < 0.4:
        story.judge(conflicts(store))
    changed = story.rewrite()
    story.decide()
    made.write_registry(store, changed, list(story.decisions.values()))
