"""Choice of what a picture of a network shows, and where: at most what a reader can follow.

Entities that no tie connects with those asked about are in groups of their own, one below the other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from queries.wording.answer_sentence import Count
from reports.content.model import Network, Node
from reports.render.chain_plan import MOST_CHAINS, place_chains
from reports.render.columns import place_around, place_between
from reports.render.scene import Scene, Tie, merge_lines, stack_scenes

MOST_NODES = 14
"""Maximum number of entities in a picture."""
MOST_TIES = 22
"""Maximum number of lines in a picture."""
MOST_HEIGHT = 1250
"""Maximum height of a picture: 21 cm at the width of a page."""
GROUP_GAP = 34
_FEWER_BENDS = 4
"""Two tall boxes are used if they save this many ties inside a column."""


@dataclass(frozen=True, slots=True)
class Picture:
    """The part of a network that is drawn, with its places, and a caption that says what is missing.

    `is_cut`: entities are missing that the appendix of a report lists.
    """

    network: Network
    scene: Scene
    caption: str
    is_cut: bool = False


def plan_picture(network: Network) -> Picture | None:
    """Plan the picture of a network; None if nothing in it is tied.

    A network with chains is drawn as these chains. Otherwise the entities asked about and those
    nearest to them are drawn, as many as a reader can follow.
    """
    if network.chains:
        scene = place_chains(network)
        ids = {box.node.id for box in scene.boxes}
        return Picture(_select_nodes(network, ids), scene, _describe_chains(network))
    if not any(line.start != line.end for line in network.lines):
        return None
    for limit in range(MOST_NODES, 1, -1):
        ids = select_ids(network, limit)
        part = _select_nodes(network, ids)
        scene = place_network(part)
        if scene.height <= MOST_HEIGHT:
            break
    caption = _describe_part(network, part)
    return Picture(part, scene, caption, is_cut=bool(caption))


def select_ids(network: Network, limit: int = MOST_NODES) -> set[str]:
    """Select the entities to draw: all of them, or those asked about and the nearest, best supported."""
    ties = merge_lines(network.lines)
    tied = {id_ for tie in ties for id_ in (tie.start, tie.end)}
    asked = [node.id for node in network.nodes if node.asked]
    if len(tied | set(asked)) <= limit and len(ties) <= MOST_TIES:
        return tied | set(asked)
    names = {node.id: node.name for node in network.nodes}
    drawn = set(asked[: limit - 1])
    if not drawn & tied:
        drawn.add(_find_centre(network))
    ring = set(drawn)
    while len(drawn) < limit:
        support: Counter[str] = Counter()
        added: Counter[str] = Counter()
        for tie in ties:
            for near, far in ((tie.start, tie.end), (tie.end, tie.start)):
                if near in drawn and far not in drawn:
                    added[far] += 1
                    support[far] += tie.notes if near in ring else 0
        room = MOST_TIES - sum(tie.start in drawn and tie.end in drawn for tie in ties)
        fitting = [id_ for id_ in added if added[id_] <= room]
        nearest = [id_ for id_ in fitting if support[id_]]
        if not nearest and ring != drawn:
            ring = set(drawn)
            continue
        if not fitting:
            break
        best = nearest or fitting
        drawn.add(min(best, key=lambda id_: (-support[id_], names.get(id_, ""), id_)))
    return drawn


def _find_centre(network: Network) -> str:
    """Return the entity with the most ties."""
    ties = merge_lines(network.lines)
    degree = Counter(id_ for tie in ties for id_ in (tie.start, tie.end))
    names = {node.id: node.name for node in network.nodes}
    return min(degree, key=lambda id_: (-degree[id_], names.get(id_, ""), id_))


def _select_nodes(network: Network, ids: Collection[str]) -> Network:
    return Network(
        tuple(node for node in network.nodes if node.id in ids),
        tuple(line for line in network.lines if line.start in ids and line.end in ids),
        network.chains,
        network.no_tie,
    )


def _describe_part(network: Network, part: Network) -> str:
    """Say how much of a network is drawn, and by what it was chosen."""
    drawn, count = len(part.nodes), len(network.nodes)
    if drawn == count:
        return ""
    asked = [node.name for node in part.nodes if node.asked]
    centre = " and ".join(asked) if 0 < len(asked) < 3 else "those asked about"
    if not asked:
        centre_id = _find_centre(network)
        name = next(node.name for node in network.nodes if node.id == centre_id)
        centre = f"{name}, which has the most ties,"
    them = "them" if len(asked) > 1 else "it"
    return (
        f"{drawn:,} of {count:,} entities are drawn: {centre} and the nearest to {them}, of equally near "
        "ones those with the most supporting claims."
    )


def _describe_chains(network: Network) -> str:
    shown = min(len(network.chains), MOST_CHAINS)
    count = len(network.chains)
    part = f"The best {Count(shown):path} of {count:,} are drawn. " if shown < count else ""
    return f"{part}{network.no_tie}".strip()


def place_network(network: Network) -> Scene:
    """Place all entities of a network, connected groups below one another."""
    nodes = {node.id: node for node in network.nodes}
    ties = [tie for tie in merge_lines(network.lines) if tie.start in nodes and tie.end in nodes]
    groups = _find_components(nodes, ties)
    groups.sort(key=lambda ids: (-sum(nodes[i].asked for i in ids), -len(ids), nodes[ids[0]].name, ids[0]))
    scenes = [
        _place_group(ids, nodes, [tie for tie in ties if tie.start in ids])
        for ids in groups
        if len(ids) > 1 or nodes[ids[0]].asked
    ]
    return stack_scenes(scenes, GROUP_GAP)


def _place_group(ids: Sequence[str], nodes: Mapping[str, Node], ties: Sequence[Tie]) -> Scene:
    degree = Counter(id_ for tie in ties for id_ in (tie.start, tie.end))
    ranked = sorted(ids, key=lambda id_: (-nodes[id_].asked, -degree[id_], nodes[id_].name, id_))
    hub, rest = ranked[0], [id_ for id_ in ids if id_ != ranked[0]]
    second = _find_second_hub(hub, rest, nodes, ties)
    if second:
        between = [id_ for id_ in rest if id_ != second]
        ordered = [id_ for part in _find_components(between, ties) for id_ in part]
        hubs = (hub, second) if _count_directed(hub, ties) >= 0 else (second, hub)
        return place_between(hubs, ordered, nodes, ties)
    return place_around(hub, _split_sides(hub, rest, ties), nodes, ties)


def _count_directed(id_: str, ties: Iterable[Tie]) -> int:
    """Return how many more ties begin at an entity than end there."""
    return sum((tie.start == id_) - (tie.end == id_) for tie in ties)


def _find_second_hub(hub: str, rest: Sequence[str], nodes: Mapping[str, Node], ties: Sequence[Tie]) -> str:
    """Return the entity that stands opposite to the hub, if that makes the picture clearer; else ""."""
    inner = Counter(id_ for tie in ties if hub not in (tie.start, tie.end) for id_ in (tie.start, tie.end))
    asked = [id_ for id_ in rest if nodes[id_].asked]
    candidates = (
        asked if len(asked) == 1 and nodes[hub].asked else [i for i in rest if inner[i] >= _FEWER_BENDS]
    )
    if not candidates or len(rest) < 2:
        return ""
    return min(candidates, key=lambda id_: (-inner[id_], nodes[id_].name, id_))


def _split_sides(hub: str, rest: Sequence[str], ties: Sequence[Tie]) -> tuple[list[str], list[str]]:
    """Return who is left and right of the hub: connected groups together, doers on the left if they fit."""
    sides: tuple[list[list[str]], list[list[str]]] = ([], [])
    for group in _find_components(rest, ties):
        with_hub = [tie for tie in ties if hub in (tie.start, tie.end) and {tie.start, tie.end} & set(group)]
        directed = [tie for tie in with_hub if tie.directed]
        sides[_count_directed(hub, directed) > 0].append(group)
    rows = Counter(id_ for tie in ties for id_ in (tie.start, tie.end))

    def count_rows(groups: Iterable[Sequence[str]]) -> int:
        return sum(rows[id_] + 1 for group in groups for id_ in group)

    while True:
        heavy, light = sorted(sides, key=count_rows, reverse=True)
        group = min(heavy, default=[], key=lambda g: (count_rows([g]), g))
        if not group or 2 * count_rows([group]) > count_rows(heavy) - count_rows(light):
            return [i for g in sides[0] for i in g], [i for g in sides[1] for i in g]
        heavy.remove(group)
        light.append(group)


def _find_components(ids: Iterable[str], ties: Iterable[Tie]) -> list[list[str]]:
    """Return connected groups of these entities, each in the order of a walk through it."""
    near: dict[str, list[str]] = defaultdict(list)
    allowed = dict.fromkeys(ids)
    for tie in ties:
        if tie.start in allowed and tie.end in allowed:
            near[tie.start].append(tie.end)
            near[tie.end].append(tie.start)
    groups, seen = [], set[str]()
    for first in allowed:
        if first not in seen:
            group: list[str] = []
            waiting = [first]
            while waiting:
                id_ = waiting.pop()
                if id_ not in seen:
                    seen.add(id_)
                    group.append(id_)
                    waiting += sorted(near[id_], key=lambda other: (len(near[other]), other), reverse=True)
            groups.append(group)
    return groups
