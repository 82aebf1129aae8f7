"""The k best paths against every simple path that networkx finds, on random graphs."""

from __future__ import annotations

from itertools import pairwise

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.paths.hops import Hop, Strength, Tie, build_hops, compute_strength
from queries.paths.k_best_paths import Path, compute_distances, find_best_paths, has_non_event_path
from queries.paths.search import _merge_ties
from tests.machine import choose_amount

STRENGTHS = st.builds(
    compute_strength,
    st.integers(1, 3),
    st.sampled_from(["fact", "proceeding", "accusation", "finding"]),
    st.booleans(),
    st.sampled_from(["confirmed", "reported", "alleged"]),
    st.booleans(),
)
NODES = "abcdefg"


@st.composite
def graphs(draw: st.DrawFn) -> list[Tie]:
    """Ties among seven entities; some facts tie more than two, as those with further roles do, and some ties
    are parts in events.
    """
    pairs = st.tuples(st.sampled_from(NODES), st.sampled_from(NODES)).filter(lambda p: p[0] != p[1])
    drawn = draw(st.lists(st.tuples(pairs, st.integers(-10, 30), STRENGTHS), max_size=22))
    return [
        Tie("event", a, b, "INVOLVES", "", strength)
        if number < 0
        else Tie("fact", a, b, "HEADS", f"fact/{number}", strength)
        for (a, b), number, strength in drawn
    ]


def every_path(ties: list[Tie], start: str, end: str, longest: int) -> list[Path]:
    """All simple paths that rest on no fact twice, by rank: the long way round."""
    hops = build_hops(ties)
    graph = nx.Graph([(a, b) for a, some in hops.items() for b in some])
    if start not in graph or end not in graph:
        return []
    found = []
    for nodes in nx.all_simple_paths(graph, start, end, cutoff=longest):
        taken = tuple(hops[a][b] for a, b in pairwise(nodes))
        facts = [hop.best.fact for hop in taken if hop.best.fact]
        if len(set(facts)) == len(facts):
            found.append(Path(tuple(nodes), taken))
    return sorted(found, key=rank)


def rank(path: Path) -> tuple[object, ...]:
    weakest = min(hop.strength for hop in path.hops)
    steps = [(hop.key, node) for hop, node in zip(path.hops, path.nodes[1:], strict=True)]
    return [-int(part) for part in weakest], len(path.hops), steps


@settings(max_examples=choose_amount(80, 4000))
@given(ties=graphs(), k=st.integers(1, 12), longest=st.integers(1, 6))
def test_the_best_are_the_best_of_all(ties: list[Tie], k: int, longest: int) -> None:
    found = find_best_paths(build_hops(ties), "a", "b", k, longest)
    wanted = every_path(ties, "a", "b", longest)[:k]
    assert [rank(path) for path in found] == [rank(path) for path in wanted]
    assert all(path.nodes[0] == "a" and path.nodes[-1] == "b" for path in found)
    assert all(len(set(path.nodes)) == len(path.nodes) == len(path.hops) + 1 for path in found)


@settings(max_examples=choose_amount(50, 2000))
@given(ties=graphs(), longest=st.integers(1, 6))
def test_whether_some_path_does_not_meet_in_an_event(ties: list[Tie], longest: int) -> None:
    beside = [path for path in every_path(ties, "a", "b", longest) if not path.meets_in_event]
    assert has_non_event_path(build_hops(ties), "a", "b", longest) == bool(beside)


def test_only_parts_in_one_event_meet_in_it() -> None:
    part, other = (Tie("event", "e", who, "INVOLVES", "", strength()) for who in "ab")
    fact = Tie("fact", "b", "e", "CAUSED", "fact/1", strength())
    (path,) = find_best_paths(build_hops([part, other]), "a", "b", 1, 2)
    assert path.meets_in_event
    (path,) = find_best_paths(build_hops([part, other, fact]), "a", "b", 1, 2)
    assert not path.meets_in_event, "b is told to have caused it, too"
    parts = [Tie("event", event, "m", "INVOLVES", "", strength()) for event in "ab"]
    (path,) = find_best_paths(build_hops(parts), "a", "b", 1, 2)
    assert not path.meets_in_event, "one who was in both events ties them"


