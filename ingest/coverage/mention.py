"""A place in a text that a claim should cover."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["numeral", "number word", "date", "quotation", "name"]
Day = tuple[int | None, int | None, int | None]  # year, month, day; None where not stated


@dataclass(frozen=True, slots=True)
class Mention:
    """One place that a claim should cover: its possible numbers, the days it names, whose name it is."""

    kind: Kind
    start: int
    end: int
    words: str
    values: tuple[float, ...] = ()
    days: tuple[Day, ...] = ()
    weekday: int | None = None
    ids: frozenset[str] = frozenset()
