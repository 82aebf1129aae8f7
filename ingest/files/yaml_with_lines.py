"""YAML as the dossiers use it, with the line of every value.

Built on libyaml's events rather than on a stock loader, for four reasons: every value's line is
kept (four bytes each); dates and `on`/`no`/`yes` stay text; a key given twice or an alias is an
error; only text, numbers, true/false, null, lists and mappings can result. Without libyaml's C
parser the pure Python one is used, which is ten times slower.
"""

from __future__ import annotations

import math
import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from graph.model.errors import InputError
from ingest.files.yaml_faults import explain_character, explain_syntax

MAX_DEPTH = 40
_INT = re.compile(r"[-+]?[0-9]+").fullmatch
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?").fullmatch
_NUMERIC_START = frozenset("0123456789+-.")
_WORDS = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True,
    "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")

Step = str | int


class YamlFault(InputError):
    """An error: the text is not YAML of the form used here. `line` counts from 1."""

    def __init__(self, line: int, what: str, right: str = "") -> None:
        super().__init__(what, hint=right)
        self.line = line


@dataclass(frozen=True, slots=True)
class ParsedYaml:
    """A YAML text as plain builtins (`data`) and, in document order, the line of each item of it."""

    data: Any
    marks: array[int]
    _starts: dict[int, array[int]] = field(default_factory=dict, repr=False, compare=False)

    def find_line(self, path: str) -> int:
        """Return the line of `path`, such as `claims[3].count.unit`; of its nearest parent if absent."""
        place, value = 0, self.data
        for step in split_path(path):
            item = self._find_item(value, place, step)
            if item is None:
                break
            place, value = item
        return self.marks[place]

    def _find_item(self, value: Any, place: int, step: Step) -> tuple[int, Any] | None:
        """Return place and value of one item of the collection marked at `place`; None if it is absent."""
        if isinstance(value, list) and isinstance(step, int):
            if step >= len(value):
                return None
            if place not in self._starts:  # lists are long and looked up often: walked once
                self._starts[place] = array("I", (at for _, at, _ in _iter_items(value, place)))
            return self._starts[place][step], value[step]
        return next(((at, child) for key, at, child in _iter_items(value, place) if key == step), None)


def split_path(path: str) -> Iterator[Step]:
    """Yield the steps of a path: `claims[3].at` gives `claims`, 3, `at`."""
    for name, index in _STEP.findall(path):
        yield name or int(index)


def _iter_items(value: Any, place: int) -> Iterator[tuple[Step, int, Any]]:
    """Yield key or index, place among the marks, and value of each item of the collection at `place`."""
    if isinstance(value, dict):
        pairs: Any = value.items()
    else:
        pairs = enumerate(value) if isinstance(value, list) else ()
    place += 1
    for key, child in pairs:
        yield key, place, child
        place += _count_marks(child)


def _count_marks(value: Any) -> int:
    if isinstance(value, dict):
        return 1 + sum(map(_count_marks, value.values()))
    return 1 + sum(map(_count_marks, value)) if isinstance(value, list) else 1


def parse_yaml(text: str, *, only: str = "") -> ParsedYaml:
    """Parse one YAML document; with `only`, no further than the end of that key's value at the top.

    Raises YamlFault (with line, what is wrong and what would be right) for wrong YAML, several
    documents, a key given twice or not plain text, an alias, a tag, a number that is not finite, or
    nesting deeper than any record needs.
    """
    loader = None
    try:
        loader = getattr(yaml, "CLoader", yaml.Loader)(text)
        return _ValueBuilder(loader, only).build_document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlFault(mark.line + 1 if mark else 0, *explain_syntax(error, text)) from error
    except yaml.reader.ReaderError as error:
        line, fault = explain_character(error, text)
        raise YamlFault(line, *fault) from error
    finally:
        if loader is not None:
            loader.dispose()


class _ValueBuilder:
    """Builds plain values from the events of one document."""

    def __init__(self, loader: Any, only: str) -> None:
        self._next = loader.get_event
        self._only = only
        self._marks = array("I")

    def build_document(self) -> ParsedYaml:
        self._next()  # stream start
        event = self._next()
        if type(event) is yaml.StreamEndEvent:
            return ParsedYaml(None, array("I", [1]))
        event = self._next()
        data = self._build_value(event, event.start_mark.line + 1, 0)
        if self._only and isinstance(data, dict) and self._only in data:
            return ParsedYaml(data, self._marks)
        self._next()  # document end
        event = self._next()
        if type(event) is not yaml.StreamEndEvent:
            raise YamlFault(event.start_mark.line + 1, "a second document begins here", "one document a file")
        return ParsedYaml(data, self._marks)

    def _build_value(self, event: Any, line: int, depth: int) -> Any:
        kind = type(event)
        self._marks.append(line)
        if kind is yaml.ScalarEvent and event.tag is None:
            return _parse_scalar(event)
        _check_extras(event, depth)
        return (
            self._build_mapping(depth + 1) if kind is yaml.MappingStartEvent else self._build_list(depth + 1)
        )

    def _build_mapping(self, depth: int) -> dict[str, Any]:
        result: dict[str, Any] = {}
        following, marks, scalar, end = self._next, self._marks, yaml.ScalarEvent, yaml.MappingEndEvent
        only = self._only if depth == 1 else ""
        while type(key_event := following()) is not end:
            line = key_event.start_mark.line + 1
            if type(key_event) is not scalar:
                raise YamlFault(line, "a key must be plain text", "write `key: value`")
            key = key_event.value
            if key in result:
                raise YamlFault(line, f"the key `{key}` is given twice", "leave one of them out")
            event = following()
            if type(event) is scalar and event.tag is None:
                marks.append(line)
                result[key] = _parse_scalar(event)
            else:
                result[key] = self._build_value(event, line, depth)
            if only and key == only:
                break
        return result

    def _build_list(self, depth: int) -> list[Any]:
        result = []
        while type(event := self._next()) is not yaml.SequenceEndEvent:
            result.append(self._build_value(event, event.start_mark.line + 1, depth))
        return result


def _parse_scalar(event: Any) -> Any:
    value = event.value
    if not event.implicit[0]:
        return value
    if value in _WORDS:
        return _WORDS[value]
    if value[0] not in _NUMERIC_START:
        return value
    if _INT(value):
        return _parse_number(int, value, event)
    return _parse_number(float, value, event) if _FLOAT(value) else value


def _parse_number(form: type[int] | type[float], value: str, event: Any) -> int | float:
    # int() refuses numbers of thousands of digits; a float too large becomes infinite.
    try:
        number = form(value)
        if math.isfinite(number):
            return number
    except (ValueError, OverflowError):
        pass
    raise YamlFault(
        event.start_mark.line + 1,
        f"the number {value[:20]}... is too large",
        "use a number of at most 18 digits",
    )


def _check_extras(event: Any, depth: int) -> None:
    line = event.start_mark.line + 1
    if type(event) is yaml.AliasEvent:
        raise YamlFault(line, f"the alias `*{event.anchor}` is not used here", "write the value out")
    if event.tag is not None:
        raise YamlFault(line, f"the tag `{event.tag}` is not used here", "leave the tag out")
    if depth >= MAX_DEPTH:
        raise YamlFault(line, f"nested more than {MAX_DEPTH} deep", "no record needs so many brackets")
