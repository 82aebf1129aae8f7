"""Citations of a past conflict go to their sides, also where several say the same."""

from __future__ import annotations

from api.routes.map_and_time import _split_sides


def test_citations_that_say_the_same_stay_on_their_side() -> None:
    says = ["Some left.", "Some left.", "Thousands left.", "Some left again."]
    citations = [{"claim": str(number), "says": text} for number, text in enumerate(says)]
    texts = ["1: Some left. RETRACTED 2026-02-01.", "2: Thousands left.", "2: Some left again."]
    sides = _split_sides(texts, citations)
    assert [[citation["claim"] for citation in side] for side in sides] == [["0", "1"], ["2", "3"]]
