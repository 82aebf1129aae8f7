"""The two wire texts and their other printing are one voice for whatever they say of their own."""

from __future__ import annotations

import pytest

from graph.rules.reprinted_statements import REWORDED
from graph.store.store import Store
from tests.golden.articles import AFP_400, AFP_1400, JAKARTA

PRINTINGS = [AFP_400, AFP_1400, JAKARTA]
_FACT = """
MATCH (c:Claim) WHERE c.document IN $printings AND c.fact IS NOT NULL AND c.by IS NULL
RETURN c.fact AS fact, collect(DISTINCT c.origin) AS origins
"""
_FIGURE = """
MATCH (c:Claim)-[:COUNTS]->(f:Figure) WHERE c.document IN $printings AND c.by IS NULL
RETURN f.id AS figure, collect(DISTINCT c.origin) AS origins
"""


@pytest.mark.parametrize("query", [_FACT, _FIGURE])
def test_no_sentence_of_the_wire_counts_twice(articles: Store, query: str) -> None:
    rows = articles.read(query, {"printings": PRINTINGS})
    assert rows and all(len(row["origins"]) == 1 for row in rows)


def test_the_queue_in_two_printings_is_one_origin_and_says_why(articles: Store) -> None:
    rows = articles.read(
        "MATCH (:Cohort)-[f:QUEUED_AT]->(:Embassy {id: 'embassy/indonesia-phnom-penh'}) "
        "MATCH (c:Claim {fact: f.fact}) RETURN f.documents AS documents, f.origins AS origins, "
        "collect(DISTINCT c.origin_why) AS why"
    )
    assert rows == [{"documents": 2, "origins": 1, "why": [REWORDED]}]


@pytest.mark.parametrize(("words", "documents"), [("dozens", 2), ("tens of billions", 3)])
def test_vague_numbers_of_the_wire_have_one_origin(articles: Store, words: str, documents: int) -> None:
    rows = articles.read(
        "MATCH (f:Figure {words: $words}) RETURN f.documents AS documents, f.origins AS origins",
        {"words": words},
    )
    assert rows == [{"documents": documents, "origins": 1}]


def test_the_adjective_of_three_printings_has_one_origin(articles: Store) -> None:
    rows = articles.read(
        "MATCH ({id: 'topic/online-scam-industry'})-[f:DESCRIBED_AS]->(v:Value {text: 'illicit'}) "
        "RETURN f.documents AS documents, f.origins AS origins"
    )
    assert rows == [{"documents": 3, "origins": 1}]
