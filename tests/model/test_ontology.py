"""The vocabulary's lookups and wording, and that the checker finds each thing that can be wrong."""

from __future__ import annotations

import copy
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml

from graph.model import ontology as ontology_module
from graph.model.errors import InputError
from graph.model.fact_types import FactType, parse_fact_type
from graph.model.markers import build_markers, split_words
from graph.model.ontology import (
    MODALITIES,
    PREDICATE_CLASSES,
    Ontology,
    build_compiled_ontology,
    load_ontology,
)
from graph.model.ontology_lint import STRUCTURAL_TYPES, check_ontology, parse_ontology
from graph.model.records import Modality, Polarity

SMALL = Path(__file__).with_name("small_ontology.yaml")


@pytest.fixture
def small() -> Ontology:
    return load_ontology(SMALL)


@pytest.fixture
def raw() -> Any:
    return copy.deepcopy(yaml.safe_load(SMALL.read_text(encoding="utf-8")))


def test_classes_are_the_sixteen_in_order() -> None:
    assert len(PREDICATE_CLASSES) == len(set(PREDICATE_CLASSES)) == 16
    assert (PREDICATE_CLASSES[0], PREDICATE_CLASSES[6], PREDICATE_CLASSES[15]) == (
        "DOC_META",
        "COMMITMENT",
        "SPEECH",
    )


def test_labels_nest_leaf_first(small: Ontology) -> None:
    assert small.list_labels("Embassy") == ("Embassy", "Organization", "Actor")
    assert small.list_labels("Compound") == ("Compound",)
    with pytest.raises(InputError, match="Yacht"):
        small.list_labels("Yacht")


def test_kind_of_id(small: Ontology) -> None:
    assert small.find_kind_of_id("embassy/atlantis") == "Embassy"
    assert small.find_kind_of_id("place/atlantis") == "Place"
    assert small.find_kind_of_id("yacht/atlantis") == ""


def test_fits(small: Ontology) -> None:
    assert small.is_allowed("Embassy", ["Organization"])
    assert small.is_allowed("Embassy", ["Any"])
    assert small.is_allowed("Value", ["Any", "Value"])
    assert not small.is_allowed("Value", ["Any"])
    assert not small.is_allowed("Claim", ["Any"])
    assert not small.is_allowed("Person", ["Organization", "Value"])
    assert not small.is_allowed("Organization", ["Embassy"])
    assert not small.is_allowed("Yacht", ["Actor"])


def test_a_promised_act_is_a_commitment_with_the_same_ends(small: Ontology) -> None:
    act, promise = small.find_predicate("ARRESTED"), small.find_predicate("WILL_ARRESTED")
    assert (promise.predicate_class, promise.standing) == ("COMMITMENT", "fact")
    assert (promise.domain, promise.range, promise.ends) == (act.domain, act.range, act.ends)
    assert promise.is_commitment and not act.is_commitment


@pytest.mark.parametrize("name", ["ARESTED", "WILL_PLEDGED", "WILL_WILL_ARRESTED", "NOT_ARRESTED", "SUBJECT"])
def test_unknown_predicates_are_refused(small: Ontology, name: str) -> None:
    with pytest.raises(InputError, match=name):
        small.find_predicate(name)


def test_nearest(small: Ontology) -> None:
    assert small.find_nearest_predicate("arested") == "ARRESTED"
    assert small.find_nearest_predicate("QZQZQZ") == ""


def test_relationship_types(small: Ontology) -> None:
    assert small.build_relationship_type("ARRESTED") == "ARRESTED"
    assert small.build_relationship_type("ARRESTED", agentless=True) == "WAS_ARRESTED"
    assert small.build_relationship_type("ARRESTED", denied_only=True, agentless=True) == "NOT_WAS_ARRESTED"
    assert small.build_relationship_type("WILL_ARRESTED", agentless=True) == "WILL_BE_ARRESTED"
    assert small.build_relationship_type("WILL_ARRESTED", denied_only=True) == "NOT_WILL_ARRESTED"
    expected = {"ARRESTED", "WAS_ARRESTED", "WILL_ARRESTED", "WILL_BE_ARRESTED", "PLEDGED", "WILL_ACCUSED_OF"}
    assert expected <= set(small.fact_types)
    assert "WAS_PLEDGED" not in small.fact_types
    assert small.denied_fact_types == tuple(f"NOT_{name}" for name in small.fact_types)
    assert not STRUCTURAL_TYPES & {*small.fact_types, *small.denied_fact_types}


