"""Exported claims as CSV, for spreadsheets: one row per claim, in words and ids.

It holds less than JSON Lines: roles, readings and what is unstated are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graph.model.batching import iter_batches
from graph.model.export_records import ExportedClaim, ExportedEntity, ExportedNumber
from queries.export.csv_table import BOM, iter_csv_lines

ROWS = 500
COLUMNS = (
    "id", "says", "subject_id", "subject", "predicate", "object_id", "object", "numbers", "when_from",
    "when_to", "when", "place", "event_id", "said_by", "modality", "polarity", "standing", "hedge", "verb",
    "document", "text_sha256", "start", "end", "section", "occasion", "origin", "fact",
)  # fmt: skip


def iter_csv(claims: Iterable[ExportedClaim]) -> Iterator[bytes]:
    """Yield CSV in UTF-8 with a byte order mark and a head, some rows at a time; a withheld name is empty."""
    yield BOM.encode()
    for lines in iter_batches(iter_csv_lines(COLUMNS, map(_build_cells, claims)), ROWS):
        yield "".join(lines).encode()


def _build_cells(claim: ExportedClaim) -> tuple[str | int, ...]:
    when = claim.when
    subject_id, subject = _format_end(claim.subject)
    object_id, object_ = _format_end(claim.object)
    if claim.value is not None:
        object_ = claim.value.text
    return (
        claim.id, claim.says, subject_id, subject, claim.predicate, object_id, object_,
        "; ".join(map(_format_number, claim.numbers)) if claim.numbers else "",
        (when.lower or "") if when else "", (when.upper or "") if when else "", when.edtf if when else "",
        (claim.place.name or "") if claim.place else "", claim.event.id if claim.event else "",
        " < ".join([(link.name or link.id) + ("?" if link.open else "") for link in claim.said_by]),
        claim.modality, claim.polarity, claim.standing, claim.hedge or "", claim.verb or "",
        claim.document.id, claim.document.text_sha256, claim.start, claim.end, claim.section,
        claim.occasion or "", claim.origin, claim.fact or "",
    )  # fmt: skip


def _format_end(end: ExportedEntity | str | None) -> tuple[str, str]:
    """Return id and name of an end; a claim has an id alone."""
    if end is None:
        return "", ""
    return (end, "") if isinstance(end, str) else (end.id, end.name or "")


def _format_number(number: ExportedNumber) -> str:
    if number.value is not None:
        amount = str(number.value)
    elif number.low is not None or number.high is not None:
        amount = f"{'' if number.low is None else number.low}..{'' if number.high is None else number.high}"
    else:
        amount = number.words or ""
    sign = number.comparator if number.comparator != "=" else ""
    return f"{number.field} {sign}{amount} {number.currency or number.unit or ''}".strip()
