"""Sentences of a report: the words of a claim, then who says it and when that was published.

Nothing is said that no claim says. The sources' own words (hedges, verbs) are in quotation marks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.model.claims import Claim
from graph.model.quantity_wording import format_quantity, format_value
from graph.rules.date_windows import describe_edtf
from graph.rules.rollup import STRENGTH, split_stances
from reports.content.agreement import Version, split_versions
from reports.content.attribution import Attribution
from reports.part.closure import Closure

OPEN_QUESTION = "UNDETERMINED_WHETHER"
"""A question that a source leaves open accuses nobody."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Words for the claims of one closed part of the graph."""

    part: Closure

    def format_name(self, id_: str) -> str:
        """Return the name of an entity; an open link of a chain is marked as open."""
        if id_.endswith("?"):
            return f"{self.format_name(id_[:-1])} (attribution left open)"
        canonical = self.part.context.canonical(id_)
        context = self.part.context
        return context.in_sentence(canonical) if canonical in self.part.dossiers else context.name(canonical)

    def format_name_in_sentence(self, id_: str) -> str:
        """Return the name of an entity inside a sentence: "the Indonesian government"."""
        if id_.endswith("?"):
            return f"{self.format_name_in_sentence(id_[:-1])} (attribution left open)"
        return self.part.context.in_sentence(self.part.context.canonical(id_))

    def describe_end(self, claim: Claim, id_: str) -> str | None:
        """Return an end of a claim in words: a name, a value's words, or what another claim says."""
        if id_.startswith("value/"):
            return format_value(claim)
        if id_.startswith("claim/"):
            other_claim = self.part.claims.get(id_)
            return (
                other_claim.says
                if other_claim is not None
                else "a statement that is not in this part of the graph"
            )
        return self.format_name(id_) if id_ else None

    def list_chain(self, claim: Claim) -> tuple[str, ...]:
        """Return the speakers of a claim, the ultimate speaker first, the document's own voice last."""
        return tuple(self.format_name(link) for link in claim.links)

    @property
    def attribution(self) -> Attribution:
        """The words for the speakers of claims."""
        return Attribution(self.format_name_in_sentence, self.format_published, self._is_circular)

    def _is_circular(self, claim: Claim) -> bool:
        """Return whether a claim tells what its own speaker said or charged, such as "Li accused Wu"."""
        canonical = self.part.context.canonical
        is_utterance = claim.predicate_class in ("ACCUSATION", "SPEECH")
        return is_utterance and canonical(claim.speaker) == canonical(claim.subject)

    def format_sentence(self, claims: Sequence[Claim]) -> str:
        """Return a fact in the words of one of its claims, then who says this, and when it was published.

        "Cambodia arrested Chen Zhi in January 2026, according to AFP (21 January 2026)."
        """
        return self.format_version(self.split_versions(claims)[0])

    def split_versions(self, claims: Sequence[Claim]) -> list[Version]:
        """Return the sentences of a fact's claims, each with those who say so; its statement is first."""
        stances = split_stances(claims)
        return split_versions(stances.saying or stances.denying)

    def format_version(self, version: Version) -> str:
        """Return a sentence with its attribution."""
        return self.attribution.attribute(version.says, version.claims)

    def format_published(self, claim: Claim) -> str:
        """Return when a claim's document was published: "21 January 2026", "undated, not before ..."."""
        published = self.part.dossiers[claim.document].document.published
        if published is None:
            return "undated"
        if published.edtf.endswith("/"):
            return f"undated, not before {describe_edtf(published.edtf[:-1])}"
        return describe_edtf(published.edtf)

    def is_accusation(self, claims: Sequence[Claim]) -> bool:
        """Return whether a fact accuses someone: by its predicate, or as its sources word it."""
        affirming = [claim for claim in claims if claim.affirms]
        if not affirming or claims[0].predicate == OPEN_QUESTION:
            return False
        strongest = max((claim.modality for claim in affirming), key=STRENGTH.__getitem__)
        return claims[0].standing == "accusation" or strongest == "alleged"


def describe_manner(claim: Claim) -> str:
    """Describe how a claim is said: modality, polarity, hedge, direct speech."""
    parts: list[str] = [claim.modality]
    if not claim.affirms and claim.modality != "denied":
        parts.append("as a denial")
    if claim.hedge:
        parts.append(f"with “{claim.hedge}”")
    if claim.quoted:
        parts.append("in direct speech" if claim.quoted == "full" else "partly in direct speech")
    return ", ".join(parts)


def describe_time(claim: Claim) -> str:
    """Describe the time of a claim, no more precisely than its source.

    It adds how the time is known if it is not stated.
    """
    if not claim.when_edtf:
        return ""
    how_known = f" ({claim.when_known})" if claim.when_known and claim.when_known != "stated" else ""
    return f"{describe_edtf(claim.when_edtf)}{how_known}"


def describe_numbers(claim: Claim) -> str:
    """Return the numbers of a claim in words."""
    return "; ".join(_format_number(format_quantity(q), q.of, q.printed_as) for _, q in claim.numbers)


def _format_number(name: str, of: object, printed_as: str) -> str:
    part = f", of {of}" if of is not None and "/" not in str(of) else ""
    return f"{name}{part}" + (f" (printed as {printed_as})" if printed_as else "")


def group_notes(pairs: Iterable[tuple[str, int]]) -> list[tuple[str, tuple[int, ...]]]:
    """Group equal words with all of their footnotes, in the order of first appearance."""
    notes_by_words: dict[str, dict[int, None]] = {}
    for words, note in pairs:
        notes_by_words.setdefault(words, {})[note] = None
    return [(words, tuple(notes)) for words, notes in notes_by_words.items()]
