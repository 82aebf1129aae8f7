"""YAML keeps lines, leaves text as text, and refuses what a record has no use for."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ingest.files.yaml_with_lines import MAX_DEPTH, YamlFault, parse_yaml


def test_dates_and_yes_no_stay_text() -> None:
    text = "on: no\nday: 2026-01-19\nyes: off\nnone: ~\nflag: true\nwhole: -7\n"
    text += "zeros: 007\npart: 1.5\ntext: '12'\n"
    assert parse_yaml(text).data == {
        "on": "no", "day": "2026-01-19", "yes": "off", "none": None, "flag": True,
        "whole": -7, "zeros": 7, "part": 1.5, "text": "12",
    }  # fmt: skip


def test_lines_of_paths() -> None:
    parsed = parse_yaml(
        "a: 1\nclaims:\n  - key: x\n    count:\n      value: 3\n  - {key: y,\n     when: {edtf: z}}\n"
    )
    expected = {
        "a": 1, "claims": 2, "claims[0]": 3, "claims[0].count": 4, "claims[0].count.value": 5,
        "claims[1]": 6, "claims[1].when": 7, "claims[1].when.edtf": 7, "claims[1].nothing": 6, "claims[9]": 2,
    }  # fmt: skip
    assert {path: parsed.find_line(path) for path in expected} == expected


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("a: 1\nb: [1, 2\nc: 3\n", 3, "did not find expected"),
        ("a: 1\nb: 2\na: 3\n", 3, "`a` is given twice"),
        ("a: &x 1\nb: *x\n", 2, "alias `*x`"),
        ("a: 1\nb: !!python/object:os.system x\n", 2, "the tag"),
        ("a: 1\n---\nb: 2\n", 2, "second document"),
        ("a:\n  ? [x]\n  : 1\n", 2, "a key must be plain text"),
        ("a: 1e999\n", 1, "too large"),
        ("a: " + "9" * 5000, 1, "too large"),
        ("a: 1\nb: \x07\n", 2, "may not stand in YAML"),
        ("a: " + "[" * (MAX_DEPTH + 1), 1, f"more than {MAX_DEPTH} deep"),
        ("a: " + "[" * 100_000, 1, f"more than {MAX_DEPTH} deep"),
        ('a: "open\n', 2, "unexpected end"),
    ],
)
def test_refusals_name_the_line(text: str, line: int, what: str) -> None:
    with pytest.raises(YamlFault) as caught:
        parse_yaml(text)
    assert (caught.value.line, what in caught.value.message) == (line, True), caught.value.message


def test_only_stops_after_the_key() -> None:
    assert parse_yaml("document: {id: x}\nclaims: [[[ never closed", only="document").data == {
        "document": {"id": "x"}
    }


plain = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=12)
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**18), 10**18)
    | plain
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(plain, inner, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(plain, values, max_size=5))
def test_what_a_standard_writer_writes_comes_back(value: dict[str, Any]) -> None:
    class Writer(yaml.SafeDumper):
        def ignore_aliases(self, data: Any) -> bool:
            return True

    # Everything but keys is quoted where it is text, so that both readings of plain words agree.
    Writer.add_representer(
        str, lambda writer, text: writer.represent_scalar("tag:yaml.org,2002:str", text, style='"')
    )
    assert parse_yaml(yaml.dump(value, Dumper=Writer, allow_unicode=True)).data == value
