"""Figures of one series as windows on an axis of days, for the terminal: side by side, never summed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import combinations, groupby
from typing import Any

WIDTH = 32
"""Characters from the first to the last day of a chart."""

Window = tuple[date | None, date | None]


def charts(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """The lines of one chart a series that has two figures with windows or more.

    `rows` are those of the question `figures`, series together: `series`, `figure`, and the ISO days `from`
    and `to`, None where no source tells them.
    """
    lines: list[str] = []
    for series, some in groupby(rows, key=lambda row: row["series"]):
        told = [(str(row["figure"]), window) for row in some if (window := _window(row)) != (None, None)]
        if len(told) > 1:
            lines += ["", str(series), *_chart(told)]
    return lines


def _window(row: Mapping[str, Any]) -> Window:
    first, last = (date.fromisoformat(row[end]) if row[end] else None for end in ("from", "to"))
    return first, last


def _chart(told: Sequence[tuple[str, Window]]) -> list[str]:
    days = [day for _, window in told for day in window if day is not None]
    first, last = min(days), max(days)
    axis = f"  {first}{last!s:>{WIDTH - 10}}"
    bars = [f"  {_bar(window, first, last)}  {name}{_open(window)}" for name, window in told]
    return [axis, *bars, *_overlap(told)]


def _bar(window: Window, first: date, last: date) -> str:
    """The window as a bar; the side that no source tells is dotted up to the edge."""
    start = _place(window[0], first, last) if window[0] else 0
    end = _place(window[1], first, last) if window[1] else WIDTH - 1
    if window[0] is None:
        return ("·" * end + "█").ljust(WIDTH)
    if window[1] is None:
        return (" " * start + "█").ljust(WIDTH, "·")
    return (" " * start + "█" * (end - start + 1)).ljust(WIDTH)


def _place(day: date, first: date, last: date) -> int:
    return round((day - first).days / max(1, (last - first).days) * (WIDTH - 1))


def _open(window: Window) -> str:
    if window[0] is None:
        return " (from when is not told)"
    return " (until when is not told)" if window[1] is None else ""


def _overlap(told: Sequence[tuple[str, Window]]) -> list[str]:
    """A line that names the figures whose windows share a day: to add them would count people twice."""
    inside = set()
    for (n, (_, a)), (m, (_, b)) in combinations(enumerate(told), 2):
        if (a[0] or date.min) <= (b[1] or date.max) and (b[0] or date.min) <= (a[1] or date.max):
            inside |= {n, m}
    if not inside:
        return []
    return [
        f"  Windows overlap: {'; '.join(told[n][0] for n in sorted(inside))}. To add them would count twice."
    ]
