"""Sentences of a report: the words of a claim, then its chain of speakers and its day.

Nothing is said that no claim says. The sources' own words (hedges, verbs) are in quotation marks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.model.claims import Claim
from graph.model.quantity_wording import format_article_name, format_quantity, format_value
from graph.rules.conflicts.wording import format_list
from graph.rules.date_windows import describe_edtf
from graph.rules.rollup import STRENGTH, split_stances
from graph.rules.statement_choice import choose_statement
from reports.part.closure import Closure

SPEAKERS_NAMED = 3


@dataclass(frozen=True, slots=True)
class Wording:
    """Words for the claims of one closed part of the graph."""

    part: Closure

    def format_name(self, id_: str) -> str:
        """Return the name of an entity; an open link of a chain is marked as open."""
        if id_.endswith("?"):
            return f"{self.format_name(id_[:-1])} (the text leaves this link open)"
        canonical = self.part.context.canonical(id_)
        if canonical in self.part.dossiers:
            return format_article_name(self.part.dossiers[canonical].document.label)
        return self.part.context.name(canonical)

    def format_name_in_sentence(self, id_: str) -> str:
        """Return the name of an entity inside a sentence: "the Indonesian government"."""
        if id_.endswith("?"):
            return f"{self.format_name_in_sentence(id_[:-1])} (the text leaves this link open)"
        entity = self.part.entities.get(self.part.context.canonical(id_))
        return entity.in_sentence if entity is not None and entity.in_sentence else self.format_name(id_)

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

    def format_speakers(self, claims: Sequence[Claim], *, dated: bool = False) -> str:
        """Return who says this and through whom: "the embassy, as reported by AFP and Newser".

        `dated` adds to each document's own voice when the document was published.
        """
        through: dict[str, dict[str, None]] = {}
        for claim in claims:
            names = [self.format_name_in_sentence(link) for link in claim.links]
            if dated:
                names[-1] += f" ({self.format_published(claim)})"
            first, *rest = names
            through.setdefault(first, {}).update({", as reported by ".join(rest): None} if rest else {})
        parts = [
            f"{first}, as reported by {format_list(list(by))}" if by else first
            for first, by in through.items()
        ]
        if len(parts) > SPEAKERS_NAMED:
            parts = [*parts[:SPEAKERS_NAMED], f"{len(parts) - SPEAKERS_NAMED} more"]
        return "; ".join(parts)

    def format_sentence(self, claims: Sequence[Claim]) -> str:
        """Return a fact in the words of one of its claims, then who says it, and when that was published.

        "Cambodia arrested Chen Zhi in January 2026. (AFP; 21 January 2026)"; each has its own day if the
        documents were not published on one day.
        """
        stances = split_stances(claims)
        telling = stances.saying or stances.denying
        days = {self.format_published(claim) for claim in telling}
        if len(days) > 1:
            source = self.format_speakers(telling, dated=True)
        else:
            source = f"{self.format_speakers(telling)}; {days.pop()}"
        return f"{choose_statement(claims).says} ({source})"

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
        if not affirming:
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
