"""Comparison of a document's claims with those in the graph: new, gone or changed. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

import msgspec

from graph.model.claims import Claim
from graph.rules.happenings import set_fact

_DERIVED = {"figures": (), "origin": "", "origin_why": ""}


@dataclass(slots=True)
class ClaimDiff:
    """Claims before and after a change; unchanged claims are in neither, only counted in `kept`."""

    new: dict[str, Claim] = field(default_factory=dict)
    gone: dict[str, Claim] = field(default_factory=dict)
    before: dict[str, Claim] = field(default_factory=dict)
    after: dict[str, Claim] = field(default_factory=dict)
    kept: int = 0

    def list_claims(self) -> list[Claim]:
        """Return all claims of the difference."""
        return [*self.new.values(), *self.gone.values(), *self.before.values(), *self.after.values()]


def build_new_diff(claims: Iterable[Claim]) -> ClaimDiff:
    """Return the difference for claims of which none was stored before."""
    return ClaimDiff(new={claim.id: claim for claim in claims})


def compare_claims(
    stored: Iterable[Claim], incoming: Iterable[Claim], renamed: Collection[str] = ()
) -> ClaimDiff:
    """Return which claims are new, gone, changed outside of what their id covers, or the same.

    Claims of `renamed` documents count as changed.
    """
    stored_claims = {claim.id: claim for claim in stored}
    difference = ClaimDiff()
    for claim in incoming:
        previous = stored_claims.pop(claim.id, None)
        if previous is None:
            difference.new[claim.id] = claim
        elif claim.document not in renamed and _remove_derived(previous) == claim:
            difference.kept += 1
        else:
            difference.before[claim.id] = previous
            difference.after[claim.id] = claim
    difference.gone.update(stored_claims)
    return difference


def _remove_derived(claim: Claim) -> Claim:
    """Return a stored claim as its dossier alone gives it."""
    return msgspec.structs.replace(set_fact(claim, claim.proposition_id, claim.proposition_id), **_DERIVED)
