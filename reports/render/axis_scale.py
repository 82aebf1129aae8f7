"""Windows of days and their scale: proportional, except for long gaps in which nothing begins or ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

LONGEST_GAP = 21
"""Days without a beginning or an end that are drawn at full length; a longer gap is compressed to it."""
_TICK = 150


@dataclass(frozen=True, slots=True)
class Bar:
    """A window of days (ISO; empty where open or unknown) with its words; `link` may be empty.

    `uncertain`: the window is known by inference, or its source doubts it. `denied`: no source affirms
    it. `style` is one of the names of colours: figure, event, published, or a standing.
    """

    label: str
    under: str
    first: str
    last: str
    style: str = "figure"
    uncertain: bool = False
    link: str = ""
    denied: bool = False


@dataclass(frozen=True, slots=True)
class Track:
    """Bars under a heading; "" for a track that has none."""

    heading: str
    bars: tuple[Bar, ...]


class Axis:
    """Scale from days to pixels: proportional, except for long gaps in which nothing begins or ends."""

    def __init__(self, bars: Iterable[Bar], left: int, right: int) -> None:
        all_bars = list(bars)
        starts = {date.fromisoformat(b.first).toordinal() for b in all_bars if b.first}
        ends = {date.fromisoformat(b.last).toordinal() + 1 for b in all_bars if b.last}
        self._days = sorted(starts | ends)
        steps = [b - a for a, b in pairwise(self._days)]
        lengths = [min(step, LONGEST_GAP) for step in steps]
        scale = (right - left) / max(sum(lengths), 1)
        self._at = {self._days[0]: float(left)}
        self.squeezed = []
        for day, step, length in zip(self._days[1:], steps, lengths, strict=True):
            begin = self._at[max(self._at)]
            self._at[day] = begin + length * scale
            if step > length:
                self.squeezed.append(round((begin + self._at[day]) / 2))
        self.left, self.right = left, right

    def find_start(self, day: str) -> float:
        """Return the x position where a day begins."""
        return round(self._at[date.fromisoformat(day).toordinal()], 1)

    def find_end(self, day: str) -> float:
        """Return the x position where a day ends."""
        return round(self._at[date.fromisoformat(day).toordinal() + 1], 1)

    @property
    def first(self) -> str:
        """The first day."""
        return date.fromordinal(self._days[0]).isoformat()

    @property
    def last(self) -> str:
        """The last day; where only its beginning is known, the day before it."""
        return date.fromordinal(self._days[-1] - 1).isoformat()

    @property
    def scale(self) -> str:
        """The scale as text: each day that begins or ends something, and where it begins: `2026-01-16:374`.

        Between two of them it is proportional.
        """
        return " ".join(f"{date.fromordinal(day)}:{x:g}" for day, x in sorted(self._at.items()))

    def list_ticks(self, firsts: Iterable[str]) -> Iterator[tuple[float, str]]:
        """List the first days, with x positions, that have room before the last day at the right edge."""
        last = -_TICK * 2.0
        for day in sorted(set(firsts)):
            place = self.find_start(day)
            if place - last >= _TICK and place <= self.right - min(2 * _TICK, (self.right - self.left) // 2):
                yield place, day
                last = place


def describe_window(bar: Bar) -> str:
    """Describe the window of a bar: its days, which end is open, and whether it is uncertain."""
    if bar.first and bar.last:
        days = bar.first if bar.first == bar.last else f"{bar.first} to {bar.last}"
    elif bar.first:
        days = f"from {bar.first}, end open"
    else:
        days = f"up to {bar.last}, beginning open" if bar.last else "no day told"
    return f"{days} (uncertain)" if bar.uncertain else days


def find_shared(bars: Sequence[Bar], axis: Axis) -> list[tuple[float, float]]:
    """Return stretches within more than one window; bars with the very same window count as one."""
    windows = sorted(
        {(axis.find_start(bar.first), axis.find_end(bar.last)) for bar in bars if bar.first and bar.last}
    )
    cuts = sorted({place for window in windows for place in window})
    stretches: list[tuple[float, float]] = []
    for left, right in pairwise(cuts):
        if sum(first <= left and last >= right for first, last in windows) > 1:
            if stretches and stretches[-1][1] == left:
                stretches[-1] = (stretches[-1][0], right)
            else:
                stretches.append((left, right))
    return stretches
