"""Citations: for each claim its speakers, document, date, and passage with its digest.

If the text is available, the passage's words come with it, once their digest matches.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from graph.model.batching import iter_batches
from graph.model.protected import mask_stretches, parse_stretches
from graph.model.quantity_wording import format_article_name
from graph.rules.date_windows import describe_edtf
from graph.rules.origin_model import list_statements
from graph.store.row_mapping import claim_from_row
from queries.wording.differences import describe_particulars

if TYPE_CHECKING:
    from graph.store.protocols import ReadStore

TextOf = Callable[[str], str | None]
"""Gives the text of a SHA-256, or None where it is not held."""

CITED = """
UNWIND $ids AS id
MATCH (c:Claim {id: id})
WITH c, COLLECT { MATCH (c)-[s:SAID_BY]->(x)
  RETURN [x.id, x.name + CASE WHEN s.open THEN ' (attribution left open)' ELSE '' END]
  ORDER BY s.order } AS chain
WITH c.document AS document, chain, properties(c) AS claim
WITH collect([claim, chain]) AS claims, collect(DISTINCT document) AS ids
CALL (ids) {
  UNWIND ids AS id
  MATCH (d:Document {id: id})
  OPTIONAL MATCH (d)-[:PUBLISHED_BY]->(p) WHERE p.id = d.publisher
  OPTIONAL MATCH (d)-[:CREDITS]->(a) WHERE a.id = d.agency
  WITH d {.id, .label, .text_sha256, .published_edtf, .published_known, .retracted_on, .publisher, .agency,
      .protected_at}
    AS document, p, a,
    COLLECT { MATCH (n:Document)-[:SUPERSEDES]->(d) RETURN n.label ORDER BY n.id } AS newer
  RETURN collect([document, p.name, a.name, newer]) AS documents
}
RETURN claims, documents
"""
"""Claims with their chains of speakers and their documents: asking twice takes longer.

Publishers and agencies are reached from their documents: sought by id they took half of the time of all.
"""
NAMES = "UNWIND $ids AS id MATCH (n:Scamgraph {id: id}) RETURN n.id AS id, n.name AS name"
"""Names of those that their documents do not lead to, by a decision that they are another."""
NOT_HELD = "text not available: passage not verified"
NO_MATCH = "the text held differs from the passage that was read: not shown"


@dataclass(frozen=True, slots=True)
class Citation:
    """One claim with its source. `fact` is empty for a claim that makes none; days are EDTF.

    `statements` are its fact and figures. `speaker` is the id of the ultimate speaker; `particulars`
    are the claim's numbers with their parts, its hedge and the time it states, each in words; `time`
    may be inferred. `start` and `end` are code points of the text. `speakers` are those the text
    names, the ultimate one first, then the document's own voice. `retracted` is the day, `corrected`
    the labels of later versions; both are empty if there is none. `quote` is empty if the text is not
    available or does not match; `quote_state` then says so.
    """

    claim: str
    fact: str
    says: str
    statements: tuple[str, ...]
    speaker: str
    particulars: tuple[str, ...]
    time: str
    speakers: tuple[str, ...]
    document: str
    label: str
    publisher: str
    agency: str
    published: str
    section: str
    start: int
    end: int
    sha256: str
    modality: str
    polarity: str
    hedge: str
    verb: str
    direct: str
    origin: str
    origin_why: str
    inferred: tuple[str, ...]
    retracted: str
    corrected: str
    quote: str
    quote_state: str

    @property
    def text(self) -> str:
        """The citation in one line, to paste."""
        source = self.publisher or (f"credits {self.agency}" if self.agency else "publisher unknown")
        day = self.published.partition(" (")[0] or "undated"
        day = f"undated, not before {day[:-1]}" if day.endswith("/") else day
        retracted = f" RETRACTED {self.retracted}." if self.retracted else ""
        corrected = f" Corrected by {self.corrected}." if self.corrected else ""
        speakers = [speaker for speaker in self.speakers if speaker != format_article_name(self.label)]
        attribution = f"{', as quoted by '.join(speakers)}. " if speakers else ""
        return (
            f"{attribution}“{self.label}” [{self.document}], {source}, {day}, "
            f"characters {self.start}-{self.end}, sha256 {self.sha256}.{retracted}{corrected}"
        )


def load_citations(store: ReadStore, claims: Iterable[str], text_of: TextOf) -> dict[str, Citation]:
    """Return the citations of these claims by claim id. Raises ScamgraphError if the engine fails."""
    return CitationReader(store, text_of).load_citations(claims)


class CitationReader:
    """A reader of citations for answers that belong together: each claim is read once.

    Quotes name no person who may be a victim, unless `include_protected`.
    """

    def __init__(self, store: ReadStore, text_of: TextOf, *, include_protected: bool = False) -> None:
        self._store = store
        self._texts = _TextCache(text_of, include_protected=include_protected)
        self._citations: dict[str, Citation] = {}

    def load_citations(self, claims: Iterable[str]) -> dict[str, Citation]:
        """Return the citations of these claims by claim id. Raises ScamgraphError if the engine fails."""
        claim_ids = dict.fromkeys(claims)
        for batch in iter_batches(id_ for id_ in claim_ids if id_ not in self._citations):
            for row in self._store.read(CITED, {"ids": batch}):
                sources = self._read_sources(row["documents"])
                for claim, chain in row["claims"]:
                    cited = _build_citation(claim, chain, sources[claim["document"]], self._texts)
                    self._citations[cited.claim] = cited
        return {id_: self._citations[id_] for id_ in claim_ids if id_ in self._citations}

    def _read_sources(self, rows: Iterable[Sequence[Any]]) -> dict[str, _Source]:
        """Return the documents of these rows by id, with the names of publisher and agency."""
        sources = {row[0]["id"]: _Source(*row) for row in rows}
        unnamed = {id_ for source in sources.values() for id_ in source.unnamed}
        if unnamed:
            name_rows = self._store.read(NAMES, {"ids": sorted(unnamed)})
            names = {row["id"]: row["name"] for row in name_rows}
            sources = {id_: source.add_names(names) for id_, source in sources.items()}
        return sources


def sort_citations(citations: Mapping[str, Citation], claims: Sequence[str]) -> list[Citation]:
    """Return the citations of `claims`, by day, document and passage."""
    cited = [citations[claim] for claim in claims if claim in citations]
    return sorted(cited, key=lambda c: (c.published or "9999", c.document, c.start, c.claim))


class _TextCache:
    """A cache of the texts of one answer, each looked up once."""

    def __init__(self, text_of: TextOf, *, include_protected: bool) -> None:
        self._text_of = text_of
        self._include_protected = include_protected
        self._texts: dict[str, str | None] = {}

    def read_passage(self, document: Mapping[str, Any], claim: Mapping[str, Any]) -> tuple[str, str]:
        """Return the words of a claim's passage, and what to say if there are none to show."""
        text_sha256 = document["text_sha256"] or ""
        if text_sha256 not in self._texts:
            self._texts[text_sha256] = self._text_of(text_sha256)
        text = self._texts[text_sha256]
        if text is None:
            return "", NOT_HELD
        words = text[claim["start"] : claim["end"]]
        if hashlib.sha256(words.encode()).hexdigest() != claim["sha256"]:
            return "", NO_MATCH
        if not self._include_protected:
            words = mask_stretches(words, claim["start"], parse_stretches(document["protected_at"]))
        return words, ""


