"""A report as PDF, set by typst (extra `pdf`), with the report as data attached as JSON."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

from graph.model.errors import EnvironmentProblem
from reports.content.model import Report
from reports.render.blocks import PrintDocument, iter_pictures
from reports.render.document import build_document
from reports.render.fonts import (
    list_families,
    list_picture_families,
    replace_missing_glyphs,
    set_picture_font,
)
from reports.render.raster import needs_raster, rasterise_picture
from reports.render.tokens import PAPER
from reports.render.typst_markup import TypstWriter, format_string, format_text

_HEAD = """#set document(title: {title}, author: ({author}), date: none)
#set page(
  paper: "a4", margin: (top: 24mm, bottom: 22mm, x: 20mm),
  header: context {{
    if counter(page).get().first() > 1 {{
      text(font: ({sans}), size: 7.5pt, fill: luma(90))[#text({running}) #h(1fr) #text({date})]
      v(-7pt)
      line(length: 100%, stroke: 0.4pt + luma(150))
    }}
  }},
  footer: context text(font: ({sans}), size: 7.5pt, fill: luma(90))[
    #text({status}) #h(1fr) #counter(page).display("1 / 1", both: true)
  ],
)
#set text(font: ({serif}), size: 10pt, lang: "en", fallback: true, number-type: "lining")
#set par(justify: false, leading: 0.62em, spacing: 0.85em)
#set list(indent: 0pt, body-indent: 0.6em, marker: [–], spacing: 0.6em)
#set table(stroke: none, inset: (x: 0pt, y: 3pt))
#show table: set text(size: 8.5pt)
#show heading: set text(font: ({sans}))
#show heading.where(level: 1): it => block(above: 0pt, below: 8pt)[
  #line(length: 100%, stroke: 2pt) #v(2pt) #text(size: 21pt, weight: 700)[#it.body]
]
#show heading.where(level: 2): it => block(above: 16pt, below: 7pt, sticky: true)[
  #line(length: 100%, stroke: 0.6pt) #v(-3pt) #text(size: 12pt, weight: 700)[#it.body]
]
#show heading.where(level: 3): it => block(above: 13pt, below: 6pt, sticky: true)[
  #text(size: 10.5pt)[#it.body]
]
#show heading.where(level: 4): it => block(above: 10pt, below: 5pt, sticky: true)[
  #text(size: 9pt, fill: luma(80))[#it.body]
]
#show link: set text(fill: rgb("{link}"))
#let lead(body) = text(font: ({sans}), size: 0.88em, weight: 600)[#body]
#let tail(body) = box(text(font: ({sans}), size: 0.8em, fill: luma(90))[#body])
#let small(body) = block(above: 6pt, below: 8pt, sticky: true)[#text(size: 8.5pt)[#body]]
#let meta(body) = block(below: 6pt)[#text(font: ({sans}), size: 8.5pt, fill: luma(80))[#body]]
#let standfirst(body) = block(below: 6pt)[#text(size: 12pt)[#body]]
#let brief(label, body) = block(above: 0pt, below: 0pt, inset: (y: 4.5pt), stroke: (top: 0.4pt + luma(180)))[
  #grid(columns: (22mm, 1fr), text(font: ({sans}), size: 8pt, fill: luma(90))[#label], body)
]
#let entry(size, body) = block(above: 6pt, below: 6pt, breakable: false)[#text(size: size)[#body]]
#let notes(left, right) = block(above: 4pt, below: 4pt, breakable: false)[
  #set text(size: 7.5pt)
  #set par(leading: 0.5em)
  #grid(columns: (1fr, 1fr), column-gutter: 8mm, left, right)
]
#let note(number, body) = block(above: 3.4pt, below: 3.4pt)[
  #grid(columns: (6mm, 1fr), text(weight: 600)[#number], body)
]
#let statement(stroke, body) = block(
  above: 7pt, below: 7pt, inset: (left: 8pt, y: 1pt), stroke: (left: stroke), breakable: false
)[#body]
#pdf.attach("report.json", relationship: "data", mime-type: "application/json",
  description: "The report as data, with every footnote")
"""


def render_pdf(report: Report) -> bytes:
    """Render the report as PDF, with bookmarks, links to notes, and the data as an attachment.

    Khmer is displayed correctly but is wrong when copied from a PDF: the attachment has the text. A
    character that no font has is replaced, and a note at the end names it.
    Raises ImportError if typst is missing, EnvironmentProblem if it fails.
    """
    import typst  # noqa: PLC0415 - an extra

    document = build_document(report)
    data = json.dumps(asdict(document.report), ensure_ascii=False, indent=1)
    printable = replace_missing_glyphs(document.report)
    if printable.note:
        document = build_document(printable.report)
    source = "\n".join(_render_lines(document, printable.note))
    pictures = {f"{p.name}.svg": set_picture_font(p.draw()) for p in iter_pictures(document.blocks)}
    joined = {name for name, picture in pictures.items() if needs_raster(picture)}
    reason = ""
    # An accessible file comes first; what the standard forbids is no reason to give none.
    for rasters, accessible in ((joined, True), ([*pictures], True), ([*pictures], False)):
        files = _choose_forms(pictures, rasters) | {"report.json": data.encode("utf-8", "backslashreplace")}
        try:
            return _compile_pdf(source, files, accessible=accessible)
        except (RuntimeError, typst.TypstError) as error:
            reason = reason or str(error)
    raise EnvironmentProblem(f"The PDF could not be set: {reason}")


def _choose_forms(pictures: Mapping[str, str], rasters: Collection[str]) -> dict[str, bytes]:
    """Return the pictures by file name: those in `rasters` as PNG, the others as SVG."""
    return {
        name: rasterise_picture(picture) if name in rasters else picture.encode()
        for name, picture in pictures.items()
    }


def _compile_pdf(source: str, files: Mapping[str, bytes], *, accessible: bool) -> bytes:
    """Compile typst source with the files that it uses; a picture that is a PNG gets that suffix.

    `accessible`: the file keeps to the standard PDF/UA-1.
    """
    import typst  # noqa: PLC0415 - an extra

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, content in files.items():
            file = f"{name}.png" if content.startswith(b"\x89PNG") else name
            (root / file).write_bytes(content)
            source = source.replace(f'image("{name}"', f'image("{file}"')
        (root / "report.typ").write_text(source, "utf-8")
        pdf = typst.compile(
            str(root / "report.typ"), root=str(root), pdf_standards=["ua-1"] if accessible else []
        )
        return bytes(pdf)


def _render_lines(document: PrintDocument, note: str) -> Iterator[str]:
    imprint = document.report.imprint
    yield _HEAD.format(
        title=format_string(document.report.title),
        author=format_string(imprint.author) if imprint.author else "",
        running=format_string(document.running),
        date=format_string(document.date),
        status=format_string(document.status),
        serif=", ".join(map(format_string, list_families())),
        sans=", ".join(map(format_string, list_picture_families())),
        link=PAPER["accent"],
    )
    yield from TypstWriter().render(document)
    if note:
        yield f"#small[{format_text(note)}]"
