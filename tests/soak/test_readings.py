"""Faults in questions, pages, routes, downloads and exports: the quiet engine's answer, or a refusal."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.machine import SOAK, choose_amount
from tests.soak.reading_campaign import ReadingCampaign
from tests.soak.reading_list import READINGS
from tests.soak.seed import SEED

ENGINES = [
    pytest.param("embedded", choose_amount(14, 400), marks=pytest.mark.embedded),
    *([pytest.param("neo4j", 60, marks=pytest.mark.neo4j)] if SOAK else []),
]
"""Which engine has the faults, and how many rounds."""


@pytest.mark.slow
@pytest.mark.parametrize(("engine", "rounds"), ENGINES)
def test_a_reading_through_a_fault_is_right_or_refused(
    engine: str, rounds: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    campaign = ReadingCampaign(engine, tmp_path, SEED, READINGS[:: choose_amount(3, 1)])
    campaign.run(rounds)
    with capsys.disabled():
        print(f"\nreadings, {engine}, seed {SEED}: {campaign.tally}")
    assert not campaign.tally.wrong, "\n".join(campaign.tally.wrong)
    assert campaign.tally.faults
