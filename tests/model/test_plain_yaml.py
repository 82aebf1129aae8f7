"""Words stay words."""

from __future__ import annotations

from typing import Any

import pytest

from graph.model.strict_yaml import load_yaml

CASES = [
    ("on: off", {"on": "off"}),
    ("y: no", {"y": "no"}),
    ("d: 2026-01-19", {"d": "2026-01-19"}),
    ("t: 12:30", {"t": "12:30"}),
    ("a: true", {"a": True}),
    ("a: False", {"a": "False"}),
    ("a: falsehood", {"a": "falsehood"}),
    ("a: ~", {"a": None}),
    ("a:", {"a": None}),
    ("a: null", {"a": None}),
    ("a: 0", {"a": 0}),
    ("a: -1440", {"a": -1440}),
    ("a: 0.5", {"a": 0.5}),
    ("a: 007", {"a": "007"}),
    ("a: 1_000", {"a": "1_000"}),
    ("a: '1'", {"a": "1"}),
]


@pytest.mark.parametrize(("text", "value"), CASES)
def test_resolving(text: str, value: Any) -> None:
    found = load_yaml(text.encode())
    assert found == value and [type(v) for v in found.values()] == [type(v) for v in value.values()]
