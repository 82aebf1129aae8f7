"""`scamgraph schema`: labels, relationship types, properties, closed values."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from cli.open_store import open_store_for_command
from cli.options import EngineOption, FormatOption
from cli.output import Format, print_line, print_record, print_rows
from queries.schema.graph_schema import SchemaItem, find_item, read_schema
from queries.schema.text import describe_item, render_overview

COLUMNS = (
    "what", "name", "group", "about", "count", "nests_in", "starts", "ends", "seen", "properties", "values",
    "used_by", "example",
)  # fmt: skip


def run(
    name: Annotated[
        str | None, typer.Argument(help="A label, relationship type or property, to see it in full.")
    ] = None,
    engine: EngineOption = None,
    form: FormatOption = Format.table,
) -> None:
    """Show what the graph holds: labels, relationship types, properties and closed values.

    \b
    Examples:
      scamgraph schema
      scamgraph schema Compound
      scamgraph schema HEADS
      scamgraph schema modality
    """
    with open_store_for_command(engine) as store:
        if name is not None:
            _show_item(find_item(store, name), form)
            return
        found = read_schema(store)
    if form is Format.table:
        for line in render_overview(found):
            print_line(line)
    else:
        rows = (item.as_data() for item in found.items)
        print_rows(map(_build_flat_record, rows) if form is Format.csv else rows, COLUMNS, form)


def _show_item(item: SchemaItem, form: Format) -> None:
    if form is Format.table:
        for line in describe_item(item):
            print_line(line)
    else:
        print_record(_build_flat_record(item.as_data()) if form is Format.csv else item.as_data(), form)


def _build_flat_record(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row with lists of names in place of nested records."""
    flat = dict(row)
    flat["seen"] = [f"{a} -> {b}" for a, b in row.get("seen", ())]
    flat["properties"] = [prop["name"] for prop in row.get("properties", ())]
    return flat
