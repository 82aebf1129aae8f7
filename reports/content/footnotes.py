"""Footnotes: each claim once, numbered in the order in which the report first leans on it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable

from graph.model.claims import Claim
from graph.model.protected import mask_stretches
from graph.model.records import DocumentEntry
from queries.wording.citations import NO_MATCH, NOT_HELD
from reports.content.model import Footnote
from reports.content.wording import Wording, manner
from reports.part.closure import Closure, in_order

TextOf = Callable[[str], str | None]


class Footnotes:
    """Gives out numbers as claims are cited, and at the end the footnotes themselves."""

    def __init__(
        self, part: Closure, wording: Wording, text_of: TextOf, *, include_protected: bool = False
    ) -> None:
        self._part = part
        self._wording = wording
        self._text_of = text_of
        self._include_protected = include_protected
        self._numbers: dict[str, int] = {}
        self._texts: dict[str, str | None] = {}

    def number(self, claim: Claim) -> int:
        """The number of a claim's footnote."""
        return self._numbers.setdefault(claim.id, len(self._numbers) + 1)

    def of(self, claims: Iterable[Claim]) -> tuple[int, ...]:
        """The numbers of claims, those of earlier documents first."""
        return tuple(self.number(claim) for claim in in_order(claims))

    def known(self, claims: Iterable[Claim]) -> tuple[int, ...]:
        """The numbers of those of these claims that are cited."""
        return tuple(sorted(self._numbers[claim.id] for claim in claims if claim.id in self._numbers))

    @property
    def cited(self) -> list[Claim]:
        """The claims cited so far, by number."""
        return [self._part.claims[id_] for id_ in self._numbers]

    def all(self) -> tuple[Footnote, ...]:
        """Every footnote, in the order of numbers."""
        return tuple(self._footnote(self._part.claims[id_], n) for id_, n in self._numbers.items())

    def _footnote(self, claim: Claim, number: int) -> Footnote:
        document = self._part.dossiers[claim.document].document
        quote, state = self._passage(document, claim)
        speakers = self._wording.chain(claim)
        publisher = self._source(document)
        published = published_words(document)
        retracted = document.retracted.on if document.retracted else ""
        newer = (d.document for d in self._part.dossiers.values() if d.document.supersedes == document.id)
        corrected = " and ".join(f"“{one.label}”" for one in sorted(newer, key=lambda d: d.id))
        return Footnote(
            number=number,
            claim=claim.id,
            says=claim.says,
            speakers=speakers,
            manner=manner(claim),
            document=document.id,
            label=document.label,
            publisher=publisher,
            published=published,
            section=claim.section,
            start=claim.start,
            end=claim.end,
            sha256=claim.sha256,
            text_sha256=document.text_sha256,
            link=address(document),
            origin=claim.origin,
            inferred=tuple(f"{field}: {why}" for field, why in claim.inferred),
            retracted=retracted,
            quote=quote,
            quote_state=state,
            citation=(
                f"{', as quoted by '.join(speakers)}. “{document.label}” [{document.id}], {publisher}, "
                f"{published}, characters {claim.start}-{claim.end}, sha256 {claim.sha256}."
                + (f" RETRACTED {retracted}." if retracted else "")
                + (f" Corrected by {corrected}." if corrected else "")
            ),
        )

    def _source(self, document: DocumentEntry) -> str:
        if document.publisher != "unknown":
            return self._wording.name(document.publisher)
        if document.agency != "unknown":
            return f"publisher unknown, credits {self._wording.name(document.agency)}"
        return "publisher unknown"

    def _passage(self, document: DocumentEntry, claim: Claim) -> tuple[str, str]:
        text_sha256 = document.text_sha256
        if text_sha256 not in self._texts:
            self._texts[text_sha256] = self._text_of(text_sha256)
        text = self._texts[text_sha256]
        if text is None:
            return "", NOT_HELD
        words = text[claim.start : claim.end]
        if hashlib.sha256(words.encode()).hexdigest() != claim.sha256:
            return "", NO_MATCH
        if not self._include_protected:
            words = mask_stretches(words, claim.start, document.protected_at or ())
        return words, ""


def address(document: DocumentEntry) -> str:
    """Where a document can be read on the web, archived before live; "" where that is not told."""
    told = (document.archived_url, document.url)
    return next((url for url in told if url.startswith(("https://", "http://")) and " " not in url), "")


def published_words(document: DocumentEntry) -> str:
    """When a document was published, as its record knows it."""
    if document.published is None:
        return "undated"
    day, known = document.published.edtf, document.published.known
    told = f"undated, not before {day[:-1]}" if day.endswith("/") else day
    return told if known == "stated" else f"{told} ({known})"
