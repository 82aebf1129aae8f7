"""Folding, keys and ranking, without a database. Names are invented."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from graph.model.name_matching import (
    MAX_KEYS,
    Candidate,
    build_near_parts,
    build_whole_key,
    fold_name,
    is_near,
    list_name_keys,
    list_swaps,
    rank_candidates,
    split_key,
)

LETTERS = "abcdefghijklmnopqrstuvwxyz"
WORDS = st.text(alphabet=LETTERS, min_size=3, max_size=20)


@pytest.mark.parametrize(
    ("name", "written", "latin"),
    [
        ("Ada  Lovelace", "ada lovelace", "ada lovelace"),
        ("O'Brien & Söhne, Ltd.", "o brien söhne ltd", "o brien sohne ltd"),
        ("STRASSE", "strasse", "strasse"),
        ("Straße", "strasse", "strasse"),
        ("ＡＢＣ", "abc", "abc"),
        ("艾达", "艾达", "ai da"),
        ("Ада", "ада", "ada"),
        ("ស\u200bក", "សក", "sk"),
        ("…", "", ""),
    ],
)
def test_forms(name: str, written: str, latin: str) -> None:
    assert fold_name(name) == (written, latin)


def test_khmer_keeps_its_vowel_signs() -> None:
    assert fold_name("ភ្នំពេញ").written == "ភ្នំពេញ"
    assert fold_name("ភ្នំពេញ").written != fold_name("ភនពញ").written


@given(st.text(max_size=40))
def test_folding_again_changes_nothing(name: str) -> None:
    folded = fold_name(name)
    assert fold_name(folded.written).written == folded.written
    assert folded.latin.isascii()


def test_keys_of_names_in_two_scripts() -> None:
    expected = {"=adalovelace", "ada", "lovelace", "=艾达", "艾达", "=aida", "ai", "da"}
    assert set(list_name_keys("Ada Lovelace", ["艾达"])) == expected
    assert list_name_keys("Bank of the North", []) == ["=bankofthenorth", "bank", "north"]
    assert set(list_name_keys("海港集团", [])) >= {"海港", "港集", "集团"}
    assert list_name_keys("…", []) == []


def test_the_number_of_keys_is_bounded() -> None:
    aliases = [" ".join(f"word{i}{j}" for i in range(200)) for j in range(50)]
    keys = list_name_keys(aliases[0], aliases)
    assert len(keys) == MAX_KEYS == len(set(keys))
    assert all(len(key) <= 49 for key in keys)


def mistaken(word: str, chance: random.Random) -> str:
    """One letter dropped, added, replaced, or two swapped."""
    place, letter = chance.randrange(len(word)), chance.choice(LETTERS)
    return chance.choice(
        [
            word[:place] + word[place + 1 :],
            word[:place] + letter + word[place:],
            word[:place] + letter + word[place + 1 :],
            word[:place] + word[place + 1 : place + 2] + word[place : place + 1] + word[place + 2 :],
        ]
    )


def reaches(asked: str, key: str) -> bool:
    """Whether a search for `asked` would look at `key` and find it near."""
    held, parts = split_key(key), build_near_parts(asked)
    shares = held.head in parts.heads or held.mid in parts.mids or held.tail in parts.tails
    return (shares and is_near(key, asked)) or key in list_swaps(asked)


@given(WORDS, st.randoms(use_true_random=False), st.booleans())
def test_one_mistake_is_always_reached(word: str, chance: random.Random, is_whole: bool) -> None:
    wrong = mistaken(word, chance)
    mark = "=" if is_whole else ""
    if len(wrong) > 2 and wrong != word:
        assert reaches(mark + wrong, mark + word)


@given(st.text(alphabet=LETTERS, min_size=9, max_size=20), st.randoms(use_true_random=False))
def test_two_mistakes_in_a_long_word_are_reached(word: str, chance: random.Random) -> None:
    wrong = mistaken(mistaken(word, chance), chance)
    # A swap across two parts counts as one mistake but can break both: two such swaps may leave none whole.
    if len(wrong) >= 9 and OSA.distance(word, wrong) == 2 and _plain_distance(word, wrong) == 2:
        assert reaches(wrong, word)


def _plain_distance(a: str, b: str) -> int:
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415

    return Levenshtein.distance(a, b)


@given(WORDS, WORDS)
def test_what_is_far_is_not_reached(a: str, b: str) -> None:
    if OSA.distance(a, b) > 2:
        assert not reaches(a, b)


def test_numbers_and_short_words_are_taken_as_written() -> None:
    assert build_near_parts("2026") == ([], [], []) == build_near_parts("li") and list_swaps("2026") == []
    assert not is_near("=adas", "adas")


PEOPLE = [
    Candidate("person/ada", "Ada Lovelace", ("艾达", "Countess of Lovelace"), "Person"),
    Candidate("person/adam", "Adam Lovelace", (), "Person"),
    Candidate("person/zoe", "Zoë Müller", (), "Person"),
]


@pytest.mark.parametrize(
    ("query", "id_", "how", "score"),
    [
        ("Ada Lovelace", "person/ada", "name", 100),
        ("ADA  LOVELACE", "person/ada", "name", 100),
        ("countess of lovelace", "person/ada", "alias", 100),
        ("艾达", "person/ada", "alias", 100),
        ("Ai Da", "person/ada", "alias", 98),
        ("zoe muller", "person/zoe", "name", 98),
        ("AdaLovelace", "person/ada", "name", 96),
        ("Lovelace, Ada", "person/ada", "name", 95),
        ("Lovelace, Adam", "person/adam", "name", 95),
    ],
)
def test_rank_puts_the_very_name_first(query: str, id_: str, how: str, score: float) -> None:
    best, second, *_ = rank_candidates(query, PEOPLE)
    assert (best.id, best.how, best.score) == (id_, how, score)
    assert second.score < 95


def test_rank_of_mistakes_and_parts() -> None:
    assert rank_candidates("Ada Lovelac", PEOPLE)[0].id == "person/ada"
    near = rank_candidates("Lovelace", PEOPLE)
    assert [match.how for match in near] == ["near"] * 3
    assert near[-1].id == "person/zoe"


def test_names_that_only_sound_alike_are_not_the_same() -> None:
    held = Candidate("person/x", "艾达", (), "Person")
    assert rank_candidates("爱达", [held])[0].how == "near"
    assert rank_candidates("ai da", [held])[0].how == "name"


def test_ties_go_by_id() -> None:
    twins = [Candidate(f"person/{n}", "Ada Lovelace", (), "Person") for n in (3, 1, 2)]
    assert [match.id for match in rank_candidates("ada lovelace", twins)] == [
        "person/1",
        "person/2",
        "person/3",
    ]


@given(st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=6, unique=True), st.text(max_size=12))
def test_rank_keeps_every_candidate_in_order_of_score(names: list[str], query: str) -> None:
    candidates = [Candidate(f"x/{n}", name, (), "X") for n, name in enumerate(names)]
    matches = rank_candidates(query, candidates)
    assert {match.id for match in matches} == {candidate.id for candidate in candidates}
    assert [m.score for m in matches] == sorted((m.score for m in matches), reverse=True)
    assert all(0 <= match.score <= 100 for match in matches)


@given(WORDS)
def test_whole_is_the_form_without_blanks(word: str) -> None:
    assert build_whole_key(f"{word} {word}") == "=" + (word + word)[:48]
