"""Date windows on an axis as SVG, for pages and reports: figures, events, and publications.

A long gap in which nothing begins or ends is compressed and marked by a broken line. An open end
has an arrow and no stroke; an uncertain window is dashed and pale; what is denied is struck through.
Nothing is summed: with `shade`, the days that windows share are marked. A legend names the marks used.
At 17 cm, the text width of an A4 page, a unit is half a point.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from graph.rules.date_windows import format_window
from reports.render.axis_scale import LONGEST_GAP, Axis, Bar, Track, describe_window, find_shared
from reports.render.bidi import isolate_rtl
from reports.render.text_width import compute_width, wrap_text
from reports.render.tokens import PAPER

_SOFT = PAPER["soft"]
_RULE = PAPER["rule"]
_SURFACE = PAPER["surface"]
_SHARED = PAPER["shared"]
_INK = PAPER["ink"]

__all__ = ["LONGEST_GAP", "Bar", "Track", "render_axis_svg"]

MARGIN = 14
AGAIN = 20
"""Pixels for a further window of the same thing."""
SIZE, SMALL = 15, 14.5
MOST_LINES = 3
"""Maximum number of lines of speakers, unless the first of them takes more."""
GAP_WORDS = "long gap, shortened"
_LEAD = 18
_TOP = 36
_BAR = 22
_COLOURS = {
    "figure": (PAPER["bar"], PAPER["accent"]),
    "event": (PAPER["bar-event"], PAPER["green"]),
    "published": (PAPER["bar-published"], PAPER["violet"]),
    "fact": (PAPER["bar"], PAPER["accent"]),
    "proceeding": (PAPER["bar"], PAPER["accent"]),
    "finding": (PAPER["bar-finding"], _INK),
    "accusation": (PAPER["bar-accusation"], PAPER["accusation"]),
}


@dataclass(frozen=True, slots=True)
class Layout:
    """Width of a picture, and where the bars begin: beside their labels, or below them at the left edge."""

    width: int
    left: int
    text_width: int

    @property
    def is_stacked(self) -> bool:
        """Return whether labels stand above their bars."""
        return self.left < self.text_width


WIDE = Layout(960, 374, 352)
NARROW = Layout(400, 14, 380)
"""For a phone: labels above the bars."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A bar with the lines of its label and of what is under it; a repeated bar has neither."""

    bar: Bar
    label: tuple[str, ...] = ()
    under: tuple[str, ...] = ()
    stacked: bool = False

    @property
    def text_height(self) -> int:
        return (len(self.label) + len(self.under)) * _LEAD

    @property
    def height(self) -> int:
        if not self.label:
            return AGAIN
        return self.text_height + _BAR + 16 if self.stacked else max(self.text_height + 10, _BAR + 10)

    @property
    def bar_top(self) -> int:
        """Where the bar begins, below the top of the row."""
        if not self.label:
            return -6
        return self.text_height + 6 if self.stacked else 3


def render_axis_svg(
    id_: str, title: str, tracks: Sequence[Track], *, shade: bool = False, layout: Layout = WIDE
) -> str:
    """Render the tracks on one axis; "" if no bar has any day. `shade` marks days that windows share."""
    shown = [
        Track(track.heading, tuple(bar for bar in track.bars if bar.first or bar.last)) for track in tracks
    ]
    shown = [track for track in shown if track.bars]
    bars = [bar for track in shown for bar in track.bars]
    if not bars:
        return ""
    axis = Axis(bars, layout.left, layout.width - MARGIN)
    rows = [list(_list_rows(track, layout)) for track in shown]
    height = _TOP + sum(row.height for track_rows in rows for row in track_rows)
    height += sum(30 for track in shown if track.heading)
    stretches = find_shared(bars, axis) if shade else []
    marks = {"shared": bool(stretches), "squeezed": bool(axis.squeezed)}
    legend, bottom = _draw_legend(bars, height + 8, layout.width, **marks)
    role, scale = "img", ""
    if any(bar.link for bar in bars):
        role, scale = "group", f' data-scale="{axis.scale}" data-bottom="{height}"'
    parts = [
        f'<svg class="axis" viewBox="0 0 {layout.width} {bottom}" role="{role}"{scale} '
        f'aria-labelledby="{id_}-t" xmlns="http://www.w3.org/2000/svg" font-family="inherit" '
        f'font-size="{SIZE}">',
        f'<title id="{id_}-t">{escape(title)}</title>',
    ]
    parts += (
        f'<rect class="shared" x="{left}" y="30" width="{round(right - left, 1)}" height="{height - 30}" '
        f'fill="{_SHARED}"/>'
        for left, right in stretches
    )
    parts += _draw_scale(axis, bars, height)
    y = _TOP
    for track, track_rows in zip(shown, rows, strict=True):
        if track.heading:
            y += 30
            parts.append(
                f'<text class="track" x="4" y="{y - 9}" font-weight="700" fill="{_INK}">'
                f"{escape(track.heading)}</text>"
            )
        for row in track_rows:
            parts += _draw_bar(row, axis, y)
            y += row.height
    return "".join([*parts, *legend, "</svg>"])


