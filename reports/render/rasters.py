"""Pictures as PNG, for formats that cannot show SVG."""

from __future__ import annotations

import tempfile
from pathlib import Path

PIXELS_PER_INCH = 220
_PAGE = '#set page(width: 162mm, height: auto, margin: 0mm)\n#image("picture.svg", width: 100%)\n'


def render_png(svg: str) -> bytes:
    """Draw an SVG picture at the width of the text. Raises ImportError if typst is missing."""
    import typst  # noqa: PLC0415 - an extra

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "picture.svg").write_text(svg, "utf-8")
        (root / "page.typ").write_text(_PAGE, "utf-8")
        png = typst.compile(str(root / "page.typ"), root=str(root), format="png", ppi=PIXELS_PER_INCH)
    return bytes(png)
