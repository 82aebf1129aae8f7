"""Figures of one series as windows on an axis of days, for the terminal: side by side, never summed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import combinations, groupby
from typing import Any

WIDTH = 32
"""Characters from the first to the last day of a chart."""

Window = tuple[date | None, date | None]


def render_charts(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the lines of one chart for each series with two or more figures with windows.

    `rows` are those of the question `figures`, grouped by series: `series`, `figure`, and the ISO
    days `from` and `to`, None where no source gives them.
    """
    lines: list[str] = []
    for series, series_rows in groupby(rows, key=lambda row: row["series"]):
        figures = [
            (str(row["figure"]), window)
            for row in series_rows
            if (window := _parse_window(row)) != (None, None)
        ]
        if len(figures) > 1:
            lines += ["", str(series), *_render_chart(figures)]
    return lines


def _parse_window(row: Mapping[str, Any]) -> Window:
    first, last = (date.fromisoformat(row[end]) if row[end] else None for end in ("from", "to"))
    return first, last


def _render_chart(figures: Sequence[tuple[str, Window]]) -> list[str]:
    days = [day for _, window in figures for day in window if day is not None]
    first, last = min(days), max(days)
    axis = f"  {first}{last!s:>{WIDTH - 10}}"
    bars = [
        f"  {_render_bar(window, first, last)}  {name}{_describe_open_end(window)}"
        for name, window in figures
    ]
    return [axis, *bars, *_describe_overlap(figures)]


def _render_bar(window: Window, first: date, last: date) -> str:
    """Return the window as a bar; a side that no source gives is dotted up to the edge."""
    start = _compute_column(window[0], first, last) if window[0] else 0
    end = _compute_column(window[1], first, last) if window[1] else WIDTH - 1
    if window[0] is None:
        return ("·" * end + "█").ljust(WIDTH)
    if window[1] is None:
        return (" " * start + "█").ljust(WIDTH, "·")
    return (" " * start + "█" * (end - start + 1)).ljust(WIDTH)


def _compute_column(day: date, first: date, last: date) -> int:
    return round((day - first).days / max(1, (last - first).days) * (WIDTH - 1))


def _describe_open_end(window: Window) -> str:
    if window[0] is None:
        return " (from when is not told)"
    return " (until when is not told)" if window[1] is None else ""


def _describe_overlap(figures: Sequence[tuple[str, Window]]) -> list[str]:
    """Return a line that names the figures whose windows share a day, [] if there are none.

    To add such figures would count people twice.
    """
    inside = set()
    for (n, (_, a)), (m, (_, b)) in combinations(enumerate(figures), 2):
        if (a[0] or date.min) <= (b[1] or date.max) and (b[0] or date.min) <= (a[1] or date.max):
            inside |= {n, m}
    if not inside:
        return []
    return [
        f"  Windows overlap: {'; '.join(figures[n][0] for n in sorted(inside))}. "
        "To add them would count twice."
    ]
