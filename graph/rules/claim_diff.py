"""What of a document's claims is new, gone or changed against what the graph holds: pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

import msgspec

from graph.model.claims import Claim
from graph.rules.happenings import assign_fact

_DERIVED = {"figures": (), "origin": "", "origin_why": ""}


@dataclass(slots=True)
class Difference:
    """Claims as they were and as they shall be; those that stay the same are in neither."""

    new: dict[str, Claim] = field(default_factory=dict)
    gone: dict[str, Claim] = field(default_factory=dict)
    before: dict[str, Claim] = field(default_factory=dict)
    after: dict[str, Claim] = field(default_factory=dict)
    kept: int = 0

    def touched(self) -> list[Claim]:
        """All of them."""
        return [*self.new.values(), *self.gone.values(), *self.before.values(), *self.after.values()]


def all_new(claims: Iterable[Claim]) -> Difference:
    """The difference that claims make of which none was there."""
    return Difference(new={claim.id: claim for claim in claims})


def compare(held: Iterable[Claim], incoming: Iterable[Claim], renamed: Collection[str] = ()) -> Difference:
    """Which claims are new, gone, changed in what is no part of their id, or the same.

    Claims of `renamed` documents count as changed.
    """
    stored_claims = {claim.id: claim for claim in held}
    difference = Difference()
    for claim in incoming:
        was = stored_claims.pop(claim.id, None)
        if was is None:
            difference.new[claim.id] = claim
        elif claim.document not in renamed and _as_built(was) == claim:
            difference.kept += 1
        else:
            difference.before[claim.id] = was
            difference.after[claim.id] = claim
    difference.gone.update(stored_claims)
    return difference


def _as_built(claim: Claim) -> Claim:
    """Return a stored claim as its dossier alone gives it."""
    return msgspec.structs.replace(assign_fact(claim, claim.proposition_id, claim.proposition_id), **_DERIVED)
