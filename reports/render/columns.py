"""Layout of entities in columns: ties run level between a column and a tall box, so that nothing overlaps.

Either a tall box in the middle has others on both sides, or two tall boxes at the edges have the
others between them. Every tie has a stretch of its own on the side of a box, high enough for its
label: labels cannot overlap by construction. A tie inside a column bends in a zone without labels.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from reports.content.model import Node
from reports.render.scene import (
    ABOVE,
    BELOW,
    CORNER,
    LABEL_ROOM,
    LEAD,
    SIZE,
    SMALL,
    WIDTH,
    Box,
    Point,
    Route,
    Scene,
    Tie,
    wrap_name,
)
from reports.render.text_width import compute_width

LABEL_WIDTH = 135
"""Maximum width of the label of a tie."""
MARGIN = 16
"""Room between a label and a box, for an arrowhead."""
GAP = 14
TRACK = 9
PADDING = 12
_MOST_BENDS = 60
_PLAIN = 16


@dataclass(frozen=True, slots=True)
class Column:
    """A column of boxes, with the tall boxes on its left and right; "" for none."""

    ids: tuple[str, ...]
    left: str = ""
    right: str = ""


@dataclass(slots=True)
class _Port:
    """A stretch on the side of a box where a tie begins or ends; `lines` is its label there."""

    tie: Tie
    lines: tuple[str, ...] = ()
    y: float = 0.0

    @property
    def height(self) -> float:
        return len(self.lines) * LEAD + LABEL_ROOM if self.lines else _PLAIN


@dataclass(slots=True)
class _Side:
    """One side of a column: its ports by box, and the ties that bend back to the column."""

    ports: dict[str, list[_Port]] = field(default_factory=lambda: defaultdict(list))
    bends: list[tuple[_Port, _Port]] = field(default_factory=list)
    track_of: dict[int, int] = field(default_factory=dict)

    @property
    def label_width(self) -> float:
        """The width of the widest label."""
        lines = [line for ports in self.ports.values() for port in ports for line in port.lines]
        return max((compute_width(line, SMALL) for line in lines), default=0.0)

    @property
    def width(self) -> float:
        """The distance between the column and the tall box."""
        return max(self.label_width, 40) + 2 * MARGIN + self.bend_width

    @property
    def bend_width(self) -> float:
        """The width of the zone without labels."""
        return min(TRACK * len(self.bends), _MOST_BENDS)


@dataclass(frozen=True, slots=True)
class Widths:
    """Widths of a tall box and of the boxes of a column."""

    tall: float
    column: float


class ColumnPlan:
    """A column with the ports of its boxes, to be placed."""

    def __init__(self, column: Column, ties: Iterable[Tie]) -> None:
        self.column = column
        self.order = {id_: index for index, id_ in enumerate(column.ids)}
        self.sides = {"left": _Side(), "right": _Side()}
        self.through: list[_Port] = []
        for tie in ties:
            self._add_tie(tie)
        self._sort_ports()

    def _add_tie(self, tie: Tie) -> None:
        label = tie.wrap_label(LABEL_WIDTH)
        start, end = tie.start in self.order, tie.end in self.order
        if start and end:
            side = self.sides[self._choose_bend_side()]
            ports = _Port(tie, label), _Port(tie)
            side.ports[tie.start].append(ports[0])
            side.ports[tie.end].append(ports[1])
            side.bends.append(ports)
        elif start or end:
            near, tall = (tie.start, tie.end) if start else (tie.end, tie.start)
            side_name = "left" if tall == self.column.left else "right"
            self.sides[side_name].ports[near].append(_Port(tie, label))
        else:
            self.through.append(_Port(tie, tie.wrap_label(2.5 * LABEL_WIDTH)))

    def _choose_bend_side(self) -> str:
        left, right = self.column.left, self.column.right
        if left and right:
            return min(("left", "right"), key=lambda name: len(self.sides[name].bends))
        return "left" if left else "right"

    def _sort_ports(self) -> None:
        """Sort the ports of each box: bends upwards first, then level ties, then bends downwards."""
        for side in self.sides.values():
            for id_, ports in side.ports.items():
                ports.sort(key=lambda port, id_=id_: self._find_direction(port.tie, id_))  # type: ignore[misc]

    def _find_direction(self, tie: Tie, id_: str) -> tuple[int, str, str]:
        other = tie.end if tie.start == id_ else tie.start
        there = self.order.get(other)
        return (0 if there is None else there - self.order[id_]), tie.style, tie.words[0]

    def place(self, nodes: Mapping[str, Node], width: float, top: float) -> tuple[list[Box], float]:
        """Place the boxes below one another at x = 0; return them and the bottom of the column."""
        boxes = []
        y = top
        for port in self.through:
            port.y = y + port.height - BELOW
            y += port.height + GAP
        for id_ in self.column.ids:
            lines = wrap_name(nodes[id_], width - 2 * PADDING)
            sides = [self.sides[name].ports.get(id_, []) for name in ("left", "right")]
            heights = [sum(port.height for port in ports) for ports in sides]
            height = max(len(lines) * LEAD + 2 * PADDING, *(used + 2 * CORNER for used in heights))
            for ports, used in zip(sides, heights, strict=True):
                bottom = y + (height - used) / 2
                for port in ports:
                    bottom += port.height
                    port.y = bottom - (BELOW if port.lines else _PLAIN / 2)
            boxes.append(Box(nodes[id_], lines, (0.0, y, width, y + height)))
            y += height + GAP
        for side in self.sides.values():
            _assign_tracks(side)
        return boxes, y - GAP

    def move_down(self, down: float) -> None:
        """Move all ports down."""
        for port in (*self.through, *(p for s in self.sides.values() for ps in s.ports.values() for p in ps)):
            port.y += down

    def list_routes(self, left: float, right: float) -> list[Route]:
        """List the routes of all ties; `left` and `right` are the edges of the column."""
        routes = []
        for name, edge, sign in (("left", left, -1), ("right", right, 1)):
            side = self.sides[name]
            middle = edge + sign * (MARGIN + max(side.label_width, 40) / 2)
            bending = {id(port) for pair in side.bends for port in pair}
            for id_, ports in side.ports.items():
                for port in ports:
                    if id(port) not in bending:
                        far = edge + sign * side.width
                        points = ((edge, port.y), (far, port.y))
                        points = points if port.tie.start == id_ else points[::-1]
                        routes.append(_build_route(port, points, middle))
            for first, second in side.bends:
                step = side.bend_width / max(len(side.bends), 1)
                x = edge + sign * (side.width - MARGIN - step * (side.track_of[id(first)] + 0.5))
                bend = ((edge, first.y), (x, first.y), (x, second.y), (edge, second.y))
                routes.append(_build_route(first, bend, middle))
        return routes

    def list_through_routes(self, edges: Point, middle: float) -> list[Route]:
        """List the routes of ties from one tall box to the other."""
        routes = []
        for port in self.through:
            points = ((edges[0], port.y), (edges[1], port.y))
            points = points if port.tie.start == self.column.left else points[::-1]
            routes.append(_build_route(port, points, middle))
        return routes


def _build_route(port: _Port, points: Sequence[Point], middle: float) -> Route:
    return Route(port.tie, tuple(points), port.lines, (middle, port.y - ABOVE))


def _assign_tracks(side: _Side) -> None:
    """Give each bend a track of its own, the shortest the nearest to the column."""
    ordered = sorted(side.bends, key=lambda pair: (-abs(pair[0].y - pair[1].y), pair[0].y, pair[1].y))
    side.track_of = {id(first): index for index, (first, _) in enumerate(ordered)}


def find_tall_width(node: Node) -> float:
    """Return the width of a tall box: its name takes three lines at most, if it can."""
    for inner in range(90, 230, 10):
        if len(wrap_name(node, inner)) <= 3 and _fits(node, inner):
            break
    return inner + 2.0 * PADDING


def _fits(node: Node, width: float) -> bool:
    return all(compute_width(word, SIZE, bold=node.asked) <= width for word in node.name.split())


def place_around(
    hub: str, sides: tuple[Sequence[str], Sequence[str]], nodes: Mapping[str, Node], ties: Sequence[Tie]
) -> Scene:
    """Place one tall box in the middle, with a column on each side; one side may be empty."""
    left, right = set(sides[0]), set(sides[1])
    plans = [
        ColumnPlan(Column(tuple(sides[0]), right=hub), [t for t in ties if {t.start, t.end} & left]),
        ColumnPlan(Column(tuple(sides[1]), left=hub), [t for t in ties if {t.start, t.end} & right]),
    ]
    gutters = plans[0].sides["right"].width if left else 0.0, plans[1].sides["left"].width if right else 0.0
    tall = find_tall_width(nodes[hub])
    used = bool(left) + bool(right)
    width = min((WIDTH - tall - sum(gutters)) / max(used, 1), 290.0)
    placed = [plan.place(nodes, width, 0.0) for plan in plans]
    lines = wrap_name(nodes[hub], tall - 2 * PADDING)
    height = max(placed[0][1], placed[1][1], len(lines) * LEAD + 2.0 * PADDING)
    start = (WIDTH - tall - sum(gutters) - used * width) / 2
    hub_left = start + (width + gutters[0] if left else 0.0)
    boxes = [Box(nodes[hub], lines, (hub_left, 0.0, hub_left + tall, height))]
    routes = []
    for plan, (column, bottom), x in zip(plans, placed, (start, hub_left + tall + gutters[1]), strict=True):
        down = (height - max(bottom, 0.0)) / 2
        plan.move_down(down)
        boxes += [_move_box(box, x, down) for box in column]
        routes += plan.list_routes(x, x + width)
    return Scene(height, tuple(boxes), tuple(routes))


def place_between(
    hubs: tuple[str, str], ids: Sequence[str], nodes: Mapping[str, Node], ties: Sequence[Tie]
) -> Scene:
    """Place two tall boxes at the edges, with a column between them."""
    plan = ColumnPlan(Column(tuple(ids), *hubs), ties)
    tall = [find_tall_width(nodes[hub]) for hub in hubs]
    gutters = plan.sides["left"].width, plan.sides["right"].width
    width = min(WIDTH - sum(tall) - sum(gutters), 330.0)
    boxes, bottom = plan.place(nodes, width, 0.0)
    names = [wrap_name(nodes[hub], wide - 2 * PADDING) for hub, wide in zip(hubs, tall, strict=True)]
    height = max(bottom, *(len(lines) * LEAD + 2.0 * PADDING for lines in names))
    start = (WIDTH - sum(tall) - sum(gutters) - width) / 2
    x = start + tall[0] + gutters[0]
    last = x + width + gutters[1]
    down = (height - bottom) / 2
    plan.move_down(down)
    ends = (
        Box(nodes[hubs[0]], names[0], (start, 0.0, start + tall[0], height)),
        Box(nodes[hubs[1]], names[1], (last, 0.0, last + tall[1], height)),
    )
    routes = plan.list_routes(x, x + width)
    routes += plan.list_through_routes((start + tall[0], last), x + width / 2)
    return Scene(height, (*ends, *(_move_box(box, x, down) for box in boxes)), tuple(routes))


def _move_box(box: Box, across: float, down: float) -> Box:
    left, top, right, bottom = box.area
    return Box(box.node, box.lines, (left + across, top + down, right + across, bottom + down))
