"""Made graphs in which much can be decided to be one, and sequences of decisions on them."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec

from graph.model.catalogue import resolve_merges
from graph.model.records import (
    Alias,
    ClaimEntry,
    Decision,
    DocumentEntry,
    Dossier,
    End,
    EntityEntry,
    NoteEntry,
    OccasionEntry,
    Quantity,
    Reading,
    Registry,
    SeriesEntry,
    Span,
    When,
    Withdrawal,
)
from graph.store.digest import Node, iter_contents
from graph.store.indexes import ensure_schema
from graph.store.store import Store
from graph.write.entity_writer import write_notes
from tests.conftest import empty
from tests.graph import made

KINDS = {
    "person": "Person",
    "government": "GovernmentBody",
    "media": "Media",
    "cohort": "Cohort",
    "compound": "Compound",
    "city": "City",
    "event": "Event",
}
"""Prefix of the made entities, and their kind; there are `EACH` of every kind, and of occasions."""
EACH = 4
DOCUMENTS, CLAIMS = 5, 14
NOTES = [NoteEntry(f"note/{prefix}", f"{prefix}/1", "a remark", "x", "2026-02-01") for prefix in KINDS]


def registry() -> Registry:
    """Entities of several kinds that speak for, lie in and belong to each other."""
    series = [SeriesEntry(f"series/{n}", f"Series {n}", "people") for n in range(3)]
    return Registry(
        entities=[_entity(prefix, n) for prefix in KINDS for n in range(EACH)],
        occasions=[
            OccasionEntry(f"occasion/{n}", f"Briefing {n}", speakers=[f"person/{n % 3}"]) for n in range(EACH)
        ],
        series=series,
    )


def _entity(prefix: str, number: int) -> EntityEntry:
    links: dict[str, Any] = {
        "person": {"principal": f"government/{number % 2}"},
        "cohort": {"naming": "unnamed", "principal": "" if number else "government/3"},
        "compound": {"within": f"city/{number}"},
        "city": {"within": f"city/{number + 1}" if number < EACH - 1 else ""},
        "government": {"city": f"city/{number}", "part_of": "government/0" if number == 2 else ""},
    }
    return EntityEntry(
        id=f"{prefix}/{number}",
        kind=KINDS[prefix],
        name=f"The {prefix} number {number}",
        aliases=(Alias(f"Another {prefix} {number}", "document/0"),),
        **links.get(prefix, {}),
    )


def dossiers(seed: int) -> list[Dossier]:
    """Documents whose claims share facts, series, speakers, events, occasions and places."""
    chance = random.Random(seed)
    return [_dossier(number, chance) for number in range(DOCUMENTS)]


def _dossier(number: int, chance: random.Random) -> Dossier:
    id_ = f"document/d{number}"
    document = DocumentEntry(
        id=id_,
        label=f"Document {number}",
        text_sha256=hashlib.sha256(id_.encode()).hexdigest(),
        length=20 * CLAIMS,
        published=When(f"2026-01-{1 + number:02}"),
        publisher=f"media/{number % EACH}",
        agency=f"media/{chance.randrange(EACH)}" if chance.random() < 0.4 else "unknown",
    )
    claims = [_claim(f"{id_}/{n}", n, chance) for n in range(CLAIMS)]
    return Dossier(document, [Reading("a test", "2026-02-01")], [*claims, *_answers(claims, chance)])


def _claim(seed: str, number: int, chance: random.Random) -> ClaimEntry:
    def one(prefix: str) -> str:
        return f"{prefix}/{chance.randrange(EACH)}"

    denies = chance.random() < 0.25
    by = [one(chance.choice(["person", "person", "cohort", "government"]))] if chance.random() < 0.6 else []
    return ClaimEntry(
        key=f"k{number}",
        section="body",
        says=f"Report {number} {'does not hold' if denies else 'holds'}.",
        at=Span(20 * number, 20 * number + 15, hashlib.sha256(seed.encode()).hexdigest()),
        by=[f"{by[0]}?"] if by and chance.random() < 0.2 else by,
        occasion=one("occasion") if by and chance.random() < 0.4 else "",
        place=one("city") if chance.random() < 0.2 else "",
        event=one("event") if chance.random() < 0.5 else "",
        when=When(f"2026-01-{chance.randrange(1, 29):02}") if chance.random() < 0.5 else None,
        polarity="deny" if denies else "affirm",
        modality=chance.choice(["reported", "alleged"]),
        verb=chance.choice(["came", "went"]),
        **_content(chance, one),
    )


def _content(chance: random.Random, one: Any) -> dict[str, Any]:
    """Subject, predicate and object: facts between entities, to values, and without an object or agent."""
    number = chance.choice([100, 140, 144, 1440])
    people = Quantity(value=number, unit="people", series=f"series/{chance.randrange(3)}")
    made_up: list[dict[str, Any]] = [
        {"subject": one("cohort"), "predicate": "LEFT", "object": one("compound"), "count": people},
        {"subject": one("cohort"), "predicate": "LEFT"},
        {"subject": one("cohort"), "predicate": "LEFT", "count": people},
        {"subject": one("compound"), "predicate": "LOCATED_IN", "object": one("city")},
        {"subject": one("city"), "predicate": "LOCATED_IN", "object": one("city")},
        {"subject": one("government"), "predicate": "DEPORTED", "object": one("person")},
        {"subject": one("government"), "predicate": "EXTRADITED", "object": one("person")},
        {"subject": one("person"), "predicate": "DEPORTED", "unstated": ["agent"]},
        {"subject": one("person"), "predicate": "HEADS", "object": one("government")},
        {
            "subject": one("person"),
            "predicate": "HOLDS_POSITION",
            "object": End(title=f"T{chance.random():.1}"),
        },
        {"subject": one("event"), "predicate": "CAUSED", "object": one("event")},
        {
            "subject": one("person"),
            "predicate": "DESCRIBED_AS",
            "object": End(text="tall"),
            "roles": {"body": one("government")},
        },
    ]
    return chance.choice(made_up)


def _answers(claims: list[ClaimEntry], chance: random.Random) -> Iterator[ClaimEntry]:
    """Claims that speak against others."""
    for number, entry in enumerate(chance.sample(claims, 2), start=len(claims)):
        yield ClaimEntry(
            key=f"k{number}",
            section="body",
            says="It is disputed.",
            at=Span(20 * number, 20 * number + 15, hashlib.sha256(f"{chance.random()}".encode()).hexdigest()),
            by=[f"person/{chance.randrange(EACH)}"],
            subject=f"person/{chance.randrange(EACH)}",
            predicate="DISPUTES",
            object=End(claim=entry.key),
            polarity="deny",
            modality="denied",
            because=[claims[0].key],
        )


@dataclass
class Story:
    """What a graph shall hold, changed step by step at random."""

    chance: random.Random
    registry: Registry = field(default_factory=registry)
    decisions: dict[str, Decision] = field(default_factory=dict)

    def judge(self, conflicts: list[str]) -> None:
        """Judge one of these conflicts, or judge it otherwise."""
        id_ = self.chance.choice(conflicts)
        judgement = self.chance.choice(["same", "different", "unsure"])
        decision = Decision(f"decision/{id_}", "conflict", [id_], judgement, "r", "x", "2026-02-01")
        self.decisions[decision.id] = decision

    @property
    def merged(self) -> dict[str, str]:
        """Which ids decisions declare to be which."""
        return resolve_merges(self.decisions.values())

    def decide(self) -> None:
        """Make, change, withdraw or take out one to three decisions."""
        for _ in range(self.chance.randrange(1, 4)):
            known = sorted(self.decisions)
            step = self.chance.random()
            if not known or step < 0.5:
                new = self._new(f"decision/{self.chance.randrange(1000)}")
                self.decisions[new.id] = new
            elif step < 0.8:
                decision = self.decisions[self.chance.choice(known)]
                again = None if decision.withdrawn else Withdrawal("2026-03-01", "an error")
                self.decisions[decision.id] = msgspec.structs.replace(decision, withdrawn=again)
            elif step < 0.9:
                id_ = self.chance.choice(known)
                self.decisions[id_] = self._new(id_)
            else:
                del self.decisions[self.chance.choice(known)]

    def _new(self, id_: str) -> Decision:
        prefix = self.chance.choice([*KINDS, "occasion"])
        items = [f"{prefix}/{n}" for n in self.chance.sample(range(EACH), self.chance.choice([2, 2, 3]))]
        return Decision(
            id=id_,
            about="occasion" if prefix == "occasion" else "entity",
            items=items,
            judgement=self.chance.choice(["same", "same", "same", "unsure"]),
            reason="r",
            by="x",
            on=f"2026-02-{self.chance.randrange(1, 29):02}",
        )

    def rewrite(self) -> Registry:
        """Change one entity's or occasion's entry; return the part of a registry with it."""
        if self.chance.random() < 0.2:
            n = self.chance.randrange(EACH)
            occasion = msgspec.structs.replace(
                self.registry.occasions[n], speakers=[f"person/{self.chance.randrange(EACH)}"]
            )
            self.registry.occasions[n] = occasion
            return Registry(occasions=[occasion])
        place = self.chance.randrange(len(self.registry.entities))
        entity = self.registry.entities[place]
        change: dict[str, Any] = {"name": f"{entity.name}!"}
        if entity.kind == "Person":
            change = {"principal": self.chance.choice(["", "government/1", "person/0", "government/2"])}
        elif entity.kind in ("Compound", "City"):
            change = {"within": f"city/{self.chance.randrange(EACH)}"}
        elif self.chance.random() < 0.3:
            change = {"naming": "unnamed" if entity.naming == "named" else "named", "about": "words"}
        elif self.chance.random() < 0.3:
            change = {"aliases": (Alias(f"Alias {self.chance.random():.3}", "document/0"),)}
        if change.get("within") == entity.id or change.get("principal") == entity.id:
            change = {"note": "none"}
        entity = msgspec.structs.replace(entity, **change)
        self.registry.entities[place] = entity
        return Registry(entities=[entity])


def fill(store: Store, story: Story, documents: list[Dossier]) -> None:
    """Build the graph again from the expected files."""
    empty(store)
    ensure_schema(store)
    made.write_registry(store, story.registry, list(story.decisions.values()))
    made.write(store, documents, story.merged)
    store.write(lambda tx: write_notes(tx, store.dialect, NOTES, lambda id_: story.merged.get(id_, id_)))


def conflicts(store: Store) -> list[str]:
    """The ids of all conflicts in the graph."""
    return [row["id"] for row in store.read("MATCH (x:Conflict) RETURN x.id AS id ORDER BY id")]


def everything(store: Store) -> dict[str, int]:
    """All nodes, relationships and search keys of a graph, in short, each with its number."""
    found: dict[str, int] = {}
    keys = "MATCH (k:NameKey)-[:KEY_OF]->(e) RETURN k.key AS key, e.id AS id"
    told = [f"key {row['key']} of {row['id']}" for row in store.read(keys)]
    for item in iter_contents(store):
        kind = item.labels if isinstance(item, Node) else (item.start, item.type, item.end)
        told.append(f"{kind} {sorted(item.properties.items())}")
    for one in told:
        found[one] = found.get(one, 0) + 1
    return found
