"""Numbers of footnotes in the order in which a report is read, from its first page on."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any

from reports.content.model import Footnote, Report


def renumber_notes(report: Report, cited: Iterable[int]) -> Report:
    """Return the report with its footnotes numbered by where they are first cited.

    `cited` are the numbers as the report cites them, in the order of print.
    """
    order = {old: new for new, old in enumerate(dict.fromkeys(cited), start=1)}
    renumbered: Report = _replace_numbers(report, order)
    notes = sorted(renumbered.footnotes, key=lambda note: note.number)
    return dataclasses.replace(renumbered, footnotes=tuple(notes))


def _replace_numbers(value: Any, order: Mapping[int, int]) -> Any:
    if isinstance(value, tuple):
        return tuple(_replace_numbers(item, order) for item in value)
    if isinstance(value, Footnote):
        return dataclasses.replace(value, number=order[value.number])
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    replaced = {}
    for field in dataclasses.fields(value):
        content = getattr(value, field.name)
        if field.name == "notes" and any(isinstance(note, int) for note in content):
            replaced[field.name] = tuple(sorted(order[number] for number in content if number in order))
        else:
            replaced[field.name] = _replace_numbers(content, order)
    return type(value)(**replaced)
