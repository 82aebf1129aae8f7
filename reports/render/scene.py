"""What a picture consists of before it is drawn: boxes with names, and ties with a route and a label.

The unit is a thousandth of the width of the picture. At 17 cm, the text width of an A4 page, a unit
is 0.48 points: `SMALL` is then 7.2 points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reports.content.model import Line, Node
from reports.render.text_width import balance_text

WIDTH = 1000
SIZE = 16
"""Font size of names."""
SMALL = 15
"""Font size of labels and of the legend."""
LEAD = 18
"""Distance between two lines of text."""
ABOVE, BELOW = 8, 7
"""Room between a line and the label above it, and below the line."""
LABEL_ROOM = ABOVE + BELOW
CORNER = 6
"""Height at the corners of a box where no line ends."""
MOST_LABELS = 3
"""With more facts between two entities, the label counts the others."""

Point = tuple[float, float]
Rectangle = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class Tie:
    """The facts of one style from one entity to another, as one line of a picture."""

    start: str
    end: str
    style: str
    words: tuple[str, ...]
    notes: int

    @property
    def directed(self) -> bool:
        """Whether the tie has an arrowhead: a part in an event or a statement has no direction."""
        return self.style not in ("event", "together")

    @property
    def labels(self) -> tuple[str, ...]:
        """The words of up to three facts, and how many more there are."""
        more = len(self.words) - MOST_LABELS
        return (*self.words[:MOST_LABELS], *((f"and {more} more",) if more > 0 else ()))

    def wrap_label(self, width: float) -> tuple[str, ...]:
        """Return the label on lines of at most `width`; the words of each fact begin a line."""
        *before, last = self.labels
        texts = (*(f"{text};" for text in before), last)
        return tuple(line for text in texts for line in balance_text(text, width, SMALL))


@dataclass(frozen=True, slots=True)
class Box:
    """A box with the name of an entity, on lines of text."""

    node: Node
    lines: tuple[str, ...]
    area: Rectangle

    @property
    def middle(self) -> Point:
        """The centre of the box."""
        left, top, right, bottom = self.area
        return (left + right) / 2, (top + bottom) / 2


@dataclass(frozen=True, slots=True)
class Route:
    """A tie on its way: the corners of its line from start to end, and its label."""

    tie: Tie
    points: tuple[Point, ...]
    lines: tuple[str, ...]
    at: Point
    """The middle of the last line of the label, on its baseline."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A line of text at the left edge, such as the number of a path."""

    text: str
    at: Point


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything in a picture but its legend, with its height."""

    height: float
    boxes: tuple[Box, ...]
    routes: tuple[Route, ...]
    headings: tuple[Heading, ...] = ()


def merge_lines(lines: Sequence[Line]) -> list[Tie]:
    """Merge the facts of the same style from the same entity to the same other one.

    Facts of different styles are not merged: an accusation is no finding, and a fact that no source
    asserts outright has a style of its own. A fact that ties an entity to
    itself is left out.
    """
    ties: dict[tuple[str, str, str], list[Line]] = {}
    for line in lines:
        if line.start != line.end:
            style = "hedged" if line.style == "fact" and not line.asserted else line.style
            ties.setdefault((line.start, line.end, style), []).append(line)
    return [
        Tie(
            start,
            end,
            style,
            tuple(dict.fromkeys(line.words for line in merged)),
            len({note for line in merged for note in line.notes}),
        )
        for (start, end, style), merged in ties.items()
    ]


def wrap_name(node: Node, width: float) -> tuple[str, ...]:
    """Return the whole name on lines that fit in a box of a width."""
    return tuple(balance_text(node.name, width, SIZE, bold=node.asked))


def stack_scenes(scenes: Sequence[Scene], gap: float) -> Scene:
    """Return scenes below one another as one."""
    top, boxes, routes, headings = 0.0, [], [], []  # type: ignore[var-annotated]
    for scene in scenes:
        top += gap if boxes else 0.0
        boxes += [replace(box, area=_move_area(box.area, top)) for box in scene.boxes]
        routes += [
            replace(
                route,
                points=tuple((x, y + top) for x, y in route.points),
                at=(route.at[0], route.at[1] + top),
            )
            for route in scene.routes
        ]
        headings += [replace(h, at=(h.at[0], h.at[1] + top)) for h in scene.headings]
        top += scene.height
    return Scene(top, tuple(boxes), tuple(routes), tuple(headings))


def _move_area(area: Rectangle, down: float) -> Rectangle:
    left, top, right, bottom = area
    return left, top + down, right, bottom + down
