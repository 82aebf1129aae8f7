"""Composed wording over every predicate: it agrees, keeps modality and denial, and has no brackets."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model.grammar import add_adverb, to_plural
from graph.model.markers import build_markers, split_words
from graph.model.ontology import MODALITIES, load_ontology
from queries.wording.fact_wording import render_verb

ONTOLOGY = load_ontology()
SINGULAR = frozenset({"is", "was", "has", "does", "says", "runs"})


@st.composite
def facts(draw: st.DrawFn) -> dict[str, Any]:
    """The parts of a fact of any predicate."""
    predicate = ONTOLOGY.vocabulary[draw(st.sampled_from(sorted(ONTOLOGY.vocabulary)))]
    agentless = predicate.agentless and draw(st.booleans())
    denied = draw(st.booleans())
    return {
        "subject_plural": draw(st.booleans()),
        "predicate": predicate.name,
        "relation": ONTOLOGY.build_relationship_type(predicate.name, agentless=agentless),
        "modalities": [] if denied else [draw(st.sampled_from([m for m in MODALITIES if m != "denied"]))],
        "denied": denied,
    }


@given(facts())
def test_the_modality_or_the_denial_shows(parts: dict[str, Any]) -> None:
    shown = "denied" if parts["denied"] else parts["modalities"][0]
    markers = ONTOLOGY.modalities[shown].markers
    if markers:
        assert build_markers((*markers, "by estimate")).has_match(
            split_words(render_verb(parts, ONTOLOGY))
        ), parts


@given(facts())
def test_the_verb_agrees(parts: dict[str, Any]) -> None:
    plural, singular = (render_verb({**parts, "subject_plural": many}, ONTOLOGY) for many in (True, False))
    finite = next(
        word for word in split_words(plural) if not word.endswith("ly") and word not in ("by", "estimate")
    )
    assert finite not in SINGULAR
    infinitive = ONTOLOGY.find_predicate(parts["predicate"]).infinitive
    assert not (finite.endswith("s") and split_words(infinitive)[0] + "s" == finite)
    assert len(plural.split()) in (len(singular.split()), len(singular.split()) - 1)  # "a victim", "victims"
    assert render_verb({k: v for k, v in parts.items() if k != "subject_plural"}, ONTOLOGY) == singular


@given(facts())
def test_a_label_is_plain_words(parts: dict[str, Any]) -> None:
    words = render_verb(parts, ONTOLOGY)
    assert not set("()[]{}:;.") & set(words)
    assert words == " ".join(words.split()) == words[0].lower() + words[1:]


@pytest.mark.parametrize(
    ("phrase", "infinitive", "plural"),
    [
        ("was arrested", "arrest", "were arrested"),
        ("has the nationality", "have the nationality", "have the nationality"),
        ("carries", "carry", "carry"),
        ("possesses", "possess", "possess"),
        ("continues or flourishes in", "continue or flourish in", "continue or flourish in"),
        ("is a victim of", "be a victim of", "are victims of"),
        ("gives its reading time as", "give its reading time as", "give their reading time as"),
        ("says it attaches importance to", "attach importance to", "say they attach importance to"),
        ("will not arrest", "arrest", "will not arrest"),
        ("left", "leave", "left"),
        ("did not leave", "leave", "did not leave"),
    ],
)
def test_plurals(phrase: str, infinitive: str, plural: str) -> None:
    assert to_plural(phrase, infinitive) == plural


@pytest.mark.parametrize(
    ("phrase", "placed"),
    [
        ("was forced", "was allegedly forced"),
        ("are held", "are allegedly held"),
        ("forced", "allegedly forced"),
        ("has the nationality", "allegedly has the nationality"),
        ("has pledged", "has allegedly pledged"),
        ("did not pay", "allegedly did not pay"),
        ("will arrest", "will allegedly arrest"),
    ],
)
def test_adverbs(phrase: str, placed: str) -> None:
    assert add_adverb("allegedly", phrase) == placed