def test_relationship_types_are_read_as_they_are_built() -> None:
    assert parse_fact_type("NOT_WILL_BE_ARRESTED") == FactType("ARRESTED", True, True, True)
    assert parse_fact_type("NOT_WILL_BE_ARRESTED").claim_predicate == "WILL_ARRESTED"
    ontology = load_ontology()
    for name in (*ontology.fact_types, *ontology.denied_fact_types):
        parsed = parse_fact_type(name)
        assert parsed.name == name
        assert parsed.predicate in ontology.predicates
        assert parsed.is_derived == (name not in ontology.predicates)
        assert name == ontology.build_relationship_type(
            parsed.claim_predicate, denied_only=parsed.denied, agentless=parsed.agentless
        )


WORDINGS: list[tuple[str, Modality, Polarity, bool, str]] = [
    ("ARRESTED", "reported", "affirm", False, "arrested"),
    ("ARRESTED", "alleged", "affirm", False, "allegedly arrested"),
    ("ARRESTED", "reported", "deny", False, "did not arrest"),
    ("ARRESTED", "alleged", "deny", False, "allegedly did not arrest"),
    ("ARRESTED", "denied", "deny", False, "did not arrest"),
    ("ARRESTED", "reported", "affirm", True, "was arrested"),
    ("ARRESTED", "reported", "deny", True, "was not arrested"),
    ("WILL_ARRESTED", "promised", "affirm", False, "has promised to arrest"),
    ("WILL_ARRESTED", "promised", "deny", False, "has promised not to arrest"),
    ("WILL_ARRESTED", "predicted", "affirm", True, "is expected to be arrested"),
    ("WILL_ARRESTED", "predicted", "deny", True, "is expected not to be arrested"),
    ("WILL_ARRESTED", "reported", "affirm", False, "will arrest"),
    ("WILL_ARRESTED", "reported", "deny", True, "will not be arrested"),
    ("ACCUSED_OF", "alleged", "affirm", False, "is said to have accuse someone of"),
    ("PLEDGED", "promised", "affirm", False, "pledged"),
    ("PLEDGED", "promised", "deny", False, "did not pledge"),
]


@pytest.mark.parametrize("case", WORDINGS, ids=lambda case: "-".join(map(str, case[:4])))
def test_wording(small: Ontology, case: tuple[str, Modality, Polarity, bool, str]) -> None:
    name, modality, polarity, agentless, words = case
    assert small.build_wording(name, modality, polarity, agentless=agentless) == words


def test_small_ontology_is_sound(raw: Any) -> None:
    assert check_ontology(raw) == []


def damaged(raw: Any, path: str, value: Any) -> Any:
    *way, last = path.split(".")
    place = raw
    for step in way:
        place = place[step]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return raw


