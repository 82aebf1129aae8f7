"""Detentions and posts made for one rule at a time: claims that differ in their days."""

from __future__ import annotations

from typing import Any

from graph.model.records import ClaimEntry, Decision, Dossier, End, EntityEntry, Registry, When
from graph.store.indexes import ensure_schema
from graph.store.store import Store
from tests.conflicts.said import dossier, said
from tests.conftest import empty
from tests.graph import made

POLICE, ADA, HARBOUR, EVENT = "organization/o2", "person/p5", "organization/o0", "event/e"


def detained(key: str, when: str | When = "", **more: Any) -> ClaimEntry:
    """The police detained one and the same person."""
    timed = {"when": when} if when else {}
    return said(key, POLICE, "DETAINED", ADA, **timed, **more)


def denied(key: str, when: str | When = "", **more: Any) -> ClaimEntry:
    """The person says that the police did not."""
    return detained(key, when, by=[ADA], modality="denied", polarity="deny", **more)


def titled(key: str, when: str | When = "", **more: Any) -> ClaimEntry:
    """The person held a post, whose title is a value."""
    timed = {"when": when} if when else {}
    return said(key, ADA, "HOLDS_POSITION", End(title="Clerk"), **timed, **more)


def text(name: str, *claims: ClaimEntry) -> Dossier:
    """A document with these claims, published after everything that they report."""
    return dossier(name, claims, published="2036-01-01")


def one_happening(*claims: str, id_: str = "decision/one", **more: Any) -> Decision:
    """A person's judgement that these claims are about one happening."""
    told: dict[str, Any] = {"judgement": "same", "reason": "r", "by": "a reader", "on": "2036-02-01", **more}
    return Decision(id=id_, about="fact", items=list(claims), **told)


def registry() -> Registry:
    """Everybody named here, and the papers that speak."""
    known = made.registry()
    papers = [EntityEntry(id=f"media/{name}", kind="Media", name=f"Paper {name}") for name in ("a", "b", "c")]
    return Registry(entities=[*known.entities, *papers], occasions=known.occasions, series=known.series)


def load(store: Store, *dossiers: Dossier, decisions: tuple[Decision, ...] = (), together: int = 3) -> None:
    """Load these into an empty graph."""
    empty(store)
    ensure_schema(store)
    made.write_registry(store, registry(), list(decisions))
    made.write(store, list(dossiers), {}, together=together)
