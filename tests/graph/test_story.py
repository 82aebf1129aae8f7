"""One story over both engines: whatever the order, and whatever came and went, the graph is the same."""

from __future__ import annotations

import random
from pathlib import Path

import msgspec
import pytest

from graph.model.catalogue import resolve_merges
from graph.model.errors import InputError
from graph.model.records import ClaimEntry, Decision, Dossier, EntityEntry, Polarity, Quantity, Registry
from graph.store.digest import digest
from graph.store.indexes import ensure_schema
from graph.store.store import Store
from graph.write.dump import dump, restore
from tests.conftest import empty
from tests.graph import made
from tests.machine import choose_amount


def start(store: Store) -> dict[str, str]:
    """An empty graph with registry and decisions; return which ids decisions declare to be which."""
    empty(store)
    ensure_schema(store)
    made.write_registry(store, made.registry(), made.decisions())
    return resolve_merges(made.decisions())


def filled(store: Store, dossiers: list[Dossier], together: int = 3) -> str:
    merged = start(store)
    made.write(store, dossiers, merged, together=together)
    return str(digest(store))


def test_order_and_batches_do_not_matter(store: Store) -> None:
    dossiers = made.dossiers()
    first = filled(store, dossiers)
    shuffled = dossiers[:]
    random.Random(5).shuffle(shuffled)
    assert filled(store, shuffled, together=1) == first
    assert filled(store, dossiers[::-1], together=6) == first


@pytest.mark.parametrize("seed", range(choose_amount(2, 20)))
def test_one_document_at_a_time_reaches_all_that_it_changes(store: Store, seed: int) -> None:
    """Many small groups of numbers, tied by facts, by speakers and by claims with two numbers."""
    dossiers = [_scattered(d, seed) for d in made.dossiers(10, 14, seed)]
    together = filled(store, dossiers, together=10)
    assert filled(store, dossiers, together=1) == together
    merged = resolve_merges(made.decisions())
    for dossier in dossiers[::3]:
        made.remove(store, [dossier.document.id], merged)
        made.write(store, [dossier], merged)
        assert str(digest(store)) == together, dossier.document.id


def _scattered(dossier: Dossier, seed: int) -> Dossier:
    """Its numbers over many facts and several values, half of them beside an amount of another series."""
    chance = random.Random(f"{seed} {dossier.document.id}")

    def spread(entry: ClaimEntry) -> ClaimEntry:
        if entry.count is None:
            return entry
        count = msgspec.structs.replace(entry.count, value=chance.choice([3, 20, 21, 300, 310, 4000, 4400]))
        amount = Quantity(
            value=chance.choice([70, 71, 800, 860]),
            comparator=chance.choice(["=", ">"]),
            currency="USD",
            series=f"series/s{chance.randrange(8)}",
        )
        return msgspec.structs.replace(
            entry,
            object=f"person/p{chance.randrange(12)}",
            occasion=chance.choice(["", "occasion/o"]) if entry.by else "",
            count=count,
            amount=amount if chance.random() < 0.5 else None,
        )

    return msgspec.structs.replace(dossier, claims=[spread(entry) for entry in dossier.claims])


def test_loading_again_changes_nothing(store: Store) -> None:
    dossiers = made.dossiers()
    before = filled(store, dossiers)
    outcome = made.write(store, dossiers, resolve_merges(made.decisions()))
    assert (outcome.new, outcome.changed, outcome.gone) == (0, 0, 0)
    assert outcome.kept == sum(len(d.claims) for d in dossiers)
    assert str(digest(store)) == before


def test_removing_equals_never_having_loaded(store: Store) -> None:
    dossiers = made.dossiers()
    without = filled(store, dossiers[2:])
    whole = filled(store, dossiers)
    merged = resolve_merges(made.decisions())
    outcome = made.remove(store, [d.document.id for d in dossiers[:2]], merged)
    assert outcome.gone == len(dossiers[0].claims) + len(dossiers[1].claims)
    assert str(digest(store)) == without
    made.write(store, dossiers[:2], merged)
    assert str(digest(store)) == whole


def test_a_changed_dossier_replaces_its_claims_exactly(store: Store) -> None:
    dossiers = made.dossiers()
    reworded = msgspec.structs.replace(dossiers[0].claims[0], says="Said anew.", verb="strode")
    changed = msgspec.structs.replace(dossiers[0], claims=[reworded, *dossiers[0].claims[2:]])
    fresh = filled(store, [changed, *dossiers[1:]])
    merged = start(store)
    made.write(store, dossiers, merged)
    outcome = made.write(store, [changed], merged)
    assert (outcome.new, outcome.changed, outcome.gone) == (0, 1, 1)
    assert str(digest(store)) == fresh


def test_a_new_label_of_a_document_reaches_its_facts(store: Store) -> None:
    dossiers = made.dossiers()
    document = msgspec.structs.replace(dossiers[0].document, label="Another label")
    relabelled = msgspec.structs.replace(dossiers[0], document=document)
    expected = filled(store, [relabelled, *dossiers[1:]])
    merged = start(store)
    made.write(store, dossiers, merged)
    made.write(store, [relabelled], merged)
    assert str(digest(store)) == expected


