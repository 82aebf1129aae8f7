"""Happenings in the graph, on both engines: the same however claims come, go and are decided on."""

from __future__ import annotations

from itertools import permutations

import msgspec
import pytest

from graph.model.catalogue import resolve_merges
from graph.model.claims import build_claims
from graph.model.records import Decision, Dossier, Registry, Withdrawal
from graph.rules.happenings import split_happenings
from graph.store.conflict_reader import read_conflicts
from graph.store.digest import digest
from graph.store.indexes import ensure_schema
from graph.store.judgements import Mismatch, list_mismatches
from graph.store.row_mapping import build_claim_row, claim_from_row
from graph.store.store import Store
from graph.write.bulk_load import LargeLoad
from graph.write.claim_staging import ClaimStage
from graph.write.transaction_writer import DocumentInput
from tests.conflicts.said import ONTOLOGY, built
from tests.conftest import empty
from tests.graph import made
from tests.happenings.told import (
    ADA,
    POLICE,
    denied,
    detained,
    load,
    one_happening,
    registry,
    text,
    titled,
)
from tests.machine import choose_amount

FIRST = text("a", detained("first", "2031-03-03"), titled("clerk", "2031"))
SECOND = text("b", detained("second", "2034-05-09"), titled("again", "2034"))
BRIDGE = text("c", detained("both", "2030/2035"), titled("throughout", "2030/2035"))
DETAINED = (
    "MATCH (:Entity {id: $by})-[f:DETAINED]->(:Entity {id: $whom}) "
    "RETURN f.happened_from AS from, f.happened_to AS to, f.claims AS claims, f.denials AS denials "
    "ORDER BY from, to"
)


def detentions(store: Store) -> list[tuple[str | None, str | None, int, int]]:
    """Return the relationships between the police and the person: days, claims, denials."""
    rows = store.read(DETAINED, {"by": POLICE, "whom": ADA})
    return [(row["from"], row["to"], row["claims"], row["denials"]) for row in rows]


def loaded(store: Store, *dossiers: Dossier, decisions: tuple[Decision, ...] = ()) -> str:
    load(store, *dossiers, decisions=decisions)
    return str(digest(store))


def test_each_happening_is_a_fact_with_its_own_days(store: Store) -> None:
    load(store, FIRST, SECOND)
    assert detentions(store) == [("2031-03-03", "2031-03-03", 1, 0), ("2034-05-09", "2034-05-09", 1, 0)]
    values = store.read(
        "MATCH (:Entity {id: $id})-[f:HOLDS_POSITION]->(v:Value) RETURN v.fact AS v, f.fact AS f", {"id": ADA}
    )
    assert len(values) == 2
    assert all(row["v"] == row["f"] for row in values)
    shared = (
        "MATCH (c:Claim)-[:OBJECT]->(v:Value) WHERE c.object <> v.id OR c.fact <> v.fact RETURN c.id AS id"
    )
    assert store.read(shared) == []


def test_a_claim_that_bridges_two_makes_them_one_until_it_goes(store: Store) -> None:
    whole = loaded(store, FIRST, SECOND, BRIDGE)
    assert detentions(store) == [("2030-01-01", "2035-12-31", 3, 0)]
    apart = loaded(store, FIRST, SECOND)
    made.write(store, [BRIDGE], {})
    assert str(digest(store)) == whole
    made.remove(store, ["document/c"], {})
    assert str(digest(store)) == apart
    made.remove(store, ["document/a"], {})
    assert str(digest(store)) == loaded(store, SECOND)


def test_the_order_of_loading_does_not_matter(store: Store) -> None:
    undated = text("d", detained("some day"), denied("never"), titled("some time"))
    digests = {
        loaded(store, *some) for some in list(permutations((FIRST, SECOND, undated)))[: choose_amount(3, 6)]
    }
    load(store, undated, BRIDGE, together=1)
    made.write(store, [SECOND, FIRST], {}, together=1)
    made.remove(store, ["document/c"], {})
    assert digests == {str(digest(store))}


def test_loading_again_changes_nothing(store: Store) -> None:
    before = loaded(store, FIRST, SECOND)
    outcome = made.write(store, [FIRST, SECOND], {})
    assert (outcome.new, outcome.kept, outcome.changed, outcome.facts) == (0, 4, 0, 0)
    assert str(digest(store)) == before


