"""CSV of every export: no cell is computed by a spreadsheet, and none steers a terminal.

A text that a spreadsheet would compute gets a `'` before it; a number stays a number. Control characters
and halves of characters are written as escapes such as `\\u001b`. `read_csv_rows` takes the `'` away again.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TextIO

from graph.model.characters import make_visible

BOM = "\ufeff"
"""The byte order mark, with which spreadsheets open Khmer and Chinese intact."""
Cell = str | int | float | None

# A text may begin with blanks, or with marks that are not seen, and is computed all the same. A `'` before it
# is counted, too: so that taking one away gives back what was written.
_find_formula = re.compile(
    r"'*(?:\n|[\s\u00ad\u061c\u180e\u200b-\u200f\u2060\ufeff]*[\t=+\-@＝＋－＠﹢﹣﹦﹫])"
).match


def iter_csv_lines(header: Iterable[str], rows: Iterable[Iterable[Cell]]) -> Iterator[str]:
    """Yield the header and each row as a line of CSV; None is an empty cell."""
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\n")
    for row in chain([header], rows):
        writer.writerow(map(_guard_cell, row))
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def read_csv_rows(file: TextIO) -> Iterator[dict[str, str]]:
    """Yield the rows of a table of ours by their header, each text as it was before it was guarded."""
    for row in csv.DictReader(file):
        yield {_restore_cell(name): _restore_cell(text) for name, text in row.items()}


def _guard_cell(cell: Cell) -> Cell:
    if not isinstance(cell, str):
        return cell
    text = make_visible(cell)
    return f"'{text}" if _find_formula(text) else text


def _restore_cell(text: str) -> str:
    return text[1:] if text.startswith("'") and _find_formula(text) else text
