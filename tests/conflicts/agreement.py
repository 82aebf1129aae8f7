"""Made documents that agree: one consistent story, of which each document repeats a part in its own words.

It holds what only looks like a disagreement: parts and remainders, other people, other days, other events,
hedges, denials of what nobody affirms, and readings that do not exclude each other.
"""

from __future__ import annotations

import random
from typing import Any

from msgspec.structs import replace

from graph.model.records import ClaimEntry, Dossier, End, Quantity
from tests.conflicts.said import dossier, people, said

STATE, EMBASSY, NETWORK = "government/g", "embassy/e", "network/n"
SPEAKERS = ("person/x", "person/y", "ngo/n", "government/g")
_PARTS = {of: Quantity(words=of, unit="people", of=of) for of in ("some", "many")}  # type: ignore[arg-type]


def _act(subject: str, predicate: str, obj: Any = None, **more: Any) -> ClaimEntry:
    return said(f"{subject} {predicate} {obj} {more.get('event', '')}", subject, predicate, obj, **more)


def tell_story() -> list[ClaimEntry]:
    """Return every claim of the story; any of them can be told beside any other."""
    freed: dict[str, Any] = {"event": "event/release", "verb": "let go", "count": people(40)}
    fled: dict[str, Any] = {"event": "event/flight", "verb": "fled"}
    return [
        _act("cohort/freed", "LEFT", "compound/a", when="2026-01-02", **freed),
        _act(NETWORK, "RELEASED", "cohort/freed", event="event/release", verb="released"),
        _act("cohort/freed", "LEFT", "compound/b", event="event/release", verb="were freed"),
        _act("cohort/fled", "LEFT", "compound/b", when="2026-02-03", **fled),
        _act("collective/crowd", "LEFT", "compound/b", verb="left"),
        _act("cohort/fled", "VICTIM_OF", "topic/trafficking"),
        _act("cohort/freed", "INVOLVED_IN", "topic/scams", count=_PARTS["some"]),
        _act("collective/workers", "WORKS_WILLINGLY", "topic/scams", count=_PARTS["some"]),
        _act("collective/workers", "TRAFFICKED", None, count=_PARTS["many"], unstated=["agent"]),
        _act(
            "collective/others", "HELD", None, count=Quantity(words="others", of="other"), unstated=["agent"]
        ),
        _act(STATE, "PLEDGED", "topic/end-of-scams", modality="promised"),
        _act(STATE, "TOLERATES", "topic/corruption", modality="alleged"),
        _act(STATE, "TOOK_MEASURES_AGAINST", "topic/scams", event="event/raid"),
        _act(STATE, "HAS_AGREEMENT_WITH", "government/h", polarity="deny"),
        _act("person/p", "INVOLVED_IN", "topic/scams", duration=Quantity(value=8, unit="months")),
        _act(STATE, "DEPORTED", "person/p", event="event/removal", when="2026-01-05"),
        _act(STATE, "EXTRADITED", "person/q", event="event/other-removal", when="2026-01-06"),
        _act("event/release", "LINKED_TO", "event/raid"),
        _act("ngo/n", "UNDETERMINED_WHETHER", "event/flight", roles={"concerns": STATE}),
    ]


def make_agreeing_dossiers(count: int, seed: int) -> list[Dossier]:
    """Return documents that each repeat a part of the story, some by speakers, with a link of their own."""
    chance = random.Random(seed)
    return [_make_dossier(number, chance) for number in range(count)]


def _make_dossier(number: int, chance: random.Random) -> Dossier:
    story = tell_story()
    told = chance.sample(story, chance.randrange(4, len(story)))
    claims = [
        replace(
            claim,
            key=f"k{place}",
            at=replace(claim.at, start=40 * place, end=40 * place + 20),  # type: ignore[type-var]
            by=[chance.choice(SPEAKERS)] if chance.random() < 0.6 else [],
            hedge="reportedly" if chance.random() < 0.2 else "",
        )
        for place, claim in enumerate(told)
    ]
    raid = next((c.key for c in claims if c.event == "event/raid"), "")
    release = next((c.key for c in claims if c.event == "event/release"), "")
    if raid and release:
        claims.append(said("link", End(claim=raid), "CAUSED", End(claim=release), at=2000))  # type: ignore[arg-type]
    return dossier(f"d{number}", claims, published="2026-03-01")
