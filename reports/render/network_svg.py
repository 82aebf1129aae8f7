"""The picture of a network for page and print, and of numbers on their days, as SVG."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from reports.content.model import FigureBlock, Network
from reports.render.axis_svg import Bar, Track, render_axis_svg
from reports.render.bidi import isolate_rtl
from reports.render.network_plan import MOST_NODES, Picture, plan_picture
from reports.render.scene import LEAD, SIZE, SMALL, WIDTH, Box, Route
from reports.render.shapes import (
    ASKED_WORDS,
    COLOURS,
    SHAPE_WORDS,
    STYLE_WORDS,
    choose_shape,
    draw_line,
    draw_shape,
)
from reports.render.text_width import compute_width
from reports.render.tokens import PAPER

__all__ = ["MOST_NODES", "choose_shape", "plan_picture", "render_figures_svg", "render_network_svg"]

_EDGE = 8
"""Room around the picture, for outlines."""
_SAMPLE = 44
_ROW = 24


def render_network_svg(network: Network, find_link: Callable[[str], str] | None = None) -> str:
    """Render the readable part of a network as one SVG element; "" if nothing in it is tied.

    `find_link` gives the URL of an entity, to which its shape then leads.
    """
    picture = plan_picture(network)
    return render_picture_svg(picture, find_link) if picture else ""


def render_picture_svg(picture: Picture, find_link: Callable[[str], str] | None = None) -> str:
    """Render a planned picture with a legend of the lines and shapes that it uses."""
    scene = picture.scene
    legend, legend_height = _draw_legend(picture, scene.height + 26)
    height = scene.height + 26 + legend_height
    title = "Chains, hop by hop" if picture.network.chains else "Who is tied to whom"
    description = picture.caption
    if find_link is None:
        listed = " The appendix lists all." if picture.is_cut else ""
        description = f"{description}{listed} The appendix lists each tie.".strip()
    role = "group" if find_link else "img"
    parts = [
        f'<svg viewBox="{-_EDGE} {-_EDGE} {WIDTH + 2 * _EDGE} {round(height) + 2 * _EDGE}" role="{role}" '
        'aria-labelledby="net-t net-d" xmlns="http://www.w3.org/2000/svg" font-family="inherit" '
        f'font-size="{SIZE}">',
        f'<title id="net-t">{title}</title>',
        f'<desc id="net-d">{escape(description)}</desc>',
    ]
    for route in scene.routes:
        parts += draw_line(route.tie.style, route.points, directed=route.tie.directed)
    for box in scene.boxes:
        parts += _draw_linked_box(box, find_link) if find_link else _draw_box(box)
    for route in scene.routes:
        parts += _draw_label(route)
    parts += (
        f'<text class="heading" x="{h.at[0]:g}" y="{h.at[1]:g}" font-weight="700">{escape(h.text)}</text>'
        for h in scene.headings
    )
    return "".join([*parts, *legend, "</svg>"])


def _draw_linked_box(box: Box, find_link: Callable[[str], str]) -> Iterator[str]:
    yield f"<a href={quoteattr(find_link(box.node.id))} aria-label={quoteattr(box.node.name)}>"
    yield from _draw_box(box)
    yield "</a>"


def _draw_box(box: Box) -> Iterator[str]:
    yield from draw_shape(choose_shape(box.node.kind), box.area, asked=box.node.asked)
    x, y = box.middle
    weight = ' font-weight="700"' if box.node.asked else ""
    first = y - (len(box.lines) - 1) * LEAD / 2 + SIZE * 0.35
    for number, words in enumerate(box.lines):
        yield (
            f'<text class="name" x="{x:.1f}" y="{first + number * LEAD:.1f}" text-anchor="middle"{weight}>'
            f"{escape(isolate_rtl(words))}</text>"
        )


def _draw_label(route: Route) -> Iterator[str]:
    x, y = route.at
    for number, words in enumerate(route.lines):
        yield (
            f'<text class="label" x="{x:.1f}" y="{y - (len(route.lines) - 1 - number) * LEAD:.1f}" '
            f'text-anchor="middle" font-size="{SMALL}" fill="{COLOURS[route.tie.style]}" '
            f'stroke="{PAPER["surface"]}" stroke-width="4" paint-order="stroke">'
            f"{escape(isolate_rtl(words))}</text>"
        )


def _draw_legend(picture: Picture, top: float) -> tuple[list[str], float]:
    """Draw what the lines and shapes of the picture mean; return it and its height."""
    styles = {route.tie.style for route in picture.scene.routes}
    shapes = {choose_shape(box.node.kind) for box in picture.scene.boxes}
    asked = any(box.node.asked for box in picture.scene.boxes)
    entries = [(f"line {style}", words) for style, words in STYLE_WORDS.items() if style in styles]
    entries += [(f"shape {shape}", words) for shape, words in SHAPE_WORDS.items() if shape in shapes]
    entries += [("asked", ASKED_WORDS)] if asked else []
    drawn = [f'<path class="rule" d="M0 {top:g}H{WIDTH}" stroke="{PAPER["rule"]}" stroke-width="1"/>']
    x, y = 0.0, top + _ROW
    for kind, words in entries:
        width = _SAMPLE + 8 + compute_width(words, SMALL)
        if x and x + width > WIDTH:
            x, y = 0.0, y + _ROW
        drawn += _draw_entry(kind, words, x, y)
        x += width + 20
    return drawn, y + 10 - top


def _draw_entry(kind: str, words: str, x: float, y: float) -> Iterable[str]:
    sort, _, name = kind.partition(" ")
    if sort == "line":
        yield from draw_line(
            name, ((x + 2, y - 5), (x + _SAMPLE - 2, y - 5)), directed=name not in ("event", "together")
        )
    else:
        shape = name or "body"
        yield from draw_shape(shape, (x + 6, y - 14, x + _SAMPLE - 8, y + 4), asked=sort == "asked")
    at = f'x="{x + _SAMPLE + 4:.1f}" y="{y:.1f}"'
    yield f'<text class="legend" {at} font-size="{SMALL}">{escape(words)}</text>'


def render_figures_svg(block: FigureBlock, number: int) -> str:
    """Render numbers as bars over the days that they count; "" if no number has any day."""
    bars = tuple(
        Bar(
            f"{line.number}, {line.window}",
            "",
            line.window_from,
            line.window_to,
            denied=line.denied,
        )
        for line in block.lines
    )
    title = f"{block.name}: numbers on their days; listed below"
    return render_axis_svg(f"f{number}", title, [Track("", bars)], shade=True)
