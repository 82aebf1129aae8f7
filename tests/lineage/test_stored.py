"""Lineage in the graph, on both engines: whatever the order, and whatever came and went, it is the same."""

from __future__ import annotations

import hashlib
import random

import msgspec
import pytest

from graph.model.catalogue import resolve_merges
from graph.model.records import (
    ClaimEntry,
    Decision,
    EntityEntry,
    LineageEntry,
    Registry,
    ReprintedPassage,
    Span,
    When,
    Withdrawal,
)
from graph.rules.reprinted_statements import DECIDED, PERHAPS_DECIDED
from graph.store.digest import digest
from graph.store.indexes import ensure_schema
from graph.store.store import Store
from graph.write.registry_writer import RegistryWriter
from graph.write.transaction_writer import Outcome
from tests.conftest import empty
from tests.graph import made


def passage(a: tuple[int, int], b: tuple[int, int], how: str = "exact") -> ReprintedPassage:
    spans = [Span(*place, hashlib.sha256(repr((a, b)).encode()).hexdigest()) for place in (a, b)]
    return ReprintedPassage(*spans, how)  # type: ignore[arg-type]


def entry(one: int, other: int, *passages: ReprintedPassage, judgement: str = "reprint") -> LineageEntry:
    return LineageEntry(
        a=f"document/d{one}",
        b=f"document/d{other}",
        share_a=0.5,
        share_b=0.25,
        passages=list(passages),
        judgement=judgement,  # type: ignore[arg-type]
        reason="a test",
    )


ENTRIES = [
    entry(0, 1, passage((0, 95), (20, 115)), passage((160, 195), (200, 235), "paraphrase")),
    entry(1, 2, passage((20, 100), (0, 80), "house-style")),
    entry(3, 4, passage((0, 240), (0, 240)), judgement="unsure"),
    entry(4, 5, passage((0, 120), (0, 120)), judgement="not"),
    entry(5, 7, passage((0, 120), (0, 120))),  # document 7 is never loaded
]


def decided(judgement: str, *numbers: int, withdrawn: bool = False) -> Decision:
    return Decision(
        id="decision/reprint",
        about="reprint",
        items=[f"document/d{number}" for number in numbers],
        judgement=judgement,  # type: ignore[arg-type]
        reason="r",
        by="x",
        on="2026-01-02",
        withdrawn=Withdrawal("2026-01-03", "an error") if withdrawn else None,
    )


def write_lineages(
    store: Store, entries: list[LineageEntry] | None, decisions: list[Decision] | None = None
) -> Outcome:
    writer = RegistryWriter(store, made.ONTOLOGY)
    return writer.write(Registry(), decisions, entries)


def filled(store: Store, *, first: bool, seed: int = 0, count: int = 6) -> str:
    """A graph of made documents and lineage, which comes `first` or last."""
    empty(store)
    ensure_schema(store)
    made.write_registry(store, made.registry(), made.decisions())
    dossiers, entries = made.dossiers(count), ENTRIES[:]
    random.Random(seed).shuffle(dossiers)
    random.Random(seed).shuffle(entries)
    if first:
        write_lineages(store, entries)
    made.write(store, dossiers, resolve_merges(made.decisions()), together=1 + seed % 3)
    if not first:
        write_lineages(store, entries)
    return str(digest(store))


def test_order_does_not_matter(store: Store) -> None:
    expected = filled(store, first=True)
    assert filled(store, first=False, seed=1) == expected
    assert filled(store, first=True, seed=2) == expected
    assert write_lineages(store, ENTRIES[::-1]).changed == 0
    assert str(digest(store)) == expected


@pytest.mark.embedded
@pytest.mark.neo4j
def test_both_engines_hold_the_same(embedded_store: Store, neo4j_store: Store) -> None:
    assert filled(embedded_store, first=True) == filled(neo4j_store, first=False, seed=3)


def test_withdrawn_lineage_leaves_nothing(store: Store) -> None:
    empty(store)
    ensure_schema(store)
    made.write_registry(store, made.registry(), made.decisions())
    made.write(store, made.dossiers(), resolve_merges(made.decisions()))
    without = str(digest(store))
    write_lineages(store, ENTRIES)
    whole = str(digest(store))
    assert whole != without
    write_lineages(store, ENTRIES[1:])
    assert str(digest(store)) not in (whole, without)
    write_lineages(store, [])
    assert str(digest(store)) == without


