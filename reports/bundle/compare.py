"""Comparison of the files of a bundle with those that its records and its selection make."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from reports.bundle.manifest import CLAIMS, RECORDS, compute_sum

MOST_NAMED = 20
"""Maximum number of claims named for one file; the others are counted."""
_BEFORE, _SHOWN = 30, 90
"""Characters shown of a line: before the first difference, and altogether."""


def describe_difference(name: str, actual: bytes, expected: bytes, source: str = "the records") -> str:
    """Describe where a file differs from what it should be: by line for text, by byte for other files."""
    try:
        actual_lines, expected_lines = actual.decode().split("\n"), expected.decode().split("\n")
    except UnicodeDecodeError:
        place = next(
            (n for n, pair in enumerate(zip(actual, expected, strict=False)) if len(set(pair)) > 1), 0
        )
        return (
            f"{name}: differs from what {source} give, at byte {place or min(len(actual), len(expected)):,}"
        )
    pairs = enumerate(zip(actual_lines, expected_lines, strict=False), 1)
    number, (line, expected_line) = next(
        (each for each in pairs if each[1][0] != each[1][1]),
        (min(len(actual_lines), len(expected_lines)), ("", "")),
    )
    if line == expected_line:
        more = "has more lines than" if len(actual_lines) > len(expected_lines) else "lacks lines of"
        return f"{name}: {more} what {source} give, after line {number:,}"
    written, correct = _cut_around_difference(line, expected_line)
    return f"{name}: line {number:,} differs from what {source} give: “{written}” instead of “{correct}”"


def measure_common_start(first: str | bytes, second: str | bytes) -> int:
    """Return how many characters or bytes two texts have in common at their start."""
    pairs = enumerate(zip(first, second, strict=False))
    return next((n for n, (one, other) in pairs if one != other), min(len(first), len(second)))


def _cut_around_difference(line: str, expected: str) -> tuple[str, str]:
    """Return the stretches of two lines around their first difference."""
    common = measure_common_start(line, expected)
    start = max(0, common - _BEFORE)
    return _cut(line, start), _cut(expected, start)


def _cut(line: str, start: int) -> str:
    end = start + _SHOWN
    return f"{'…' if start else ''}{line[start:end]}{'…' if end < len(line) else ''}"


def compare_claims(expected_data: bytes, data: bytes) -> Iterator[str]:
    """List exported claims that are not what the records make, by id."""
    if expected_data == data:
        return
    expected = {_read_id(line): line for line in expected_data.splitlines()}
    exported = {_read_id(line): line for line in data.splitlines()}
    wrong = [
        f"{CLAIMS}: {id_}: {_describe_claim(expected.get(id_), exported.get(id_))}"
        for id_ in sorted(expected.keys() | exported.keys())
        if expected.get(id_) != exported.get(id_)
    ]
    yield from wrong[:MOST_NAMED]
    if len(wrong) > MOST_NAMED:
        yield f"{CLAIMS}: and {len(wrong) - MOST_NAMED:,} more claims"
    if not wrong:
        yield describe_difference(CLAIMS, data, expected_data)


def _describe_claim(expected: bytes | None, exported: bytes | None) -> str:
    if expected is None:
        return f"no entry of {RECORDS} gives this claim"
    if exported is None:
        return f"missing, though {RECORDS} has it"
    try:
        expected_claim, exported_claim = json.loads(expected), json.loads(exported)
        names = expected_claim.keys() | exported_claim.keys()
        fields = [name for name in sorted(names) if expected_claim.get(name) != exported_claim.get(name)]
    except (ValueError, AttributeError, RecursionError):
        fields = []
    return f"differs from {RECORDS} in {', '.join(fields) or 'its form'}"


def _read_id(line: bytes) -> str:
    try:
        return str(json.loads(line)["id"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return f"a line that is no claim ({compute_sum(line)[:12]})"


def compare_json(name: str, actual: bytes, expected: bytes, source: str) -> Iterator[str]:
    """List the fields of a JSON file that differ from those of the expected one."""
    if actual == expected:
        return
    try:
        wrong = list(_list_different_fields(json.loads(actual), json.loads(expected), ""))
    except (ValueError, RecursionError):
        wrong = []
    for field, written, correct in wrong[:MOST_NAMED]:
        yield f"{name}: {field}: is {_format_value(written)}, but {source} give {_format_value(correct)}"
    if not wrong:
        yield describe_difference(name, actual, expected, source)


def _list_different_fields(actual: Any, expected: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    if not isinstance(actual, Mapping) or not isinstance(expected, Mapping):
        if actual != expected or type(actual) is not type(expected):
            yield path or "the whole file", actual, expected
        return
    for field in sorted(actual.keys() | expected.keys()):
        place = f"{path}.{field}" if path else field
        yield from _list_different_fields(actual.get(field), expected.get(field), place)


def _format_value(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
