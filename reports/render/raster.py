"""Pictures as pixels, for scripts whose letters typst joins in its own text, but not in that of an SVG.

In an SVG, typst sets Khmer or Devanagari with letters on top of one another, and refuses to write the
file as an accessible PDF (PDF/UA). Here the drawing is an SVG without text, and typst sets the text.
"""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree

from reports.render.fonts import list_picture_families
from reports.render.tokens import PAPER
from reports.render.typst_markup import format_string

_SVG = "http://www.w3.org/2000/svg"
_TRANSLATE = re.compile(r"translate\(([-\d.]+)[ ,]+([-\d.]+)\)")
_PIXELS = 4000
"""Pixels across: 600 to the inch at the text width of an A4 page."""
_FAR = 2000
_JOINING = (
    (0x900, 0xDFF),
    (0xE31, 0xE4E),
    (0xEB1, 0xECE),
    (0xF00, 0x109F),
    (0x1780, 0x17FF),
    (0x1900, 0x1CFF),
)
"""Scripts whose letters change their order, or join, or have marks above and below them."""


def needs_raster(picture: str) -> bool:
    """Return whether a picture has text that is right only if typst sets it."""
    return any(
        any(first <= ord(letter) <= last for first, last in _JOINING) or unicodedata.category(letter) == "Mn"
        for letter in set(picture)
        if letter > "\u02ff"
    )


def rasterise_picture(picture: str) -> bytes:
    """Return an SVG, whose text names its fonts or not, as PNG."""
    import typst  # noqa: PLC0415 - an extra

    ElementTree.register_namespace("", _SVG)
    svg = ElementTree.fromstring(picture)  # noqa: S314 - our own
    left, top, width, height = map(float, svg.get("viewBox", "0 0 1000 1000").split())
    size = float(svg.get("font-size", "16"))
    texts = list(_take_texts(svg, (-left, -top), size))
    families = ", ".join(map(format_string, list_picture_families()))
    page = [
        f"#set page(width: {width}pt, height: {height}pt, margin: 0pt, fill: white)",
        f'#set text(font: ({families},), top-edge: "baseline", bottom-edge: "baseline")',
        '#place(image("picture.svg", width: 100%))',
        *texts,
    ]
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "picture.svg").write_bytes(ElementTree.tostring(svg))
        (root / "page.typ").write_text("\n".join(page), "utf-8")
        ppi = 72 * _PIXELS / width
        return bytes(typst.compile(str(root / "page.typ"), root=str(root), format="png", ppi=ppi))


def _take_texts(element: ElementTree.Element, offset: Sequence[float], size: float) -> Iterator[str]:
    """Remove the text from a drawing, and give it as typst."""
    moved = _TRANSLATE.match(element.get("transform", ""))
    x, y = offset
    if moved:
        x, y = x + float(moved[1]), y + float(moved[2])
    for child in list(element):
        if child.tag == f"{{{_SVG}}}text":
            element.remove(child)
            yield from _place_text(child, (x, y), size)
        else:
            yield from _take_texts(child, (x, y), size)


def _place_text(text: ElementTree.Element, offset: Sequence[float], size: float) -> Iterator[str]:
    x = offset[0] + float(text.get("x", "0"))
    y = offset[1] + float(text.get("y", "0"))
    anchor = text.get("text-anchor", "start")
    align, shift = {"middle": ("center", _FAR / 2), "end": ("right", _FAR)}.get(anchor, ("left", 0.0))
    look = [f"size: {float(text.get('font-size', size))}pt"]
    look += ['weight: "bold"'] if text.get("font-weight") == "700" else []
    look += ['style: "italic"'] if text.get("font-style") == "italic" else []
    layers = [f'fill: rgb("{text.get("fill", PAPER["ink"])}")']
    if text.get("stroke"):
        layers.insert(0, f"fill: white, stroke: {text.get('stroke-width', '3')}pt + white")
    words = format_string("".join(text.itertext()))
    for layer in layers:
        yield (
            f"#place(dx: {x - shift:.1f}pt, dy: {y:.1f}pt, box(width: {_FAR}pt, "
            f"align({align}, text({', '.join(look)}, {layer}, {words}))))"
        )
