"""Order of a report: what stands on its first pages, by its kind, and what is in the appendix."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from graph.rules.date_windows import describe_edtf
from reports.content.model import Footnote, Report
from reports.render import apparatus, sections
from reports.render.blocks import (
    Appendix,
    Block,
    Heading,
    NoteList,
    Paragraph,
    PrintDocument,
    Text,
    iter_texts,
)
from reports.render.numbering import renumber_notes

Part = Callable[[Report, int], Iterator[Block]]

FIRST_PAGES: Mapping[str, tuple[Part, ...]] = {
    "entity": (sections.build_conflicts, sections.build_absences, sections.build_network),
    "path": (sections.build_network, sections.build_hops, sections.build_absences),
    "event": (sections.build_figures, sections.build_conflicts, sections.build_absences),
    "series": (sections.build_figures, sections.build_conflicts, sections.build_absences),
    "conflict": (sections.build_conflicts, sections.build_figures, sections.build_absences),
}
"""What follows the summary, by kind of report."""
MOST_FIGURES = 8
"""Maximum number of sentences on figures on the first pages of a report that is not about figures."""
MOST_ENTITIES = 10
"""With more entities than this, the picture of the network is in the appendix."""
_OTHER = (sections.build_conflicts, sections.build_absences, sections.build_network)
APPENDIX: tuple[Part, ...] = (
    sections.build_statements,
    sections.build_remarks,
    sections.build_network,
    sections.build_figures,
    sections.build_ties,
    sections.build_timeline,
    sections.build_map,
    sections.build_conflicts,
    sections.build_further_conflicts,
    apparatus.build_passages,
    apparatus.build_documents,
    apparatus.build_origins,
    apparatus.build_decisions,
    apparatus.build_method,
    apparatus.build_citation,
)
"""Every part of the appendix, in order; a part of the first pages is not repeated."""


def build_document(report: Report) -> PrintDocument:
    """Build the blocks of a report, in the order of print, with notes numbered in that order."""
    texts = iter_texts(_list_blocks(report))
    numbered = renumber_notes(report, (number for text in texts for number in text.notes))
    return PrintDocument(
        report=numbered,
        opening=tuple(_list_opening(numbered)),
        running=f"{report.title} – scamgraph report",
        date=_describe_date(report),
        status=_describe_status(report),
        blocks=tuple(_list_blocks(numbered)),
    )


def _list_opening(report: Report) -> Iterator[Paragraph]:
    if report.question != report.title:
        yield Paragraph(Text(report.question), "standfirst")
    yield Paragraph(Text(_describe_imprint(report)), "meta")
    yield from (Paragraph(Text(f"Left out: {left}."), "meta") for left in report.left_out)


def _choose_first_pages(report: Report) -> tuple[Part, ...]:
    """Return the parts that follow the summary: figures only if they are few, a picture only if small."""
    parts = FIRST_PAGES.get(report.kind, _OTHER)
    if report.kind == "path":
        return parts
    sentences = sum(len(line.said) for block in report.figures for line in block.lines)
    if 0 < sentences <= MOST_FIGURES and sections.build_figures not in parts:
        parts = (sections.build_figures, *parts)
    is_small = len(report.network.nodes) <= MOST_ENTITIES
    return tuple(part for part in parts if part is not sections.build_network or is_small)


def _list_blocks(report: Report) -> Iterator[Block]:
    first = _choose_first_pages(report)
    pages = [block for part in (sections.build_summary, *first) for block in part(report, 2)]
    cited = max((number for text in iter_texts(pages) for number in text.notes), default=0)
    yield from pages
    yield from _list_notes(report.footnotes[:cited], Heading(2, "Notes", "notes"))
    yield Appendix()
    for part in APPENDIX:
        if part not in first:
            yield from part(report, 3)
        if part is sections.build_further_conflicts:
            yield from _list_notes(report.footnotes[cited:], Heading(3, "Further notes", "further-notes"))


def _list_notes(notes: tuple[Footnote, ...], heading: Heading) -> Iterator[Block]:
    """Return notes under a heading; those of the first pages stand there, where they are printed."""
    if notes:
        yield NoteList(heading, notes)


def _describe_imprint(report: Report) -> str:
    """Return author, date, what the report is based on, and how much that is."""
    imprint = report.imprint
    date = _describe_date(report)
    by = " · ".join(text for text in (imprint.author and f"By {imprint.author}", date) if text)
    based = f"Based on {report.known}{f', graph revision {imprint.revision}' if imprint.revision else ''}."
    sealed = f"Digest {report.digest[:16]}." if report.digest else "Reduced report, without a digest."
    return " ".join(text for text in (f"{by}." if by else "", based, *report.basis, sealed) if text)


def _describe_date(report: Report) -> str:
    return describe_edtf(report.imprint.date) if report.imprint.date else ""


def _describe_status(report: Report) -> str:
    imprint = report.imprint
    revision = f"graph revision {imprint.revision}" if imprint.revision else ""
    digest = f"digest {report.digest[:16]}" if report.digest else "reduced"
    return " · ".join(text for text in (f"Based on {report.known}", revision, digest) if text)