DAMAGE = [
    ("predicates.ARRESTED.class", "CRIME", "'CRIME' is unknown"),
    ("predicates.ARRESTED.standing", "rumour", "'rumour' is unknown"),
    ("predicates.ARRESTED.says", None, "says is missing"),
    ("predicates.ARRESTED.negated", " ", "wording is empty"),
    ("predicates.ARRESTED.wording", {"shouted": "x"}, "'shouted' is unknown"),
    ("predicates.ARRESTED.wording", {"alleged": "{verb}"}, "no predicate has"),
    ("predicates.ARRESTED.wording", {"alleged": "{says"}, "cannot be read"),
    ("predicates.ARRESTED.domain", ["Polise"], "'Polise' is unknown"),
    ("predicates.ARRESTED.range", ["Yacht"], "'Yacht' is unknown"),
    ("predicates.ARRESTED.range", [], "nothing can be its object"),
    ("predicates.ARRESTED.domain", [], "nothing can be its subject"),
    ("predicates.ARRESTED.roles", {"to": ["Yacht"]}, "'Yacht' is unknown"),
    ("predicates.ARRESTED.ends", ["agent", ""], "need a role name each"),
    ("predicates.ARRESTED.ends", ["agent"], "not an ontology"),
    ("predicates.ARRESTED.excludes", [], "ARRESTED does not exclude RELEASED"),
    ("predicates.ARRESTED.excludes", ["RELEASED", "ARRESTED"], "not another predicate"),
    ("predicates.ARRESTED.excludes", ["RELEASED", "FREED"], "FREED is not another"),
    ("predicates.ARRESTED.inverse", "saw the arrest", "cannot be said without an agent"),
    ("predicates.ARRESTED.colour", "red", "unknown field `colour`"),
    ("predicates.ARRESTED.promise_of", "X", "derived predicates"),
    ("predicates.ARRESTED", "arrests", "not a mapping"),
    ("predicates.SAME_AS", "copy", "relationship of this type"),
    ("predicates.NOT_SEEN", "copy", "are derived"),
    ("predicates.WAS_SEEN", "copy", "are derived"),
    ("predicates.WILL_SEE", "copy", "are derived"),
    ("predicates.seen", "copy", "in capitals"),
    ("predicates", None, "has version"),
    ("modalities.alleged", None, "alleged is missing"),
    ("modalities.alleged", {"strength": 3, "words": "{x}"}, "no predicate has"),
    ("modalities.alleged.markers", ["Alleged"], "'Alleged' is no marker"),
    ("modalities.alleged.markers", ["al*leged"], "'al*leged' is no marker"),
    ("modalities.alleged.markers", ["accused", "accused"], "'accused' stands twice"),
    ("hedges", {"doubt": [""]}, "'' is no marker"),
    ("parts", {"lots": ["lots"]}, "'lots' is no part of a group"),
    ("parts", {"many": ["many", "m any!"]}, "'m any!' is no marker"),
    ("kinds.Yacht", {"prefix": "police"}, "belongs to Police"),
    ("kinds.Yacht", {"prefix": "claim"}, "prefix 'claim'"),
    ("kinds.Yacht", {"prefix": "yacht", "parents": ["Boat"]}, "parent Boat is unknown"),
    ("kinds.Yacht", {"prefix": "yacht", "parents": ["Organization"]}, "parents of Organization are missing"),
    ("kinds.Claim", {"prefix": "plea"}, "the graph's own"),
    ("abstract", ["Actor", "Place", "Person"], "Person cannot be abstract"),
]


@pytest.mark.parametrize(("path", "value", "message"), DAMAGE)
def test_the_checker_finds(raw: Any, path: str, value: Any, message: str) -> None:
    value = {**raw["predicates"]["PLEDGED"]} if value == "copy" else value
    found = [str(problem) for problem in check_ontology(damaged(raw, path, value))]
    assert any(message in problem for problem in found), found


def test_all_problems_at_once_with_lines() -> None:
    text = SMALL.read_text(encoding="utf-8")
    text = text.replace("class: EXIT", "class: EXITS").replace("standing: accusation", "standing: gossip")
    raw, lines, doubled = parse_ontology(text.encode(), "o.yaml")
    problems = check_ontology(raw, "o.yaml", lines)
    where = [(p.line, p.where) for p in problems]
    expected = {
        key: n for n, line in enumerate(text.splitlines(), 1) for key in ("EXITS", "gossip") if key in line
    }
    assert doubled == []
    assert where == [
        (expected["EXITS"], "predicates.RELEASED.class"),
        (expected["gossip"], "predicates.ACCUSED_OF.standing"),
    ]


