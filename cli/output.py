r"""How answers leave the command line: a table for people; JSON, JSON Lines or CSV for machines.

Characters that steer a terminal are shown as escapes (`\u001b`), whatever a graph holds. CSV begins with a
byte order mark, so that spreadsheets open Khmer and Chinese intact. Text is as wide as the
terminal, or 80 columns; styles only on a terminal. A closed pipe ends the output in silence.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

from cli.layout import find_width, format_table, wrap_text
from graph.model.characters import make_visible

if TYPE_CHECKING:
    from queries.export.csv_table import Cell

Row = Mapping[str, Any]


class Redactor(Protocol):
    """Protocol for removing from data what must not be shown."""

    def redact(self, value: Any) -> Any:
        """Return the same data without it."""


_withholding: list[Redactor] = []
"""What this run of a command does not show, if anything: the names of people who may be victims."""


def set_redaction(names: Redactor | None) -> None:
    """Remove these names from all later output; None removes nothing.

    They take the place of names set earlier.
    """
    _withholding[:] = [names] if names is not None else []


_incomplete: list[bool] = []
"""Whether what this run of a command reads is not whole."""


def reset_output() -> None:
    """Reset the state of a run: nothing is removed from output, nothing is incomplete, no debugging."""
    set_redaction(None)
    _incomplete.clear()
    _debugging.clear()


def set_incomplete() -> None:
    """Make this run end with exit code 3, whatever it prints: the graph is not complete."""
    _incomplete.append(True)


def is_incomplete() -> bool:
    """Return whether the graph that this run read is not complete."""
    return bool(_incomplete)


_debugging: list[bool] = []
"""Whether this run shows the traceback of an error."""


def set_debugging() -> None:
    """Make this run show the traceback of an error, with the engine's own message."""
    _debugging.append(True)


def is_debugging() -> bool:
    """Return whether this run shows the traceback of an error."""
    return bool(_debugging)


def _redact(value: Any) -> Any:
    return _withholding[0].redact(value) if _withholding else value


class Format(StrEnum):
    """Output formats of an answer."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"


def print_rows(
    rows: Iterable[Row], columns: Sequence[str], form: Format, *, title: str = "", as_written: bool = False
) -> None:
    """Print rows with these columns in the format `form`.

    A table heads its columns in words, or unchanged with `as_written`.
    """
    rows = (_redact(row) for row in rows)
    if form is Format.jsonl:
        for row in rows:
            print_line(json.dumps(dict(row), ensure_ascii=False))
    elif form is Format.json:
        print_line(json.dumps([dict(row) for row in rows], ensure_ascii=False, indent=2))
    elif form is Format.csv:
        _print_csv(rows, columns)
    else:
        _print_table(rows, columns, title, header=columns if as_written else ())


def print_record(record: Row, form: Format, *, title: str = "") -> None:
    """Print one record; in a table, as a list of its fields."""
    record, title = _redact(record), _redact(title)
    if form is Format.table:
        rows = [
            {"field": name, "value": value}
            for name, value in record.items()
            if _format_cell(value).strip("; ")
        ]
        _print_table(rows, ("field", "value"), title, show_header=False)
    elif form is Format.json:
        print_line(json.dumps(dict(record), ensure_ascii=False, indent=2))
    else:
        print_rows([record], tuple(record), form)


def _print_csv(rows: Iterable[Row], columns: Sequence[str]) -> None:
    from queries.export.csv_table import BOM, iter_csv_lines  # noqa: PLC0415 - other forms do without

    sys.stdout.write(BOM)
    cells = ([_format_csv_cell(row.get(column)) for column in columns] for row in rows)
    sys.stdout.writelines(iter_csv_lines(columns, cells))


def _print_table(
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
    cells = [[_format_cell(row.get(column)) for column in columns] for row in rows]
    for line in format_table(header, cells, find_width(), show_header=show_header):
        print_line(line)


def print_text(text: str, *, style: str = "", first: str = "", rest: str | None = None) -> None:
    """Print a text wrapped to the width of the output; the style applies only on a terminal.

    Lines begin with `first`, from the second on with `rest` (by default as many blanks).
    """
    lines = wrap_text(make_visible(_redact(text)), find_width(), first=first, rest=rest)
    if not style or not sys.stdout.isatty():
        print_line("\n".join(lines))
        return
    from rich.text import Text  # noqa: PLC0415 - only a terminal has styles

    sys.stdout.flush()
    build_console().print(Text("\n".join(lines), style=style), soft_wrap=True)


def build_console(*, stderr: bool = False) -> Any:
    """Return a rich console for styles and progress; it honours NO_COLOR."""
    from rich.console import Console  # noqa: PLC0415 - only a terminal has styles

    return Console(stderr=stderr, highlight=False)


def print_line(text: str = "") -> None:
    """Print one line of output."""
    sys.stdout.write(make_visible(_redact(text)) + "\n")


def print_stderr(text: str) -> None:
    """Print a message to standard error, so that pipes stay clean."""
    sys.stderr.write(make_visible(_redact(text)) + "\n")


def print_stderr_wrapped(text: str, *, first: str = "") -> None:
    """Print a sentence to standard error, wrapped between words if that is a terminal."""
    text = make_visible(_redact(text)).replace("`scamgraph ", f"`{find_command()} ")
    print_stderr(
        "\n".join(wrap_text(text, find_width(), first=first)) if sys.stderr.isatty() else first + text
    )


def find_command() -> str:
    """Return what the user types for scamgraph: in a checkout the launcher sets it to `./scamgraph`."""
    return os.environ.get("SCAMGRAPH_COMMAND", "scamgraph")


def format_mebibytes(size: int) -> str:
    """Return a number of bytes as a sentence says it, such as "12 MiB"."""
    return f"{size / 2**20:,.0f} MiB"


def _format_csv_cell(value: Any) -> Cell:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return value if is_number else _format_cell(value)


def _format_cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return "; ".join(_format_cell(item) for item in value)
    if isinstance(value, dict):
        return make_visible(json.dumps(value, ensure_ascii=False))
    return make_visible(str(value))
