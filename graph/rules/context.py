"""Lookups of the rules, and how they follow from the records of speakers and of lineage."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from graph.model.claims import Claim
from graph.model.ontology import Ontology, load_ontology
from graph.model.quantity_wording import format_article_name
from graph.rules.lineage import Kinship, LineageStatus, find_family, list_kin
from graph.rules.origin_model import OriginLookup

PRINCIPAL_DEPTH = 8
"""How many principals are followed from one speaker."""
_UNNAMED = ("unnamed", "collective")
"""How entities without a name of their own are named."""


@dataclass(frozen=True, slots=True)
class RuleContext:
    """Lookups of the rules: identities, principals, names, lineage, vocabulary.

    `kin` and `generic` are those of `OriginLookup`. `in_sentence` is a name with its article; `protected`
    holds of people who may be victims; `superior` is whom a speaker directly speaks for, or itself.
    """

    canonical: Callable[[str], str]
    principal: Callable[[str], str]
    name: Callable[[str], str]
    lineage: Callable[[Claim], str]
    ontology: Ontology
    kin: Callable[[str], Collection[Kinship]]
    generic: Callable[[str], bool]
    in_sentence: Callable[[str], str]
    protected: Callable[[str], bool]
    superior: Callable[[str], str]

    @property
    def origin_lookup(self) -> OriginLookup:
        """The lookups of the rules of origins."""
        return OriginLookup(self.principal, self.lineage, self.canonical, self.kin, self.generic)

    def find_speaker_name(self, claim: Claim) -> str:
        """Return the name of the ultimate speaker: the first named speaker, else the document's own voice."""
        if claim.by:
            return self.name(self.canonical(claim.speaker))
        name = self.name(claim.voice)
        return format_article_name(name) if claim.voice == claim.document else name


class Speaker(NamedTuple):
    """The properties of a named node that the rules use; `principal` is canonical, "" for none."""

    name: str
    principal: str = ""
    naming: str = ""
    in_sentence: str = ""
    protected: bool = False


class RecordLookup(ABC):
    """Lookups of the rules, answered from the records that a subclass finds.

    `canonical` maps an id to the id that it is decided to be.
    """

    def __init__(self, canonical: Callable[[str], str]) -> None:
        self.canonical = canonical

    @abstractmethod
    def find_speaker(self, id_: str) -> Speaker | None:
        """Return the node of a canonical id, None if there is none."""

    @abstractmethod
    def list_lineage(self, document: str) -> Sequence[LineageStatus]:
        """Return the lineage entries of a document."""

    def build_context(self) -> RuleContext:
        """Build the lookups of the rules."""
        return RuleContext(
            self.canonical,
            self.find_principal,
            self.find_name,
            self.find_family,
            load_ontology(),
            self.find_kin,
            self.is_generic,
            self.find_name_in_sentence,
            self.is_protected,
            self.find_superior,
        )

    def find_name(self, id_: str) -> str:
        """Return the name of an entity; its id if it has no name or is not in the graph."""
        speaker = self._find_canonical_speaker(id_)
        return (speaker and speaker.name) or id_

    def find_name_in_sentence(self, id_: str) -> str:
        """Return the name of an entity or document as used inside a sentence, with its article."""
        speaker = self._find_canonical_speaker(id_)
        if speaker is None:
            return id_
        label = format_article_name(speaker.name) if id_.startswith("document/") else speaker.name
        return speaker.in_sentence or label

    def is_protected(self, id_: str) -> bool:
        """Return whether an entity may be a victim, or a group of people who may be."""
        speaker = self._find_canonical_speaker(id_)
        return speaker is not None and speaker.protected

    def find_principal(self, id_: str) -> str:
        """Return the entity for which this one ultimately speaks; itself if it speaks for no other."""
        current = self.canonical(id_)
        for _ in range(PRINCIPAL_DEPTH):
            speaker = self._find_canonical_speaker(current)
            if speaker is None or not speaker.principal:
                break
            current = speaker.principal
        return current

    def find_superior(self, id_: str) -> str:
        """Return the entity for which this one directly speaks; itself if it speaks for no other."""
        speaker = self._find_canonical_speaker(id_)
        return (speaker and speaker.principal) or self.canonical(id_)

    def is_generic(self, id_: str) -> bool:
        """Return whether an entity has no name of its own, such as experts or a witness."""
        speaker = self._find_canonical_speaker(id_)
        return speaker is not None and speaker.naming in _UNNAMED

    def find_family(self, claim: Claim) -> str:
        """Return the family of a claim's passage, as `graph.rules.lineage` defines it."""
        return find_family(claim.document, claim.start, claim.end, self.list_lineage(claim.document))

    def find_kin(self, document: str) -> frozenset[Kinship]:
        """Return the families of texts that a document prints, as `graph.rules.lineage` defines them."""
        return list_kin(self.list_lineage(document))

    def _find_canonical_speaker(self, id_: str) -> Speaker | None:
        return self.find_speaker(self.canonical(id_)) if id_ else None
