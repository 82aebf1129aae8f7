"""Commands for named questions, the list of questions, and read-only Cypher."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.answer import IN_BRIEF, show_answer
from cli.complete import complete_questions, complete_values
from cli.help import ASK
from cli.options import (
    AsOfOption,
    EngineOption,
    FormatOption,
    ProtectedOption,
    TextsOption,
    open_store_for_command,
)
from cli.output import (
    Format,
    find_command,
    print_line,
    print_record,
    print_rows,
    print_stderr,
    print_stderr_wrapped,
    print_text,
)
from graph.model.errors import UsageError

if TYPE_CHECKING:
    from queries.ask.query_library import NamedQuery
    from queries.cypher.free_query import Rows

ParamOption = Annotated[
    list[str] | None, typer.Option("--param", "-p", help="Set a parameter: NAME=VALUE.", show_default=False)
]
LimitOption = Annotated[int | None, typer.Option(min=1, help="Maximum number of rows.", show_default=False)]
HappenedOption = Annotated[
    str | None,
    typer.Option(
        metavar="FROM/TO",
        help="Keep to what may have happened in these days, such as 2026-01-16/2026-01-20.",
        show_default=False,
    ),
]
TimeoutOption = Annotated[float, typer.Option(min=0.1, help="Seconds before the server stops the query.")]


OPTIONS = (
    "--param", "--limit", "--brief", "--cypher", "--as-of", "--happened", "--timeout", "--texts",
    "--include-protected", "--engine", "--format",
)  # fmt: skip
"""The options of `ask` itself, to tell a misspelt one from a parameter of the question."""


def register(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    extra = {"ignore_unknown_options": True}
    app.command(context_settings=extra, rich_help_panel=ASK)(ask)
    app.command(rich_help_panel=ASK)(queries)
    app.command(rich_help_panel=ASK)(cypher)


def ask(  # noqa: PLR0913, PLR0917 - each is an option of the command
    name: Annotated[
        str,
        typer.Argument(
            help="A question that `scamgraph queries` lists.",
            metavar="NAME",
            autocompletion=complete_questions,
        ),
    ],
    values: Annotated[
        list[str] | None,
        typer.Argument(
            help="Values for its parameters.",
            metavar="[VALUE...]",
            show_default=False,
            autocompletion=complete_values,
        ),
    ] = None,
    param: ParamOption = None,
    limit: LimitOption = None,
    brief: Annotated[
        bool, typer.Option("--brief", help="Print the first 6 rows in short, without citations.")
    ] = False,
    show_cypher: Annotated[
        bool, typer.Option("--cypher", help="Print the query instead of running it.")
    ] = False,
    as_of: AsOfOption = None,
    happened: HappenedOption = None,
    timeout: TimeoutOption = 60.0,
    texts: TextsOption = None,
    include_protected: ProtectedOption = False,
    engine: EngineOption = None,
    form: FormatOption = Format.table,
) -> None:
    """Ask a named question.

    Give parameters as values in order, as --NAME VALUE, or as --param NAME=VALUE.

    \b
    Examples:
      scamgraph ask who-says 1440
      scamgraph ask about "Chen Zhi"
      scamgraph ask evidence "Chen Zhi" "Prince Group"
      scamgraph ask paths --from "Chen Zhi" --to "Indonesian embassy" --asserted
      scamgraph ask compounds --format json
      scamgraph ask figures --as-of 2026-01-21
      scamgraph ask about "Chen Zhi" --happened 2026-01-16/2026-01-20
    """
    from ingest.texts.text_store import find_texts  # noqa: PLC0415 - heavy enough to wait until asked
    from queries.ask.ask import ask as put  # noqa: PLC0415
    from queries.ask.ask import render_cypher  # noqa: PLC0415
    from queries.ask.query_library import find_query  # noqa: PLC0415
    from queries.ask.serialize import as_data, as_rows  # noqa: PLC0415

    query = find_query(name)
    given: dict[str, Any] = _parse_arguments(query, values or (), _parse_pairs(param or ()))
    if limit is not None:
        given["limit"] = limit
    elif brief and form is Format.table:
        given.setdefault("limit", IN_BRIEF)
    with open_store_for_command(engine, include_protected=include_protected) as store:
        if show_cypher and (as_of or happened):
            raise UsageError(
                "--cypher shows today's question.", hint="Leave --as-of and --happened out; or see known-on."
            )
        if show_cypher:
            print_line(render_cypher(store, name, given))
            return
        held = find_texts(texts).get
        answer = put(
            store,
            name,
            given,
            text_of=held,
            timeout=timeout,
            as_of=as_of,
            happened=happened,
            include_protected=include_protected,
        )
    if form is Format.table:
        show_answer(answer, {"as known on": as_of, "happened": happened}, brief=brief)
    elif form is Format.json:
        print_line(json.dumps(as_data(answer), ensure_ascii=False, indent=2))
    else:
        columns = (*answer.columns, "claims", "citations")
        print_rows(as_rows(answer, flat=form is Format.csv), columns, form)
        print_stderr(answer.sentence)
        for note in answer.notes:
            print_stderr(f"Note: {note}")


def queries(
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
    from queries.ask.query_library import find_query, group_queries  # noqa: PLC0415

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
    rows = [_build_question_record(query) for _, some in group_queries() for query in some]
    print_rows(rows, ("name", "group", "title", "parameters"), form)


def _build_question_record(query: NamedQuery) -> dict[str, Any]:
    return {
        "name": query.name,
        "group": query.group,
        "title": query.title,
        "parameters": [_format_option(p.name, p.optional) for p in query.asked],
    }


def _describe_question(query: NamedQuery) -> None:
    """Print one question for people: its usage, its parameters and its columns."""
    from queries.ask.positions import describe_positions  # noqa: PLC0415

    print_text(query.title, style="bold")
    if query.note:
        print_text(query.note, first="  ")
    print_line()
    print_text(f"{find_command()} ask {query.name} {describe_positions(query)}")
    described = [(f"--{p.name.replace('_', '-')}", p.text) for p in query.asked]
    columns = [(column.name, column.text) for column in query.columns]
    for heading, some in (("Parameters", described), ("Columns", columns)):
        if some:
            print_line()
            print_text(heading, style="bold")
        for name, text in some:
            print_text(text, first=f"  {name:<18}")


def _print_question_groups() -> None:
    from queries.ask.positions import describe_positions  # noqa: PLC0415
    from queries.ask.query_library import group_queries  # noqa: PLC0415

    for group, some in group_queries():
        print_text(group, style="bold")
        for query in some:
            print_text(f"{query.name} {describe_positions(query)}", first="  ")
            print_text(query.title, style="dim", first="      ")
        print_line()
    called = find_command()
    print_text(f"Ask one: {called} ask NAME VALUE ...   In full: {called} queries NAME")


def cypher(  # noqa: PLR0913, PLR0917 - each is an option of the command
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
    from queries.cypher.free_query import run_user_query  # noqa: PLC0415

    text = typer.get_text_stream("stdin").read() if query == "-" else query
    params = {key: _parse_json_value(value) for key, value in _parse_pairs(param or ()).items()}
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


def _parse_pairs(given: Iterable[str]) -> dict[str, str]:
    """Parse NAME=VALUE pairs into a map. Raises UsageError for one without a name or "="."""
    found: dict[str, str] = {}
    for pair in given:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise UsageError(f"--param {pair!r} is not NAME=VALUE.", hint="For example: --param number=1440")
        found[name] = value
    return found


def _parse_arguments(query: NamedQuery, given: Sequence[str], pairs: dict[str, str]) -> dict[str, Any]:
    """Parse parameters given as --NAME VALUE, as --NAME=VALUE, or by position."""
    from queries.ask.parameters import normalise_param_name  # noqa: PLC0415 - loaded by now
    from queries.ask.positions import bind_positions  # noqa: PLC0415

    found = dict(pairs)
    free: list[str] = []
    flags = {p.name for p in query.asked if p.type == "flag"}
    rest = iter(given)
    for item in rest:
        if not item.startswith("--"):
            free.append(item)
            continue
        typed, equals, value = item[2:].partition("=")
        name = normalise_param_name(typed)
        _check_option_spelling(query, typed)
        if not equals and name in flags:
            value = "yes"
        elif not equals:
            following = next(rest, None)
            if following is None:
                raise UsageError(f"--{typed} has no value.", hint=_describe_parameters(query))
            value = following
        found[name] = value
    return {**found, **bind_positions(query, free, found)}


def _check_option_spelling(query: NamedQuery, typed: str) -> None:
    """Refuse a name that is no parameter of the question but nearly an option of the command.

    Raises UsageError with the nearest option.
    """
    from queries.ask.parameters import normalise_param_name  # noqa: PLC0415
    from queries.values.nearest_names import build_suggestion  # noqa: PLC0415

    parameters = [param.name.replace("_", "-") for param in query.asked]
    if normalise_param_name(typed) in {param.name for param in query.params} or build_suggestion(
        typed, parameters
    ):
        return
    near = build_suggestion(f"--{typed}", OPTIONS)
    if near:
        raise UsageError(f"There is no option --{typed}.", hint=f"{near}{_describe_parameters(query)}")


def _describe_parameters(query: NamedQuery) -> str:
    taken = " ".join(_format_option(p.name, p.optional) for p in query.asked)
    return f"It takes: {taken}." if taken else "It takes no parameter."


def _format_option(name: str, optional: bool) -> str:
    typed = name.replace("_", "-")
    return f"[--{typed}]" if optional else f"--{typed}"


def _parse_json_value(value: str) -> Any:
    """Parse a parameter of free Cypher: JSON if it is JSON (numbers, true, lists), else text."""
    try:
        return json.loads(value)
    except json.JSONDecodeError:
        return value
