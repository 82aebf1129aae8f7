"""Conflicts as nodes, on both engines: found again for what a load touches, and only for that."""

from __future__ import annotations

import random
from typing import Any

import msgspec
import pytest

from graph.model.catalogue import resolve_merges
from graph.model.records import Decision, Dossier, End, EntityEntry, Registry, SeriesEntry, Withdrawal
from graph.store.conflict_reader import StoredConflict, read_conflicts
from graph.store.digest import digest
from graph.store.indexes import ensure_schema
from graph.store.judgements import OrphanedJudgement, list_orphans
from graph.store.store import Store
from tests.conflicts.said import dossier, people, said
from tests.conftest import empty
from tests.graph import made

EMBASSY, STATE, PERSON, EVENT = "embassy/e", "government/g", "person/p", "event/removal"


def entity(id_: str, kind: str, name: str) -> EntityEntry:
    return EntityEntry(id=id_, kind=kind, name=name)


def registry(**renamed: str) -> Registry:
    names = {"state": "The State", "series": "Arrivals", "measures": "", "scope": "", **renamed}
    return Registry(
        entities=[
            entity(EMBASSY, "Embassy", "The Embassy"),
            entity(STATE, "GovernmentBody", names["state"]),
            entity(PERSON, "Person", "The Person"),
            entity("cohort/group", "Cohort", "The Group"),
            entity("cohort/others", "Cohort", "The Others"),
            entity(EVENT, "Event", "The Removal"),
            entity("event/same-removal", "Event", "The Same Removal"),
            *(entity(f"media/{name}", "Media", f"Paper {name}") for name in "abc"),
        ],
        series=[
            SeriesEntry("series/arrivals", names["series"], "people", names["measures"], names["scope"]),
            SeriesEntry("series/wider", "Arrivals, region", "people", "people who came", "the region"),
        ],
    )


def arrivals(name: str, value: int, when: str, who: str = "cohort/group") -> Dossier:
    return dossier(name, [said(name, who, "ARRIVED_AT", EMBASSY, count=people(value), when=when)])


def removed(name: str, act: str, event: str = EVENT) -> Dossier:
    return dossier(name, [said(act, STATE, act, PERSON, event=event, verb=act.lower())])


def decision(
    about: str, *items: str, judgement: str = "same", id_: str = "decision/x", **more: Any
) -> Decision:
    told = {"reason": "r", "by": "a reader", "on": "2026-02-01"}
    return Decision(id=id_, about=about, items=list(items), judgement=judgement, **told, **more)  # type: ignore[arg-type]


def start(store: Store, decisions: list[Decision] | None = None, **renamed: str) -> dict[str, str]:
    empty(store)
    ensure_schema(store)
    made.write_registry(store, registry(**renamed), decisions or [])
    return resolve_merges(decisions or [])


def found(store: Store, **asked: str) -> list[StoredConflict]:
    return read_conflicts(store, **asked)


def kinds(store: Store) -> list[str]:
    return [conflict.kind for conflict in found(store)]


def test_a_conflict_comes_and_goes_with_its_claims(store: Store) -> None:
    merged = start(store)
    first, second = arrivals("a", 500, "2026-01-16/2026-01-20"), arrivals("b", 700, "2026-01-16/2026-01-20")
    made.write(store, [first], merged)
    assert kinds(store) == []
    alone = str(digest(store))
    made.write(store, [second], merged)
    (conflict,) = found(store)
    assert conflict.kind == "values"
    assert sorted(claim.document for side in conflict.sides for claim in side) == ["document/a", "document/b"]
    assert "The Group" in conflict.explanation
    made.remove(store, ["document/b"], merged)
    assert kinds(store) == []
    assert str(digest(store)) == alone


def test_one_more_claim_joins_a_side_and_leaves_it(store: Store) -> None:
    merged = start(store)
    made.write(store, [arrivals("a", 1440, "2026-01-16/2026-01-20")], merged)
    made.write(store, [arrivals("b", 1400, "2026-01-16/2026-01-20")], merged)
    (before,) = found(store)
    made.write(store, [arrivals("c", 1400, "2026-01-16/2026-01-20")], merged)
    (joined,) = found(store)
    assert joined.conflict == before.conflict
    assert sorted(map(len, joined.sides)) == [1, 2]
    made.remove(store, ["document/c"], merged)
    assert found(store) == [before]


def test_the_graph_is_the_same_for_every_order(store: Store) -> None:
    dossiers = made.dossiers()
    merged = resolve_merges(made.decisions())

    def filled(some: list[Dossier], together: int) -> str:
        empty(store)
        made.write_registry(store, made.registry(), made.decisions())
        made.write(store, some, merged, together=together)
        return str(digest(store))

    whole = filled(dossiers, 3)
    assert {"denial", "overlap", "rounding", "values"} & set(kinds(store))
    shuffled = random.Random(11).sample(dossiers, len(dossiers))
    assert filled(shuffled, 1) == whole
    made.remove(store, [d.document.id for d in dossiers[:3]], merged)
    made.write(store, dossiers[:3][::-1], merged, together=1)
    assert str(digest(store)) == whole


def test_a_disputed_statement_is_denied_whatever_else_is_loaded(store: Store) -> None:
    merged = start(store)
    claim = said("yes", STATE, "DETAINED", PERSON)
    dispute = said("no", STATE, "DISPUTES", End(claim="yes"), modality="denied", polarity="deny")
    made.write(store, [dossier("a", [claim])], merged)
    assert kinds(store) == []
    made.write(store, [dossier("a", [claim, dispute])], merged)
    assert kinds(store) == ["denial"]
    made.write(store, [dossier("b", [claim])], merged)
    (conflict,) = found(store)
    assert [len(side) for side in conflict.sides] == [1, 1]
    made.write(store, [dossier("a", [claim])], merged)
    assert kinds(store) == []


