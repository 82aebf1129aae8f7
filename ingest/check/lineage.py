"""Check sealed lineage: each pair occurs once, and its spans are spans of the texts compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.model.catalogue import Catalogue
from graph.model.errors import Problem
from graph.model.records import LineageEntry, Lineages, Span
from graph.rules.lineage import build_lineage_id
from ingest.check.spans import find_span_faults
from ingest.files.findings import Fault, Findings, describe_unknown_id
from ingest.files.source_location import LocatedRecord
from ingest.texts.text_store import Texts

_REMEDY = "find it again: `scamgraph lineage PATH... --texts FOLDER --write data/lineage`"
_ANY_LENGTH = 1 << 62


def check_lineages(located: Sequence[LocatedRecord[Lineages]], catalogue: Catalogue) -> Findings:
    """Check sealed lineage. A document that is not loaded is a notice: it may be loaded later."""
    findings = Findings()
    first: dict[str, tuple[LineageEntry, str]] = {}
    for part, entry, line in _iter_entries(located):
        where = f"{entry.a} {entry.b}"
        faults = list(_find_entry_faults(entry, catalogue))
        earlier, place = first.setdefault(build_lineage_id(entry), (entry, f"{part.file}:{line}"))
        if earlier is not entry:
            faults.append(_describe_duplicate(entry, earlier, place))
        findings.problems += [Problem(part.file, line, where, *fault) for fault in faults]
        findings.notices += [
            Problem(part.file, line, where, *describe_unknown_id(id_, "document", catalogue.documents))
            for id_ in (entry.a, entry.b)
            if id_ and id_ not in catalogue.documents
        ]
    return findings


def check_against_texts(
    located: Sequence[LocatedRecord[Lineages]], catalogue: Catalogue, texts: Texts
) -> list[Problem]:
    """Return a problem for each span whose digest does not match its words, in the texts available."""
    problems = []
    for part, entry, line in _iter_entries(located):
        for id_, spans in _list_sides(entry):
            document = catalogue.documents.get(id_)
            text = texts.get(document.text_sha256) if document else None
            if text is not None:
                faults = (fault for span in spans for fault in find_span_faults(span, len(text), text))
                problems += [Problem(part.file, line, f"{entry.a} {entry.b}", *fault) for fault in faults]
    return problems


def _iter_entries(
    located: Sequence[LocatedRecord[Lineages]],
) -> Iterator[tuple[LocatedRecord[Lineages], LineageEntry, int]]:
    for part in located:
        for index, entry in enumerate(part.record.lineages):
            yield part, entry, part.find_line(f"lineages[{index}]")


def _list_sides(entry: LineageEntry) -> tuple[tuple[str, list[Span]], tuple[str, list[Span]]]:
    return (entry.a, [passage.a for passage in entry.passages]), (
        entry.b,
        [passage.b for passage in entry.passages],
    )


def _describe_duplicate(entry: LineageEntry, earlier: LineageEntry, place: str) -> Fault:
    if entry.a == earlier.a:
        return f"the pair stands a second time: {place}", "one entry a pair"
    what = f"the pair stands the other way round, too ({place}): reprints in a circle"
    return what, "one entry a pair; which is the earlier follows from the days of publication"


def _find_entry_faults(entry: LineageEntry, catalogue: Catalogue) -> Iterator[Fault]:
    if entry.a == entry.b:
        yield "a document is no reprint of itself", "two documents"
    if not entry.passages and entry.judgement != "not":
        yield f"judged `{entry.judgement}` without a passage that shows it", _REMEDY
    for side in ("a", "b"):
        share = getattr(entry, f"share_{side}")
        if not 0 <= share <= 1:
            yield f"share_{side} is {share}", "a share from 0 to 1"
        if not getattr(entry, side):
            yield f"{side} is empty", "the id of a document"
        document = catalogue.documents.get(getattr(entry, side))
        compared = getattr(entry, f"text_{side}")
        if document and compared and compared != document.text_sha256:
            yield f"compared with another text of {document.id} than its dossier names", _REMEDY
            continue
        length = document.length if document else _ANY_LENGTH
        for passage in entry.passages:
            yield from find_span_faults(getattr(passage, side), length, None)