class _Source(NamedTuple):
    """A claim's document, names of its publisher and agency, and labels of the versions that correct it."""

    document: Mapping[str, Any]
    publisher: str | None
    agency: str | None
    newer: Sequence[str]

    @property
    def unnamed(self) -> Iterator[str]:
        """The ids of publisher and agency whose names are still missing."""
        for name, id_ in ((self.publisher, "publisher"), (self.agency, "agency")):
            if name is None and self.document[id_] not in (None, "unknown"):
                yield self.document[id_]

    def add_names(self, names: Mapping[str, str]) -> _Source:
        """Return a copy with missing names taken from `names`, by id."""
        document = self.document
        publisher = self.publisher or names.get(document["publisher"])
        agency = self.agency or names.get(document["agency"])
        return self._replace(publisher=publisher, agency=agency)


def _build_citation(
    claim: Mapping[str, Any], chain: Sequence[Sequence[str]], source: _Source, texts: _TextCache
) -> Citation:
    document = source.document
    read = claim_from_row(claim)
    quote, state = texts.read_passage(document, claim)
    published_known = document["published_known"] or ""
    day = document["published_edtf"] or ""
    return Citation(
        claim=claim["id"],
        fact=claim.get("fact", ""),
        says=claim["says"],
        statements=list_statements(read) or (read.id,),
        speaker=chain[0][0] if chain else claim["voice"],
        particulars=describe_particulars(read),
        time=describe_edtf(read.when_edtf),
        speakers=(*(name for _, name in chain), _find_voice_name(claim["voice"], source)),
        document=claim["document"],
        label=document["label"],
        publisher=source.publisher or "",
        agency=source.agency or "",
        published=f"{day} ({published_known})" if published_known.startswith("inferred") else day,
        section=claim["section"],
        start=claim["start"],
        end=claim["end"],
        sha256=claim["sha256"],
        modality=claim["modality"],
        polarity=claim["polarity"],
        hedge=claim.get("hedge", ""),
        verb=claim.get("verb", ""),
        direct=claim.get("quoted", ""),
        origin=claim["origin"],
        origin_why=claim.get("origin_why", ""),
        inferred=tuple(claim.get("inferred", ())),
        retracted=document["retracted_on"] or "",
        corrected=" and ".join(f"“{label}”" for label in source.newer),
        quote=quote,
        quote_state=state,
    )


def _find_voice_name(voice: str, source: _Source) -> str:
    """Return the name of the document's own voice.

    It is its credited agency, else its publisher, else the article by its label.
    """
    if voice == source.document["id"]:
        return format_article_name(source.document["label"])
    return source.agency or source.publisher or voice
