"""Results for notebooks: lists and maps as they are, short when printed, tables in Jupyter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from scamgraph.errors import build_missing_package_error

if TYPE_CHECKING:
    import pandas as pd  # type: ignore[import-untyped]

PRINTED = 5
"""How many rows are printed."""
DRAWN = 20
"""How many rows a table in Jupyter has."""
WIDTH = 100
"""How many characters of a printed line are shown."""
CELL = 300
"""How many characters of a cell in Jupyter are shown."""
LEFT_OUT = frozenset({"claims", "citations"})
"""Columns of ids that a table for people leaves out."""


class Table(list[dict[str, Any]]):
    """Rows of a result: a list of maps that prints short and shows as a table in Jupyter.

    `warnings` says what is doubtful about a query, such as a label that nothing has.
    """

    def __init__(
        self,
        rows: Iterable[Mapping[str, Any]] = (),
        *,
        heading: str = "",
        columns: Sequence[str] = (),
        warnings: Sequence[str] = (),
    ) -> None:
        super().__init__(dict(row) for row in rows)
        self.heading = heading
        self.columns = tuple(columns) or tuple(dict.fromkeys(name for row in self for name in row))
        self.warnings = tuple(warnings)

    def df(self) -> pd.DataFrame:
        """Return the rows as a pandas table. Raises EnvironmentProblem where pandas is not installed."""
        return build_frame(self, self.columns)

    def __repr__(self) -> str:
        lines = [self.heading or describe_count(len(self)), *render_rows(self, self.columns)]
        return "\n".join([*lines, *(f"Note: {warning}" for warning in self.warnings)])

    def _repr_html_(self) -> str:
        notes = "".join(f"<p>Note: {escape(warning)}</p>" for warning in self.warnings)
        return render_heading(self.heading) + render_html_table(self, self.columns) + notes


class Record(dict[str, Any]):
    """One thing as a map; `text` is how it prints, `rows` what its table has below it."""

    def __init__(
        self, fields: Mapping[str, Any], *, text: str, rows: Sequence[Mapping[str, Any]] = ()
    ) -> None:
        super().__init__(fields)
        self.text = text
        self.rows = Table(rows)

    def df(self) -> pd.DataFrame:
        """Return its rows as a pandas table, such as the properties of a label; else its fields."""
        shown = self.rows or [{"field": name, "value": value} for name, value in self.items()]
        return build_frame(shown, tuple(shown[0]))

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        scalars = {name: value for name, value in self.items() if name != "properties"}
        fields = [{"field": name, "value": value} for name, value in scalars.items()]
        table = render_html_table(fields, ("field", "value"))
        return table + (
            render_html_table(self.rows, self.rows.columns, most=len(self.rows)) if self.rows else ""
        )


def build_frame(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> pd.DataFrame:
    """Return rows as a pandas table. Raises EnvironmentProblem where pandas is not installed."""
    try:
        import pandas  # noqa: PLC0415 - optional
    except ImportError as error:
        raise build_missing_package_error("pandas") from error
    return pandas.DataFrame(list(rows), columns=list(columns))


def describe_count(total: int, shown: int | None = None) -> str:
    """Say how many rows there are, and how many of them are shown."""
    if shown is not None and shown < total:
        return f"showing {shown:,} of {total:,}"
    return f"{total:,} row{'' if total == 1 else 's'}"


def render_rows(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], most: int = PRINTED) -> list[str]:
    """Return the first rows as lines, and how many there are if some are left out."""
    names = [name for name in columns if name not in LEFT_OUT]
    lines = [
        _shorten(f"{number:>3}. " + " | ".join(filter(None, (render_cell(row.get(n)) for n in names))), WIDTH)
        for number, row in enumerate(rows[:most], start=1)
    ]
    return lines + ([f"     {describe_count(len(rows), most)}"] if len(rows) > most else [])


def render_html_table(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], most: int = DRAWN) -> str:
    """Return the first rows as an HTML table; everything in it is escaped."""
    names = [name for name in columns if name not in LEFT_OUT]
    head = "".join(f"<th>{escape(name.replace('_', ' '))}</th>" for name in names)
    body = "".join(
        "<tr>"
        + "".join(f"<td>{escape(_shorten(render_cell(row.get(n)), CELL))}</td>" for n in names)
        + "</tr>"
        for row in rows[:most]
    )
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>" if rows else ""
    return f"{table}<p>{describe_count(len(rows), min(most, len(rows)))}</p>"


def render_heading(text: str) -> str:
    """Return a sentence above a table."""
    return f"<p><strong>{escape(text)}</strong></p>" if text else ""


def render_cell(value: Any) -> str:
    """Return a value as people read it: lists with semicolons, maps by their name or fields."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        named = value.get("properties", value)
        return str(named.get("name") or named.get("says") or named.get("type") or dict(value))
    if isinstance(value, list | tuple):
        return "; ".join(render_cell(item) for item in value)
    return f"{value:,}" if isinstance(value, int) and abs(value) > 9999 else str(value)


def _shorten(text: str, width: int) -> str:
    """Return the text in one line of at most `width` characters, cut between words."""
    one_line = text.replace("\n", " ")
    if len(one_line) <= width:
        return one_line
    return f"{one_line[: width - 4].rpartition(' ')[0] or one_line[: width - 4]} ..."