@pytest.mark.parametrize("alone", [True, False])
def test_a_large_load_keeps_propositions_whole(store: Store, alone: bool) -> None:
    dossiers = [FIRST, SECOND, text("d", detained("some day"), denied("never"))]
    expected = loaded(store, *dossiers)
    load(store)
    with ClaimStage() as stage:
        large = LargeLoad(store, made.same, stage, alone=alone, claims_at_once=1)
        large.write_documents(
            [DocumentInput(one, build_claims(one, ONTOLOGY, made.same)) for one in dossiers]
        )
        large.write_claims(lambda _done: None)
    assert str(digest(store)) == expected


def test_who_denies_without_a_day_is_counted_for_each(store: Store) -> None:
    load(store, FIRST, SECOND, text("d", denied("never")))
    assert [denials for *_, denials in detentions(store)] == [1, 1]
    [conflict] = read_conflicts(store, kind="denial")
    assert [len(side) for side in conflict.sides] == [2, 1]
    made.remove(store, ["document/d"], {})
    assert [denials for *_, denials in detentions(store)] == [0, 0]
    assert read_conflicts(store, kind="denial") == []


def test_a_conflict_is_the_same_whether_one_or_two_happened(store: Store) -> None:
    never = text("d", denied("never"))
    load(store, FIRST, never)
    [one] = read_conflicts(store, kind="denial")
    made.write(store, [SECOND], {})
    [two] = read_conflicts(store, kind="denial")
    assert one.conflict == two.conflict


def test_a_decision_makes_two_one_and_withdrawn_two_again(store: Store) -> None:
    ids = [claim.id for claim in built(FIRST, SECOND) if claim.predicate == "DETAINED"]
    judged = one_happening(*ids)
    decided = loaded(store, FIRST, SECOND, decisions=(judged,))
    assert detentions(store) == [("2031-03-03", "2034-05-09", 2, 0)]
    apart = loaded(store, FIRST, SECOND)
    made.write_registry(store, Registry(), [judged])
    assert str(digest(store)) == decided
    withdrawn = one_happening(*ids, withdrawn=Withdrawal("2036-03-01", "r"))
    made.write_registry(store, Registry(), [withdrawn])
    assert len(detentions(store)) == 2
    made.write_registry(store, Registry(), [])
    assert str(digest(store)) == apart


def test_a_decision_that_cannot_be_so_is_named(store: Store) -> None:
    detention, post = [claim.id for claim in built(FIRST)]
    again = next(claim.id for claim in built(SECOND) if claim.predicate == "DETAINED")
    load(
        store,
        FIRST,
        SECOND,
        decisions=(
            one_happening(detention, again, id_="decision/right"),
            one_happening(detention, "claim/gone", id_="decision/gone"),
            one_happening(detention, post, id_="decision/mixed"),
        ),
    )
    assert list_mismatches(store) == [
        Mismatch("decision/gone", "`claim/gone` is not, or no longer, in the graph"),
        Mismatch("decision/mixed", "its claims differ in more than their days"),
    ]
    assert detentions(store) == [("2031-03-03", "2034-05-09", 2, 0)]


def test_rows_lose_nothing() -> None:
    claims = split_happenings(built(FIRST, SECOND), {}).values()
    assert all(claim.proposition for claim in claims)
    assert [claim_from_row(build_claim_row(claim)) for claim in claims] == list(claims)


def test_a_merge_of_entities_joins_and_splits_happenings(store: Store) -> None:
    """Somebody detained in 2031 and somebody detained in 2034 are decided to be one person."""
    other = text("b", *(msgspec.structs.replace(c, object="person/p4") for c in SECOND.claims[:1]))
    apart = loaded(store, FIRST, other)
    same = Decision("decision/p", "entity", [ADA, "person/p4"], "same", "r", "x", "2036-01-01")
    made.write_registry(store, Registry(), [same])
    assert len(detentions(store)) == 2
    together = str(digest(store))
    empty(store)
    ensure_schema(store)
    made.write_registry(store, registry(), [same])
    made.write(store, [FIRST, other], resolve_merges([same]))
    assert str(digest(store)) == together
    made.write_registry(store, Registry(), [])
    assert str(digest(store)) == apart
