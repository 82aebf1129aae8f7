"""Answers in words: counts, lists, and facts worded so that an allegation stays one."""

from __future__ import annotations

import math
from typing import Any

import pytest

from graph.model.ontology import load_ontology
from graph.model.quantity_wording import format_quantity
from graph.model.records import Quantity
from queries.cypher.plain_values import to_json_value
from queries.wording.answer_sentence import join_names, render_sentence
from queries.wording.fact_wording import render_verb


def worded(**parts: Any) -> str:
    base = {"predicate": "ARRESTED", "relation": "ARRESTED", "modalities": ["reported"], "denied": False}
    return render_verb({**base, **parts}, load_ontology())


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ({}, "arrested"),
        ({"modalities": ["alleged"]}, "allegedly arrested"),
        ({"modalities": ["alleged", "confirmed"]}, "arrested"),
        ({"modalities": ["promised"]}, "has promised to arrest"),
        ({"modalities": [], "denied": True}, "did not arrest"),
        ({"relation": "WAS_ARRESTED"}, "was arrested"),
        ({"relation": "WAS_ARRESTED", "subject_plural": True}, "were arrested"),
        ({"relation": "WAS_ARRESTED", "modalities": ["alleged"]}, "was allegedly arrested"),
        ({"predicate": "LOCATED_IN", "relation": "LOCATED_IN", "modalities": ["alleged"]}, "is allegedly in"),
        ({"predicate": "ACCUSED", "relation": "ACCUSED", "modalities": ["alleged"]}, "accused"),
        ({"predicate": "ACCUSED", "relation": "WAS_ACCUSED", "modalities": ["alleged"]}, "was accused"),
        (
            {"predicate": "COMPLICIT_IN", "relation": "COMPLICIT_IN", "modalities": ["alleged"]},
            "is allegedly complicit or involved in",
        ),
    ],
)
def test_a_label_of_an_edge(parts: dict[str, Any], text: str) -> None:
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
    # Their own words say that somebody accuses, suspects, questions or does not know.
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
        ("none{actor: by %}.", "None by Anna."),
        ("none{other: by %}.", "None."),
        ("to {other:%|anyone}, {actor:%|anyone}", "To anyone, Anna"),
        ("{actor}{other}", "Anna"),
    ],
)
def test_a_sentence(template: str, text: str) -> None:
    assert render_sentence(template, {"actor": "Anna"}, {"rows": 1, "documents": 1200}, {}) == text


def test_long_lists_are_cut() -> None:
    assert join_names(["a", "b", "a", ""]) == "a; b"
    assert join_names("abcdefg") == "a; b; c; d; e; and 2 more"


def test_plain_values_stay() -> None:
    value = {"a": [1, 2.5, None, True, ("x",)], "b": {"c": "d"}}
    assert to_json_value(value) == {"a": [1, 2.5, None, True, ["x"]], "b": {"c": "d"}}


def test_a_number_that_json_does_not_have_is_left_out() -> None:
    value = {"a": [math.nan, 1.5], "b": {"c": math.inf}, "d": -math.inf}
    assert to_json_value(value) == {"a": [None, 1.5], "b": {"c": None}, "d": None}


@pytest.mark.parametrize(
    ("quantity", "text"),
    [
        (
            Quantity(low="a few months", high="several years", unit="months to years"),
            "a few months to several years",
        ),
        (Quantity(low=2, high="several", unit="years"), "2 to several years"),
        (Quantity(words="dozens", unit="people"), "dozens of people"),
    ],
)
def test_a_number_in_words_has_its_unit_once(quantity: Quantity, text: str) -> None:
    assert format_quantity(quantity) == text
