"""Our conflicts against an independent annotation of the five articles: found, missed and false.

Each conflict was reviewed by hand beside the annotation (`annotated/reviewed.yaml`). A new or missing
conflict fails here until it is reviewed.
"""

from __future__ import annotations

import pytest

from graph.store.conflict_reader import read_conflicts
from graph.store.store import Store
from tests.conflicts.annotation import list_sides_met, read_disagreements, read_missed, read_reviews

LEAST_FOUND = 26
LEAST_PRECISION = 0.95


@pytest.mark.embedded
def test_every_conflict_of_the_articles_is_reviewed(articles: Store) -> None:
    kinds = {conflict.conflict: conflict.kind for conflict in read_conflicts(articles)}
    assert {review.conflict: review.kind for review in read_reviews().values()} == kinds


def test_found_missed_and_false() -> None:
    reviews, disagreements = read_reviews().values(), read_disagreements().keys()
    found = {id_ for review in reviews if review.true for id_ in (*review.finds, *review.partly)}
    false = [review.conflict for review in reviews if not review.true]
    assert found | read_missed().keys() == disagreements
    assert not found & read_missed().keys()
    assert len(found) >= LEAST_FOUND
    assert not false
    assert 1 - len(false) / len(reviews) >= LEAST_PRECISION


@pytest.mark.embedded
def test_what_a_conflict_finds_shares_passages_with_it(articles: Store) -> None:
    conflicts = {conflict.conflict: conflict for conflict in read_conflicts(articles)}
    disagreements = read_disagreements()
    finders: dict[str, list[str]] = {}
    for review in read_reviews().values():
        for id_ in (*review.finds, *review.partly):
            assert list_sides_met(disagreements[id_], [conflicts[review.conflict]])
        for id_ in review.finds:
            finders.setdefault(id_, []).append(review.conflict)
    for id_, by in finders.items():
        assert len(list_sides_met(disagreements[id_], [conflicts[x] for x in by])) > 1, id_
