"""The statement of a fact: the `says` of one of its claims, chosen by a rule.

Nothing is composed. Among the claims in view the statement is that of the claim nearest the origin; of
equals, of the most hedged; then of the most specific; then of the earliest published.
"""

from __future__ import annotations

from collections.abc import Iterable

from graph.model.claims import Claim
from graph.rules.origins import SAME_NUMBER
from graph.rules.rollup import STRENGTH

_MOST = 9
"""Each part of a rank is one digit, so that ranks compare as text in every engine."""


def rank_statement(claim: Claim) -> str:
    """Return the rank of a claim among those of its fact; the least rank gives the statement.

    One digit each: denial or not, rejection or not, distance from the origin, strength of the modality,
    hedged or not, how many details it lacks.
    """
    parts = (
        0 if claim.affirms else 1,
        1 if claim.modality == "denied" else 0,
        _measure_distance(claim),
        STRENGTH[claim.modality],
        0 if claim.hedge else 1,
        _MOST - min(_MOST, _count_details(claim)),
    )
    return "".join(map(str, parts))


def choose_statement(claims: Iterable[Claim]) -> Claim:
    """Return the claim whose `says` is the statement of these claims of one fact.

    The same for every order of `claims`, of which there must be at least one.
    """
    return min(claims, key=lambda c: (rank_statement(c), c.published_to or "9999", c.document, c.start, c.id))


def _measure_distance(claim: Claim) -> int:
    """Return how many links lie between the origin and the document, at most 9.

    A document that repeats a number without its speaker is farther from the origin than any that names one.
    """
    if claim.origin_why == SAME_NUMBER:
        return _MOST
    return min(_MOST - 1, len(claim.links) - 1)


def _count_details(claim: Claim) -> int:
    """Return how many details a claim gives: its time, place, event, roles, and numbers."""
    details = (bool(claim.when_edtf), bool(claim.place), bool(claim.event))
    return sum(details) + len(claim.roles) + sum(1 for _ in claim.numbers)
