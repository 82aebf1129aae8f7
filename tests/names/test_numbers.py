"""Numbers as people write them in English and elsewhere; what can be read in two ways is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model.errors import InputError
from graph.store.store import Store
from queries.ask.ask import ask
from queries.values.number_parsing import AmbiguousNumber, is_number_text, parse_number
from tests.command_line import run_inside


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1440", 1440),
        ("1,440", 1440),
        ("1 440", 1440),
        ("1\u00a0440", 1440),
        ("1_440", 1440),
        ("1,440,000", 1440000),
        ("1.440.000", 1440000),
        ("12.5 billion", 12_500_000_000),
        ("12,5 billion", 12_500_000_000),
        ("1.4 thousand", 1400),
        ("1,4 thousand", 1400),
        ("12,500 million", 12_500_000_000),
        ("1,44", 1.44),
        ("1.44", 1.44),
        ("0.440", 0.44),
        ("0,440", 0.44),
        ("1,440.5", 1440.5),
        ("1.440,5", 1440.5),
        ("1 440,5", 1440.5),
        ("12345.678", 12345.678),
        ("80%", 80),
        ("80 %", 80),
        ("-5", -5),
    ],
)
def test_a_number_is_read_as_it_is_meant(text: str, number: float) -> None:
    assert parse_number(text) == number
    assert is_number_text(text)


@pytest.mark.parametrize("text", ["many", "", "1,4,5", "12,34,567", "5 people", "3,", "1, 440", "1,440."])
def test_what_is_no_number_is_none(text: str) -> None:
    assert parse_number(text) is None
    assert not is_number_text(text)


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("1.440", ("1,440", "1.44")),
        ("12.500 million", ("12,500,000,000", "12,500,000")),
        ("1.447", ("1,447", "1.447")),
        ("-1.440", ("-1,440", "-1.44")),
    ],
)
def test_what_has_two_readings_is_refused_with_both(text: str, readings: tuple[str, str]) -> None:
    with pytest.raises(AmbiguousNumber) as refused:
        parse_number(text)
    assert all(reading in refused.value.message for reading in readings)
    assert is_number_text(text)


@given(st.integers(-(10**15), 10**15))
def test_a_whole_number_is_read_back_with_commas_and_without(number: int) -> None:
    assert parse_number(f"{number:,}") == parse_number(str(number)) == number


@given(st.integers(1, 999), st.integers(0, 999))
def test_the_remedy_of_an_ambiguous_number_is_read_as_it_says(thousands: int, units: int) -> None:
    with pytest.raises(AmbiguousNumber) as refused:
        parse_number(f"{thousands}.{units:03}")
    first, second = (
        refused.value.hint.removeprefix("Write ").removesuffix(" for the second.").split(" for the first, ")
    )
    assert parse_number(first) == thousands * 1000 + units
    assert parse_number(second) == float(f"{thousands}.{units:03}")


def test_a_question_reads_them_alike(loaded: Store) -> None:
    decimal, grouped = (ask(loaded, "who-says", {"number": text}) for text in ("1,4 thousand", "1 400"))
    assert decimal.params["number"] == grouped.params["number"] == 1400
    assert decimal.rows and decimal.rows == grouped.rows
    billions = [ask(loaded, "who-says", {"number": f"12{mark}5 billion"}) for mark in ".,"]
    assert billions[0].rows and billions[0].rows == billions[1].rows
    assert ask(loaded, "who-says", {"number": 1.375}).params["number"] == 1.375
    with pytest.raises(InputError, match=r"1,440 or as 1\.44"):
        ask(loaded, "who-says", {"number": "1.440"})


def test_the_command_line_shows_both_readings(articles: Store) -> None:
    done = run_inside("ask", "who-says", "1.440")
    assert done.returncode == 1
    assert "1,440" in done.stderr and "1.44" in done.stderr
