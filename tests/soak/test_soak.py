"""Faults in loads, removals, decisions and restores: no wrong answer, nothing acknowledged lost.

`make soak` runs it long; SCAMGRAPH_SOAK_SEED takes up another campaign.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.store.store import Store
from tests.machine import SOAK, choose_amount
from tests.soak.campaign import Campaign
from tests.soak.model import Model
from tests.soak.seed import SEED

ENGINES = [
    pytest.param("embedded", choose_amount(10, 400), marks=pytest.mark.embedded),
    *([pytest.param("neo4j", 40, marks=pytest.mark.neo4j)] if SOAK else []),
]
"""Which engine has the faults, and how many operations. Killing Neo4j takes minutes."""


@pytest.mark.slow
@pytest.mark.parametrize(("engine", "operations"), ENGINES)
def test_faults_make_no_answer_wrong_and_lose_nothing(
    engine: str,
    operations: int,
    embedded_session: Store,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    campaign = Campaign(engine, tmp_path, Model(tmp_path, embedded_session), SEED)
    campaign.run(operations)
    with capsys.disabled():
        print(f"\nsoak, {engine}, seed {SEED}: {campaign.tally}")
    assert not campaign.tally.wrong, "\n".join(campaign.tally.wrong)
    assert not campaign.tally.lost, "\n".join(campaign.tally.lost)
    assert campaign.tally.faults
