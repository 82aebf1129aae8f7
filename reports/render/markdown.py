"""A report as Markdown, with footnotes as Pandoc and GitHub read them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from reports.content.model import Footnote, Report, Said, Section, Statement

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")


def markdown(report: Report) -> str:
    """The whole report as Markdown."""
    return "\n".join(_lines(report)).rstrip() + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield from (f"# {_text(report.title)}", "", _text(report.question), "")
    yield from (f"From {_text(report.known)}.", "")
    yield f"Digest of this part of the graph: `{report.digest}`" if report.digest else "Reduced: no digest."
    yield ""
    for left in report.left_out:
        yield from (f"Left out: {_text(left)}.", "")
    yield from _list("Summary", report.summary)
    if report.sections:
        yield from ("## Statements", "")
    for section in report.sections:
        yield from _section(section)
    yield from _figures(report)
    yield from _network(report)
    if report.timeline:
        yield from ("## Timeline", "")
        yield from (f"- {_text(line.when)}: {_said(line.said)}" for line in report.timeline)
        yield ""
    yield from _places(report)
    yield from _conflicts(report)
    yield from _list("What no source states", report.not_stated)
    yield from _sources(report)
    yield from _paragraphs("Method", report.method)
    yield from ("## To cite this report", "", _text(report.citation), "")
    yield from _footnotes(report.footnotes)


def _section(section: Section) -> Iterator[str]:
    yield from (f"### {_text(section.heading)}", "")
    for note in section.notes:
        yield from (f"*{_text(note)}*", "")
    for statement in section.statements:
        yield from _statement(statement)
    yield ""


def _statement(statement: Statement) -> Iterator[str]:
    marks = _marks(statement.notes)
    yield f"- {_text(statement.sentence)}{marks} *({statement.standing}; {statement.support})*"
    yield from (f"  - {_said(detail)}" for detail in statement.details)
    if statement.conflicts:
        yield f"  - Sources differ here: {', '.join(f'C{n}' for n in statement.conflicts)}."
    yield from (f"  - Denied. {_said(denial)}" for denial in statement.denials)
    yield from (f"  - Answer of the accused: {_said(answer)}" for answer in statement.answer)


def _figures(report: Report) -> Iterator[str]:
    if report.figures:
        yield from ("## Figures", "")
    for block in report.figures:
        yield from (f"### {_text(block.name)}", "")
        if block.scope:
            yield from (_text(block.scope), "")
        yield from ("| days | number | who says so | support |", "| --- | --- | --- | --- |")
        for line in block.lines:
            said = " ".join(map(_said, line.said))
            cells = (_text(line.window), _text(line.number), said, line.support)
            yield f"| {' | '.join(cells)} |"
        yield ""


def _network(report: Report) -> Iterator[str]:
    if not report.network.lines:
        return
    yield from ("## Who is tied to whom", "")
    for line in report.network.lines:
        yield f"- {_text(line.says)} *({line.style})*{_marks(line.notes)}"
    yield ""


def _places(report: Report) -> Iterator[str]:
    if not report.places:
        return
    yield from ("## Places and sites, as precisely as is known", "")
    for one in report.places:
        yield f"- {_text(f'{one.name} ({one.kind}): {one.where}')} *({one.support})*{_marks(one.notes)}"
    yield ""


def _conflicts(report: Report) -> Iterator[str]:
    if report.conflicts:
        yield from ("## Where sources disagree or differ", "")
    for conflict in report.conflicts:
        yield f"- **C{conflict.number}, {_text(conflict.kind)}**: {_text(conflict.explanation)}"
        yield from (f"  - {_said(side)}" for side in conflict.sides)
        yield f"  - What would settle it: {_text(conflict.settles)}"
        yield f"  - {_text(conflict.judgement)}"
    if report.conflicts:
        yield ""


def _sources(report: Report) -> Iterator[str]:
    if report.documents:
        yield from ("## Documents", "")
    for document in report.documents:
        yield f"- **{_text(document.label)}** ({_text(document.id)}){_marks(document.notes)}"
        told = (
            f"publisher: {document.publisher}; author: {document.author}; agency: {document.agency}; "
            f"published: {document.published}; language: {document.language}; "
            f"address: {document.url or 'unknown'}"
        )
        yield f"  - {_text(told)}"
        yield f"  - text: sha256 {document.text_sha256}, {document.length:,} characters"
        yield f"  - read by: {_text(document.coded)}"
        yield from (f"  - {_text(words)}" for words in (document.retracted, *document.lineage) if words)
    if report.origins:
        yield from ("", "## Independent origins", "")
    for origin in report.origins:
        why = f" ({_text('; '.join(origin.why))})" if origin.why else ""
        yield f"- {_text(origin.words)}{why}{_marks(origin.notes)}"
    if report.decisions:
        yield from ("", "## Decisions this rests on", "")
    for decision in report.decisions:
        yield f"- {_text(decision.words)}. {_text(decision.reason)} ({_text(decision.signed)})"
    yield ""


def _footnotes(notes: Iterable[Footnote]) -> Iterator[str]:
    for note in notes:
        parts = [f"{note.says} ({note.manner}; {note.section}).", note.citation]
        parts += [f"Read by inference: {'; '.join(note.inferred)}."] if note.inferred else []
        parts.append(f"“{note.quote}”" if note.quote else f"({note.quote_state})")
        parts.append(note.claim)
        link = f" <{note.link}>" if note.link else ""
        yield f"[^{note.number}]: {' '.join(_text(part) for part in parts)}{link}"


def _list(heading: str, items: Iterable[Said]) -> Iterator[str]:
    held = list(items)
    if held:
        yield from (f"## {heading}", "", *(f"- {_said(item)}" for item in held), "")


def _paragraphs(heading: str, texts: Iterable[str]) -> Iterator[str]:
    yield from (f"## {heading}", "")
    for text in texts:
        yield from (_text(text), "")


def _said(said: Said) -> str:
    return _text(said.text) + _marks(said.notes)


def _marks(notes: Iterable[int]) -> str:
    return "".join(f"[^{number}]" for number in notes)


def _text(text: str) -> str:
    """Text with what Markdown would read as marks made plain, on one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
