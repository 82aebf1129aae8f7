"""Layout of chains between two entities: from left to right, three to a row, one chain below the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from reports.content.model import Network, Node
from reports.render.scene import (
    ABOVE,
    BELOW,
    CORNER,
    LABEL_ROOM,
    LEAD,
    WIDTH,
    Box,
    Heading,
    Point,
    Route,
    Scene,
    Tie,
    merge_lines,
    stack_scenes,
    wrap_name,
)

MOST_CHAINS = 3
"""Maximum number of chains in a picture."""
IN_ROW = 3
BOX_WIDTH = 220.0
LINK_WIDTH = (WIDTH - IN_ROW * BOX_WIDTH) / (IN_ROW - 1)
_MARGIN = 16
_PADDING = 12


def place_chains(network: Network) -> Scene:
    """Place the first chains of a network below one another."""
    nodes = {node.id: node for node in network.nodes}
    ties = merge_lines(network.lines)
    chains = network.chains[:MOST_CHAINS]
    scenes = []
    for number, chain in enumerate(chains, start=1):
        scene = _place_chain(chain, nodes, ties)
        scenes.append(_add_heading(f"Path {number}", scene) if len(chains) > 1 else scene)
    return stack_scenes(scenes, 30)


def _add_heading(text: str, scene: Scene) -> Scene:
    return stack_scenes([Scene(24, (), (), (Heading(text, (2, 16)),)), Scene(0, (), ()), scene], 0)


def _place_chain(chain: Sequence[str], nodes: Mapping[str, Node], ties: Sequence[Tie]) -> Scene:
    """Place one chain in rows; a line around the end of a row leads to the next."""
    hops = [_find_ties(a, b, ties) for a, b in pairwise(chain)]
    boxes: list[Box] = []
    routes: list[Route] = []
    top = 0.0
    for first in range(0, len(chain), IN_ROW):
        row = chain[first : first + IN_ROW]
        if first:
            turn = hops[first - 1]
            bottom = top
            top += _measure_turn(turn)
            routes += _list_turns(turn, chain[first], (boxes[-1].area[3], bottom, top), boxes[-1].middle[0])
        height = max(
            *(len(wrap_name(nodes[id_], BOX_WIDTH - 2 * _PADDING)) * LEAD + 2 * _PADDING for id_ in row),
            *(_measure_hop(hop) + 2 * CORNER for hop in hops[first : first + len(row) - 1]),
            0,
        )
        for index, id_ in enumerate(row):
            left = index * (BOX_WIDTH + LINK_WIDTH)
            boxes.append(
                Box(
                    nodes[id_],
                    wrap_name(nodes[id_], BOX_WIDTH - 2 * _PADDING),
                    (left, top, left + BOX_WIDTH, top + height),
                )
            )
            if index:
                routes += _list_links(hops[first + index - 1], id_, left, (top, top + height))
        top += height
    return Scene(top, tuple(boxes), tuple(routes))


def _find_ties(a: str, b: str, ties: Sequence[Tie]) -> list[Tie]:
    return [tie for tie in ties if {tie.start, tie.end} == {a, b}]


def _wrap_label(tie: Tie) -> tuple[str, ...]:
    return tie.wrap_label(LINK_WIDTH - 2 * _MARGIN)


def _measure_hop(ties: Sequence[Tie]) -> float:
    return sum(len(_wrap_label(tie)) * LEAD + LABEL_ROOM for tie in ties)


def _list_links(ties: Sequence[Tie], right_id: str, right: float, rows: Point) -> list[Route]:
    """List the lines from one box to the next in its row, each below its label."""
    y = (rows[0] + rows[1] - _measure_hop(ties)) / 2
    routes = []
    for tie in ties:
        lines = _wrap_label(tie)
        y += len(lines) * LEAD + LABEL_ROOM
        points = ((right - LINK_WIDTH, y - BELOW), (right, y - BELOW))
        points = points if tie.end == right_id else points[::-1]
        routes.append(Route(tie, points, lines, (right - LINK_WIDTH / 2, y - LABEL_ROOM)))
    return routes


def _wrap_turn(tie: Tie) -> tuple[str, ...]:
    return tie.wrap_label(WIDTH - 2 * BOX_WIDTH)


def _measure_turn(ties: Sequence[Tie]) -> float:
    return 24 + sum(len(_wrap_turn(tie)) * LEAD + LABEL_ROOM for tie in ties) + 16


def _list_turns(
    ties: Sequence[Tie], next_id: str, heights: tuple[float, float, float], right: float
) -> list[Route]:
    """List the lines from the end of a row to the start of the next, side by side."""
    box_bottom, y, top = heights
    y += 8
    routes = []
    for index, tie in enumerate(ties):
        lines = _wrap_turn(tie)
        y += len(lines) * LEAD + LABEL_ROOM
        out = right + 16 * (index - (len(ties) - 1) / 2)
        into = BOX_WIDTH / 2 + 16 * (index - (len(ties) - 1) / 2)
        points = ((out, box_bottom), (out, y), (into, y), (into, top))
        points = points if tie.end == next_id else points[::-1]
        routes.append(Route(tie, points, lines, (WIDTH / 2, y - ABOVE)))
    return routes
