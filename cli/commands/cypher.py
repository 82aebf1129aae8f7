"""`scamgraph cypher`: a read-only query."""

from __future__ import annotations

import json
from contextlib import closing
from typing import Annotated, Any

import typer

from cli.open_store import open_store_for_command
from cli.options import EngineOption, FormatOption, ParamOption, ProtectedOption, TimeoutOption, parse_pairs
from cli.output import Format, print_line, print_rows, print_stderr_wrapped
from queries.cypher.free_query import Rows, run_user_query


def run(  # noqa: PLR0913, PLR0917 - each is an option of the command
    query: Annotated[str, typer.Argument(help="A read-only Cypher query; - reads it from standard input.")],
    param: ParamOption = None,
    limit: Annotated[int, typer.Option(min=1, help="Maximum number of rows.")] = 1000,
    timeout: TimeoutOption = 30.0,
    include_protected: ProtectedOption = False,
    engine: EngineOption = None,
    form: FormatOption = Format.table,
) -> None:
    """Run a read-only Cypher query.

    The query stops at its time limit, and its result at the maximum number of rows.

    \b
    Examples:
      scamgraph cypher "MATCH (p:Person)-[f:HEADS]->(o) RETURN p.name, f.said_by"
      scamgraph cypher 'MATCH (n:Entity {id: $id}) RETURN n' -p id=person/chen-zhi
    """
    text = typer.get_text_stream("stdin").read() if query == "-" else query
    params = {key: _parse_json_value(value) for key, value in parse_pairs(param or ()).items()}
    with (
        open_store_for_command(engine, include_protected=include_protected) as store,
        closing(run_user_query(store, text, params, limit=limit, timeout=timeout)) as rows,
    ):
        _print_query_rows(rows, form)
        for notice in (rows.note, *rows.warnings):
            if notice:
                print_stderr_wrapped(f"Note: {notice}")


def _print_query_rows(rows: Rows, form: Format) -> None:
    """Print rows under the columns of the first; print JSON Lines as the rows arrive."""
    if form is Format.jsonl:
        print_rows(rows, (), form)
        return
    held = list(rows)
    columns = tuple(held[0]) if held else ()
    if not held and form is Format.table:
        print_line("No rows.")
        return
    print_rows(held, columns, form, as_written=True)


def _parse_json_value(value: str) -> Any:
    """Parse a parameter of free Cypher: JSON if it is JSON (numbers, true, lists), else text."""
    try:
        return json.loads(value)
    except json.JSONDecodeError:
        return value
