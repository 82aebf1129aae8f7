"""A rule over events writes what it finds, whatever acts an event is reported with."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graph.model.catalogue import resolve_merges
from graph.model.claims import Claim
from graph.model.records import Dossier
from graph.rules.conflicts import registry
from graph.rules.conflicts.model import ClaimGroup, ConflictCandidate, Rule
from graph.rules.context import RuleContext
from graph.store.conflict_reader import read_conflicts
from graph.store.digest import digest
from graph.store.indexes import ensure_schema
from graph.store.store import Store
from queries.as_of.graph_reader import open_reader
from tests.conftest import empty
from tests.graph import made
from tests.graph.test_large_load import large, started

KIND = "words"


def two_verbs(group: ClaimGroup, context: RuleContext) -> Iterator[ConflictCandidate]:
    """One event reported with two verbs."""
    by_verb: dict[str, list[Claim]] = {}
    for claim in sorted(group.claims, key=lambda c: c.id):
        by_verb.setdefault(claim.verb, []).append(claim)
    if len(by_verb) > 1:
        sides = tuple(tuple(by_verb[verb]) for verb in sorted(by_verb))
        yield ConflictCandidate((), sides, lambda: f"{context.name(group.about)} is told with two verbs.")


@pytest.fixture(autouse=True)
def rule(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look for one more kind of conflict, over events, in which any claim may have a part."""
    made_up = Rule(KIND, "event", "Two verbs", "Two verbs of one event.", "Nothing.", two_verbs)
    monkeypatch.setattr(registry, "RULES", (*registry.RULES, made_up))


def check_written(store: Store) -> None:
    """Compare what the rules find in all claims with what the graph holds."""
    look = open_reader(store)
    claims = look.load_claims()
    found = {
        (c.id, c.kind, c.explanation, c.sides) for c in look.derive_conflicts(claims, look.load_series())
    }
    held = {
        (c.conflict, c.kind, c.explanation, tuple(tuple(sorted(x.claim for x in side)) for side in c.sides))
        for c in read_conflicts(store)
    }
    assert held == found
    about = {c.event for c in claims if c.event}
    assert len([c for c in found if c[1] == KIND]) == len(about) > 0
    assert not any(made.ONTOLOGY.find_predicate(c.predicate).excludes for c in claims if c.event)


@pytest.fixture
def dossiers() -> list[Dossier]:
    return made.dossiers(12)


def test_document_by_document(store: Store, dossiers: list[Dossier]) -> None:
    merged = resolve_merges(made.decisions())
    empty(store)
    ensure_schema(store)
    made.write_registry(store, made.registry(), made.decisions())
    made.write(store, dossiers[:6], merged, together=1)
    check_written(store)
    before = str(digest(store))
    made.write(store, dossiers[6:], merged, together=3)
    check_written(store)
    made.remove(store, [d.document.id for d in dossiers[6:]], merged)
    assert str(digest(store)) == before


@pytest.mark.parametrize("alone", [True, False])
def test_in_a_large_load(store: Store, dossiers: list[Dossier], alone: bool) -> None:
    merged = started(store)
    large(store, dossiers, merged, alone=alone, at_once=20)
    check_written(store)