def _list_rows(track: Track, layout: Layout) -> Iterator[_Row]:
    """List the rows of a track; another window of the bar before needs no label again."""
    before: Bar | None = None
    for bar in track.bars:
        if before and bar.link and (before.link, before.label) == (bar.link, bar.label):
            yield _Row(bar)
        else:
            label = f"Denied: {bar.label}" if bar.denied else bar.label
            under = _wrap_list(bar.under, layout.text_width) if bar.under else ()
            lines = tuple(wrap_text(label, layout.text_width, SIZE))
            yield _Row(bar, lines, under, layout.is_stacked)
        before = bar


def _wrap_list(text: str, width: int) -> tuple[str, ...]:
    """Wrap a list of speakers; those who do not fit are counted."""
    speakers = text.split("; ")
    lines: list[str] = []
    for number in range(len(speakers), 0, -1):
        rest = len(speakers) - number
        words = "; ".join(speakers[:number]) + (f"; and {rest} more" if rest else "")
        lines = wrap_text(words, width, SMALL)
        if len(lines) <= MOST_LINES:
            break
    return tuple(lines)


def _draw_scale(axis: Axis, bars: Sequence[Bar], height: int) -> Iterator[str]:
    for x, day in axis.list_ticks(bar.first for bar in bars if bar.first):
        yield f'<path class="tick" d="M{x:g} 24V{height}" stroke="{PAPER["line"]}"/>'
        yield f'<text class="soft" x="{x:g}" y="16" fill="{_SOFT}">{format_window((day, day))}</text>'
    latest = max((bar.last for bar in bars if bar.last), default="")
    if latest:
        x = axis.find_end(latest)
        words = format_window((latest, latest))
        yield f'<text class="soft" x="{x:g}" y="16" text-anchor="end" fill="{_SOFT}">{words}</text>'
    yield f'<path class="line" d="M{axis.left} 24H{axis.right}" stroke="{_SOFT}"/>'
    for x in axis.squeezed:
        yield f'<path class="squeezed" d="M{x} 32V{height}" stroke="{_RULE}" stroke-dasharray="2 4"/>'
        yield _draw_gap(x - 6, 24)


def _draw_gap(x: float, y: float) -> str:
    """Draw the break in the axis where a long gap is shortened."""
    line = f'd="M{x:g} {y:g}l3 -6l6 12l3 -6" fill="none"'
    return f'<path {line} stroke="{_SURFACE}" stroke-width="4"/><path class="line" {line} stroke="{_SOFT}"/>'


_STUB = 60
"""Width of a window that is open at one end."""


def _draw_bar(row: _Row, axis: Axis, y: int) -> Iterator[str]:
    bar = row.bar
    # An open window is drawn as a stub at the end that is known, so that it does not look the longest.
    x = axis.find_start(bar.first) if bar.first else float(axis.left)
    right = max(axis.find_end(bar.last) if bar.last else float(axis.right), x + 6)
    if not bar.first:
        x = max(x, right - _STUB)
    elif not bar.last:
        right = min(right, x + _STUB)
    top, tall = y + row.bar_top, _BAR if row.label else AGAIN - 6
    words = f"{bar.label}: {describe_window(bar)}"
    days = f"{bar.first}/{bar.last}"
    yield (
        f'<a href={quoteattr(bar.link)} data-days="{days}" aria-label={quoteattr(words)}>'
        if bar.link
        else "<g>"
    )
    yield f"<title>{escape(words)}</title>"
    for number, line in enumerate((*row.label, *row.under)):
        is_label = number < len(row.label)
        kind, colour = ("label", _INK) if is_label else ("soft", _SOFT)
        size = SIZE if is_label else SMALL
        yield (
            f'<text class="{kind}" x="4" y="{y + 16 + number * _LEAD}" font-size="{size}" fill="{colour}">'
            f"{escape(isolate_rtl(line))}</text>"
        )
    yield from _draw_window(bar, (x, right), (top, top + tall))
    yield "</a>" if bar.link else "</g>"