def test_a_removed_document_comes_back_with_its_lineage(store: Store) -> None:
    dossiers = made.dossiers()
    without = {d.document.id: d for d in dossiers[1:]}
    whole = filled(store, first=False)
    merged = resolve_merges(made.decisions())
    made.remove(store, [dossiers[0].document.id], merged)
    smaller = str(digest(store))
    made.write(store, [dossiers[0]], merged)
    assert str(digest(store)) == whole
    empty(store)
    ensure_schema(store)
    made.write_registry(store, made.registry(), made.decisions())
    write_lineages(store, ENTRIES)
    made.write(store, list(without.values()), merged)
    assert str(digest(store)) == smaller


def test_a_decision_goes_before_what_was_found_and_can_be_withdrawn(store: Store) -> None:
    before = filled(store, first=True)
    write_lineages(store, None, [*made.decisions(), decided("different", 0, 1)])
    assert reprinting(store, "document/d0") == []
    assert "document" in kinds(store, "document/d0")
    other = str(digest(store))
    # The same, had the decision been there from the beginning.
    empty(store)
    ensure_schema(store)
    made.write_registry(store, made.registry(), [*made.decisions(), decided("different", 0, 1)])
    write_lineages(store, ENTRIES)
    made.write(store, made.dossiers(), resolve_merges(made.decisions()))
    assert str(digest(store)) == other
    write_lineages(store, None, made.decisions())
    assert str(digest(store)) == before
    taken_back = decided("different", 0, 1, withdrawn=True)
    write_lineages(store, None, [*made.decisions(), taken_back])
    assert len(reprinting(store, "document/d0")) == 1


def test_a_decision_settles_what_was_unsure_or_denied(store: Store) -> None:
    filled(store, first=True)
    assert reprinting(store, "document/d4") == []
    write_lineages(store, None, [*made.decisions(), decided("same", 3, 4, 5)])
    assert [row["direction"] for row in reprinting(store, "document/d4")] == ["published", "published"]


TRANSLATED = [
    msgspec.structs.replace(
        dossier,
        claims=[
            ClaimEntry(
                key="toll",
                section="body",
                says="The harbour office runs the ferry.",
                at=Span(0, 15, hashlib.sha256(dossier.document.id.encode()).hexdigest()),
                subject="organization/o2",
                predicate="OPERATES_IN",
                object="place/x",
                verb="runs",
            )
        ],
    )
    for dossier in made.dossiers(8)[6:]
]
"""Two documents in two languages, of which no passage can be the same: d6 and d7."""


def written(store: Store, *decisions: Decision, decided_first: bool) -> str:
    """A graph of the two documents; the decisions come first or last."""
    empty(store)
    ensure_schema(store)
    made.write_registry(store, made.registry(), [*decisions] if decided_first else [])
    made.write(store, TRANSLATED[:: 1 if decided_first else -1], {}, together=1)
    if not decided_first:
        write_lineages(store, None, [*decisions])
    return str(digest(store))


def origins_of_translated(store: Store) -> list[tuple[str, str, str]]:
    rows = store.read(
        "MATCH (c:Claim {key: 'toll'})-[:FROM]->(o:Origin) "
        "RETURN o.id AS id, o.kind AS kind, c.origin_why AS why ORDER BY c.id"
    )
    return [(row["id"], row["kind"], row["why"] or "") for row in rows]


def test_a_decided_translation_is_one_origin_for_every_order_and_until_it_is_withdrawn(store: Store) -> None:
    apart = written(store, decided_first=True)
    assert len({id_ for id_, _, _ in origins_of_translated(store)}) == 2
    together = written(store, decided("same", 6, 7), decided_first=True)
    assert together != apart
    assert written(store, decided("same", 6, 7), decided_first=False) == together
    assert len(set(origins_of_translated(store))) == 1
    assert {row[1:] for row in origins_of_translated(store)} == {("lineage", DECIDED)}
    assert len(reprinting(store, "document/d6")) == 1
    made.remove(store, ["document/d7"], {})
    made.write(store, TRANSLATED[1:], {})
    assert str(digest(store)) == together
    write_lineages(store, ENTRIES)
    write_lineages(store, [])
    assert str(digest(store)) == together
    write_lineages(store, None, [])
    assert str(digest(store)) == apart


def test_an_undecided_translation_counts_fewer_and_draws_nothing(store: Store) -> None:
    written(store, decided("unsure", 6, 7), decided_first=False)
    assert {row[1:] for row in origins_of_translated(store)} == {("lineage", PERHAPS_DECIDED)}
    assert reprinting(store, "document/d6") == []


