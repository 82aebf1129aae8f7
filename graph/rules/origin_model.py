"""Results and lookups of the rules of origins."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import NamedTuple

from graph.model.claims import Claim
from graph.model.ids import make_id
from graph.rules.lineage import Kinship

OPEN = "?"


class OriginKey(NamedTuple):
    """What defines an origin: its kind and the occasion, speaker, lineage or document behind it."""

    kind: str
    source: str
    statement: str = ""

    @property
    def id(self) -> str:
        """The origin's id."""
        return make_id("origin", list(self))


class OriginAssignment(NamedTuple):
    """A claim's origin, and the reason where it is not obvious."""

    origin: OriginKey
    why: str = ""


class OriginLookup(NamedTuple):
    """Lookups of the rules: a speaker's principal, a passage's lineage, canonical ids.

    An unsettled lineage ends in `?`. `kin` gives the families of texts that a document prints;
    `generic` says whether an entity has no name of its own (experts, officials, a witness).
    """

    principal: Callable[[str], str]
    lineage: Callable[[Claim], str]
    canonical: Callable[[str], str]
    kin: Callable[[str], Collection[Kinship]]
    generic: Callable[[str], bool]


def list_statements(claim: Claim) -> tuple[str, ...]:
    """Return what makes two claims the same statement: their fact, or a figure."""
    return (claim.fact, *claim.figures) if claim.fact else claim.figures