def test_a_decision_can_be_withdrawn(store: Store) -> None:
    dossiers = made.dossiers()
    decided = filled(store, dossiers)
    empty(store)
    made.write_registry(store, made.registry(), [])
    made.write(store, dossiers, {})
    undecided = str(digest(store))
    assert undecided != decided
    made.write_registry(store, Registry(), made.decisions())
    assert str(digest(store)) == decided
    made.write_registry(store, Registry(), [])
    assert str(digest(store)) == undecided


def test_the_roles_of_facts_go_by_what_is_decided(store: Store) -> None:
    """Facts carry who else affirming claims name: a merge of these reaches them, and leaves them again."""
    empty(store)
    ensure_schema(store)
    places = [EntityEntry(id="place/y", kind="City", name="Y")]
    made.write_registry(
        store, msgspec.structs.replace(made.registry(), entities=[*made.registry().entities, *places]), []
    )
    dossiers = [
        msgspec.structs.replace(dossier, claims=[_in_y(entry) for entry in dossier.claims])
        for dossier in made.dossiers()
    ]
    made.write(store, dossiers, {})
    before = str(digest(store))
    roles = "MATCH ()-[f:HEADS]->() RETURN DISTINCT f.roles AS roles, f.claims > 0 AS affirmed"
    assert store.read(roles) == [{"roles": ["place=place/y"], "affirmed": True}]
    merged = {"items": ["place/x", "place/y"], "judgement": "same", "reason": "r", "by": "x"}
    one = msgspec.convert({"id": "decision/place", "about": "entity", "on": "2026-01-01", **merged}, Decision)
    made.write_registry(store, Registry(), [one])
    assert store.read(roles) == [{"roles": ["place=place/x"], "affirmed": True}]
    denied = "MATCH ()-[f:NOT_HEADS]->() RETURN DISTINCT f.roles AS roles"
    assert store.read(denied) == [{"roles": None}]
    made.write_registry(store, Registry(), [])
    assert str(digest(store)) == before


def _in_y(entry: ClaimEntry) -> ClaimEntry:
    """Who heads a body heads it in Y, and nobody heads the last one."""
    if entry.predicate != "HEADS":
        return entry
    polarity: Polarity = "deny" if entry.object == "organization/o2" else "affirm"
    return msgspec.structs.replace(entry, place="place/y", polarity=polarity)


def test_a_new_name_or_principal_reaches_what_was_said(store: Store) -> None:
    dossiers = made.dossiers()
    renamed = msgspec.structs.replace(
        made.registry(),
        entities=[
            msgspec.structs.replace(e, name="Another name", principal="organization/o0")
            if e.id == "person/p0"
            else e
            for e in made.registry().entities
        ],
    )
    merged = start(store)
    made.write_registry(store, renamed, None)
    made.write(store, dossiers, merged)
    expected = str(digest(store))
    before = filled(store, dossiers)
    made.write_registry(store, renamed, None)
    assert str(digest(store)) == expected
    made.write_registry(store, made.registry(), None)
    assert str(digest(store)) == before


def test_a_correction_supersedes_in_either_order(store: Store) -> None:
    older, newer, *_ = made.dossiers()
    correction = msgspec.structs.replace(
        newer, document=msgspec.structs.replace(newer.document, supersedes=older.document.id)
    )
    assert filled(store, [older, correction], 1) == filled(store, [correction, older], 1)
    rows = store.read("MATCH (n:Document)-[:SUPERSEDES]->(o:Document) RETURN n.id AS n, o.id AS o")
    assert rows == [{"n": newer.document.id, "o": older.document.id}]


def test_every_fact_leads_to_claims_and_every_claim_to_its_fact(store: Store) -> None:
    filled(store, made.dossiers())
    facts = store.read(
        "MATCH (:Entity)-[r]->() WHERE r.fact IS NOT NULL RETURN r.fact AS fact, r.claims + r.denials AS n"
    )
    counted = store.read("MATCH (c:Claim) WHERE c.fact IS NOT NULL RETURN c.fact AS fact, count(*) AS n")
    assert {row["fact"]: row["n"] for row in facts} == {row["fact"]: row["n"] for row in counted}
    assert len(facts) == len(counted)


@pytest.mark.embedded
@pytest.mark.neo4j
def test_both_engines_hold_the_same_graph(embedded_store: Store, neo4j_store: Store, tmp_path: Path) -> None:
    dossiers = made.dossiers()
    expected = filled(embedded_store, dossiers)
    assert filled(neo4j_store, dossiers) == expected
    target = tmp_path / "graph.jsonl.gz"
    assert str(dump(embedded_store, target)) == expected
    empty(neo4j_store)
    assert str(restore(neo4j_store, target)) == expected
    assert str(digest(neo4j_store)) == expected


def test_a_damaged_dump_writes_nothing(embedded_store: Store, tmp_path: Path) -> None:
    filled(embedded_store, made.dossiers(2))
    target = tmp_path / "graph.jsonl.gz"
    dump(embedded_store, target)
    with pytest.raises(InputError, match="exists already"):
        dump(embedded_store, target)
    with pytest.raises(InputError, match="not empty"):
        restore(embedded_store, target)
    empty(embedded_store)
    target.write_bytes(target.read_bytes()[:-200])
    with pytest.raises(InputError, match=r"damaged|truncated"):
        restore(embedded_store, target)
    assert digest(embedded_store).nodes == 0
