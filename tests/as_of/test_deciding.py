"""What decides a claim's origin is found without reading all that it hangs together with."""

from __future__ import annotations

import random

import msgspec
import pytest

from graph.model.claims import Claim
from graph.model.records import ClaimEntry, Dossier
from graph.rules.derive import DerivedClaims
from graph.store.store import Store
from queries.as_of.graph_reader import open_reader
from tests.graph.made import decisions, dossiers, registry, write, write_registry
from tests.lineage.test_stored import ENTRIES, write_lineages
from tests.machine import choose_amount


def mixed(seed: int) -> list[Dossier]:
    """Dossiers whose facts have numbers of several series, mostly in their own voice: long chains."""
    chance = random.Random(seed)

    def other(entry: ClaimEntry) -> ClaimEntry:
        if chance.random() < 0.5:
            entry = msgspec.structs.replace(entry, by=[], occasion="")
        if entry.count is None:
            return entry
        count = msgspec.structs.replace(entry.count, series=f"series/s{chance.randrange(8)}")
        return msgspec.structs.replace(entry, count=count)

    return [
        msgspec.structs.replace(dossier, claims=[other(entry) for entry in dossier.claims])
        for dossier in dossiers(count=8, claims=8 + 2 * seed, seed=seed)
    ]


@pytest.mark.parametrize("seed", range(choose_amount(4, 40)))
def test_origins_and_figures_are_those_that_all_claims_give(embedded_store: Store, seed: int) -> None:
    write_registry(embedded_store, registry(), decisions())
    write_lineages(embedded_store, ENTRIES if seed % 3 else [])
    write(embedded_store, mixed(seed), open_reader(embedded_store).merged)
    everything = open_reader(embedded_store).load_claims()
    chance = random.Random(seed)
    for _ in range(30):
        out = set(chance.sample(range(8), chance.randrange(1, 9)))
        known = {claim.id for claim in everything if int(claim.document.removeprefix("document/d")) in out}
        asked = [c for c in chance.sample(everything, chance.choice((1, 1, 2, 10))) if c.id in known]
        look = open_reader(embedded_store)
        found = look.derive_among(asked, lambda claim, known=known: claim.id in known, figures=True)
        wanted = look.derive(claim for claim in everything if claim.id in known)
        assert [found.claims[c.id] for c in asked] == [wanted.claims[c.id] for c in asked]
        around = {c.id for c in look.load_with_related(asked)}
        assert found.claims.keys() <= around
        alone = open_reader(embedded_store).derive_among(asked, lambda claim, known=known: claim.id in known)
        assert _origins(alone, asked) == _origins(wanted, asked)
        assert alone.claims.keys() <= found.claims.keys()


def _origins(derived: DerivedClaims, claims: list[Claim]) -> list[tuple[str, str]]:
    return [(derived.claims[c.id].origin, derived.claims[c.id].origin_why) for c in claims]
