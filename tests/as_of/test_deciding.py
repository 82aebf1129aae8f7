"""What decides a claim's origin is found without reading all that it hangs together with."""

from __future__ import annotations

import random

import pytest

from graph.store import Store
from queries.view import looking
from tests.graph.made import decisions, dossiers, registry, write, write_registry


@pytest.mark.parametrize("seed", range(12))
def test_origins_and_figures_are_those_that_all_claims_give(embedded_store: Store, seed: int) -> None:
    write_registry(embedded_store, registry(), decisions())
    write(embedded_store, dossiers(count=8, claims=5 + seed, seed=seed), looking(embedded_store).merged)
    everything = looking(embedded_store).every_claim()
    chance = random.Random(seed)
    for _ in range(20):
        out = set(chance.sample(range(8), chance.randrange(1, 9)))
        known = {claim.id for claim in everything if int(claim.document.removeprefix("document/d")) in out}
        asked = [c for c in chance.sample(everything, chance.choice((1, 2, 10))) if c.id in known]
        look = looking(embedded_store)
        found = look.derive_among(asked, lambda claim, known=known: claim.id in known)
        wanted = look.derive(claim for claim in everything if claim.id in known)
        assert [found.claims[c.id] for c in asked] == [wanted.claims[c.id] for c in asked]
        around = {c.id for c in look.around(asked)}
        assert found.claims.keys() <= around
