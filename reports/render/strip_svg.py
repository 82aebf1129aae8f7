"""Small multiples: the numbers of one series on their days, in one line of a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from graph.rules.date_windows import format_window
from reports.render.axis_scale import Axis, Bar
from reports.render.tokens import PAPER

WIDTH, HEIGHT = 240, 44
_EDGE = 6
_STUB = 10
"""Width of a line that is open at one end."""


def build_shared_axis(numbers: Iterable[Mapping[str, Any]]) -> Axis | None:
    """Build the axis that the strips of several series share; None if no number has any day."""
    bars = [Bar("", "", number["first"] or "", number["last"] or "") for number in numbers]
    dated = [bar for bar in bars if bar.first or bar.last]
    return Axis(dated, _EDGE, WIDTH - _EDGE) if dated else None


def render_strip_svg(name: str, numbers: Sequence[Mapping[str, Any]], axis: Axis | None) -> str:
    """Render a strip; "" if no number has a day and a size.

    Each number is a line over its days, the higher the larger it is; a range is a box from its low to its
    high. Known ends have a dot.
    """
    drawn = [(number, size) for number in numbers if (size := _find_size(number)) and _is_dated(number)]
    largest = max((high for _, (_, high) in drawn), default=0.0)
    if axis is None or largest <= 0:
        return ""
    words = "; ".join(f"{number['name']}, {_describe_days(number)}" for number, _ in drawn)
    parts = [
        f'<svg class="strip-chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label={quoteattr(f"{name}: {words}")} xmlns="http://www.w3.org/2000/svg">',
        f'<path class="base" d="M0 {HEIGHT - _EDGE}H{WIDTH}" stroke="{PAPER["line"]}"/>',
    ]
    parts += (
        f'<path class="gap" d="M{x} 2V{HEIGHT - _EDGE}" stroke="{PAPER["line"]}" stroke-dasharray="2 3"/>'
        for x in axis.squeezed
    )
    parts += (_draw_number(number, size, largest, axis) for number, size in drawn)
    return "".join([*parts, "</svg>"])


def _is_dated(number: Mapping[str, Any]) -> bool:
    return bool(number["first"] or number["last"])


def _find_size(number: Mapping[str, Any]) -> tuple[float, float] | None:
    """Return low and high of a number; the same where it is one, None for words."""
    ends = [number[key] for key in ("value", "low", "high") if isinstance(number[key], int | float)]
    return (float(min(ends)), float(max(ends))) if ends else None


def _describe_days(number: Mapping[str, Any]) -> str:
    return format_window((number["first"], number["last"]))


def _draw_number(number: Mapping[str, Any], size: tuple[float, float], largest: float, axis: Axis) -> str:
    first, last = number["first"], number["last"]
    x = axis.find_start(first) if first else max(axis.find_end(last) - _STUB, 0.0)
    right = axis.find_end(last) if last else min(x + _STUB, float(WIDTH))
    tall = HEIGHT - 3 * _EDGE
    low, high = (round(HEIGHT - _EDGE - 2 - tall * end / largest, 1) for end in size)
    box = (
        f'<rect class="bar" x="{x:g}" y="{high:g}" width="{right - x:g}" height="{low - high:g}" '
        f'fill="{PAPER["bar"]}"/>'
        if low > high
        else ""
    )
    ends = [x] if first else []
    ends += [right] if last and right - x > 5 else []
    dots = "".join(
        f'<circle class="dot" cx="{end:g}" cy="{high:g}" r="2.4" fill="{PAPER["accent"]}"/>' for end in ends
    )
    title = escape(f"{number['name']}, {_describe_days(number)}")
    across = f'd="M{x:g} {high:g}H{max(right, x + 2):g}"'
    line = f'<path class="edge" {across} stroke="{PAPER["accent"]}" stroke-width="2"/>'
    return f"<g><title>{title}</title>{box}{line}{dots}</g>"