def _draw_window(bar: Bar, across: tuple[float, float], down: tuple[int, int]) -> Iterator[str]:
    """Draw a window: without fill if it is denied, pale and dashed if it is uncertain."""
    (x, right), (top, low) = across, down
    fill, stroke = _COLOURS[bar.style]
    opacity = 0.0 if bar.denied else 0.45 if bar.uncertain else 0.9
    yield (
        f'<rect class="bar {bar.style}" x="{x:g}" y="{top}" width="{right - x:g}" height="{low - top}" '
        f'fill="{fill}" fill-opacity="{opacity}"/>'
    )
    dash = ' stroke-dasharray="4 3"' if bar.uncertain else ' stroke-dasharray="2 3"' if bar.denied else ""
    half = (top + low) / 2
    ends = f"M{x:g} {top}H{right:g}M{x:g} {low}H{right:g}"
    ends += f"M{x:g} {top}V{low}" if bar.first else _draw_arrow(x + 9, x + 2, top, half)
    ends += f"M{right:g} {top}V{low}" if bar.last else _draw_arrow(right - 9, right - 2, top, half)
    yield f'<path class="edge {bar.style}" d="{ends}" fill="none" stroke="{stroke}"{dash}/>'
    if bar.denied:
        yield f'<path class="strike" d="M{x:g} {half:g}H{right:g}" stroke="{stroke}" stroke-width="2"/>'


def _draw_arrow(back: float, tip: float, top: int, half: float) -> str:
    """Draw the head of an arrow along a bar whose end is open."""
    low = 2 * half - top
    return f"M{back:g} {top + 4}L{tip:g} {half:g}L{back:g} {low - 4:g}"


def _draw_legend(
    bars: Sequence[Bar], top: int, width: int, *, shared: bool, squeezed: bool
) -> tuple[list[str], int]:
    """Draw what the marks in the picture mean, if it has any; return it and the bottom of the picture."""
    style = bars[0].style
    samples = [
        (shared, "days that windows share", None),
        (
            any(not (bar.first and bar.last) for bar in bars),
            "open beginning or end",
            Bar("", "", "", "1", style),
        ),
        (any(bar.uncertain for bar in bars), "uncertain", Bar("", "", "1", "1", style, uncertain=True)),
        (any(bar.denied for bar in bars), "denied", Bar("", "", "1", "1", style, denied=True)),
    ]
    entries = [(words, bar) for used, words, bar in samples if used]
    drawn: list[str] = []
    x, y = 4.0, top
    for words, bar in entries:
        if x > 4 and x + 44 + compute_width(words, SIZE) > width:
            x, y = 4.0, y + 26
        if bar is None:
            drawn.append(
                f'<rect class="key shared" x="{x:g}" y="{y + 3}" width="36" height="16" fill="{_SHARED}" '
                f'stroke="{_RULE}"/>'
            )
        else:
            sample = _draw_window(bar, (x, x + 36), (y + 3, y + 19))
            drawn += (part.replace('class="', 'class="key ') for part in sample)
        drawn.append(f'<text class="soft" x="{x + 44:g}" y="{y + 16}" fill="{_SOFT}">{words}</text>')
        x += 44 + compute_width(words, SIZE) + 16
    if squeezed:
        if x > 4 and x + 20 + compute_width(GAP_WORDS, SIZE) > width:
            x, y = 4.0, y + 26
        drawn.append(_draw_gap(x, y + 11))
        drawn.append(f'<text class="soft" x="{x + 20:g}" y="{y + 16}" fill="{_SOFT}">{GAP_WORDS}</text>')
    return drawn, y + 26 if drawn else top