def test_a_doubled_entry_and_broken_yaml_are_found() -> None:
    text = SMALL.read_bytes()
    _, _, doubled = parse_ontology(text + b"  PLEDGED: {}\n", "o.yaml")
    assert [(p.where, p.line) for p in doubled] == [("predicates.PLEDGED", text.count(b"\n") + 1)]
    _, _, broken = parse_ontology(b"a: [1\nb: 2", "o.yaml")
    assert "not YAML" in str(broken[0]) and broken[0].line > 0


def test_a_missing_or_broken_file_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Cannot read"):
        load_ontology(tmp_path / "none.yaml")
    broken = tmp_path / "broken.yaml"
    broken.write_text("a: [", encoding="utf-8")
    with pytest.raises(InputError, match="Cannot read"):
        load_ontology(broken)
    broken2 = tmp_path / "list.yaml"
    broken2.write_text("[1, 2]", encoding="utf-8")
    with pytest.raises(InputError, match="is not an ontology"):
        load_ontology(broken2)


def test_what_was_compiled_counts_for_its_own_source_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = SMALL.read_bytes()
    (tmp_path / "ontology.yaml").write_bytes(source)
    monkeypatch.setattr(ontology_module, "files", lambda _: tmp_path)
    load = load_ontology.__wrapped__
    without = load()
    made = build_compiled_ontology(source)
    (tmp_path / "ontology.json").write_bytes(made)
    assert load() == without
    (tmp_path / "ontology.json").write_bytes(made.replace(b"Giving one's word.", b"Taking one's word."))
    assert load() != without, "it was not read"
    (tmp_path / "ontology.yaml").write_bytes(source + b"\n# edited\n")
    assert load() == without, "what was compiled of another text was read"


def test_packaged_ontology_is_sound() -> None:
    source = files("graph.model").joinpath("ontology.yaml")
    raw, lines, doubled = parse_ontology(source.read_bytes(), "graph/model/ontology.yaml")
    problems = doubled + check_ontology(raw, "graph/model/ontology.yaml", lines)
    assert not problems, "\n".join(map(str, problems))


def test_a_packaged_modality_that_must_show_has_markers() -> None:
    ontology = load_ontology()
    shown = {name for name, words in ontology.modalities.items() if words.markers}
    assert shown == {"alleged", "estimated", "predicted", "promised", "denied"}
    for name, words in ontology.modalities.items():
        if name in shown - {"denied"}:
            assert build_markers(words.markers).has_match(split_words(words.words)), (
                "its own wording does not show it"
            )


def test_markers_are_whole_words_and_stems() -> None:
    markers = build_markers(("alleg*", "said to", "so-called", "n't", "may", "large part*"))
    for words in ("Allegedly so", "is said to be", "didn’t", "it MAY be", "a so-called boss", "large parts"):
        assert markers.has_match(split_words(words)), words
    for words in ("a mayor", "said today", "unsaid", "privilege"):
        assert not markers.has_match(split_words(words)), words
    assert not build_markers(()).has_match(["anything"])


def test_packaged_ontology_can_word_everything() -> None:
    ontology = load_ontology()
    for name, predicate in ontology.vocabulary.items():
        for modality in MODALITIES:
            for polarity in ("affirm", "deny"):
                for agentless in {False, predicate.agentless}:
                    words = ontology.build_wording(name, modality, polarity, agentless=agentless)
                    assert words.strip() == words != "", (name, modality, polarity)
                    assert "{" not in words, (name, modality, polarity)


@pytest.mark.parametrize(
    ("predicate", "modality", "plural", "words"),
    [
        ("HEADS", "reported", False, "is headed by"),
        ("HEADS", "alleged", False, "is allegedly headed by"),
        ("HEADS", "alleged", True, "are allegedly headed by"),
        ("ACCUSED", "alleged", True, "were accused by"),
        ("WILL_SCREENED", "predicted", False, "is expected to be screened by"),
        ("WILL_SCREENED", "promised", True, "are to be screened by"),
    ],
)
def test_an_inverse_is_no_stronger_and_agrees(
    predicate: str, modality: Modality, plural: bool, words: str
) -> None:
    assert load_ontology().build_inverse_wording(predicate, modality, plural=plural) == words