def test_events_decided_to_be_one_bring_their_words_together(store: Store) -> None:
    merged = start(store)
    dossiers = [removed("a", "DEPORTED"), removed("b", "EXTRADITED", "event/same-removal")]
    made.write(store, dossiers, merged)
    apart = str(digest(store))
    assert kinds(store) == []
    for first, second in ((EVENT, "event/same-removal"), ("event/same-removal", EVENT)):
        made.write_registry(store, Registry(), [decision("entity", first, second)])
        (conflict,) = found(store)
        assert conflict.kind == "exclusive"
    made.write_registry(store, Registry(), [])
    assert kinds(store) == []
    assert str(digest(store)) == apart


def test_new_names_reach_the_sentence(store: Store) -> None:
    held = said("yes", STATE, "DETAINED", PERSON, by=[STATE])
    dossiers = [
        arrivals("a", 440, "2026-01-01/2026-01-18"),
        arrivals("b", 1447, "2026-01-16/2026-01-20", "cohort/others"),
        dossier("c", [held, msgspec.structs.replace(held, key="no", polarity="deny")]),
    ]
    merged = start(store, state="Another State", series="People counted")
    made.write(store, dossiers, merged)
    expected = str(digest(store))
    merged = start(store)
    made.write(store, dossiers, merged)
    before = str(digest(store))
    made.write_registry(store, registry(state="Another State", series="People counted"), None)
    told = {conflict.kind: conflict.explanation for conflict in found(store)}
    assert "“People counted”" in told["overlap"]
    assert "Another State" in told["denial"]
    assert str(digest(store)) == expected
    made.write_registry(store, registry(), None)
    assert str(digest(store)) == before


def test_a_new_name_reaches_those_decided_to_bear_it(store: Store) -> None:
    named = {entry.id: entry for entry in made.registry().entities}
    renamed = Registry(entities=[msgspec.structs.replace(named["person/p1"], name="Another name")])
    merged = resolve_merges(made.decisions())
    ensure_schema(store)
    made.write_registry(store, made.registry(), made.decisions())
    made.write_registry(store, renamed, None)
    made.write(store, made.dossiers(), merged)
    expected = str(digest(store))
    empty(store)
    made.write_registry(store, made.registry(), made.decisions())
    made.write(store, made.dossiers(), merged)
    made.write_registry(store, renamed, None)
    assert str(digest(store)) == expected


def test_series_that_come_to_measure_the_same(store: Store) -> None:
    wider = msgspec.structs.replace(people(900), series="series/wider")
    here = said("here", "cohort/group", "NUMBERS", None, count=people(40))
    there = said("there", "cohort/others", "NUMBERS", None, count=wider)
    merged = start(store)
    made.write(store, [dossier("a", [here]), dossier("b", [there])], merged)
    before = str(digest(store))
    made.write_registry(store, registry(measures="people who came", scope="the country"), None)
    assert kinds(store) == ["scope"]
    made.remove(store, ["document/b"], merged)
    assert kinds(store) == []
    made.write(store, [dossier("b", [there])], merged)
    assert kinds(store) == ["scope"]
    made.write_registry(store, registry(), None)
    assert str(digest(store)) == before


def test_a_judgement_shows_on_its_conflict_and_changes_nothing_else(store: Store) -> None:
    merged = start(store)
    dossiers = [removed("a", "DEPORTED"), removed("b", "EXTRADITED")]
    made.write(store, dossiers, merged)
    plain = str(digest(store))
    (conflict,) = found(store)
    judged = decision("conflict", conflict.conflict, judgement="different")
    made.write_registry(store, Registry(), [judged])
    after = str(digest(store))
    (same,) = found(store)
    assert (same.judgement, same.judged_by, same.judged_on, same.judged_why) == (
        "different",
        "a reader",
        "2026-02-01",
        "r",
    )
    assert same.sides == conflict.sides
    start(store, [judged])
    made.write(store, dossiers, merged)
    assert str(digest(store)) == after
    made.write_registry(
        store, Registry(), [msgspec.structs.replace(judged, withdrawn=Withdrawal("2026-02-02", "no"))]
    )
    assert found(store) == [conflict]
    made.write_registry(store, Registry(), [])
    assert str(digest(store)) == plain


def test_a_judgement_on_a_conflict_that_is_gone_is_told(store: Store) -> None:
    merged = start(store)
    made.write(store, [removed("a", "DEPORTED"), removed("b", "EXTRADITED")], merged)
    (conflict,) = found(store)
    made.write_registry(store, Registry(), [decision("conflict", conflict.conflict)])
    assert list_orphans(store) == []
    made.remove(store, ["document/b"], merged)
    assert list_orphans(store) == [OrphanedJudgement("decision/x", conflict.conflict)]


def test_conflicts_of_an_entity_or_a_kind(store: Store) -> None:
    merged = start(store)
    made.write(store, [removed("a", "DEPORTED"), removed("b", "EXTRADITED")], merged)
    assert len(found(store, entity=PERSON)) == len(found(store, entity="document/a")) == 1
    assert found(store, entity="cohort/group") == []
    assert len(found(store, kind="exclusive")) == 1
    assert found(store, kind="denial") == []


@pytest.mark.embedded
@pytest.mark.neo4j
def test_both_engines_find_the_same(embedded_store: Store, neo4j_store: Store) -> None:
    dossiers = made.dossiers(9)
    held = []
    for store in (embedded_store, neo4j_store):
        ensure_schema(store)
        made.write_registry(store, made.registry(), made.decisions())
        made.write(store, dossiers, resolve_merges(made.decisions()))
        held.append(found(store))
    assert held[0]
    assert held[0] == held[1]
