"""What the rules of origins give, and what they look up."""

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


class Assigned(NamedTuple):
    """A claim's origin, and why where it was not plain."""

    origin: OriginKey
    why: str = ""


class Readings(NamedTuple):
    """How the rules look things up: whom a speaker speaks for, a passage's lineage, who is who.

    A lineage that nobody has settled has `?` behind it. `kin` gives the families of texts that a document
    prints; `generic` tells whether an entity has no name of its own (experts, officials, a witness).
    """

    principal: Callable[[str], str]
    lineage: Callable[[Claim], str]
    canonical: Callable[[str], str]
    kin: Callable[[str], Collection[Kinship]]
    generic: Callable[[str], bool]


def list_statements(claim: Claim) -> tuple[str, ...]:
    """Return what makes two claims the same statement: their fact, or a figure."""
    return (claim.fact, *claim.figures) if claim.fact else claim.figures
