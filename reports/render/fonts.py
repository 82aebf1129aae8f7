"""Fonts of a PDF: one for each script, and a readable stand-in for a character that no font has.

No font is bundled. A character without a glyph would be an empty box in print: it is replaced by its
code point in brackets, such as [U+1F9FF], and a note at the end of the report names it.
"""

from __future__ import annotations

import dataclasses
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from reports.content.model import Report
from reports.content.texts import iter_record_texts, map_record_texts
from reports.render.font_coverage import EMBEDDED, has_glyph, list_font_files, read_ranges

_SCRIPTS = (
    "Khmer", "Thai", "Lao", "Myanmar", "Hebrew", "Devanagari", "Bengali", "Tamil", "Sinhala", "Georgian",
    "Armenian", "Ethiopic",
)  # fmt: skip
FAMILIES = (
    "Noto Serif", "Libertinus Serif", *(f"Noto Serif {script}" for script in _SCRIPTS), "Noto Naskh Arabic",
    "Noto Serif CJK SC", *(f"Noto Sans {script}" for script in _SCRIPTS), "Noto Sans Arabic",
    "Khmer OS", "Khmer OS System", "Noto Sans CJK SC", "DejaVu Serif", "DejaVu Sans", "Noto Sans Symbols",
    "Noto Sans Symbols2", "Noto Color Emoji",
)  # fmt: skip
"""Fonts of text by preference; typst takes a character from the first that has it, then from any other."""
PICTURE_FAMILIES = (
    "Noto Sans", "DejaVu Sans", "Liberation Sans", *(f"Noto Sans {script}" for script in _SCRIPTS),
    "Noto Sans Arabic", "Khmer OS System", "Noto Sans CJK SC", "Noto Sans Symbols", "Noto Sans Symbols2",
    "Noto Color Emoji",
)  # fmt: skip
"""Fonts of pictures by preference."""
_INVISIBLE = frozenset({"Cf", "Zs", "Zl", "Zp"})
_SELECTORS = ((0xFE00, 0xFE0F), (0xE0100, 0xE01EF), (0x180B, 0x180D), (0x34F, 0x34F))
_MOST_CONTEXT = 60


@dataclasses.dataclass(frozen=True, slots=True)
class PrintableReport:
    """A report that the fonts of this machine can print; `note` names what was replaced, "" if nothing."""

    report: Report
    note: str


def list_families() -> tuple[str, ...]:
    """List the preferred fonts of text that this machine has, or that typst brings along."""
    return _select_families(FAMILIES)


def list_picture_families() -> tuple[str, ...]:
    """List the preferred fonts of pictures that this machine has, or those of text if it has none."""
    return _select_families(PICTURE_FAMILIES) or list_families()


def set_picture_font(picture: str) -> str:
    """Return an SVG whose text names its fonts, for a PDF."""
    families = ", ".join(f"'{family}'" for family in list_picture_families())
    return picture.replace('font-family="inherit"', f'font-family="{families}"')


def find_missing_glyphs(text: str) -> tuple[str, ...]:
    """Return the characters of a text that no font of this machine has, by code point."""
    return tuple(sorted(letter for letter in set(text) if not is_printable(letter)))


@lru_cache(maxsize=65536)
def is_printable(letter: str) -> bool:
    """Return whether some font has a glyph for a character, or it needs none.

    A private-use character has no meaning outside the font it was made for: it is never printable.
    """
    code, category = ord(letter), unicodedata.category(letter)
    if category in ("Co", "Cs") or (category == "Cc" and not letter.isspace()):
        return False
    if category in _INVISIBLE or letter.isspace() or has_glyph(_SELECTORS, code):
        return True
    if has_glyph(EMBEDDED, code):
        return True
    return any(has_glyph(ranges, code) for ranges in _iter_coverage())


def replace_missing_glyphs(report: Report) -> PrintableReport:
    """Return the report with each character that no font has as its code point, and a note on these.

    The note names every such character once, with the first text that contains it.
    """
    texts = list(iter_record_texts(report))
    missing = find_missing_glyphs("".join(texts))
    if not missing:
        return PrintableReport(report, "")
    table = {ord(letter): f"[{_format_code(letter)}]" for letter in missing}
    named = []
    for letter in missing:
        context = next(text for text in texts if letter in text)
        named.append(f"{_describe_letter(letter)} in “{_cut_context(context, letter).translate(table)}”")
    printable: Report = map_record_texts(report, lambda text: text.translate(table))
    return PrintableReport(
        printable,
        f"Characters without a font on this machine: {'; '.join(named)}. The data attached to this file "
        "has them unchanged.",
    )


def _select_families(families: tuple[str, ...]) -> tuple[str, ...]:
    known = {font.family for font in list_font_files()} | _list_embedded_families()
    return tuple(family for family in families if family in known)


@lru_cache(maxsize=1)
def _list_embedded_families() -> set[str]:
    import typst  # noqa: PLC0415 - an extra

    return set(typst.Fonts(include_system_fonts=False).families())


def _iter_coverage() -> Iterator[tuple[tuple[int, int], ...]]:
    """Iterate over what the fonts have, the preferred ones first."""
    ranks = {family: rank for rank, family in enumerate(FAMILIES)}
    fonts = sorted(list_font_files(), key=lambda font: ranks.get(font.family, len(ranks)))
    for font in fonts:
        yield read_ranges(font.path, font.index)


def _format_code(letter: str) -> str:
    return f"U+{ord(letter):04X}"


def _describe_letter(letter: str) -> str:
    """Return the code point and the Unicode name of a character."""
    kinds = {"Co": "private-use character", "Cs": "half of a character", "Cc": "control character"}
    name = unicodedata.name(letter, "") or kinds.get(unicodedata.category(letter), "unassigned character")
    return f"{_format_code(letter)} {name}"


def _cut_context(text: str, letter: str) -> str:
    """Return the words around a character."""
    if len(text) <= _MOST_CONTEXT:
        return text
    place = text.index(letter)
    start = max(text.rfind(" ", 0, max(place - _MOST_CONTEXT // 2, 0)) + 1, place - _MOST_CONTEXT)
    end = text.find(" ", place + _MOST_CONTEXT // 2)
    return text[start : end if 0 < end < place + _MOST_CONTEXT else place + _MOST_CONTEXT].strip()
