"""Pictures whose letters are outlines: for scripts whose letters a PDF cannot keep as text in a picture."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

_VIEW_BOX = re.compile(r'viewBox="[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)"')


def outline_picture(picture: str) -> str:
    """Return an SVG that looks the same and has no text.

    In a picture, letters of Khmer or Devanagari that join are glyphs without a code point of their
    own. The standard for accessible PDF files (PDF/UA) forbids these, so typst refuses the file.
    """
    import typst  # noqa: PLC0415 - an extra

    size = _VIEW_BOX.search(picture)
    if size is None:
        return picture
    page = (
        f"#set page(width: {size[1]}pt, height: {size[2]}pt, margin: 0pt, fill: none)\n"
        '#image("picture.svg", width: 100%)\n'
    )
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "picture.svg").write_text(picture, "utf-8")
        (root / "page.typ").write_text(page, "utf-8")
        outlined = typst.compile(str(root / "page.typ"), root=str(root), format="svg")
    return bytes(outlined).decode()
