"""Which claims of a fact say what its statement says, so that a sentence is attributed to nobody else.

Claims of one fact differ in words and details: one says "in January 2026", the next "recently". A statement
is attributed to the claims whose own words contain every word of it that carries meaning, with the same
modality, hedge and numbers: "some", "may" or "more than" before the same words say less. The others keep
their own sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from graph.model.claims import Claim
from graph.model.quantity_wording import format_quantity
from graph.rules.statement_choice import choose_statement
from reports.part.closure import sort_claims

_WORD = re.compile(r"[\w,.]*\w")
_WITHOUT_MEANING = (
    "a an the of in on at to from for by with and or that who which were was is are be been being had has "
    "have it its their they his her as than into out up this these those"
)
_EMPTY = frozenset(_WITHOUT_MEANING.split())


class Version(NamedTuple):
    """A sentence, and the claims whose words bear it out, in the order of days."""

    says: str
    claims: list[Claim]


def split_versions(claims: Iterable[Claim]) -> list[Version]:
    """Split the claims of a fact by the sentences that they bear out; the statement of the fact is first."""
    remaining = sort_claims(claims)
    versions = []
    while remaining:
        chosen = choose_statement(remaining)
        agreeing = [claim for claim in remaining if _bears_out(claim, chosen)]
        versions.append(Version(chosen.says, agreeing))
        taken = {claim.id for claim in agreeing}
        remaining = [claim for claim in remaining if claim.id not in taken]
    return versions


def _bears_out(claim: Claim, chosen: Claim) -> bool:
    """Return whether a claim says all that another says, and says it as surely and of as many."""
    same_strength = (claim.affirms, claim.modality, bool(claim.hedge)) == (
        chosen.affirms,
        chosen.modality,
        bool(chosen.hedge),
    )
    same_numbers = _list_numbers(claim) == _list_numbers(chosen)
    return same_strength and same_numbers and _find_words(chosen.says) <= _find_words(claim.says)


def _list_numbers(claim: Claim) -> list[tuple[str, object]]:
    return [(format_quantity(quantity), quantity.of) for _, quantity in claim.numbers]


def _find_words(says: str) -> frozenset[str]:
    """Return the words of a sentence that carry meaning, without plural endings."""
    words = (word.casefold().removesuffix("'s").removesuffix("’s") for word in _WORD.findall(says))
    return frozenset(word.rstrip("s") for word in words if word not in _EMPTY)
