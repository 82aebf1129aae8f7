"""Conflicts over entities and over linked events as nodes: a load in any order equals a fresh one."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from itertools import permutations
from typing import Any

import msgspec
import pytest

from graph.model.catalogue import resolve_merges
from graph.model.claims import build_claims
from graph.model.ontology import load_ontology
from graph.model.records import ClaimEntry, Decision, Dossier, End, EntityEntry, Quantity, Registry
from graph.rules.conflicts.registry import is_entity_affected, list_entity_predicates
from graph.store.conflict_reader import read_conflicts
from graph.store.digest import digest
from graph.store.indexes import ensure_schema
from graph.store.store import Store
from queries.as_of.graph_reader import open_reader
from tests.conflicts.agreement import make_agreeing_dossiers
from tests.conflicts.said import CONTEXT, SERIES, dossier, said, same
from tests.conftest import empty
from tests.graph import made

GROUP, STATE, RAID, FLIGHT = "cohort/group", "government/g", "event/raid", "event/flight"
NEW_KINDS = ["actor", "cause", "exit", "exodus", "order", "pledge", "scale", "standing", "strength"]


KINDS = {
    "government": "GovernmentBody",
    "embassy": "Embassy",
    "network": "CriminalNetwork",
    "ngo": "NGO",
    "place": "City",
}
"""Kinds whose name is not the prefix of their ids."""


def registry(dossiers: Iterable[Dossier], **state: Any) -> Registry:
    """Return a record of everything that documents name; `state` holds properties of the government."""
    more: dict[str, dict[str, Any]] = {
        STATE: {"name": "The State", **state},
        "embassy/e": {"principal": STATE},
        "person/unnamed": {"naming": "unnamed"},
        GROUP: {"protected": True},
        "cohort/same-group": {"protected": True},
    }
    ids = {id_ for one in dossiers for claim in one.claims for id_ in iter_ids(claim)} | more.keys()
    ids |= {one.document.publisher for one in dossiers}
    return Registry(
        entities=[
            EntityEntry(
                id=id_,
                kind=KINDS.get(id_.partition("/")[0], id_.partition("/")[0].capitalize()),
                **{"name": f"Name of {id_}", **more.get(id_, {})},
            )
            for id_ in sorted(ids)
        ],
        series=list(SERIES),
    )


def iter_ids(claim: ClaimEntry) -> Iterator[str]:
    ends = (claim.subject, claim.object, claim.event, claim.place, *claim.roles.values(), *claim.by)
    return (end for end in ends if isinstance(end, str) and end)


def tell() -> list[Dossier]:
    """Return six documents; every new kind of conflict is between two of them."""
    crowd = "collective/crowd"
    some, thousands = (
        Quantity(words="some", unit="people", of="some"),
        Quantity(words="thousands", unit="people"),
    )
    raid: dict[str, Any] = {"event": RAID, "by": ["person/x"]}
    ends = (End(claim="raid"), End(claim="flight"))
    return [
        dossier(
            "a",
            [
                said("fled", GROUP, "LEFT", "topic/camps", verb="fled", event=FLIGHT, count=some),
                said("victims", GROUP, "VICTIM_OF", "topic/trafficking"),
                said("held", crowd, "HELD", None, unstated=["agent"]),
            ],
        ),
        dossier(
            "b",
            [
                said("let-go", "network/n", "RELEASED", GROUP, verb="let go", event=FLIGHT, by=["person/x"]),
                said("took-part", GROUP, "INVOLVED_IN", "topic/scams", by=["embassy/e"]),
                said("held-some", crowd, "HELD", None, unstated=["agent"], count=some),
            ],
        ),
        dossier(
            "c",
            [
                said("raid", STATE, "TOOK_MEASURES_AGAINST", "topic/scams", **raid),
                said("flight", crowd, "LEFT", "topic/camps", event=FLIGHT, verb="left", by=["person/x"]),
                said("caused", ends[0], "CAUSED", ends[1], by=["person/x"]),  # type: ignore[arg-type]
            ],
        ),
        dossier(
            "d",
            [
                said("raid", STATE, "MOVED_IN_ON", "compound/c", event="event/same-raid"),
                said("flight", crowd, "LEFT", "topic/camps", event=FLIGHT, verb="left", count=thousands),
                said("followed", ends[0], "FOLLOWED", ends[1], by=["person/unnamed", "ngo/n"]),  # type: ignore[arg-type]
            ],
        ),
        dossier(
            "e",
            [
                said("linked", FLIGHT, "LINKED_TO", "topic/sanctions", by=["ngo/n"]),
                said("open", "ngo/n", "UNDETERMINED_WHETHER", FLIGHT, roles={"concerns": STATE}),
                said("pledge", STATE, "PLEDGED", "topic/end-of-scams", modality="promised", by=[STATE]),
            ],
        ),
        dossier("f", [said("wrong", STATE, "TOLERATES", "topic/scams", modality="alleged", by=["ngo/n"])]),
    ]


def merge(*items: str) -> Decision:
    return Decision(
        id="decision/x",
        about="entity",
        items=list(items),
        judgement="same",
        reason="r",
        by="x",
        on="2026-02-01",
    )


MERGED = [merge(RAID, "event/same-raid")]


def fill(store: Store, dossiers: list[Dossier], decisions: list[Decision], together: int = 3) -> str:
    empty(store)
    ensure_schema(store)
    made.write_registry(store, registry(tell()), decisions)
    made.write(store, dossiers, resolve_merges(decisions), together=together)
    return str(digest(store))


def kinds(store: Store) -> list[str]:
    return sorted(conflict.kind for conflict in read_conflicts(store))


def check_written(store: Store) -> None:
    """Compare the stored conflicts with what the rules find in all stored claims."""
    look = open_reader(store)
    claims = look.derive(look.load_claims()).claims.values()
    found = {(c.id, c.explanation, c.ask, c.sides) for c in look.derive_conflicts(claims, look.load_series())}
    assert found == {
        (c.conflict, c.explanation, c.ask, tuple(tuple(sorted(x.claim for x in side)) for side in c.sides))
        for c in read_conflicts(store)
    }


def test_documents_in_any_order_and_number_give_one_graph(store: Store) -> None:
    dossiers = tell()
    whole = fill(store, dossiers, MERGED, together=6)
    assert kinds(store) == NEW_KINDS
    check_written(store)
    for order in random.Random(3).sample(list(permutations(dossiers)), 3):
        assert fill(store, list(order), MERGED, together=1) == whole


def test_conflicts_go_and_come_back_with_each_document(store: Store) -> None:
    dossiers, merged = tell(), resolve_merges(MERGED)
    whole = fill(store, dossiers, MERGED)
    for document in dossiers:
        made.remove(store, [document.document.id], merged)
        check_written(store)
        made.write(store, [document], merged)
        assert str(digest(store)) == whole


def test_a_decision_on_events_reaches_the_other_end_of_a_link(store: Store) -> None:
    apart = fill(store, tell(), [])
    assert "order" not in kinds(store)
    for first, second in ((RAID, "event/same-raid"), ("event/same-raid", RAID)):
        made.write_registry(store, Registry(), [merge(first, second)])
        assert "order" in kinds(store)
        check_written(store)
    made.write_registry(store, Registry(), [])
    check_written(store)
    assert str(digest(store)) == apart


def test_a_decision_on_people_moves_their_conflicts(store: Store) -> None:
    dossiers = tell()
    second = msgspec.json.encode(dossiers[1]).replace(b"cohort/group", b"cohort/same-group")
    dossiers[1] = msgspec.json.decode(second, type=Dossier)
    apart = fill(store, dossiers, MERGED)
    assert not {"exit", "standing"} & set(kinds(store))
    for first, other in ((GROUP, "cohort/same-group"), ("cohort/same-group", GROUP)):
        made.write_registry(
            store, Registry(), [*MERGED, msgspec.structs.replace(merge(first, other), id="decision/y")]
        )
        assert {"exit", "standing"} <= set(kinds(store))
        check_written(store)
    made.write_registry(store, Registry(), MERGED)
    assert str(digest(store)) == apart


@pytest.mark.parametrize(
    "changed", [{"name": "Another State"}, {"in_sentence": "the state"}, {"protected": True}]
)
def test_a_changed_record_reaches_sentences_and_who_could_be_asked(
    store: Store, changed: dict[str, Any]
) -> None:
    fill(store, tell(), MERGED)
    before = {conflict.conflict: conflict for conflict in read_conflicts(store)}
    made.write_registry(store, registry(tell(), **changed), None)
    check_written(store)
    assert before != {conflict.conflict: conflict for conflict in read_conflicts(store)}


def test_a_new_name_of_a_document_reaches_its_conflicts(store: Store) -> None:
    unsigned = [
        msgspec.structs.replace(d, document=msgspec.structs.replace(d.document, publisher="unknown"))
        for d in tell()
    ]
    fill(store, unsigned, MERGED)
    named = [
        msgspec.structs.replace(d, document=msgspec.structs.replace(d.document, in_sentence="the leaflet"))
        for d in unsigned
    ]
    made.write(store, named, resolve_merges(MERGED))
    updated = str(digest(store))
    assert any("the leaflet" in conflict.explanation for conflict in read_conflicts(store))
    assert updated == fill(store, named, MERGED)


def test_conflicts_of_an_entity_are_found_by_it(store: Store) -> None:
    fill(store, tell(), MERGED)
    assert {"exit", "standing"} <= {c.kind for c in read_conflicts(store, entity=GROUP)}
    assert {"pledge", "actor"} <= {c.kind for c in read_conflicts(store, entity=STATE)}


def test_documents_that_agree_leave_no_conflict(store: Store) -> None:
    empty(store)
    ensure_schema(store)
    dossiers = make_agreeing_dossiers(30, 7)
    made.write_registry(store, registry(dossiers), [])
    made.write(store, dossiers, {}, together=7)
    assert read_conflicts(store) == []


def test_every_predicate_that_matters_for_an_entity_is_read() -> None:
    """Claims about others than groups are read by predicate: none that a rule looks at may be left out."""
    ontology = load_ontology()
    for name in ontology.vocabulary:
        entry = said("x", "person/p", name, None)
        text = End(text="victims") if name == "DESCRIBED_AS" else None
        claims = build_claims(dossier("a", [msgspec.structs.replace(entry, object=text)]), ontology, same)
        if any(is_entity_affected(claim, CONTEXT) for claim in claims):
            assert name in list_entity_predicates(ontology)