def test_naming_a_speaker_parts_what_unnamed_speakers_were_joined_for(store: Store) -> None:
    """A named speaker is a separate origin; an unnamed one joins the other printing."""
    empty(store)
    ensure_schema(store)
    made.write_registry(store, made.registry(), [decided("same", 6, 7)])
    said = [
        msgspec.structs.replace(dossier, claims=[msgspec.structs.replace(dossier.claims[0], by=[speaker])])
        for dossier, speaker in zip(TRANSLATED, ("person/p8", "person/p9"), strict=True)
    ]
    made.write(store, said, {})
    named = str(digest(store))
    assert len({id_ for id_, _, _ in origins_of_translated(store)}) == 2
    nine = EntityEntry(id="person/p9", kind="Person", name="Person 9", naming="unnamed")
    made.write_registry(store, Registry(entities=[nine]), None)
    assert len({id_ for id_, _, _ in origins_of_translated(store)}) == 1
    made.write_registry(store, made.registry(), None)
    assert str(digest(store)) == named


def reprinting(store: Store, document: str) -> list[dict[str, object]]:
    return store.read(
        "MATCH (d:Document {id: $id})-[r:REPRINTS]-(:Document) RETURN r.direction AS direction",
        {"id": document},
    )


def kinds(store: Store, document: str) -> set[str]:
    rows = store.read(
        "MATCH (c:Claim {document: $id})-[:FROM]->(o:Origin) RETURN DISTINCT o.kind AS kind", {"id": document}
    )
    return {row["kind"] for row in rows}


def test_reprints_run_from_the_later_to_the_earlier_and_say_what_they_print(store: Store) -> None:
    filled(store, first=True)
    rows = store.read(
        "MATCH (l:Document)-[r:REPRINTS]->(e:Document) RETURN l.id AS later, e.id AS earlier, "
        "r.share AS share, r.share_of_earlier AS other, r.passages AS passages, r.direction AS direction "
        "ORDER BY later"
    )
    assert [(row["later"][-2:], row["earlier"][-2:]) for row in rows] == [("d1", "d0"), ("d2", "d1")]
    assert rows[0]["passages"] == ["20-115=0-95 exact", "200-235=160-195 paraphrase"]
    assert (rows[0]["share"], rows[0]["other"], rows[0]["direction"]) == (0.25, 0.5, "published")


def test_a_direction_that_days_do_not_tell_is_unknown_and_follows_the_days_when_they_come(
    store: Store,
) -> None:
    filled(store, first=True)
    zero = made.dossiers()[0]
    merged = resolve_merges(made.decisions())
    undated = msgspec.structs.replace(zero, document=msgspec.structs.replace(zero.document, published=None))
    made.write(store, [undated], merged)
    assert reprinting(store, "document/d0") == [{"direction": "unknown"}]
    late = msgspec.structs.replace(zero.document, published=When("2026-03-01"))
    made.write(store, [msgspec.structs.replace(zero, document=late)], merged)
    rows = store.read(
        "MATCH (l:Document {id: 'document/d0'})-[r:REPRINTS]->(e) RETURN e.id AS id, r.direction AS d"
    )
    assert rows == [{"id": "document/d1", "d": "published"}]


def test_speakerless_claims_of_a_reprinted_passage_share_one_origin(store: Store) -> None:
    filled(store, first=True)
    rows = store.read(
        "MATCH (c:Claim)-[:FROM]->(o:Origin {kind: 'lineage'}) RETURN c.by AS by, c.document AS document, "
        "o.source AS source, c.origin_why AS why"
    )
    assert rows
    assert all(row["by"] is None and row["why"] for row in rows)
    assert {row["document"] for row in rows} <= {f"document/d{n}" for n in range(6)}
    family = {
        row["source"] for row in rows if row["document"] in ("document/d0", "document/d1", "document/d2")
    }
    assert len(family) == 1
    held = store.read("MATCH (l:Lineage {id: $id}) RETURN l.family AS family", {"id": family.pop()})
    assert len(held) == 1


def test_lineage_never_makes_more_origins(store: Store) -> None:
    filled(store, first=True)
    counted = (
        "MATCH (c:Claim)-[:FROM]->(o) WHERE c.fact IS NOT NULL RETURN c.fact AS fact, count(DISTINCT o) AS n"
    )
    with_lineage = {row["fact"]: row["n"] for row in store.read(counted)}
    write_lineages(store, [])
    without = {row["fact"]: row["n"] for row in store.read(counted)}
    assert with_lineage.keys() == without.keys()
    assert all(with_lineage[fact] <= n for fact, n in without.items())
    assert any(with_lineage[fact] < n for fact, n in without.items())
