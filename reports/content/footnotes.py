"""Footnotes: each claim once, numbered in the order in which the report first cites it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from graph.model.claims import Claim
from graph.model.protected import mask_stretches
from graph.model.records import DocumentEntry
from graph.rules.conflicts.wording import capitalise
from queries.wording.citations import NO_MATCH, NOT_HELD, TextOf
from reports.content.model import Footnote
from reports.content.wording import Wording, describe_manner
from reports.part.closure import Closure, sort_claims


class Footnotes:
    """Numbers claims as they are cited, and builds their footnotes at the end."""

    def __init__(
        self, part: Closure, wording: Wording, text_of: TextOf, *, include_protected: bool = False
    ) -> None:
        self._part = part
        self._wording = wording
        self._text_of = text_of
        self._include_protected = include_protected
        self._numbers: dict[str, int] = {}
        self._texts: dict[str, str | None] = {}

    def add_note(self, claim: Claim) -> int:
        """Return the number of a claim's footnote, which is added if it is new."""
        return self._numbers.setdefault(claim.id, len(self._numbers) + 1)

    def add_notes(self, claims: Iterable[Claim]) -> tuple[int, ...]:
        """Return the numbers of claims, those of earlier documents first; new footnotes are added."""
        return tuple(self.add_note(claim) for claim in sort_claims(claims))

    def find_notes(self, claims: Iterable[Claim]) -> tuple[int, ...]:
        """Return the numbers of those of these claims that are cited."""
        return tuple(sorted(self._numbers[claim.id] for claim in claims if claim.id in self._numbers))

    @property
    def cited_claims(self) -> list[Claim]:
        """The claims cited so far, by number."""
        return [self._part.claims[id_] for id_ in self._numbers]

    def list_notes(self) -> tuple[Footnote, ...]:
        """Return every footnote, in the order of numbers."""
        return tuple(self._build_footnote(self._part.claims[id_], n) for id_, n in self._numbers.items())

    def _build_footnote(self, claim: Claim, number: int) -> Footnote:
        document = self._part.dossiers[claim.document].document
        quote, state = self._read_passage(document, claim)
        speakers = self._wording.list_chain(claim)
        publisher = self._format_publisher(document)
        published = describe_published(document)
        retracted = document.retracted.on if document.retracted else ""
        newer = (
            dossier.document
            for dossier in self._part.dossiers.values()
            if dossier.document.supersedes == document.id
        )
        corrected = " and ".join(
            f"“{successor.label}”" for successor in sorted(newer, key=lambda dossier: dossier.id)
        )
        return Footnote(
            number=number,
            short=self._format_short(claim, document),
            claim=claim.id,
            says=claim.says,
            speakers=speakers,
            manner=describe_manner(claim),
            document=document.id,
            label=document.label,
            publisher=publisher,
            published=published,
            section=claim.section,
            start=claim.start,
            end=claim.end,
            sha256=claim.sha256,
            text_sha256=document.text_sha256,
            link=choose_url(document),
            origin=claim.origin,
            inferred=tuple(f"{field}: {why}" for field, why in claim.inferred),
            unstated=tuple(claim.unstated),
            retracted=retracted,
            quote=quote,
            quote_state=state,
            citation=(
                f"{capitalise(', as quoted by '.join(speakers))}. {document.label} [{document.id}], "
                f"{publisher}, {published}, characters {claim.start}-{claim.end}, sha256 {claim.sha256}."
                + (f" RETRACTED {retracted}." if retracted else "")
                + (f" Corrected by {corrected}." if corrected else "")
            ),
        )

    def _format_short(self, claim: Claim, document: DocumentEntry) -> str:
        """Return a note as printed: "AFP, 21 January 2026, char. 97–152"."""
        voice = self._wording.format_name_in_sentence(claim.voice)
        day = self._wording.format_published(claim)
        section = "" if claim.section == "body" else f"{claim.section}, "
        where = f"{section}char. {claim.start:,}–{claim.end:,}"
        retracted = f" Retracted {document.retracted.on}." if document.retracted else ""
        return f"{capitalise(voice)}, {day}, {where}.{retracted}"

    def _format_publisher(self, document: DocumentEntry) -> str:
        if document.publisher != "unknown":
            return self._wording.format_name(document.publisher)
        if document.agency != "unknown":
            return f"publisher unknown, credits {self._wording.format_name(document.agency)}"
        return "publisher unknown"

    def _read_passage(self, document: DocumentEntry, claim: Claim) -> tuple[str, str]:
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


def choose_url(document: DocumentEntry) -> str:
    """Return where a document can be read on the web, archived before live; "" if not given."""
    urls = (document.archived_url, document.url)
    return next((url for url in urls if url.startswith(("https://", "http://")) and " " not in url), "")


def describe_published(document: DocumentEntry) -> str:
    """Describe when a document was published, as its record says."""
    if document.published is None:
        return "undated"
    day, known = document.published.edtf, document.published.known
    words = f"undated, not before {day[:-1]}" if day.endswith("/") else day
    return words if known == "stated" else f"{words} ({known})"
