"""Which characters the fonts of this machine have, read from their files; no font library is needed."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

Ranges = tuple[tuple[int, int], ...]
"""First and last code points that a font has a glyph for, in ascending order."""
EMBEDDED: Ranges = (
    (0x20, 0x7E), (0xA0, 0x17F), (0x391, 0x3A1), (0x3A3, 0x3C9), (0x400, 0x45F), (0x1EA0, 0x1EF9),
    (0x2010, 0x2015), (0x2018, 0x201E), (0x2020, 0x2022), (0x2026, 0x2026), (0x2030, 0x2030),
    (0x2039, 0x203A), (0x20AC, 0x20AC), (0x2190, 0x2193), (0x2212, 0x2212),
)  # fmt: skip
"""What the fonts inside typst have for sure: Latin, with Vietnamese, Greek, and Cyrillic."""


@dataclass(frozen=True, slots=True)
class FontFile:
    """A font that typst finds, by its family; its file may hold several fonts."""

    family: str
    path: str
    index: int


@lru_cache(maxsize=1)
def list_font_files() -> tuple[FontFile, ...]:
    """List the upright fonts of regular weight that typst finds on this machine, once per process."""
    import typst  # noqa: PLC0415 - an extra

    fonts = {
        FontFile(font.family, str(font.path), font.index)
        for font in typst.Fonts().fonts()
        if font.path and font.style == "normal" and 300 <= font.weight <= 500
    }
    return tuple(sorted(fonts, key=lambda font: (font.family, font.path, font.index)))


@lru_cache(maxsize=4096)
def read_ranges(path: str, index: int) -> Ranges:
    """Return the code points that a font has a glyph for; none if its file cannot be read."""
    try:
        return tuple(_iter_ranges(Path(path).read_bytes(), index))
    except (OSError, struct.error, IndexError):
        return ()


def has_glyph(ranges: Ranges, code: int) -> bool:
    """Return whether a code point is in the ranges of a font."""
    return any(first <= code <= last for first, last in ranges)


def _iter_ranges(data: bytes, index: int) -> Iterator[tuple[int, int]]:
    start = struct.unpack_from(">I", data, 12 + 4 * index)[0] if data[:4] == b"ttcf" else 0
    table_count = struct.unpack_from(">H", data, start + 4)[0]
    for number in range(table_count):
        tag, _, offset, _ = struct.unpack_from(">4sIII", data, start + 12 + 16 * number)
        if tag == b"cmap":
            yield from _iter_cmap(data, offset)


def _iter_cmap(data: bytes, cmap: int) -> Iterator[tuple[int, int]]:
    """Iterate over the best Unicode table: the one with all planes (format 12), else that of the first."""
    count = struct.unpack_from(">H", data, cmap + 2)[0]
    formats: dict[int, int] = {}
    for number in range(count):
        platform, _, offset = struct.unpack_from(">HHI", data, cmap + 4 + 8 * number)
        if platform in (0, 3):
            formats[struct.unpack_from(">H", data, cmap + offset)[0]] = cmap + offset
    if 12 in formats:
        groups = struct.unpack_from(">I", data, formats[12] + 12)[0]
        for number in range(groups):
            first, last, glyph = struct.unpack_from(">III", data, formats[12] + 16 + 12 * number)
            yield (first + (glyph == 0), last)
    elif 4 in formats:
        yield from _iter_segments(data, formats[4])


def _iter_segments(data: bytes, table: int) -> Iterator[tuple[int, int]]:
    """Iterate over the ranges of a table of format 4, of the OpenType specification."""
    size = struct.unpack_from(">H", data, table + 6)[0]
    half = size // 2

    def read_numbers(offset: int) -> Sequence[int]:
        return struct.unpack_from(f">{half}H", data, table + offset)

    lasts, firsts = read_numbers(14), read_numbers(16 + size)
    deltas, offsets = read_numbers(16 + 2 * size), read_numbers(16 + 3 * size)
    for number, (first, last) in enumerate(zip(firsts, lasts, strict=True)):
        if first == 0xFFFF:
            continue
        if offsets[number] == 0:
            yield (first, last)
            continue
        base = table + 16 + 3 * size + 2 * number + offsets[number]
        for code in range(first, last + 1):
            glyph = struct.unpack_from(">H", data, base + 2 * (code - first))[0]
            if glyph and (glyph + deltas[number]) & 0xFFFF:
                yield (code, code)
