"""Algorithms on a simple, undirected graph: networkx where it needs no other package, else ours.

Pure. Every graph has its nodes and edges in a fixed order, so that both engines give the same
floats.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx

SEED = 1
EXACT_UP_TO = 3_000
"""Entities up to which betweenness goes through every one of them; above, through as many as here."""
SAMPLED = 200
_DAMPING, _TOLERANCE, _ROUNDS = 0.85, 1e-9, 500

Values = dict[str, float]


def compute_degree(graph: nx.Graph) -> Values:
    """Return how many other nodes each node is tied to."""
    return {node: int(count) for node, count in graph.degree()}


def compute_betweenness(graph: nx.Graph) -> Values:
    """Return the share of shortest paths between two other nodes that go through each node.

    Above EXACT_UP_TO nodes it is an estimate from the paths that begin at SAMPLED nodes, drawn with
    SEED.
    """
    import networkx as nx  # noqa: PLC0415 - heavy

    sample = SAMPLED if graph.number_of_nodes() > EXACT_UP_TO else None
    centrality: Values = nx.betweenness_centrality(graph, k=sample, seed=SEED)
    return centrality


def compute_pagerank(graph: nx.Graph) -> Values:
    """Return the PageRank of each node: shares that add up to 1.

    A share says how often a random walk along ties, restarted once in 1 / 0.15 steps, is at the node.
    Computed by power iteration, since networkx's own function needs SciPy.
    """
    total = graph.number_of_nodes()
    rank = dict.fromkeys(graph, 1 / total)
    for _ in range(_ROUNDS):
        idle = sum(rank[node] for node in graph if not graph.degree(node)) / total
        base = (1 - _DAMPING) / total + _DAMPING * idle
        share_per_tie = {node: rank[node] / graph.degree(node) for node in graph if graph.degree(node)}
        new_rank = {
            n: base + _DAMPING * sum(share_per_tie[neighbour] for neighbour in graph[n]) for n in graph
        }
        change = sum(abs(new_rank[node] - rank[node]) for node in graph)
        rank = new_rank
        if change < _TOLERANCE:
            break
    return rank


def count_triangles(graph: nx.Graph) -> Values:
    """Return how many triangles each node is part of."""
    import networkx as nx  # noqa: PLC0415 - heavy

    return dict(nx.triangles(graph))


def find_articulation_points(graph: nx.Graph) -> Values:
    """Return how many parts each articulation point's own part falls into without it."""
    import networkx as nx  # noqa: PLC0415 - heavy

    blocks = Counter(node for block in nx.biconnected_components(graph) for node in block)
    return {node: count for node, count in blocks.items() if count > 1}


def find_communities(graph: nx.Graph) -> list[list[str]]:
    """Return the communities (Louvain, SEED): groups with more ties inside than to other groups.

    The largest comes first; each group is sorted by id.
    """
    import networkx as nx  # noqa: PLC0415 - heavy

    communities = nx.community.louvain_communities(graph, seed=SEED)
    return sorted((sorted(group) for group in communities), key=lambda group: (-len(group), group))


def find_bridges(graph: nx.Graph) -> dict[tuple[str, str], int]:
    """Return the bridges: ties without which a part falls in two.

    The value of each is how many nodes the smaller half has.
    """
    import networkx as nx  # noqa: PLC0415 - heavy

    bridges = [(min(a, b), max(a, b)) for a, b in nx.bridges(graph)]
    without_bridges = graph.copy()
    without_bridges.remove_edges_from(bridges)
    block_of, size = {}, {}
    for number, block in enumerate(nx.connected_components(without_bridges)):
        size[number] = len(block)
        block_of.update(dict.fromkeys(block, number))
    tree = nx.Graph()
    tree.add_nodes_from(size)
    tree.add_edges_from((block_of[a], block_of[b]) for a, b in bridges)
    below, parent, tree_size = _measure_subtrees(tree, size)
    return {
        (a, b): _count_smaller_side(block_of[a], block_of[b], below, parent, tree_size)
        for a, b in sorted(bridges, key=lambda pair: pair)
    }


def _measure_subtrees(
    tree: nx.Graph, size: Mapping[int, int]
) -> tuple[dict[int, int], dict[int, int], dict[int, int]]:
    """Return three maps for each block of a forest.

    They give how many nodes hang from the block on, its parent, and the size of its tree in nodes.
    """
    import networkx as nx  # noqa: PLC0415 - heavy

    below, parent, tree_size = dict(size), {}, {}
    for root in tree:
        if root in tree_size:
            continue
        order = [root]
        for above, block in nx.bfs_edges(tree, root):
            parent[block] = above
            order.append(block)
        for block in reversed(order[1:]):
            below[parent[block]] += below[block]
        tree_size.update(dict.fromkeys(order, below[root]))
    return below, parent, tree_size


def _count_smaller_side(
    a: int, b: int, below: Mapping[int, int], parent: Mapping[int, int], tree_size: Mapping[int, int]
) -> int:
    lower = a if parent.get(a) == b else b
    return min(below[lower], tree_size[lower] - below[lower])
