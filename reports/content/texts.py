"""Every text of a report: read one after the other, or replaced one by one."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any


def iter_record_texts(value: Any) -> Iterator[str]:
    """Iterate over every text of a record and of the records in it."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from iter_record_texts(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from iter_record_texts(item)
    elif isinstance(value, str):
        yield value


def map_record_texts(value: Any, change: Callable[[str], str]) -> Any:
    """Return the same record with each of its texts changed."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {
            field.name: map_record_texts(getattr(value, field.name), change)
            for field in dataclasses.fields(value)
        }
        return type(value)(**fields)
    if isinstance(value, tuple):
        return tuple(map_record_texts(item, change) for item in value)
    return change(value) if isinstance(value, str) else value
