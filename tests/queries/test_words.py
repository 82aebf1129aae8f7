"""Answers in words: counts, lists, and facts worded so that an allegation stays one."""

from __future__ import annotations

from typing import Any

import pytest

from graph.ontology import load_ontology
from queries.plain import plain
from queries.sentences import listed, sentence
from queries.statements import is_statement, statement


def worded(**parts: Any) -> str:
    base = {
        "subject": "A",
        "predicate": "ARRESTED",
        "relation": "ARRESTED",
        "object": "B",
        "roles": [],
        "modalities": ["reported"],
        "denied": False,
    }
    assert is_statement({**base, **parts})
    return statement({**base, **parts}, load_ontology())


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ({}, "A arrested B"),
        ({"modalities": ["alleged"]}, "A allegedly arrested B"),
        ({"modalities": ["alleged", "confirmed"]}, "A arrested B"),
        ({"modalities": ["promised"]}, "A has promised to arrest B"),
        ({"modalities": [], "denied": True}, "A did not arrest B"),
        ({"relation": "WAS_ARRESTED", "object": "not stated"}, "A was arrested"),
        ({"relation": "WAS_ARRESTED", "object": "11 people"}, "A was arrested"),
        ({"roles": ["charge: fraud", "place: C"]}, "A arrested B over fraud"),
        ({"predicate": "FORCED", "relation": "FORCED", "roles": ["to: fraud"]}, "A forced B into fraud"),
        ({"subject_plural": True, "relation": "WAS_ARRESTED"}, "A were arrested"),
        (
            {
                "subject": "The 13 Indonesians",
                "subject_in_sentence": "the 13 Indonesians",
                "subject_plural": True,
                "predicate": "LOCATED_IN",
                "relation": "LOCATED_IN",
                "object": "United States",
                "object_in_sentence": "the United States",
                "modalities": ["alleged"],
            },
            "the 13 Indonesians are allegedly in the United States",
        ),
        (
            {"predicate": "OVERSTAYED", "relation": "OVERSTAYED", "object": None, "modalities": ["alleged"]},
            "A allegedly overstayed",
        ),
        ({"predicate": "ACCUSED", "relation": "ACCUSED", "modalities": ["alleged"]}, "A accused B"),
        (
            {
                "predicate": "ACCUSED",
                "relation": "WAS_ACCUSED",
                "object": "not stated",
                "modalities": ["alleged"],
            },
            "A was accused",
        ),
        (
            {
                "predicate": "COMPLICIT_IN",
                "relation": "COMPLICIT_IN",
                "object": "fraud",
                "modalities": ["alleged"],
            },
            "A is allegedly complicit or involved in fraud",
        ),
        (
            {
                "predicate": "DISPUTES",
                "relation": "DISPUTES",
                "object": "It was so.",
                "modalities": [],
                "denied": True,
            },
            "A disputes the statement “It was so”",
        ),
        ({"object": "not stated"}, ""),
    ],
)
def test_a_fact_in_words(parts: dict[str, Any], text: str) -> None:
    assert worded(**parts) == text


def test_an_accusation_never_reads_as_a_fact() -> None:
    ontology = load_ontology()
    plainly = {
        name
        for name, predicate in ontology.predicates.items()
        if predicate.standing == "accusation"
        and worded(predicate=name, relation=name, modalities=["alleged"])
        == worded(predicate=name, relation=name, modalities=["reported"])
    }
    # Their own words say that somebody accuses, suspects, questions or cannot tell.
    assert {ontology.predicates[name].says for name in plainly} <= {
        "accused",
        "is suspected of",
        "has its motives questioned over",
        "cannot tell what is behind",
    }


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{rows:claim}", "1 claim"),
        ("{documents:document}", "1,200 documents"),
        ("{rows:embassy|embassies} and {documents:embassy|embassies}", "1 embassy and 1,200 embassies"),
        ("{rows}", "1"),
        ("none{actor: by %}.", "none by Anna."),
        ("none{other: by %}.", "none."),
        ("to {other:%|anyone}, {actor:%|anyone}", "to anyone, Anna"),
        ("{actor}{other}", "Anna"),
    ],
)
def test_a_sentence(template: str, text: str) -> None:
    assert sentence(template, {"actor": "Anna"}, {"rows": 1, "documents": 1200}, {}) == text


def test_long_lists_are_cut() -> None:
    assert listed(["a", "b", "a", ""]) == "a; b"
    assert listed("abcdefg") == "a; b; c; d; e; and 2 more"


def test_plain_values_stay() -> None:
    value = {"a": [1, 2.5, None, True, ("x",)], "b": {"c": "d"}}
    assert plain(value) == {"a": [1, 2.5, None, True, ["x"]], "b": {"c": "d"}}
