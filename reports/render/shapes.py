"""Shapes of entities and styles of lines in a picture; they differ without colour, too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reports.render.scene import Point, Rectangle
from reports.render.tokens import PAPER

_INK = PAPER["ink"]
_SURFACE = PAPER["surface"]

COLOURS = {
    "fact": _INK,
    "hedged": _INK,
    "event": PAPER["soft"],
    "together": PAPER["soft"],
    "finding": _INK,
    "proceeding": PAPER["accent"],
    "accusation": PAPER["accusation"],
    "denied": PAPER["soft"],
}
STYLE_WORDS = {
    "finding": "finding of a court or authority",
    "proceeding": "proceeding or official act",
    "fact": "fact as a source states it",
    "hedged": "expected, promised, or said with reservations",
    "accusation": "accusation, not a finding",
    "denied": "denied by a source, affirmed by none",
    "event": "part in an event, which alone connects nobody",
    "together": "named together in one statement",
}
"""What a line of each style means, in the order of the legend."""
SHAPE_WORDS = {
    "person": "person",
    "body": "organisation or authority",
    "place": "place or site",
    "group": "group of people or bodies",
    "matter": "event or topic",
}
"""What each shape means, in the order of the legend."""
ASKED_WORDS = "asked about"
_PLACES = frozenset({"Country", "Province", "City", "BorderCrossing", "Region", "Compound", "Facility"})
_GROUPS = frozenset({"Cohort", "Collective", "Nationality"})
_CUT = 9.0
_THIN = 1.4
_ARROW = 11.0
DASHES = {"accusation": "9 5", "denied": "2 5", "event": "10 3 2 3", "together": "18 5"}
WIDTHS = {"finding": 4.0, "proceeding": 5.4, "accusation": 2.0, "denied": 2.4, "hedged": 1.0}


def choose_shape(kind: str) -> str:
    """Return the shape of a kind: place, group, person, matter (what happens or is discussed), or body."""
    if kind in _PLACES:
        return "place"
    if kind in _GROUPS:
        return "group"
    if kind == "Person":
        return "person"
    return "matter" if kind in ("Event", "Topic", "Occasion") else "body"


def draw_shape(shape: str, area: Rectangle, *, asked: bool) -> Iterator[str]:
    """Draw the outline of an entity within an area: square, round, stacked, cut, or with double sides."""
    left, top, right, bottom = area
    fill, width = (PAPER["mark2"], 2.6) if asked else (_SURFACE, _THIN)
    style = f'fill="{fill}" stroke="{_INK}" stroke-width="{width}"'
    if shape == "group":
        back = f'fill="{_SURFACE}" stroke="{_INK}" stroke-width="{_THIN}"'
        yield _draw_rectangle((left + 6, top, right - 6, top + 10), back)
        top += 4
    if shape == "matter":
        yield _draw_polygon(
            (
                (left + _CUT, top), (right - _CUT, top), (right, top + _CUT), (right, bottom - _CUT),
                (right - _CUT, bottom), (left + _CUT, bottom), (left, bottom - _CUT), (left, top + _CUT),
            ),
            style,
        )  # fmt: skip
    else:
        yield _draw_rectangle((left, top, right, bottom), ('rx="14" ' if shape == "person" else "") + style)
    if shape == "place":
        yield (
            f'<path d="M{left + 6:g} {top:g}V{bottom:g}M{right - 6:g} {top:g}V{bottom:g}" fill="none" '
            f'stroke="{_INK}" stroke-width="{_THIN}"/>'
        )


def _draw_rectangle(area: Rectangle, style: str) -> str:
    left, top, right, bottom = area
    return f'<rect x="{left:g}" y="{top:g}" width="{right - left:g}" height="{bottom - top:g}" {style}/>'


def _draw_polygon(points: Sequence[Point], style: str) -> str:
    corners = " ".join(f"{round(x, 1):g},{round(y, 1):g}" for x, y in points)
    return f'<polygon points="{corners}" {style}/>'


def draw_line(style: str, points: Sequence[Point], *, directed: bool) -> Iterator[str]:
    """Draw a line in its style, with an arrowhead at its end if it has a direction."""
    colour = COLOURS[style]
    *before, (x1, y1), (x2, y2) = points
    dx, dy = (x2 > x1) - (x2 < x1), (y2 > y1) - (y2 < y1)
    tip = (x2 - dx * 1.5, y2 - dy * 1.5)
    back = (tip[0] - dx * _ARROW, tip[1] - dy * _ARROW)
    corners = [*before, (x1, y1), back if directed else (x2, y2)]
    path = "M" + "L".join(f"{round(x, 1):g} {round(y, 1):g}" for x, y in corners)
    yield from _draw_path(path, style)
    if directed:
        across = (dy * 5.5, dx * 5.5)
        fill = _SURFACE if style == "hedged" else colour
        yield _draw_polygon(
            (tip, (back[0] + across[0], back[1] + across[1]), (back[0] - across[0], back[1] - across[1])),
            f'class="arrow" fill="{fill}" stroke="{colour}" stroke-width="1"',
        )
    if style == "denied":
        (x, y), (far_x, far_y), *_ = points
        # Beside the box where the line begins, where no label reaches.
        step_x, step_y = (far_x > x) - (far_x < x), (far_y > y) - (far_y < y)
        yield _draw_cross(x + 9 * step_x, y + 9 * step_y, colour)


def _draw_path(path: str, style: str) -> Iterator[str]:
    colour = COLOURS[style]
    dash = f' stroke-dasharray="{DASHES[style]}"' if style in DASHES else ""
    width = WIDTHS.get(style, 1.6)
    line = f'd="{path}" fill="none"'
    yield f'<path class="tie {style}" {line} stroke="{colour}" stroke-width="{width}"{dash}/>'
    if style == "proceeding":
        yield f'<path {line} stroke="{_SURFACE}" stroke-width="2"/>'


def _draw_cross(x: float, y: float, colour: str) -> str:
    """Draw the cross through the line of what is denied."""
    strokes = f"M{x - 5:g} {y - 5:g}L{x + 5:g} {y + 5:g}M{x - 5:g} {y + 5:g}L{x + 5:g} {y - 5:g}"
    return f'<path class="cross" d="{strokes}" fill="none" stroke="{colour}" stroke-width="2.4"/>'
