"""Text laid out in columns: wrapped between words, never padded at the end of a line."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence

FALLBACK = (80, 24)
"""Columns and lines where the output is no terminal and COLUMNS is not set."""
NARROWEST = 40
GAP = "  "
MOST_LINES = 5
"""Lines of a table row; a table with a higher row is printed as records instead."""
WIDEST_WORD = 40
"""Columns that a cell reserves for its longest word; a longer word is folded."""


def find_width() -> int:
    """Return the columns of the terminal, or COLUMNS if set; 80 if the output is no terminal."""
    return max(NARROWEST, shutil.get_terminal_size(FALLBACK).columns)


def measure_text(text: str) -> int:
    """Return the number of columns of a text on a terminal; a Chinese character takes two."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len  # noqa: PLC0415 - only other scripts need it

    return cell_len(text)


def wrap_text(text: str, width: int, *, first: str = "", rest: str | None = None) -> list[str]:
    """Wrap a text between words into lines of at most `width` columns; a longer word is folded.

    Lines begin with `first`, from the second on with `rest` (by default as many blanks).
    """
    rest = " " * measure_text(first) if rest is None else rest
    lines, line, empty = [], first, True
    for word in _fold_words(text.split(), width - max(measure_text(first), measure_text(rest))):
        longer = f"{line}{word}" if empty else f"{line} {word}"
        if empty or measure_text(longer) <= width:
            line, empty = longer, False
        else:
            lines.append(line)
            line = f"{rest}{word}"
    return [*lines, line.rstrip()]


def _fold_words(words: Sequence[str], width: int) -> Iterator[str]:
    """Yield the words; a word wider than `width` comes in pieces."""
    for word in words:
        if measure_text(word) <= width:
            yield word
            continue
        piece = ""
        for character in word:
            if piece and measure_text(piece + character) > width:
                yield piece
                piece = ""
            piece += character
        yield piece


def format_table(
    header: Sequence[str], rows: Sequence[Sequence[str]], width: int, *, show_header: bool = True
) -> list[str]:
    """Return the lines of a table, or one block per row if the columns do not fit side by side."""
    shown = [header, *rows] if show_header else rows
    widths = _compute_column_widths(list(zip(*shown, strict=True)), width)
    if widths is None:
        return format_records(header, rows, width)
    blocks = [list(_format_row(row, widths)) for row in shown]
    if any(len(block) > MOST_LINES for block in blocks) and len(header) > 2:
        return format_records(header, rows, width)
    if show_header:
        blocks.insert(1, [GAP.join("-" * column for column in widths)])
    return [line for block in blocks for line in block]


def format_records(header: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> list[str]:
    """Return a block of lines for each row: its first cell, then its other cells under their names."""
    lines: list[str] = []
    for number, row in enumerate(rows, start=1):
        if lines:
            lines.append("")
        lines += wrap_text(row[0] or "-", width, first=f"{number:>3}. ")
        for name, cell in zip(header[1:], row[1:], strict=True):
            if cell:
                lines += wrap_text(cell, width, first=f"     {name}: ", rest="       ")
    return lines


def _compute_column_widths(columns: Sequence[Sequence[str]], width: int) -> list[int] | None:
    """Return the width of each column, or None if words would be folded.

    The widest columns become narrower as needed.
    """
    widths = [max(map(measure_text, column), default=0) for column in columns]
    least = [
        max((min(measure_text(w), WIDEST_WORD) for cell in c for w in cell.split()), default=0)
        for c in columns
    ]
    spare = width - len(GAP) * (len(columns) - 1)
    if sum(least) > spare:
        return None
    while sum(widths) > spare:
        narrowed = [n for n, column in enumerate(widths) if column > least[n]]
        widths[max(narrowed, key=widths.__getitem__)] -= 1
    return widths


def _format_row(row: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    cells = [wrap_text(cell, width) for cell, width in zip(row, widths, strict=True)]
    for number in range(max(map(len, cells))):
        parts = [cell[number] if number < len(cell) else "" for cell in cells]
        padded = (p + " " * (w - measure_text(p)) for p, w in zip(parts, widths, strict=True))
        yield GAP.join(padded).rstrip()
