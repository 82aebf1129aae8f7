r"""How answers leave the command line: a table for people; JSON, JSON Lines or CSV for machines.

Characters that steer a terminal are shown as escapes (`\u001b`), whatever a graph holds. CSV begins with a
byte order mark, so that spreadsheets open Khmer and Chinese intact. Text is as wide as the
terminal, or 80 columns; styles only on a terminal. A closed pipe ends the output in silence.
"""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, Protocol

from cli.layout import find_width, lay_out_table, wrap_text
from graph.model.characters import make_visible

Row = Mapping[str, Any]


class Withholding(Protocol):
    """Takes out of data what is not to be shown."""

    def redact(self, value: Any) -> Any:
        """Return the same data without it."""


_withholding: list[Withholding] = []
"""What this run of a command does not show, if anything: the names of people who may be victims."""


def withhold(names: Withholding | None) -> None:
    """Take these names out of everything that is printed from now on, in place of others; None: nothing."""
    _withholding[:] = [names] if names is not None else []


_incomplete: list[bool] = []
"""Whether what this run of a command reads is not whole."""


def begin() -> None:
    """Begin a run of the command line: nothing is withheld, nothing known to be incomplete."""
    withhold(None)
    _incomplete.clear()


def note_incomplete() -> None:
    """Have this run end with exit code 3, whatever it prints: the graph is not whole."""
    _incomplete.append(True)


def is_incomplete() -> bool:
    """Return whether the graph that this run read is not whole."""
    return bool(_incomplete)


def _shown(value: Any) -> Any:
    return _withholding[0].redact(value) if _withholding else value


class Format(StrEnum):
    """The forms an answer can take."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"


def emit(
    rows: Iterable[Row], columns: Sequence[str], form: Format, *, title: str = "", as_written: bool = False
) -> None:
    """Print rows with these columns in the form asked for.

    A table heads its columns in words, or `as_written`.
    """
    rows = (_shown(row) for row in rows)
    if form is Format.jsonl:
        for row in rows:
            print_line(json.dumps(dict(row), ensure_ascii=False))
    elif form is Format.json:
        print_line(json.dumps([dict(row) for row in rows], ensure_ascii=False, indent=2))
    elif form is Format.csv:
        _emit_csv(rows, columns)
    else:
        _emit_table(rows, columns, title, header=columns if as_written else ())


def emit_one(record: Row, form: Format, *, title: str = "") -> None:
    """Print one record: for people as a list of its fields."""
    record, title = _shown(record), _shown(title)
    if form is Format.table:
        rows = [
            {"field": name, "value": value} for name, value in record.items() if _plain(value).strip("; ")
        ]
        _emit_table(rows, ("field", "value"), title, show_header=False)
    elif form is Format.json:
        print_line(json.dumps(dict(record), ensure_ascii=False, indent=2))
    else:
        emit([record], tuple(record), form)


def _emit_csv(rows: Iterable[Row], columns: Sequence[str]) -> None:
    sys.stdout.write("\ufeff")
    line = io.StringIO()
    writer = csv.writer(line)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_plain(row.get(column)) for column in columns])
        sys.stdout.write(line.getvalue())
        line.seek(0)
        line.truncate()
    sys.stdout.write(line.getvalue())


def _emit_table(
    rows: Iterable[Row],
    columns: Sequence[str],
    title: str,
    *,
    header: Sequence[str] = (),
    show_header: bool = True,
) -> None:
    if title:
        print_text(title, style="bold")
        print_line()
    header = header or [column.replace("_", " ") for column in columns]
    cells = [[_plain(row.get(column)) for column in columns] for row in rows]
    for line in lay_out_table(header, cells, find_width(), show_header=show_header):
        print_line(line)


def print_text(text: str, *, style: str = "", first: str = "", rest: str | None = None) -> None:
    """Print a text wrapped to the width of the output, in a style where that is a terminal.

    Lines begin with `first`, from the second on with `rest` (by default as many blanks).
    """
    lines = wrap_text(make_visible(_shown(text)), find_width(), first=first, rest=rest)
    if not style or not sys.stdout.isatty():
        print_line("\n".join(lines))
        return
    from rich.text import Text  # noqa: PLC0415 - only a terminal has styles

    sys.stdout.flush()
    console().print(Text("\n".join(lines), style=style), soft_wrap=True)


def console(*, stderr: bool = False) -> Any:
    """Return a rich console for styles and progress; it honours NO_COLOR."""
    from rich.console import Console  # noqa: PLC0415

    return Console(stderr=stderr, highlight=False)


def print_line(text: str = "") -> None:
    """Print one line of output."""
    sys.stdout.write(make_visible(_shown(text)) + "\n")


def tell(text: str) -> None:
    """Say something beside the answer: on standard error, so that pipes stay clean."""
    sys.stderr.write(make_visible(_shown(text)) + "\n")


def tell_wrapped(text: str, *, first: str = "") -> None:
    """Say a sentence on standard error, wrapped between words where that is a terminal."""
    text = make_visible(_shown(text)).replace("`scamgraph ", f"`{find_command()} ")
    tell("\n".join(wrap_text(text, find_width(), first=first)) if sys.stderr.isatty() else first + text)


def find_command() -> str:
    """Return what the user types for scamgraph: the launcher of a checkout says that it is `./scamgraph`."""
    return os.environ.get("SCAMGRAPH_COMMAND", "scamgraph")


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return "; ".join(_plain(item) for item in value)
    if isinstance(value, dict):
        return make_visible(json.dumps(value, ensure_ascii=False))
    return make_visible(str(value))
