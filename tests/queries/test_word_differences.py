"""Differences between two wordings, word by word."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from queries.wording.word_differences import Run, compare_words


def join_differing(runs: list[Run]) -> list[str]:
    return [run.text for run in runs if run.differs]


def test_the_words_that_differ_are_marked_on_both_sides() -> None:
    here, there = compare_words("An old pilot left Brume.", "A pilot has left Brume.")
    assert join_differing(here) == ["An old"]
    assert join_differing(there) == ["A", "has"]


def test_case_blanks_and_the_shape_of_quotation_marks_make_no_difference() -> None:
    here, there = compare_words("“We  left,” he said", '"we left," He\nsaid')
    assert join_differing(here) == join_differing(there) == []


def test_scripts_without_blanks_are_compared_by_character() -> None:
    here, there = compare_words("船员离开海岛", "船员到达海岛")
    assert join_differing(here) == ["离开"] and join_differing(there) == ["到达"]


def test_a_number_is_one_word() -> None:
    here, there = compare_words("more than 1,440 people", "more than 1,400 people")
    assert join_differing(here) == ["1,440"] and join_differing(there) == ["1,400"]


@given(st.text(max_size=40), st.text(max_size=40))
def test_the_runs_of_a_side_are_its_whole_text(here: str, there: str) -> None:
    runs_here, runs_there = compare_words(here, there)
    assert ("".join(run.text for run in runs_here), "".join(run.text for run in runs_there)) == (here, there)


@given(st.text(max_size=40))
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert all(not run.differs for runs in compare_words(text, text) for run in runs)
