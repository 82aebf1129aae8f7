"""What the rules look up."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from graph.model.claims import Claim
from graph.model.ontology import Ontology
from graph.model.quantity_wording import name_article
from graph.rules.lineage import Kinship
from graph.rules.origin_model import Readings


@dataclass(frozen=True, slots=True)
class Context:
    """What the rules look up: who is decided to be whom, who speaks for whom, names, lineage, vocabulary.

    `kin` and `generic` are those of `Readings`.
    """

    canonical: Callable[[str], str]
    principal: Callable[[str], str]
    name: Callable[[str], str]
    lineage: Callable[[Claim], str]
    ontology: Ontology
    kin: Callable[[str], Collection[Kinship]]
    generic: Callable[[str], bool]

    @property
    def readings(self) -> Readings:
        """What the rules of origins look up."""
        return Readings(self.principal, self.lineage, self.canonical, self.kin, self.generic)

    def speaker_name(self, claim: Claim) -> str:
        """Who ultimately says a claim: the first named speaker, else the document's own voice."""
        if claim.by:
            return self.name(self.canonical(claim.speaker))
        named = self.name(claim.voice)
        return name_article(named) if claim.voice == claim.document else named
