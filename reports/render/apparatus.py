"""The apparatus of a report as blocks: passages, documents, origins, decisions, method, citation."""

from __future__ import annotations

from collections.abc import Iterator

from reports.content.model import DocumentBlock, Footnote, Report
from reports.render.blocks import Block, Heading, Item, Items, Paragraph, Text


def build_passages(report: Report, level: int) -> Iterator[Block]:
    """Return each note in full: our words, the passage if its text is at hand, and its digest."""
    if report.footnotes:
        yield Heading(level, "Passages", "passages")
        yield Items(tuple(map(_build_passage, report.footnotes)), "small")


def _build_passage(note: Footnote) -> Item:
    read = [f"Inferred: {'; '.join(note.inferred)}."] if note.inferred else []
    read += [f"Not stated in the passage: {', '.join(note.unstated)}."] if note.unstated else []
    quote = f"“{note.quote}”" if note.quote else f"({note.quote_state})"
    text = Text(note.says, lead=f"{note.number}.", tail=f"{note.manner}; {note.section}", address=note.link)
    return Item(text, (Text(quote), *map(Text, read), Text(note.citation), Text(note.claim)))


def build_documents(report: Report, level: int) -> Iterator[Block]:
    """Return the records of the cited documents."""
    if report.documents:
        yield Heading(level, "Documents", "documents")
        yield Items(tuple(map(_build_document, report.documents)), "small")


def _build_document(document: DocumentBlock) -> Item:
    record = (
        f"Publisher: {document.publisher}. Author: {document.author}. Agency: {document.agency}. "
        f"Published: {document.published}. Language: {document.language}. "
        f"{'' if document.url else 'Address: unknown. '}"
        f"{document.length:,} characters, SHA-256 {document.text_sha256}. Read by: {document.coded}."
    )
    children = [document.retracted] if document.retracted else []
    children += [record, *document.lineage]
    title = Text(f"({document.id})", document.notes, document.label, address=document.url)
    return Item(title, tuple(map(Text, children)))


def build_origins(report: Report, level: int) -> Iterator[Block]:
    """Return the independent origins behind the notes."""
    if report.origins:
        yield Heading(level, "Independent origins", "origins")
    items = (Item(Text(origin.words, origin.notes, tail="; ".join(origin.why))) for origin in report.origins)
    yield from [Items(tuple(items), "small")] if report.origins else []


def build_decisions(report: Report, level: int) -> Iterator[Block]:
    """Return the judgements of people that the report rests on."""
    if report.decisions:
        yield Heading(level, "Decisions", "decisions")
        items = (
            Item(Text(f"{decision.words}. {decision.reason}", tail=decision.signed))
            for decision in report.decisions
        )
        yield Items(tuple(items), "small")


def build_method(report: Report, level: int) -> Iterator[Block]:
    """Return how the report was made."""
    yield Heading(level, "Method", "method")
    yield from (Paragraph(Text(text), "small") for text in report.method)


def build_citation(report: Report, level: int) -> Iterator[Block]:
    """Return how to cite the report."""
    yield Heading(level, "How to cite this report", "cite")
    yield Paragraph(Text(report.citation), "small")
