"""The question after paths on generated graphs, against every simple path of a graph built claim by claim."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from benchmarks.generate import write_json_lines
from benchmarks.world import World
from graph.model.claims import Claim
from graph.model.ontology import load_ontology
from graph.rules.derive import list_participations
from graph.rules.rollup import compute_rollup
from graph.store.store import Store
from ingest.load import load
from queries.as_of.graph_reader import GraphReader, open_reader
from queries.ask.ask import ask
from queries.paths import tie_reader
from queries.paths.cypher import ENDS
from queries.paths.filters import build_default_filters
from queries.paths.hops import Tie, compute_rollup_strength
from queries.paths.traversable import list_traversable_kinds
from tests.machine import choose_amount
from tests.queries.test_paths import ways
from tests.queries.test_paths_best import every_path

HOPS, K = 4, 6
KINDS = "UNWIND $ids AS id MATCH (n:Scamgraph {id: id}) RETURN n.id AS id, n.kind AS kind"


def ties_told(look: GraphReader, claims: list[Claim]) -> Iterator[tuple[Tie, bool]]:
    """Every tie of affirmed claims, weighed by all claims that give it: no query, no search.

    Each says whether only places give it.
    """
    told: dict[tuple[str, ...], list[Claim]] = defaultdict(list)
    named = look.context.canonical
    for claim in claims:
        subject, obj = named(claim.subject), named(claim.object)
        if claim.fact and claim.predicate_class != "DOC_META":
            told["fact", subject, obj, claim.predicate, claim.fact].append(claim)
            for role in {named(entity) for _, entity in claim.roles} | {named(claim.place)}:
                for end in {subject, obj}:
                    told["role", end, role, claim.predicate, claim.fact].append(claim)
        for part in {(part.event, part.entity) for part in list_participations(claim, look.context)}:
            told["event", *part, "INVOLVES", ""].append(claim)
    for (kind, start, end, predicate, fact), some in told.items():
        if start and end and start != end and any(claim.affirms for claim in some):
            strength = compute_rollup_strength(compute_rollup(some, lambda _: ""))
            tie = Tie(kind, start, end, predicate, fact, strength)  # type: ignore[arg-type]
            roles = {named(entity) for claim in some if claim.affirms for _, entity in claim.roles}
            yield tie, kind == "role" and end not in roles


@pytest.mark.parametrize("seed", [3, 11, *range(20, 40)][: choose_amount(1, 22)])
def test_the_answer_is_the_best_of_all_that_the_claims_tell(store: Store, tmp_path: Path, seed: int) -> None:
    file = tmp_path / "world.jsonl"
    write_json_lines(World(220, load_ontology()), seed, file)
    load(store, [file], fresh=True)
    look = open_reader(store)
    claims = look.load_claims()
    look.fetch_names_and_lineage(claims)
    ties = list(ties_told(look, claims))
    ids = sorted({end for tie, _ in ties for end in tie.pair if not end.startswith(("value/", "claim/"))})
    labels = {row["id"]: row["labels"] for row in store.read(ENDS, {"ids": ids})}
    kinds = {row["id"]: row["kind"] for row in store.read(KINDS, {"ids": ids})}
    random, tied = Random(seed), 0
    for _ in range(40):
        start, end = random.sample(ids, 2)
        if {"Document", "Series"} & {*labels[start], *labels[end]}:
            continue
        walked = list_traversable_kinds([labels[start], labels[end]])
        held = {n for n in ids if n in (start, end) or kinds[n] in walked}
        shut = {n for n in ids if "Place" in labels[n] and n not in (start, end)}
        some = [t for t, mere in ties if held.issuperset(t.pair) and not (mere and t.end in shut)]
        wanted = every_path(some, start, end, HOPS)[:K]
        answer = ask(store, "paths", {"from": start, "to": end, "max_hops": HOPS, "k": K})
        assert ways(answer) == [list(path.nodes) for path in wanted], (start, end)
        weak = [row["origins"] for row in answer.rows if row["weakest"]]
        assert weak == [path.hops[path.weakest].strength.origins for path in wanted]
        tied += bool(wanted)
        if wanted and tied <= 6:
            then = ask(
                store, "paths", {"from": start, "to": end, "max_hops": HOPS, "k": K}, as_of="2040-01-01"
            )
            assert then.rows == answer.rows, (start, end)
    assert tied >= 5


def test_one_hop_more_tells_no_shorter_path(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Among hubs, too: whether one is met from both ends does not depend on how far the search goes."""
    monkeypatch.setattr(tie_reader, "MOST_CLAIMS", 8)
    file = tmp_path / "world.jsonl"
    write_json_lines(World(220, load_ontology()), 7, file)
    load(store, [file], fresh=True)
    actors = [
        row["id"] for row in store.read("MATCH (n:Actor) WHERE n:Scamgraph RETURN n.id AS id ORDER BY id")
    ]
    random, over_hubs = Random(3), 0
    for _ in range(40):
        start, end = random.sample(actors, 2)
        near, far = (every_way(store, start, end, most) for most in (3, 4))
        assert near == [way for way in far if len(way) <= 4], (start, end)
        between = {node for way in near for node in way[1:-1]}
        over_hubs += bool(
            tie_reader.TieReader(store, (start, end), [], build_default_filters()).find_hubs(between)
        )
    assert over_hubs


def every_way(store: Store, start: str, end: str, hops: int) -> list[list[str]]:
    """The entities along every path, in the order of the alphabet."""
    found = ways(ask(store, "paths", {"from": start, "to": end, "max_hops": hops, "k": 50}))
    assert len(found) < 50
    return sorted(found)
