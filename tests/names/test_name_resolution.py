"""Name resolution: near names and namesakes resolve to nobody, other spellings of a name to its bearer."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from graph.model.errors import UnknownName
from graph.model.misspellings import is_misspelling
from graph.store.entity_search import resolve_with_aliases, search_entities
from graph.store.store import Store
from tests.names.generated_names import make_near_names, make_spellings, read_named_entities

NOBODY = [
    ("Chen Wei", "person/chen-zhi"),
    ("Chen Zhi Ming", "person/chen-zhi"),
    ("Zhi", "person/chen-zhi"),
    ("Tim Chen", "person/chen-zhi"),
    ("Hun Many", "person/hun-manet"),
    ("Hun Sen", "person/hun-manet"),
    ("Indonesian embassy in Bangkok", "embassy/indonesia-phnom-penh"),
    ("Government of Vietnam", "government/china"),
    ("Prince Bank Group", "company/prince-group"),
    ("Prince Bank", "company/prince-group"),
    ("440 Indonesians", "cohort/indonesians-2026-01-01-18-001"),
    ("Cambodian", "government/cambodia"),
]


def test_a_near_name_is_nobody(loaded: Store) -> None:
    for text, near in NOBODY:
        with pytest.raises(UnknownName) as unknown:
            resolve_with_aliases(loaded, text)
        assert f"Nothing here is called “{text}”" in unknown.value.message
        assert near in [candidate.id for candidate in unknown.value.candidates], text
        assert "Nearest: " in unknown.value.hint


def test_a_protected_name_is_not_given_away_by_what_comes_near_it(loaded: Store) -> None:
    for text in ("Lisa Su", "Lis", "Liza", "lisaa"):
        with pytest.raises(UnknownName) as unknown:
            resolve_with_aliases(loaded, text)
        assert "Lisa" not in unknown.value.hint
        assert [candidate for candidate in unknown.value.candidates if candidate.name == "Lisa"] == []


def test_two_hundred_near_names_and_namesakes_are_nobody(loaded: Store) -> None:
    near_names = make_near_names(read_named_entities(loaded))
    rules = Counter(near.rule for near in near_names)
    assert set(rules) == {
        "another first name", "another surname", "an added word", "a dropped word", "another place"
    }  # fmt: skip
    few = [near for near in near_names if rules[near.rule] < 80]
    many = [near for near in near_names if rules[near.rule] >= 80]
    sample = few + Random(3).sample(many, max(0, min(len(many), 260 - len(few))))
    assert len(sample) >= 200
    wrong = []
    for near in sample:
        called = [match.id for match in search_entities(loaded, near.text) if match.is_name_match]
        if called:
            wrong.append((near, called))
    assert wrong == []


def test_a_hundred_spellings_are_somebody(loaded: Store) -> None:
    spellings = make_spellings(read_named_entities(loaded))
    by_rule: dict[str, list[tuple[str, str]]] = {}
    for spelling in spellings:
        by_rule.setdefault(spelling.rule, []).append((spelling.text, spelling.id))
    assert len(by_rule) == 7
    chance = Random(7)
    sample = [
        pair for same_rule in by_rule.values() for pair in chance.sample(same_rule, min(len(same_rule), 25))
    ]
    assert len(sample) >= 100
    wrong = []
    for text, id_ in sample:
        matches = [match for match in search_entities(loaded, text) if match.is_name_match]
        if [match.id for match in matches[:1]] != [id_]:
            wrong.append((text, id_, matches[:1]))
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "name", "is_one"),
    [
        ("dzulfiker", "dzulfikar", True),
        ("ahmad dzulfiker tawalla", "dzulfikar ahmad tawalla", True),
        ("boats in harbour", "boats in the harbour", True),
        ("hun many", "hun manet", False),
        ("marta quill", "maria quill", False),
        ("dzulfiker tawala", "dzulfikar tawalla", False),
        ("cambodian", "cambodia", False),
        ("scam compound", "scam compounds", False),
        ("group 1440", "group 1441", False),
        ("chen zhi ming", "chen zhi", False),
        ("a king", "king", False),
        ("海港集团公司", "海港集团公事", False),
        ("", "", False),
    ],
)
def test_one_mistake_in_one_long_word(text: str, name: str, is_one: bool) -> None:
    assert is_misspelling(text, name) is is_one


@pytest.mark.parametrize(
    ("text", "id_", "how"),
    [
        ("teenager", "person/pfeb6e3cec04d", "description"),
        ("18-year-old", "person/pfeb6e3cec04d", "description"),
        ("aged 18", "person/pfeb6e3cec04d", "description"),
        ("Chinese boss", "person/chinese-boss-001", "part"),
        ("11 Indonesians", "cohort/indonesians-11-002", "part"),
        ("young man", "person/pfeb6e3cec04d", "part"),
        ("tycoon", "person/chen-zhi", "description"),
        ("deputy minister", "person/dzulfikar-ahmad-tawalla", "description"),
    ],
)
def test_a_description_leads_to_candidates_and_never_to_the_one(
    loaded: Store, text: str, id_: str, how: str
) -> None:
    first = [match for match in search_entities(loaded, text) if match.how in ("part", "description")]
    assert id_ in [match.id for match in first if match.how == how]
    with pytest.raises(UnknownName) as unknown:
        resolve_with_aliases(loaded, text)
    assert id_ in [candidate.id for candidate in unknown.value.candidates][: len(first)]


def test_an_age_that_nobody_has_leads_to_nobody(loaded: Store) -> None:
    assert [match for match in search_entities(loaded, "71-year-old") if match.how == "description"] == []
