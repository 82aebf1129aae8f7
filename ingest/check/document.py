"""Check a dossier's own record: the document, who coded it, what was left out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from graph.model.catalogue import Catalogue
from graph.model.edtf import parse_bounds
from graph.model.errors import InputError, Problem
from graph.model.records import DocumentEntry, Dossier
from graph.model.reference_fields import DOCUMENT_REFERENCES
from ingest.check.spans import find_span_faults
from ingest.files.characters import find_name_faults
from ingest.files.findings import (
    Fault,
    Findings,
    describe_unknown_id,
    find_date_fault,
    find_kind_fault,
    find_time_faults,
    is_digest,
)
from ingest.files.source_location import LocatedDossier
from ingest.texts.text_store import MAX_TEXT

UNKNOWN = "unknown"

PathFault = tuple[str, Fault | None]  # path in the dossier, and what is wrong there if anything is


def check_document(
    located: LocatedDossier, catalogue: Catalogue, text: str | None, *, sealed: bool
) -> Findings:
    """Check a dossier besides its claims. `text` is the document's own, where it is available."""
    findings = Findings()
    dossier = located.dossier
    faults = chain(
        _find_identity_faults(dossier.document, text),
        _find_source_faults(dossier.document, catalogue),
        _find_day_faults(dossier.document),
        _find_order_faults(dossier.document),
        _find_coding_faults(dossier, unread=bool(located.problems)),
        _find_furniture_faults(dossier, text, sealed),
    )
    for path, fault in faults:
        if fault is not None:
            where = f"{dossier.document.id} {path}"
            findings.problems.append(Problem(located.file, located.find_line(path), where, *fault))
    return findings


def _find_identity_faults(document: DocumentEntry, text: str | None) -> Iterator[PathFault]:
    prefix, _, slug = document.id.partition("/")
    if prefix != "document" or not slug:
        yield "document.id", (f"`{document.id}` is no document's id", "document/ and a slug")
    for fault in find_name_faults(document.label, "the label"):
        yield "document.label", fault
    for fault in find_name_faults(document.in_sentence, "`in_sentence`") if document.in_sentence else ():
        yield "document.in_sentence", fault
    if not is_digest(document.text_sha256):
        yield "document.text_sha256", ("no SHA-256 in 64 lower-case hex digits", "sha256sum of the text file")
    if document.length < 1:
        yield "document.length", ("the length is not positive", "the text's number of Unicode code points")
    elif document.length > MAX_TEXT:
        yield (
            "document.length",
            (
                f"{document.length} is more than any text has",
                "write the text's number of Unicode code points",
            ),
        )
    elif text is not None and len(text) != document.length:
        yield "document.length", (f"the text held has {len(text)} code points", f"length: {len(text)}")


def _find_source_faults(document: DocumentEntry, catalogue: Catalogue) -> Iterator[PathFault]:
    for field in DOCUMENT_REFERENCES:
        id_ = getattr(document, field.name)
        if id_ != UNKNOWN:
            yield f"document.{field.name}", find_kind_fault(id_, field.kinds, field.name, catalogue)
    for name in ("url", "archived_url"):
        url = getattr(document, name)
        if url != UNKNOWN and not url.startswith(("https://", "http://")):
            yield f"document.{name}", (f"`{url}` is no web address", "https://..., or unknown")
    if document.supersedes and document.supersedes not in catalogue.documents:
        yield "document.supersedes", describe_unknown_id(document.supersedes, "document", catalogue.documents)


def _find_day_faults(document: DocumentEntry) -> Iterator[PathFault]:
    if document.retrieved != UNKNOWN:
        yield "document.retrieved", find_date_fault(document.retrieved)
    if document.published is not None:
        for path, what, right in find_time_faults(document.published):
            yield f"document.published.{path}", (what, right)
    if document.retracted is not None:
        yield "document.retracted.on", find_date_fault(document.retracted.on)


def _find_order_faults(document: DocumentEntry) -> Iterator[PathFault]:
    """Yield faults in the order of days: published, then retrieved; published, then retracted."""
    if document.published is None:
        return
    published = document.published.edtf
    if document.retrieved != UNKNOWN and _is_earlier(document.retrieved, published):
        what = f"retrieved {document.retrieved}, before it was published ({published})"
        yield "document.retrieved", (what, "correct one of the two days, or write retrieved: unknown")
    if document.retracted is not None and _is_earlier(document.retracted.on, published):
        what = f"retracted {document.retracted.on}, before it was published ({published})"
        yield "document.retracted.on", (what, "correct one of the two days")


def _is_earlier(first_edtf: str, second_edtf: str) -> bool:
    """Return whether a time ends before another begins; False where a day is unknown or not a date."""
    try:
        last, first = parse_bounds(first_edtf).upper, parse_bounds(second_edtf).lower
    except InputError:
        return False  # reported where the time is checked
    return last is not None and first is not None and last < first


def _find_coding_faults(dossier: Dossier, *, unread: bool) -> Iterator[PathFault]:
    if not dossier.coded and not unread:
        yield "coded", ("nobody is named who coded it", "coded: [{by: first reading, on: 2026-01-31}]")
    for index, reading in enumerate(dossier.coded):
        yield f"coded[{index}].on", find_date_fault(reading.on)
        if not reading.by.strip():
            yield f"coded[{index}].by", ("the reader is empty", "a role will do")


def _find_furniture_faults(dossier: Dossier, text: str | None, sealed: bool) -> Iterator[PathFault]:
    for index, furniture in enumerate(dossier.furniture):
        path = f"furniture[{index}]"
        if furniture.quote and sealed:
            yield path, ("the quote is not sealed", "run `scamgraph seal` on the file")
        elif furniture.at is None and not furniture.quote:
            yield path, ("names no passage", "quote: the words, then `scamgraph seal`")
        if furniture.at is not None:
            for fault in find_span_faults(furniture.at, dossier.document.length, text):
                yield f"{path}.at", fault
