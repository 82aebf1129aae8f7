"""Lookups of the rules."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from graph.model.claims import Claim
from graph.model.ontology import Ontology
from graph.model.quantity_wording import format_article_name
from graph.rules.lineage import Kinship
from graph.rules.origin_model import OriginLookup


@dataclass(frozen=True, slots=True)
class RuleContext:
    """Lookups of the rules: identities, principals, names, lineage, vocabulary.

    `kin` and `generic` are those of `OriginLookup`.
    """

    canonical: Callable[[str], str]
    principal: Callable[[str], str]
    name: Callable[[str], str]
    lineage: Callable[[Claim], str]
    ontology: Ontology
    kin: Callable[[str], Collection[Kinship]]
    generic: Callable[[str], bool]

    @property
    def origin_lookup(self) -> OriginLookup:
        """The lookups of the rules of origins."""
        return OriginLookup(self.principal, self.lineage, self.canonical, self.kin, self.generic)

    def find_speaker_name(self, claim: Claim) -> str:
        """Return the name of the ultimate speaker: the first named speaker, else the document's own voice."""
        if claim.by:
            return self.name(self.canonical(claim.speaker))
        named = self.name(claim.voice)
        return format_article_name(named) if claim.voice == claim.document else named
