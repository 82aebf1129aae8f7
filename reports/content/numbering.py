"""Numbers of footnotes in the order in which a report is read, from its first page on."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

from reports.content.model import Report

_FIRST_READ = ("summary", "hops", "conflicts", "not_stated", "figures", "sections")
"""The fields of a report that are read first; the others follow in their own order."""


def renumber_notes(report: Report) -> Report:
    """Return the report with its footnotes numbered by where they are first cited."""
    names = [field.name for field in dataclasses.fields(report) if field.name not in _FIRST_READ]
    cited = (number for name in (*_FIRST_READ, *names) for number in _iter_numbers(getattr(report, name)))
    order = {old: new for new, old in enumerate(dict.fromkeys(cited), start=1)}
    renumbered: Report = _replace_numbers(report, order)
    notes = (dataclasses.replace(note, number=order[note.number]) for note in report.footnotes)
    return dataclasses.replace(renumbered, footnotes=tuple(sorted(notes, key=lambda note: note.number)))


def _iter_numbers(value: object) -> Iterator[int]:
    if isinstance(value, tuple):
        for item in value:
            yield from _iter_numbers(item)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            content = getattr(value, field.name)
            yield from _list_numbers(content) if field.name == "notes" else _iter_numbers(content)


def _list_numbers(notes: tuple[Any, ...]) -> tuple[int, ...]:
    return tuple(note for note in notes if isinstance(note, int))


def _replace_numbers(value: Any, order: Mapping[int, int]) -> Any:
    if isinstance(value, tuple):
        return tuple(_replace_numbers(item, order) for item in value)
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    replaced = {}
    for field in dataclasses.fields(value):
        content = getattr(value, field.name)
        if field.name == "notes" and _list_numbers(content):
            replaced[field.name] = tuple(sorted(order[number] for number in content))
        else:
            replaced[field.name] = _replace_numbers(content, order)
    return type(value)(**replaced)
