"""Invented dossiers for tests of the store: small enough to read, mixed enough to reach every rule."""

from __future__ import annotations

import hashlib
import random
from typing import Literal

from graph.model.claims import Claim, build_claims
from graph.model.ontology import load_ontology
from graph.model.records import (
    ClaimEntry,
    Decision,
    DocumentEntry,
    Dossier,
    End,
    EntityEntry,
    OccasionEntry,
    Quantity,
    Reading,
    Registry,
    SeriesEntry,
    Span,
    When,
)
from graph.store.speaker_cache import SpeakerCache
from graph.store.store import Store
from graph.write.registry_writer import RegistryWriter
from graph.write.transaction_writer import DocumentInput, Outcome, TransactionWriter

ONTOLOGY = load_ontology()


def same(canonical: str) -> str:
    return canonical


def registry() -> Registry:
    people = [
        EntityEntry(
            id=f"person/p{i}", kind="Person", name=f"Person {i}", naming="unnamed" if i == 3 else "named"
        )
        for i in range(12)
    ]
    bodies = [
        EntityEntry(
            id=f"organization/o{i}",
            kind="Organization",
            name=f"Body {i}",
            principal="organization/o0" if i == 1 else "",
        )
        for i in range(5)
    ]
    cohorts = [
        EntityEntry(id=f"cohort/c{i}", kind="Cohort", name=f"Group {i}", naming="unnamed") for i in range(8)
    ]
    others = [
        EntityEntry(id="event/e", kind="Event", name="The event"),
        EntityEntry(id="place/x", kind="City", name="X"),
    ]
    return Registry(
        entities=[*people, *bodies, *cohorts, *others],
        occasions=[
            OccasionEntry(id="occasion/o", name="A briefing", speakers=["person/p1"]),
            OccasionEntry(id="occasion/again", name="The same briefing", speakers=["person/p2"]),
        ],
        series=[SeriesEntry(id=f"series/s{i}", name=f"Series {i}", unit="people") for i in range(8)],
    )


def decisions() -> list[Decision]:
    def decided(id_: str, *items: str) -> Decision:
        about: Literal["entity", "occasion"] = "occasion" if items[0].startswith("occasion/") else "entity"
        return Decision(
            id=id_, about=about, items=list(items), judgement="same", reason="r", by="x", on="2026-01-01"
        )

    return [
        decided("decision/a", "cohort/c1", "cohort/c2"),
        decided("decision/b", "person/p1", "person/p2"),
        decided("decision/c", "occasion/o", "occasion/again"),
    ]


def dossiers(count: int = 6, claims: int = 12, seed: int = 1) -> list[Dossier]:
    chance = random.Random(seed)
    return [_dossier(number, claims, chance) for number in range(count)]


def _dossier(number: int, claims: int, chance: random.Random) -> Dossier:
    id_ = f"document/d{number}"
    document = DocumentEntry(
        id=id_,
        label=f"Document {number}",
        text_sha256=hashlib.sha256(id_.encode()).hexdigest(),
        length=20 * claims,
        published=When(f"2026-01-{1 + number % 28:02}"),
        publisher="organization/o4" if number % 2 else "unknown",
    )
    entries = [_entry(f"{number}-{n}", 20 * n, f"k{n}", chance) for n in range(claims)]
    return Dossier(document, [Reading("a test", "2026-01-01")], entries)


SPELLS = ("", "", "../2019", "2021-03-03", "2021", "2023", "2023-05/2023-07", "2025/..", "2021-12/2023-02")
"""Times of acts, half of them of different happenings; the last one bridges two."""


def _entry(seed: str, start: int, key: str, chance: random.Random) -> ClaimEntry:
    by = [f"person/p{chance.randrange(4)}"] if chance.random() < 0.6 else []
    if by and chance.random() < 0.15:
        by = [by[0] + "?"]
    denies, hedged = chance.random() < 0.1, chance.random() < 0.1
    name = "".join("abcdefghij"[int(digit)] for digit in seed if digit.isdigit()).capitalize()
    common = {
        "key": key,
        "section": "body",
        "says": f"Report {name} {'reportedly ' if hedged else ''}{'does not hold' if denies else 'holds'}.",
        "at": Span(start, start + 15, hashlib.sha256(seed.encode()).hexdigest()),
        "by": by,
        "occasion": chance.choice(["occasion/o", "occasion/again"]) if by and chance.random() < 0.2 else "",
        "polarity": "deny" if denies else "affirm",
        "event": "event/e" if chance.random() < 0.2 else "",
        "hedge": "reportedly" if hedged else "",
        "verb": chance.choice(["came", "went"]),
    }
    spell = random.Random(seed).choice(SPELLS)
    spent = When(spell) if spell else None
    kind = chance.random()
    if kind < 0.45:
        group = chance.randrange(8)
        quantity = Quantity(
            value=chance.choice([100, 140, 144, 1440, 1400]),
            comparator=chance.choice(["=", ">"]),
            unit="people",
            series=f"series/s{group}",
        )
        when = When(*chance.choice([("2026-01-16/2026-01-20", "stated"), ("2026-01", "inferred: carried")]))
        return ClaimEntry(
            subject=f"cohort/c{group}",
            predicate="ARRIVED_AT",
            object="place/x",
            count=quantity,
            when=when,
            **common,  # type: ignore[arg-type]
        )
    subject = f"person/p{chance.randrange(6)}"
    if kind < 0.8:
        body = f"organization/o{chance.randrange(3)}"
        return ClaimEntry(subject=subject, predicate="HEADS", object=body, when=spent, **common)  # type: ignore[arg-type]
    if kind < 0.9:
        title = End(title=chance.choice(["Title", "title"]) + f" {chance.randrange(3)}")
        return ClaimEntry(subject=subject, predicate="HOLDS_POSITION", object=title, when=spent, **common)  # type: ignore[arg-type]
    wage = Quantity(value=600, currency="USD", unit="USD", printed_as=chance.choice(["", "2,400 elsewhere"]))
    return ClaimEntry(subject=subject, predicate="EARNS", amount=wage, when=spent, **common)  # type: ignore[arg-type]


def claims_of(some: list[Dossier]) -> list[Claim]:
    return [claim for dossier in some for claim in build_claims(dossier, ONTOLOGY, same)]


def write_registry(store: Store, given: Registry, decided: list[Decision] | None) -> Outcome:
    return RegistryWriter(store, ONTOLOGY).write(given, decided)


def write(store: Store, some: list[Dossier], merged: dict[str, str], *, together: int = 3) -> Outcome:
    outcome = Outcome()
    for first in range(0, len(some), together):
        batch = some[first : first + together]
        outcome += _written(store, batch, merged)
    return outcome


def _written(store: Store, batch: list[Dossier], merged: dict[str, str]) -> Outcome:
    def canonical(id_: str) -> str:
        return merged.get(id_, id_)

    speakers = SpeakerCache(canonical)
    incoming = [DocumentInput(dossier, build_claims(dossier, ONTOLOGY, canonical)) for dossier in batch]
    return store.write(
        lambda tx: TransactionWriter(tx, store.dialect, speakers.build_context(), speakers).update_documents(
            incoming
        )
    )


def remove(store: Store, ids: list[str], merged: dict[str, str]) -> Outcome:
    def canonical(id_: str) -> str:
        return merged.get(id_, id_)

    speakers = SpeakerCache(canonical)
    return store.write(
        lambda tx: TransactionWriter(tx, store.dialect, speakers.build_context(), speakers).remove_documents(
            ids
        )
    )
