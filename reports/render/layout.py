"""Deterministic positions of entities in the picture of the explorer.

A few are placed on ellipses around the one asked about: neighbours of the centre on the first,
their neighbours on the next, each near those it is tied to. Many are placed by a force-directed
layout, which starts from there: no random start.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from reports.content.model import Network

STEP_X, STEP_Y = 310, 170
ROOM = 6
"""How many entities the first ellipse takes; the nth takes n times as many."""
MARGIN_X, MARGIN_Y = 170, 60
FEW = 40
"""Maximum number of entities on ellipses; with more, the lines are too long to follow."""
STEPS = 120
NEAREST_X, NEAREST_Y = 74, 46
"""Minimum distance between two entities, in pixels: room for a short name."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Width and height of the picture, and the position of each entity in it, in pixels."""

    width: int
    height: int
    at: Mapping[str, tuple[int, int]]


def compute_layout(network: Network) -> Layout:
    """Compute the positions of the entities of a network."""
    near: dict[str, set[str]] = defaultdict(set)
    for line in network.lines:
        if line.start != line.end:
            near[line.start].add(line.end)
            near[line.end].add(line.start)
    centre_ids = [node.id for node in network.nodes if node.asked]
    if len(centre_ids) == 2:
        return _build_layout(_compute_columns([node.id for node in network.nodes], centre_ids, near))
    at = _compute_ellipses([node.id for node in network.nodes], centre_ids, near)
    return _build_layout(_apply_forces(at, near) if len(at) > FEW else at)


def _compute_ellipses(
    ids: Sequence[str], centre_ids: Sequence[str], near: Mapping[str, set[str]]
) -> dict[str, tuple[float, float]]:
    """Return positions around those asked about, or around the entity with most ties."""
    rings = _build_rings(ids, centre_ids, near)
    at: dict[str, tuple[float, float]] = {}
    angles: dict[str, float] = {}
    for number, ring in enumerate(rings):
        ordered = sorted(ring, key=lambda id_: (_compute_direction(near[id_], angles), id_))
        for index, id_ in enumerate(ordered):
            turn = 2 * math.pi * (index + (0.5 if number % 2 == 0 else 0.0)) / max(len(ordered), 1)
            angles[id_] = turn
            alone = number == 0 and len(ordered) == 1
            far = 0.0 if alone else number + (0.45 if number == 0 else 0.0)
            at[id_] = (far * STEP_X * math.cos(turn), far * STEP_Y * math.sin(turn))
    return at


def load_libraries() -> None:
    """Load the libraries for large pictures, so that the first of them does not wait for it."""
    import networkx  # noqa: PLC0415
    import numpy  # noqa: F401, PLC0415

    networkx.Graph()


def _apply_forces(
    start_positions: Mapping[str, tuple[float, float]], near: Mapping[str, set[str]]
) -> dict[str, tuple[float, float]]:
    """Return positions with tied entities near each other, and the others separate.

    Small connected groups are placed below.
    """
    groups = _find_components(start_positions, near)
    positions = _compute_forces({id_: start_positions[id_] for id_ in groups[0]}, near)
    wide = max((x for x, _ in positions.values()), default=0.0)
    left, top, line = 0.0, max((y for _, y in positions.values()), default=0.0) + 2 * NEAREST_Y, 0.0
    for group in groups[1:]:
        small = _compute_forces({id_: start_positions[id_] for id_ in group}, near)
        right = max(x for x, _ in small.values())
        if left and left + right > wide:
            left, top, line = 0.0, top + line + 1.5 * NEAREST_Y, 0.0
        positions.update((id_, (left + x, top + y)) for id_, (x, y) in small.items())
        left += right + 2 * NEAREST_X
        line = max(line, *(y for _, y in small.values()))
    return positions


def _find_components(ids: Iterable[str], near: Mapping[str, set[str]]) -> list[list[str]]:
    """Return the connected components, the largest first."""
    left, groups = dict.fromkeys(ids), []
    while left:
        group = list(_compute_distances(next(iter(left)), near))
        groups.append(group)
        for id_ in group:
            left.pop(id_)
    return sorted(groups, key=lambda group: (-len(group), group[0]))


def _compute_forces(
    start_positions: Mapping[str, tuple[float, float]], near: Mapping[str, set[str]]
) -> dict[str, tuple[float, float]]:
    """Return positions from 0 upwards, by forces, evened out so that the middle is not crowded."""
    if len(start_positions) < 3:
        return {id_: (1.6 * NEAREST_X * index, 0.0) for index, id_ in enumerate(sorted(start_positions))}
    import networkx as nx  # noqa: PLC0415 - heavy, and only large pictures need them
    import numpy as np  # noqa: PLC0415

    graph = nx.Graph()
    graph.add_nodes_from(start_positions)
    graph.add_edges_from(
        (id_a, id_b) for id_a in start_positions for id_b in sorted(near.get(id_a, ())) if id_a < id_b
    )
    start = {id_: np.array((x / STEP_X, y / STEP_Y)) for id_, (x, y) in start_positions.items()}
    layout = nx.forceatlas2_layout(graph, pos=start, max_iter=STEPS, seed=1)
    room = math.sqrt(len(start_positions))
    across = _normalise_values({id_: float(x) for id_, (x, _) in layout.items()})
    down = _normalise_values({id_: float(y) for id_, (_, y) in layout.items()})
    wide, high = 2.6 * room * NEAREST_X, 1.5 * room * NEAREST_Y
    return _resolve_overlaps({id_: (across[id_] * wide, down[id_] * high) for id_ in start_positions})


