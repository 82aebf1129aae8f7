"""Text in columns: never wider than asked for, never padded at the end, no word lost or cut in vain."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cli.layout import format_records, format_table, measure_text, wrap_text

WORDS = st.lists(st.text("abcdefgh陈志ភ្នំ", min_size=1, max_size=30), min_size=1, max_size=30)
WIDTHS = st.integers(40, 120)


@given(WORDS, WIDTHS, st.sampled_from(["", "  ", " 12. ", "     name: "]))
def test_wrapped_lines_fit_and_keep_every_word(words: list[str], width: int, first: str) -> None:
    lines = wrap_text(" ".join(words), width, first=first)
    assert all(measure_text(line) <= width and line == line.rstrip() for line in lines)
    held = " ".join(lines).removeprefix(first).split()
    if all(measure_text(word) <= width - len(first) for word in words):
        assert held == " ".join(words).split()
    assert "".join(held) == "".join(words)


@given(
    st.lists(st.tuples(st.integers(0, 9), st.text("abc d", max_size=90), st.text("xyz ", max_size=40))),
    WIDTHS,
)
def test_a_table_fits_and_keeps_every_cell(rows: list[tuple[int, str, str]], width: int) -> None:
    cells = [[str(number), text, other] for number, text, other in rows]
    lines = format_table(["number", "text", "other"], cells, width)
    assert all(measure_text(line) <= width and line == line.rstrip() for line in lines)
    letters = sorted("".join(lines).replace(" ", ""))
    for row in cells:
        for letter in "".join(row).replace(" ", ""):
            letters.remove(letter)


def test_narrow_columns_are_wrapped_and_many_become_records() -> None:
    rows = [["Chen Zhi", "is said to have run a scam compound", "AFP"]]
    assert format_table(["name", "says", "by"], rows, 40) == [
        "name      says                       by",
        "--------  -------------------------  ---",
        "Chen Zhi  is said to have run a      AFP",
        "          scam compound",
    ]
    wide = [["a" * 30, "b" * 30, "c" * 30]]
    assert format_table(["one", "two", "three"], wide, 80) == format_records(
        ["one", "two", "three"], wide, 80
    )
    assert format_records(["one", "two", "three"], wide, 80) == [
        f"  1. {'a' * 30}",
        f"     two: {'b' * 30}",
        f"     three: {'c' * 30}",
    ]


def test_a_word_is_folded_only_where_it_cannot_fit() -> None:
    assert wrap_text("x" * 50, 40) == ["x" * 40, "x" * 10]
    assert wrap_text("aa " + "x" * 39, 40) == ["aa", "x" * 39]