@settings(max_examples=choose_amount(40, 1000))
@given(ties=graphs(), seed=st.randoms())
def test_the_order_of_ties_does_not_matter(ties: list[Tie], seed: object) -> None:
    unique = list({(tie.pair, tie.key): tie for tie in ties}.values())
    turned = list(reversed(unique))
    assert build_hops(unique) == build_hops(turned)
    assert find_best_paths(build_hops(unique), "a", "b", 5, 5) == find_best_paths(
        build_hops(turned), "a", "b", 5, 5
    )


def strength(origins: int = 1, standing: str = "fact", modality: str = "reported") -> Strength:
    return compute_strength(origins, standing, standing != "accusation", modality, False)


def test_a_hop_is_its_strongest_tie_and_the_others_go_along() -> None:
    weak = Tie("fact", "a", "b", "ACCUSED", "fact/1", strength(1, "accusation", "alleged"))
    strong = Tie("fact", "b", "a", "HEADS", "fact/2", strength())
    unweighed = Tie("role", "a", "b", "HELD", "fact/3")
    hop = build_hops([weak, strong, unweighed])["a"]["b"]
    assert hop == Hop(strong, strength(), (weak,))


def test_origins_come_before_standing_and_standing_before_modality() -> None:
    assert strength(2, "accusation", "alleged") > strength(1)
    assert strength(1, "proceeding") < strength(1, "fact") == strength(1, "finding")
    assert strength(1, "fact", "confirmed") > strength(1, "fact", "reported") > strength(1, "fact", "alleged")
    assert compute_strength(1, "fact", True, "reported", True) < compute_strength(
        1, "fact", True, "reported", False
    )


def test_a_longer_way_on_better_evidence_comes_first() -> None:
    ties = [
        Tie("fact", "a", "c", "HEADS", "fact/1", strength(3)),
        Tie("fact", "c", "b", "HEADS", "fact/2", strength(2)),
        Tie("fact", "a", "b", "HEADS", "fact/0", strength(1)),
    ]
    first, second = find_best_paths(build_hops(ties), "a", "b", 5, 5)
    assert (first.nodes, first.weakest) == (("a", "c", "b"), 1)
    assert second.nodes == ("a", "b")


def test_one_fact_does_not_carry_two_hops() -> None:
    ties = [
        Tie("fact", "a", "c", "RESCUED", "fact/1", strength()),
        Tie("role", "c", "b", "RESCUED", "fact/1", strength()),
    ]
    assert find_best_paths(build_hops(ties), "a", "b", 5, 5) == []


def test_nothing_leads_to_itself_or_out_of_an_empty_graph() -> None:
    assert find_best_paths({}, "a", "b", 5, 5) == []
    assert compute_distances({}, "a", 3) == {"a": 0}


@settings(max_examples=choose_amount(15, 300))
@given(st.integers(0, 10**6))
def test_les_miserables_as_networkx_walks_it(seed: int) -> None:
    """A known graph, its weights as origins: the widest way is that of the maximum spanning tree."""
    graph = nx.les_miserables_graph()
    ties = [
        Tie("fact", a, b, "MET", f"fact/{a}-{b}", strength(data["weight"]))
        for a, b, data in graph.edges(data=True)
    ]
    names = sorted(graph)
    start, end = names[seed % len(names)], names[(seed // 77 + 1 + seed) % len(names)]
    if start == end:
        return
    tree = nx.maximum_spanning_tree(graph)
    widest = min(tree[a][b]["weight"] for a, b in pairwise(nx.shortest_path(tree, start, end)))
    (best,) = find_best_paths(build_hops(ties), start, end, 1, 20)
    assert min(hop.strength.origins for hop in best.hops) == widest


def test_several_parts_in_an_event_are_one_tie_whoever_was_read_first() -> None:
    """Of an end that is a hub only the best part may have been read, of the event both."""
    for number in range(40):  # sets of names give them in another order each
        event, who = f"event/{number}", f"person/{number}"
        at, part = (
            ["event", event, who, kind, "", 3, "fact", True, "reported", False] for kind in ("AT", "INVOLVES")
        )
        for both in ([at, part], [part, at]):
            (tie,) = _merge_ties({event: both, who: [at]}, {event, who})
            assert (tie.predicate, tie.strength) == ("INVOLVES", None)
    (tie,) = _merge_ties({event: [part], who: [part]}, {event, who})
    assert tie.strength == strength(3)