def _normalise_values(values: Mapping[str, float]) -> dict[str, float]:
    """Return values between 0 and 1: one third by value, two thirds by order."""
    ordered = sorted(values, key=lambda id_: (round(values[id_], 6), id_))
    low, high = values[ordered[0]], values[ordered[-1]]
    span, last = (high - low) or 1.0, len(ordered) - 1
    return {id_: ((values[id_] - low) / span + 2 * place / last) / 3 for place, id_ in enumerate(ordered)}


def _resolve_overlaps(at: Mapping[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    """Give each entity its own cell: one whose cell is taken moves to the nearest free one."""
    taken: set[tuple[int, int]] = set()
    positions: dict[str, tuple[float, float]] = {}
    for id_, (x, y) in at.items():
        home = (round(x / NEAREST_X), round(y / NEAREST_Y))
        cell = next(free for free in _iter_cells(home) if free not in taken)
        taken.add(cell)
        if cell == home:
            positions[id_] = (x, y)
        else:
            positions[id_] = (cell[0] * NEAREST_X, cell[1] * NEAREST_Y)
    return positions


def _iter_cells(cell: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Iterate over cells by their distance, without end."""
    column, row = cell
    yield cell
    for far in count(1):
        square = [(dx, dy) for dx in range(-far, far + 1) for dy in range(-far, far + 1)]
        ring = [(dx, dy) for dx, dy in square if max(abs(dx), abs(dy)) == far]
        for dx, dy in sorted(ring, key=lambda d: (d[0] ** 2 + d[1] ** 2, d)):
            yield column + dx, row + dy


def _compute_columns(
    ids: Sequence[str], ends: Sequence[str], near: Mapping[str, set[str]]
) -> dict[str, tuple[float, float]]:
    """Return positions from one end on the left to the other on the right, by distance from both."""
    far = [_compute_distances(end, near) for end in ends]
    distance = far[0].get(ends[1], max(far[0].values(), default=0) + max(far[1].values(), default=0) + 1)
    columns: dict[int, list[str]] = defaultdict(list)
    for id_ in ids:
        left, right = far[0].get(id_), far[1].get(id_)
        if left is None and right is None:
            columns[distance // 2].append(id_)
        elif id_ in ends:
            columns[distance if id_ == ends[1] else 0].append(id_)
        else:
            place = left if left is not None else distance - (right or 0)
            columns[min(max(place, 1), max(distance - 1, 1))].append(id_)
    at: dict[str, tuple[float, float]] = {}
    for column, column_ids in columns.items():
        ordered = sorted(column_ids)
        for index, id_ in enumerate(ordered):
            slant = STEP_Y / 4 if index % 2 else -STEP_Y / 4
            at[id_] = (column * STEP_X * 1.2 + slant, (index - (len(ordered) - 1) / 2) * STEP_Y / 1.6)
    return at


def _compute_distances(start: str, near: Mapping[str, set[str]]) -> dict[str, int]:
    distances, edge = {start: 0}, [start]
    while edge:
        edge = sorted(
            {neighbour for id_ in edge for neighbour in near.get(id_, ()) if neighbour not in distances}
        )
        distances.update(dict.fromkeys(edge, max(distances.values()) + 1))
    return distances


def _build_rings(
    ids: Sequence[str], centre_ids: Sequence[str], near: Mapping[str, set[str]]
) -> list[list[str]]:
    """Return entities by distance from the centre; an ellipse that is full leaves the rest to the next."""
    left = dict.fromkeys(ids)
    first = list(centre_ids) or sorted(ids, key=lambda id_: (-len(near.get(id_, ())), id_))[:1]
    rings: list[list[str]] = []
    waiting = first
    while left:
        waiting = [id_ for id_ in dict.fromkeys(waiting) if id_ in left]
        if not waiting:
            waiting = sorted(left, key=lambda id_: (-len(near.get(id_, ())), id_))[:ROOM]
        room = ROOM * max(len(rings), 1)
        ring, rest = waiting[:room], waiting[room:]
        for id_ in ring:
            left.pop(id_)
        rings.append(ring)
        following = {neighbour for id_ in ring for neighbour in near.get(id_, ()) if neighbour in left}
        waiting = [*rest, *sorted(following - set(rest))]
    return rings


def _compute_direction(neighbours: set[str], angles: Mapping[str, float]) -> float:
    """Return the direction of the placed neighbours, in radians; 0 without any."""
    turns = sorted(angles[id_] for id_ in neighbours if id_ in angles)
    x, y = sum(map(math.cos, turns)), sum(map(math.sin, turns))
    return round(math.atan2(y, x) % (2 * math.pi), 6) if turns else 0.0


def _build_layout(at: Mapping[str, tuple[float, float]]) -> Layout:
    if not at:
        return Layout(0, 0, {})
    left, top = min(x for x, _ in at.values()), min(y for _, y in at.values())
    right, bottom = max(x for x, _ in at.values()), max(y for _, y in at.values())
    moved = {i: (round(x - left) + MARGIN_X, round(y - top) + MARGIN_Y) for i, (x, y) in at.items()}
    return Layout(round(right - left) + 2 * MARGIN_X, round(bottom - top) + 2 * MARGIN_Y, moved)
