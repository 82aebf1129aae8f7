"""A report as PDF, set by typst (extra `pdf`), with the data of its footnotes attached as JSON."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

from graph.model.errors import EnvironmentProblem
from graph.model.install_hints import describe_install
from reports.content.model import Footnote, Report, Said, Statement
from reports.render.map_pins import pins
from reports.render.map_svg import FRAMES, NOTE, drawn_in, map_svg
from reports.render.network_svg import MOST_NODES, figures_svg, network_svg

FONTS = (
    "Noto Serif", "Libertinus Serif", "Noto Serif Khmer", "Noto Sans Khmer", "Khmer OS", "Khmer OS System",
    "Noto Serif CJK SC", "Noto Sans CJK SC", "DejaVu Serif",
)  # fmt: skip
_HEAD = """#set document(title: {title}, date: none)
#set page(paper: "a4", margin: 2cm, numbering: "1 / 1")
#set text(font: ({fonts}), size: 10pt, lang: "en", fallback: true)
#set heading(numbering: none)
#set par(justify: false)
#show link: set text(fill: rgb("#0b4f8a"))
#pdf.attach("report.json", relationship: "data", mime-type: "application/json",
  description: "The report as data, with every footnote")
"""


def pdf(report: Report) -> bytes:
    """The report as PDF: bookmarks, links between marks and footnotes, the data as an attachment.

    Khmer is drawn rightly but comes out wrong when copied from a PDF: the attachment holds the text. Raises
    EnvironmentProblem where typst is missing or fails.
    """
    try:
        import typst  # noqa: PLC0415 - an extra
    except ImportError:
        raise EnvironmentProblem(
            "A PDF needs typst, which is not installed.",
            hint=f"Run `{describe_install('pdf')}`, or write .html.",
        ) from None
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "report.json").write_text(json.dumps(asdict(report), ensure_ascii=False, indent=1), "utf-8")
        for name, picture in _pictures(report):
            (root / name).write_text(picture, "utf-8")
        (root / "report.typ").write_text("\n".join(_lines(report)), "utf-8")
        try:
            made = typst.compile(str(root / "report.typ"), root=str(root), pdf_standards=["ua-1"])
        except (RuntimeError, typst.TypstError) as error:
            raise EnvironmentProblem(f"The PDF could not be set: {error}") from None
    return bytes(made)


def _pictures(report: Report) -> Iterator[tuple[str, str]]:
    if report.network.lines and len(report.network.nodes) <= MOST_NODES:
        yield "network.svg", _sans(network_svg(report.network))
    for number, block in enumerate(report.figures):
        if picture := figures_svg(block, number):
            yield f"figures-{number}.svg", _sans(picture)

    for frame in FRAMES:
        if drawn_in(frame, pins(report.places)):
            yield f"map-{frame.name}.svg", _sans(map_svg(frame, pins(report.places)))


def _sans(picture: str) -> str:
    return picture.replace(
        'font-family="inherit"', 'font-family="Noto Sans, Noto Sans Khmer, Noto Sans CJK SC"'
    )


class _Marks:
    """Marks of footnotes, the first of each with a label to come back to."""

    def __init__(self) -> None:
        self._seen: set[int] = set()

    def __call__(self, notes: Iterable[int]) -> str:
        return "".join(self._mark(number) for number in notes)

    def _mark(self, number: int) -> str:
        first = number not in self._seen
        self._seen.add(number)
        anchor = f"#metadata({number})<ref-{number}>" if first else ""
        return f"#super(link(label({_str(f'fn-{number}')}))[\\[{number}\\]]){anchor}"

    def used(self, number: int) -> bool:
        """Whether a footnote has a mark to come back to."""
        return number in self._seen


def _lines(report: Report) -> Iterator[str]:
    marks = _Marks()
    yield _HEAD.format(title=_str(report.title), fonts=", ".join(_str(font) for font in FONTS))
    yield f"= {_text(report.title)}"
    yield _par(report.question)
    sealed = f"Digest of this part of the graph: {report.digest}." if report.digest else "Reduced: no digest."
    yield _par(f"From {report.known}. {sealed}")
    yield from (_par(f"Left out: {left}.") for left in report.left_out)
    yield from _listed("Summary", report.summary, marks)
    if report.sections:
        yield "== Statements"
    for section in report.sections:
        yield f"=== {_text(section.heading)}"
        yield from (_par(note) for note in section.notes)
        for statement in section.statements:
            yield from _statement(statement, marks)
    yield from _ties(report, marks)
    yield from _figures(report, marks)
    yield from _listed(
        "Timeline",
        [Said(f"{line.when}: {line.said.text}", line.said.notes) for line in report.timeline],
        marks,
    )
    yield from _places(report, marks)
    yield from _conflicts(report, marks)
    yield from _listed("What no source states", report.not_stated, marks)
    yield "== Method"
    yield from (_par(text) for text in report.method)
    yield from _sources(report, marks)
    yield "== To cite this report"
    yield _par(report.citation)
    if report.footnotes:
        yield "== Footnotes"
    yield from (_footnote(note, marks) for note in report.footnotes)


def _statement(statement: Statement, marks: _Marks) -> Iterator[str]:
    words = f"{_text(statement.sentence)}{marks(statement.notes)}"
    yield f"- {words} #emph[{_text(f'({statement.standing}; {statement.support})')}]"
    yield from (f"  - {_said(detail, marks)}" for detail in statement.details)
    if statement.conflicts:
        yield f"  - {_text('Sources differ here: ' + ', '.join(f'C{n}' for n in statement.conflicts))}"
    yield from (f"  - *Denied.* {_said(denial, marks)}" for denial in statement.denials)
    yield from (f"  - *Answer of the accused:* {_said(answer, marks)}" for answer in statement.answer)


def _ties(report: Report, marks: _Marks) -> Iterator[str]:
    network = report.network
    if not network.lines:
        return
    yield "== Who is tied to whom"
    if len(network.nodes) <= MOST_NODES:
        alt = f"{network.size}; the list below tells each of them"
        yield f'#image("network.svg", width: 100%, alt: {_str(alt)})'
    else:
        yield _par(f"{len(network.nodes):,} entities are too many for a picture: the list stands for it.")
    for line in network.lines:
        yield f"- {_text(f'{line.says} ({line.style})')}{marks(line.notes)}"


def _figures(report: Report, marks: _Marks) -> Iterator[str]:
    if report.figures:
        yield "== Figures"
    for number, block in enumerate(report.figures):
        yield f"=== {_text(block.name)}"
        if block.scope:
            yield _par(block.scope)
        if figures_svg(block, number):
            alt = f"{block.name}: numbers on their days; the list below tells the same"
            yield f'#image("figures-{number}.svg", width: 100%, alt: {_str(alt)})'
        for line in block.lines:
            yield f"- {_text(f'{line.window}: {line.number} ({line.support}).')}"
            yield from (f"  - {_said(said, marks)}" for said in line.said)


def _places(report: Report, marks: _Marks) -> Iterator[str]:
    if not report.places:
        return
    yield "== Map"
    shown = [frame for frame in FRAMES if drawn_in(frame, pins(report.places))]
    alts = {frame.name: _str(f"{frame.title}; the list below tells the same") for frame in shown}
    images = ", ".join(f'image("map-{name}.svg", width: 100%, alt: {alt})' for name, alt in alts.items())
    columns = ", ".join(f"{frame.size[0] / frame.size[1]:.3f}fr" for frame in shown)
    if shown:
        yield f"#grid(columns: ({columns},), gutter: 4mm, {images})"
    yield _par(NOTE)
    for one in report.places:
        words = _text(f"{one.name} ({one.kind}): {one.where}")
        yield f"- {words} #emph[{_text(f'({one.support})')}]{marks(one.notes)}"


def _conflicts(report: Report, marks: _Marks) -> Iterator[str]:
    if report.conflicts:
        yield "== Where sources disagree or differ"
    for conflict in report.conflicts:
        yield f"=== {_text(f'C{conflict.number}: {conflict.kind}')}"
        yield _par(conflict.explanation)
        yield from (f"- {_said(side, marks)}" for side in conflict.sides)
        yield _par(f"What would settle it: {conflict.settles} {conflict.judgement}")


def _sources(report: Report, marks: _Marks) -> Iterator[str]:
    if report.documents:
        yield "== Documents and origins"
        yield "=== Documents"
    for one in report.documents:
        told = (
            f"{one.label} ({one.id}). {one.retracted} Publisher: {one.publisher}. Author: {one.author}. "
            f"Agency: {one.agency}. Published: {one.published}. Address: {one.url or 'unknown'}. "
            f"{one.length:,} characters, SHA-256 {one.text_sha256}. Read by: {one.coded}. "
            f"{' '.join(one.lineage)}"
        )
        yield f"- {_text(told)} {marks(one.notes)}"
    if report.origins:
        yield "=== Independent origins"
    for origin in report.origins:
        why = f" ({'; '.join(origin.why)})" if origin.why else ""
        yield f"- {_text(origin.words + why)}{marks(origin.notes)}"
    if report.decisions:
        yield "=== Decisions this rests on"
    for decision in report.decisions:
        yield f"- {_text(f'{decision.words}. {decision.reason} ({decision.signed})')}"


def _footnote(note: Footnote, marks: _Marks) -> str:
    words = f"“{note.quote}”" if note.quote else f"({note.quote_state})"
    told = [f"{note.says} ({note.manner}; {note.section}).", note.citation]
    told += [f"Read by inference: {'; '.join(note.inferred)}."] if note.inferred else []
    told += [words, note.claim]
    link = f" #link({_str(note.link)})[{_text(note.link)}]" if note.link else ""
    place = _str(f"ref-{note.number}")
    back = f" #link(label({place}))[{_text('back')}]" if marks.used(note.number) else ""
    body = f"{_text(' '.join(told))}{link}{back}"
    return f"#block(spacing: 0.8em)[#text(size: 8.5pt)[\\[{note.number}\\] {body}]]<fn-{note.number}>"


def _listed(heading: str, items: Iterable[Said], marks: _Marks) -> Iterator[str]:
    held = list(items)
    if held:
        yield f"== {heading}"
        yield from (f"- {_said(item, marks)}" for item in held)


def _said(said: Said, marks: _Marks) -> str:
    return _text(said.text) + marks(said.notes)


def _par(text: str) -> str:
    return f"\n{_text(text)}\n"


def _text(text: str) -> str:
    """Text as typst shows it and nothing more: in a string, where no sign is a mark."""
    return f"#text({_str(' '.join(text.split()))})" if text else ""


def _str(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
