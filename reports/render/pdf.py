"""A report as PDF, set by typst (extra `pdf`), with the data of its footnotes attached as JSON."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

from graph.model.errors import EnvironmentProblem
from reports.content.model import CitedText, Footnote, Report, Statement
from reports.render.bidi import isolate_rtl
from reports.render.fonts import list_families, replace_missing_glyphs, set_picture_font
from reports.render.map_pins import build_pins
from reports.render.map_svg import FRAMES, NOTE, render_map_svg, select_pins
from reports.render.network_plan import plan_picture
from reports.render.network_svg import render_figures_svg, render_picture_svg
from reports.render.raster import needs_raster, rasterise_picture

_HEAD = """#set document(title: {title}, date: none)
#set page(paper: "a4", margin: 2cm, numbering: "1 / 1")
#set text(font: ({fonts}), size: 10pt, lang: "en", fallback: true)
#set heading(numbering: none)
#set par(justify: false)
#show link: set text(fill: rgb("#0b4f8a"))
#pdf.attach("report.json", relationship: "data", mime-type: "application/json",
  description: "The report as data, with every footnote")
"""


def render_pdf(report: Report) -> bytes:
    """Render the report as PDF, with bookmarks, footnote links, and the data as an attachment.

    Khmer is displayed correctly but is wrong when copied from a PDF: the attachment has the text. A
    character that no font has is replaced, and a note at the end names it.
    Raises ImportError if typst is missing, EnvironmentProblem if it fails.
    """
    import typst  # noqa: PLC0415 - an extra

    data = json.dumps(asdict(report), ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace")
    printable = replace_missing_glyphs(report)
    source = "\n".join([*_render_lines(printable.report), _render_paragraph(printable.note)])
    pictures = dict(_render_pictures(printable.report))
    joined = {name for name, picture in pictures.items() if needs_raster(picture)}
    reason = ""
    # An accessible file comes first; what the standard forbids is no reason to give none.
    for rasters, accessible in ((joined, True), ([*pictures], True), ([*pictures], False)):
        try:
            return _compile_pdf(source, data, _choose_forms(pictures, rasters), accessible=accessible)
        except (RuntimeError, typst.TypstError) as error:
            reason = reason or str(error)
    raise EnvironmentProblem(f"The PDF could not be set: {reason}")


def _choose_forms(pictures: Mapping[str, str], rasters: Collection[str]) -> dict[str, bytes]:
    """Return the pictures by file name: those in `rasters` as PNG, the others as SVG."""
    return {
        name: rasterise_picture(picture) if name in rasters else picture.encode()
        for name, picture in pictures.items()
    }


def _compile_pdf(source: str, data: bytes, pictures: Mapping[str, bytes], *, accessible: bool) -> bytes:
    """Compile typst source, with the data to attach and the pictures, SVG or PNG, by file name.

    `accessible`: the file keeps to the standard PDF/UA-1.
    """
    import typst  # noqa: PLC0415 - an extra

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "report.json").write_bytes(data)
        for name, picture in pictures.items():
            file = f"{name}.png" if picture.startswith(b"\x89PNG") else name
            (root / file).write_bytes(picture)
            source = source.replace(f'image("{name}"', f'image("{file}"')
        (root / "report.typ").write_text(source, "utf-8")
        pdf = typst.compile(
            str(root / "report.typ"), root=str(root), pdf_standards=["ua-1"] if accessible else []
        )
        return bytes(pdf)


def _render_pictures(report: Report) -> Iterator[tuple[str, str]]:
    if planned := plan_picture(report.network):
        yield "network.svg", set_picture_font(render_picture_svg(planned))
    for number, block in enumerate(report.figures):
        if picture := render_figures_svg(block, number):
            yield f"figures-{number}.svg", set_picture_font(picture)

    for frame in FRAMES:
        if select_pins(frame, build_pins(report.places)):
            yield f"map-{frame.name}.svg", set_picture_font(render_map_svg(frame, build_pins(report.places)))


class _FootnoteMarks:
    """Footnote marks; the first of each has a label as a target for links back."""

    def __init__(self) -> None:
        self._seen: set[int] = set()

    def __call__(self, notes: Iterable[int]) -> str:
        return "".join(self._build_mark(number) for number in notes)

    def _build_mark(self, number: int) -> str:
        first = number not in self._seen
        self._seen.add(number)
        anchor = f"#metadata({number})<ref-{number}>" if first else ""
        return f"#super(link(label({_format_string(f'fn-{number}')}))[\\[{number}\\]]){anchor}"

    def is_used(self, number: int) -> bool:
        """Return whether a footnote has a mark to link back to."""
        return number in self._seen


def _render_lines(report: Report) -> Iterator[str]:
    marks = _FootnoteMarks()
    yield _HEAD.format(
        title=_format_string(report.title), fonts=", ".join(map(_format_string, list_families()))
    )
    yield f"= {_escape_text(report.title)}"
    yield _render_paragraph(report.question)
    sealed = f"Digest of this part of the graph: {report.digest}." if report.digest else "Reduced: no digest."
    yield _render_paragraph(f"From {report.known}. {sealed}")
    yield from (_render_paragraph(f"Left out: {left}.") for left in report.left_out)
    yield from _render_list("Summary", report.summary, marks)
    if report.sections:
        yield "== Statements"
    for section in report.sections:
        yield f"=== {_escape_text(section.heading)}"
        yield from (_render_paragraph(note) for note in section.notes)
        for statement in section.statements:
            yield from _render_statement(statement, marks)
    yield from _render_ties(report, marks)
    yield from _render_figures(report, marks)
    yield from _render_list(
        "Timeline",
        [CitedText(f"{line.when}: {line.said.text}", line.said.notes) for line in report.timeline],
        marks,
    )
    yield from _render_places(report, marks)
    yield from _render_conflicts(report, marks)
    yield from _render_list("What no source states", report.not_stated, marks)
    yield "== Method"
    yield from (_render_paragraph(text) for text in report.method)
    yield from _render_sources(report, marks)
    yield "== To cite this report"
    yield _render_paragraph(report.citation)
    if report.footnotes:
        yield "== Footnotes"
    yield from (_render_footnote(note, marks) for note in report.footnotes)


def _render_statement(statement: Statement, marks: _FootnoteMarks) -> Iterator[str]:
    words = f"{_escape_text(statement.sentence)}{marks(statement.notes)}"
    yield f"- {words} #emph[{_escape_text(f'({statement.standing}; {statement.support})')}]"
    yield from (f"  - {_render_cited_text(detail, marks)}" for detail in statement.details)
    if statement.conflicts:
        yield f"  - {_escape_text('Sources differ here: ' + ', '.join(f'C{n}' for n in statement.conflicts))}"
    yield from (f"  - *Denied.* {_render_cited_text(denial, marks)}" for denial in statement.denials)
    yield from (
        f"  - *Answer of the accused:* {_render_cited_text(answer, marks)}" for answer in statement.answer
    )


def _render_ties(report: Report, marks: _FootnoteMarks) -> Iterator[str]:
    network = report.network
    if not network.lines:
        return
    yield "== Who is tied to whom"
    if picture := plan_picture(network):
        alt = f"{network.size}; the list below names each of them"
        yield f'#image("network.svg", width: 100%, alt: {_format_string(alt)})'
        yield _render_paragraph(picture.caption)
    for line in network.lines:
        yield f"- {_escape_text(f'{line.says} ({line.style})')}{marks(line.notes)}"


def _render_figures(report: Report, marks: _FootnoteMarks) -> Iterator[str]:
    if report.figures:
        yield "== Figures"
    for number, block in enumerate(report.figures):
        yield f"=== {_escape_text(block.name)}"
        if block.scope:
            yield _render_paragraph(block.scope)
        if render_figures_svg(block, number):
            alt = f"{block.name}: numbers on their days; the list below tells the same"
            yield f'#image("figures-{number}.svg", width: 100%, alt: {_format_string(alt)})'
        for line in block.lines:
            yield f"- {_escape_text(f'{line.window}: {line.number} ({line.support}).')}"
            yield from (f"  - {_render_cited_text(cited, marks)}" for cited in line.said)


def _render_places(report: Report, marks: _FootnoteMarks) -> Iterator[str]:
    if not report.places:
        return
    yield "== Map"
    shown = [frame for frame in FRAMES if select_pins(frame, build_pins(report.places))]
    alts = {frame.name: _format_string(f"{frame.title}; the list below tells the same") for frame in shown}
    images = ", ".join(f'image("map-{name}.svg", width: 100%, alt: {alt})' for name, alt in alts.items())
    columns = ", ".join(f"{frame.print_width}cm" for frame in shown)
    if shown:
        yield f"#grid(columns: ({columns},), gutter: 4mm, {images})"
    yield _render_paragraph(NOTE)
    for place in report.places:
        words = _escape_text(f"{place.name} ({place.kind}): {place.where}")
        yield f"- {words} #emph[{_escape_text(f'({place.support})')}]{marks(place.notes)}"


def _render_conflicts(report: Report, marks: _FootnoteMarks) -> Iterator[str]:
    if report.conflicts:
        yield "== Where sources disagree or differ"
    for conflict in report.conflicts:
        yield f"=== {_escape_text(f'C{conflict.number}: {conflict.kind}')}"
        yield _render_paragraph(conflict.explanation)
        yield from (f"- {_render_cited_text(side, marks)}" for side in conflict.sides)
        yield _render_paragraph(f"What would settle it: {conflict.settles} {conflict.judgement}")


def _render_sources(report: Report, marks: _FootnoteMarks) -> Iterator[str]:
    if report.documents:
        yield "== Documents and origins"
        yield "=== Documents"
    for document in report.documents:
        record = (
            f"{document.label} ({document.id}). {document.retracted} Publisher: {document.publisher}. "
            f"Author: {document.author}. Agency: {document.agency}. Published: {document.published}. "
            f"Address: {document.url or 'unknown'}. {document.length:,} characters, "
            f"SHA-256 {document.text_sha256}. Read by: {document.coded}. {' '.join(document.lineage)}"
        )
        yield f"- {_escape_text(record)} {marks(document.notes)}"
    if report.origins:
        yield "=== Independent origins"
    for origin in report.origins:
        why = f" ({'; '.join(origin.why)})" if origin.why else ""
        yield f"- {_escape_text(origin.words + why)}{marks(origin.notes)}"
    if report.decisions:
        yield "=== Decisions this rests on"
    for decision in report.decisions:
        yield f"- {_escape_text(f'{decision.words}. {decision.reason} ({decision.signed})')}"


def _render_footnote(note: Footnote, marks: _FootnoteMarks) -> str:
    words = f"“{note.quote}”" if note.quote else f"({note.quote_state})"
    parts = [f"{note.says} ({note.manner}; {note.section}).", note.citation]
    parts += [f"Read by inference: {'; '.join(note.inferred)}."] if note.inferred else []
    parts += [words, note.claim]
    link = f" #link({_format_string(note.link)})[{_escape_text(note.link)}]" if note.link else ""
    place = _format_string(f"ref-{note.number}")
    back = f" #link(label({place}))[{_escape_text('back')}]" if marks.is_used(note.number) else ""
    body = f"{_escape_text(' '.join(parts))}{link}{back}"
    return f"#block(spacing: 0.8em)[#text(size: 8.5pt)[\\[{note.number}\\] {body}]]<fn-{note.number}>"


def _render_list(heading: str, items: Iterable[CitedText], marks: _FootnoteMarks) -> Iterator[str]:
    texts = list(items)
    if texts:
        yield f"== {heading}"
        yield from (f"- {_render_cited_text(item, marks)}" for item in texts)


def _render_cited_text(cited: CitedText, marks: _FootnoteMarks) -> str:
    return _escape_text(cited.text) + marks(cited.notes)


def _render_paragraph(text: str) -> str:
    return f"\n{_escape_text(text)}\n"


def _escape_text(text: str) -> str:
    """Return text as typst shows it literally: in a string, where no character is markup."""
    return f"#text({_format_string(isolate_rtl(' '.join(text.split())))})" if text else ""


def _format_string(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
