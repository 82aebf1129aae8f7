"""Pictures of a report as SVG: who is tied to whom, and numbers on their days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from textwrap import wrap
from xml.sax.saxutils import escape

from reports.content.model import FigureBlock, Line, Network, Node
from reports.render.axis_svg import Bar, Track, limit_length, render_axis_svg
from reports.render.layout import compute_layout

MOST_NODES = 300
"""Maximum number of entities in a picture; with more, a table replaces it."""
MOST_WORDS = 60
"""With more lines than this, the lines have no labels."""
NAME_WIDTH = 26
COLOURS = {
    "fact": "#3a3a3a",
    "event": "#6b6b6b",
    "finding": "#3a3a3a",
    "proceeding": "#0b4f8a",
    "accusation": "#a3361a",
}
DENIED = "#6b6b6b"
_PLACES = frozenset({"Country", "Province", "City", "BorderCrossing", "Region", "Compound", "Facility"})
_GROUPS = frozenset({"Cohort", "Collective", "Nationality"})


def choose_shape(kind: str) -> str:
    """Return the shape of a kind: place, group, person, matter (what happens or is discussed), or body."""
    if kind in _PLACES:
        return "place"
    if kind in _GROUPS:
        return "group"
    if kind == "Person":
        return "person"
    return "matter" if kind in ("Event", "Topic", "Occasion") else "body"


def render_network_svg(network: Network) -> str:
    """Render the network as one SVG element; shapes by kind, lines by standing."""
    layout = compute_layout(network)
    size = min(max(14, round(14 * layout.width / 1000)), 22)
    line_counts = Counter(frozenset((line.start, line.end)) for line in network.lines)
    drawn_counts: Counter[frozenset[str]] = Counter()
    parts = [
        f'<svg viewBox="0 0 {layout.width} {layout.height}" role="img" aria-labelledby="net-t net-d" '
        f'xmlns="http://www.w3.org/2000/svg" font-family="inherit" font-size="{size}">',
        '<title id="net-t">Who is tied to whom</title>',
        f'<desc id="net-d">{network.size}; the list below this picture tells every one of them.</desc>',
    ]
    for line in network.lines:
        pair = frozenset((line.start, line.end))
        bend = drawn_counts[pair] - (line_counts[pair] - 1) / 2
        drawn_counts[pair] += 1
        if line.start != line.end:
            flip = 1 if line.start < line.end else -1
            parts += _draw_line(
                line, layout.at[line.start], layout.at[line.end], bend * flip, len(network.lines)
            )
    for node in network.nodes:
        parts += _draw_node(node, layout.at[node.id], size)
    return "".join([*parts, "</svg>"])


def _draw_line(line: Line, a: tuple[int, int], b: tuple[int, int], bend: float, lines: int) -> Iterator[str]:
    (ax, ay), (bx, by) = a, b
    length = max(abs(bx - ax) + abs(by - ay), 1)
    mx = round((ax + bx) / 2 - (by - ay) / length * bend * 70)
    my = round((ay + by) / 2 + (bx - ax) / length * bend * 70)
    colour = COLOURS.get(line.style, DENIED)
    path = f'd="M{ax} {ay}Q{mx} {my} {bx} {by}" fill="none" stroke="{colour}"'
    if line.style == "proceeding":
        yield f'<path {path} stroke-width="5"/>'
        yield f'<path d="M{ax} {ay}Q{mx} {my} {bx} {by}" fill="none" stroke="#fff" stroke-width="2"/>'
    else:
        dash = {
            "accusation": ' stroke-dasharray="7 5"',
            "denied": ' stroke-dasharray="2 5"',
            "event": ' stroke-dasharray="2 3"',
        }.get(line.style, "")
        yield f'<path {path} stroke-width="{2 if line.asserted else 1.4}"{dash}/>'
    if lines <= MOST_WORDS and line.style != "event":
        x, y = round((ax + 2 * mx + bx) / 4), round((ay + 2 * my + by) / 4)
        yield (
            f'<text x="{x}" y="{y}" text-anchor="middle" font-size="0.85em" fill="{colour}" stroke="#fff" '
            f'stroke-width="4" paint-order="stroke">{escape(limit_length(line.words, NAME_WIDTH))}</text>'
        )


def _draw_node(node: Node, at: tuple[int, int], size: int) -> Iterator[str]:
    x, y = at
    style = f'fill="{"#f4d58d" if node.asked else "#ffffff"}" stroke="#1a1a1a" stroke-width="2"'
    shape = choose_shape(node.kind)
    if shape == "place":
        yield f'<rect x="{x - 9}" y="{y - 9}" width="18" height="18" {style}/>'
    elif shape == "group":
        yield f'<rect x="{x - 11}" y="{y - 9}" width="22" height="18" rx="9" {style}/>'
    elif shape == "person":
        yield f'<circle cx="{x}" cy="{y}" r="10" {style}/>'
    elif shape == "matter":
        yield f'<polygon points="{x},{y - 12} {x + 12},{y} {x},{y + 12} {x - 12},{y}" {style}/>'
    else:
        yield f'<polygon points="{x - 11},{y + 9} {x + 11},{y + 9} {x + 7},{y - 9} {x - 7},{y - 9}" {style}/>'
    weight = 700 if node.asked else 400
    for number, words in enumerate(_wrap_name(node.name)):
        below = y + 13 + size + round(1.15 * size) * number
        yield (
            f'<text x="{x}" y="{below}" text-anchor="middle" stroke="#fff" stroke-width="4" '
            f'paint-order="stroke" font-weight="{weight}">{escape(words)}</text>'
        )


def _wrap_name(name: str) -> list[str]:
    """Wrap a name to two lines at most, and cut it if it is longer."""
    lines = wrap(name, NAME_WIDTH) or [name]
    return lines if len(lines) < 3 else [lines[0], limit_length(" ".join(lines[1:]), NAME_WIDTH)]


def render_figures_svg(block: FigureBlock, number: int) -> str:
    """Render numbers as bars over the days that they count; "" if no number has any day."""
    bars = tuple(Bar(line.number, line.speakers, line.window_from, line.window_to) for line in block.lines)
    title = f"{block.name}: numbers on their days; the table below tells the same"
    return render_axis_svg(f"f{number}", title, [Track("", bars)], shade=True)
