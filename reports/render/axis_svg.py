"""Date windows on an axis as SVG, for pages and reports: figures, events, and publications.

A long gap in which nothing begins or ends is compressed and marked by a broken line. An open end
has an arrow and no stroke; an uncertain window is dashed and pale. Nothing is summed: with
`shade`, the days that windows share are marked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

LONGEST_GAP = 21
"""Days without a beginning or an end that are drawn at full length; a longer gap is compressed to it."""
MARGIN = 14
LABELS = 330
AGAIN = 20
"""Pixels for a further window of the same thing."""
LETTERS = 46
"""Maximum number of letters on a line of a label."""
_TICK = 84
_COLOURS = {
    "figure": ("#c9dcef", "#0b4f8a"),
    "event": ("#cfe3d4", "#2a6b3d"),
    "published": ("#e3d9ee", "#5d3a8a"),
    "fact": ("#c9dcef", "#0b4f8a"),
    "proceeding": ("#c9dcef", "#0b4f8a"),
    "finding": ("#b9c4d0", "#1a1a1a"),
    "accusation": ("#f3d8cf", "#a3361a"),
}


@dataclass(frozen=True, slots=True)
class Bar:
    """A window of days (ISO; empty where open or unknown) with its words; `link` may be empty.

    `uncertain`: the window is known by inference, or its source doubts it. `style` is one of the names of
    colours: figure, event, published, or a standing.
    """

    label: str
    under: str
    first: str
    last: str
    style: str = "figure"
    uncertain: bool = False
    link: str = ""


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

    def list_ticks(self, firsts: Iterable[str]) -> Iterator[tuple[float, str]]:
        """List the first days, with x positions, that have room before the last day at the right edge."""
        last = -_TICK * 2.0
        for day in sorted(set(firsts)):
            place = self.find_start(day)
            if place - last >= _TICK and place <= self.right - 2 * _TICK:
                yield place, day
                last = place


def render_axis_svg(id_: str, title: str, tracks: Sequence[Track], *, shade: bool = False) -> str:
    """Render the tracks on one axis; "" if no bar has any day. `shade` marks days that windows share."""
    shown = [
        Track(track.heading, tuple(bar for bar in track.bars if bar.first or bar.last)) for track in tracks
    ]
    shown = [track for track in shown if track.bars]
    bars = [bar for track in shown for bar in track.bars]
    if not bars:
        return ""
    width, tall = 960, 40 if any(bar.under for bar in bars) else 28
    axis = Axis(bars, LABELS + MARGIN, width - MARGIN)
    rows = [[AGAIN if is_repeat else tall for is_repeat in _find_repeats(track)] for track in shown]
    height = 42 + sum(map(sum, rows)) + sum(30 for track in shown if track.heading)
    role = "group" if any(bar.link for bar in bars) else "img"
    parts = [
        f'<svg class="axis" viewBox="0 0 {width} {height}" role="{role}" aria-labelledby="{id_}-t" '
        'xmlns="http://www.w3.org/2000/svg" font-family="inherit" font-size="14">',
        f'<title id="{id_}-t">{escape(title)}</title>',
    ]
    if shade:
        parts += (
            f'<rect class="shared" x="{left}" y="30" width="{round(right - left, 1)}" height="{height - 34}" '
            'fill="#fbeecb"/>'
            for left, right in _find_shared(bars, axis)
        )
    parts += _draw_scale(axis, bars, height)
    y = 36
    for track, heights in zip(shown, rows, strict=True):
        if track.heading:
            y += 30
            parts.append(
                f'<text class="track" x="4" y="{y - 9}" font-weight="700" fill="#1a1a1a">'
                f"{escape(track.heading)}</text>"
            )
        for bar, row in zip(track.bars, heights, strict=True):
            parts += _draw_bar(bar, axis, y, row)
            y += row
    return "".join([*parts, "</svg>"])


def _find_repeats(track: Track) -> Iterator[bool]:
    """Return for each bar whether it shows another window of the bar before: it needs no label again."""
    yield False
    for before, bar in pairwise(track.bars):
        yield bool(bar.link) and (before.link, before.label) == (bar.link, bar.label)


def _draw_scale(axis: Axis, bars: Sequence[Bar], height: int) -> Iterator[str]:
    for x, day in axis.list_ticks(bar.first for bar in bars if bar.first):
        yield f'<path class="tick" d="M{x:g} 24V{height - 4}" stroke="#d5d9de"/>'
        yield f'<text class="soft" x="{x:g}" y="16" fill="#565e69">{day}</text>'
    latest = max((bar.last for bar in bars if bar.last), default="")
    if latest:
        x = axis.find_end(latest)
        yield f'<text class="soft" x="{x:g}" y="16" text-anchor="end" fill="#565e69">{latest}</text>'
    yield f'<path class="line" d="M{axis.left} 24H{axis.right}" stroke="#565e69"/>'
    for x in axis.squeezed:
        yield (
            f'<path class="squeezed" d="M{x - 4} 30L{x} 18L{x + 4} 30M{x} 30V{height - 4}" fill="none" '
            'stroke="#8a8a8a" stroke-dasharray="2 4"/>'
        )


def _draw_bar(bar: Bar, axis: Axis, y: int, row: int) -> Iterator[str]:
    x = axis.find_start(bar.first) if bar.first else float(axis.left)
    right = axis.find_end(bar.last) if bar.last else float(axis.right)
    right = max(right, x + 6)
    fill, stroke = _COLOURS[bar.style]
    top, tall = (y + 3, row - 14) if row > AGAIN else (y - 6, AGAIN - 6)
    dash = ' stroke-dasharray="4 3"' if bar.uncertain else ""
    words = f"{bar.label}: {describe_window(bar)}"
    yield f"<a href={quoteattr(bar.link)} aria-label={quoteattr(words)}>" if bar.link else "<g>"
    yield f"<title>{escape(words)}</title>"
    if row > AGAIN:
        label = escape(limit_length(bar.label))
        yield f'<text class="label" x="4" y="{y + 16}" fill="#1a1a1a">{label}</text>'
    if bar.under and row > AGAIN:
        yield (
            f'<text class="soft" x="4" y="{y + 32}" font-size="12" fill="#565e69">'
            f"{escape(limit_length(bar.under, LETTERS + 8))}</text>"
        )
    yield (
        f'<rect class="bar {bar.style}" x="{x:g}" y="{top}" width="{right - x:g}" height="{tall}" '
        f'fill="{fill}" fill-opacity="{0.45 if bar.uncertain else 0.9}"/>'
    )
    low, half = top + tall, top + tall / 2
    ends = f"M{x:g} {top}H{right:g}M{x:g} {low}H{right:g}"
    ends += f"M{x:g} {top}V{low}" if bar.first else _draw_arrow(x + 9, x + 2, top, half)
    ends += f"M{right:g} {top}V{low}" if bar.last else _draw_arrow(right - 9, right - 2, top, half)
    yield f'<path class="edge {bar.style}" d="{ends}" fill="none" stroke="{stroke}"{dash}/>'
    yield "</a>" if bar.link else "</g>"


def _draw_arrow(back: float, tip: float, top: int, half: float) -> str:
    """Draw the head of an arrow along a bar whose end is open."""
    low = 2 * half - top
    return f"M{back:g} {top + 4}L{tip:g} {half:g}L{back:g} {low - 4:g}"


def describe_window(bar: Bar) -> str:
    """Describe the window of a bar: its days, which end is open, and whether it is uncertain."""
    if bar.first and bar.last:
        days = bar.first if bar.first == bar.last else f"{bar.first} to {bar.last}"
    elif bar.first:
        days = f"from {bar.first}, end open"
    else:
        days = f"up to {bar.last}, beginning open" if bar.last else "no day told"
    return f"{days} (uncertain)" if bar.uncertain else days


def _find_shared(bars: Sequence[Bar], axis: Axis) -> list[tuple[float, float]]:
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


def limit_length(text: str, letters: int = LETTERS) -> str:
    """Return a text, cut to a number of letters if it is longer."""
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"
