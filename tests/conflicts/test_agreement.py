"""Documents that agree have no conflicts, in whatever order they are read."""

from __future__ import annotations

import pytest

from tests.conflicts.agreement import make_agreeing_dossiers, tell_story
from tests.conflicts.said import conflicts, dossier, kinds, said


def test_the_whole_story_has_no_conflict() -> None:
    first, second = (dossier(name, tell_story(), published="2026-03-01") for name in "ab")
    assert kinds(first, second) == []


@pytest.mark.parametrize("seed", range(5))
def test_made_documents_that_agree_have_no_conflict(seed: int) -> None:
    assert conflicts(*make_agreeing_dossiers(60, seed)) == []


def test_one_claim_that_disagrees_is_found_among_them() -> None:
    odd = said("odd", "cohort/freed", "LEFT", "compound/a", verb="escaped")
    assert "exit" in kinds(*make_agreeing_dossiers(20, 1), dossier("odd", [odd]))
