"""A report as Markdown, with footnotes as Pandoc and GitHub read them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from reports.content.model import CitedText, Footnote, Report, Section, Statement

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")


def render_markdown(report: Report) -> str:
    """Render the whole report as Markdown."""
    return "\n".join(_render_lines(report)).rstrip() + "\n"


def _render_lines(report: Report) -> Iterator[str]:
    yield from (f"# {_escape_text(report.title)}", "", _escape_text(report.question), "")
    yield from (f"From {_escape_text(report.known)}.", "")
    yield f"Digest of this part of the graph: `{report.digest}`" if report.digest else "Reduced: no digest."
    yield ""
    for left in report.left_out:
        yield from (f"Left out: {_escape_text(left)}.", "")
    yield from _render_list("Summary", report.summary)
    if report.sections:
        yield from ("## Statements", "")
    for section in report.sections:
        yield from _render_section(section)
    yield from _render_figures(report)
    yield from _render_network(report)
    if report.timeline:
        yield from ("## Timeline", "")
        yield from (
            f"- {_escape_text(line.when)}: {_render_cited_text(line.said)}" for line in report.timeline
        )
        yield ""
    yield from _render_places(report)
    yield from _render_conflicts(report)
    yield from _render_list("What no source states", report.not_stated)
    yield from _render_sources(report)
    yield from _render_paragraphs("Method", report.method)
    yield from ("## To cite this report", "", _escape_text(report.citation), "")
    yield from _render_footnotes(report.footnotes)


def _render_section(section: Section) -> Iterator[str]:
    yield from (f"### {_escape_text(section.heading)}", "")
    for note in section.notes:
        yield from (f"*{_escape_text(note)}*", "")
    for statement in section.statements:
        yield from _render_statement(statement)
    yield ""


def _render_statement(statement: Statement) -> Iterator[str]:
    marks = _render_marks(statement.notes)
    yield f"- {_escape_text(statement.sentence)}{marks} *({statement.standing}; {statement.support})*"
    yield from (f"  - {_render_cited_text(detail)}" for detail in statement.details)
    if statement.conflicts:
        yield f"  - Sources differ here: {', '.join(f'C{n}' for n in statement.conflicts)}."
    yield from (f"  - Denied. {_render_cited_text(denial)}" for denial in statement.denials)
    yield from (f"  - Answer of the accused: {_render_cited_text(answer)}" for answer in statement.answer)


def _render_figures(report: Report) -> Iterator[str]:
    if report.figures:
        yield from ("## Figures", "")
    for block in report.figures:
        yield from (f"### {_escape_text(block.name)}", "")
        if block.scope:
            yield from (_escape_text(block.scope), "")
        yield from ("| days | number | who says so | support |", "| --- | --- | --- | --- |")
        for line in block.lines:
            sources = " ".join(map(_render_cited_text, line.said))
            cells = (_escape_text(line.window), _escape_text(line.number), sources, line.support)
            yield f"| {' | '.join(cells)} |"
        yield ""


def _render_network(report: Report) -> Iterator[str]:
    if not report.network.lines:
        return
    yield from ("## Who is tied to whom", "")
    for line in report.network.lines:
        yield f"- {_escape_text(line.says)} *({line.style})*{_render_marks(line.notes)}"
    yield ""


def _render_places(report: Report) -> Iterator[str]:
    if not report.places:
        return
    yield from ("## Places and sites, as precisely as is known", "")
    for place in report.places:
        words = _escape_text(f"{place.name} ({place.kind}): {place.where}")
        yield f"- {words} *({place.support})*{_render_marks(place.notes)}"
    yield ""


def _render_conflicts(report: Report) -> Iterator[str]:
    if report.conflicts:
        yield from ("## Where sources disagree or differ", "")
    for conflict in report.conflicts:
        yield f"- **C{conflict.number}, {_escape_text(conflict.kind)}**: {_escape_text(conflict.explanation)}"
        yield from (f"  - {_render_cited_text(side)}" for side in conflict.sides)
        yield f"  - What would settle it: {_escape_text(conflict.settles)}"
        yield f"  - {_escape_text(conflict.judgement)}"
    if report.conflicts:
        yield ""


def _render_sources(report: Report) -> Iterator[str]:
    if report.documents:
        yield from ("## Documents", "")
    for document in report.documents:
        label, id_ = _escape_text(document.label), _escape_text(document.id)
        yield f"- **{label}** ({id_}){_render_marks(document.notes)}"
        record = (
            f"publisher: {document.publisher}; author: {document.author}; agency: {document.agency}; "
            f"published: {document.published}; language: {document.language}; "
            f"address: {document.url or 'unknown'}"
        )
        yield f"  - {_escape_text(record)}"
        yield f"  - text: sha256 {document.text_sha256}, {document.length:,} characters"
        yield f"  - read by: {_escape_text(document.coded)}"
        yield from (
            f"  - {_escape_text(words)}" for words in (document.retracted, *document.lineage) if words
        )
    if report.origins:
        yield from ("", "## Independent origins", "")
    for origin in report.origins:
        why = f" ({_escape_text('; '.join(origin.why))})" if origin.why else ""
        yield f"- {_escape_text(origin.words)}{why}{_render_marks(origin.notes)}"
    if report.decisions:
        yield from ("", "## Decisions this rests on", "")
    for decision in report.decisions:
        words, reason = _escape_text(decision.words), _escape_text(decision.reason)
        yield f"- {words}. {reason} ({_escape_text(decision.signed)})"
    yield ""


def _render_footnotes(notes: Iterable[Footnote]) -> Iterator[str]:
    for note in notes:
        parts = [f"{note.says} ({note.manner}; {note.section}).", note.citation]
        parts += [f"Read by inference: {'; '.join(note.inferred)}."] if note.inferred else []
        parts.append(f"“{note.quote}”" if note.quote else f"({note.quote_state})")
        parts.append(note.claim)
        link = f" <{note.link}>" if note.link else ""
        yield f"[^{note.number}]: {' '.join(_escape_text(part) for part in parts)}{link}"


def _render_list(heading: str, items: Iterable[CitedText]) -> Iterator[str]:
    texts = list(items)
    if texts:
        yield from (f"## {heading}", "", *(f"- {_render_cited_text(item)}" for item in texts), "")


def _render_paragraphs(heading: str, texts: Iterable[str]) -> Iterator[str]:
    yield from (f"## {heading}", "")
    for text in texts:
        yield from (_escape_text(text), "")


def _render_cited_text(cited: CitedText) -> str:
    return _escape_text(cited.text) + _render_marks(cited.notes)


def _render_marks(notes: Iterable[int]) -> str:
    return "".join(f"[^{number}]" for number in notes)


def _escape_text(text: str) -> str:
    """Escape Markdown markup in text, and put the text on one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
