"""`scamgraph queries`: the named questions, listed or one in full."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from cli.completion.questions import complete_questions
from cli.options import FormatOption
from cli.output import Format, find_command, print_line, print_record, print_rows, print_text
from cli.question_arguments import format_option
from queries.ask.positions import describe_positions
from queries.ask.query_library import NamedQuery, find_query, group_queries


def run(
    name: Annotated[
        str | None,
        typer.Argument(
            help="Show this question in full.", metavar="[NAME]", autocompletion=complete_questions
        ),
    ] = None,
    show_cypher: Annotated[
        bool, typer.Option("--cypher", help="With NAME: print the file of the question, with its query.")
    ] = False,
    form: FormatOption = Format.table,
) -> None:
    """List the named questions, or show one with its parameters and columns.

    \b
    Examples:
      scamgraph queries
      scamgraph queries who-says
      scamgraph queries who-says --cypher
    """
    if name is not None:
        query = find_query(name)
        if show_cypher:
            print_line(query.source.rstrip())
        elif form is Format.table:
            _describe_question(query)
        else:
            print_record(_build_question_record(query), form)
        return
    if form is Format.table:
        _print_question_groups()
        return
    rows = [_build_question_record(query) for _, queries in group_queries() for query in queries]
    print_rows(rows, ("name", "group", "title", "parameters"), form)


def _build_question_record(query: NamedQuery) -> dict[str, Any]:
    return {
        "name": query.name,
        "group": query.group,
        "title": query.title,
        "parameters": [format_option(p.name, p.optional) for p in query.asked],
    }


def _describe_question(query: NamedQuery) -> None:
    """Print one question for people: its usage, its parameters and its columns."""
    print_text(query.title, style="bold")
    if query.note:
        print_text(query.note, first="  ")
    print_line()
    print_text(f"{find_command()} ask {query.name} {describe_positions(query)}")
    parameters = [(f"--{p.name.replace('_', '-')}", p.text) for p in query.asked]
    columns = [(column.name, column.text) for column in query.columns]
    for heading, entries in (("Parameters", parameters), ("Columns", columns)):
        if entries:
            print_line()
            print_text(heading, style="bold")
        for name, text in entries:
            print_text(text, first=f"  {name:<18}")


def _print_question_groups() -> None:
    for group, queries in group_queries():
        print_text(group, style="bold")
        for query in queries:
            print_text(f"{query.name} {describe_positions(query)}", first="  ")
            print_text(query.title, style="dim", first="      ")
        print_line()
    command = find_command()
    print_text(f"Ask one: {command} ask NAME VALUE ...   In full: {command} queries NAME")
