"""`scamgraph ask`: put a named question."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from cli.answer import IN_BRIEF, show_answer
from cli.completion.question_values import complete_values
from cli.completion.questions import complete_questions
from cli.open_store import open_store_for_command
from cli.options import (
    AsOfOption,
    EngineOption,
    FormatOption,
    ParamOption,
    ProtectedOption,
    TextsOption,
    TimeoutOption,
    parse_pairs,
)
from cli.output import Format, print_line, print_rows, print_stderr
from cli.question_arguments import parse_arguments
from graph.model.errors import UsageError
from ingest.texts.text_store import find_texts
from queries.ask.ask import ask, render_cypher
from queries.ask.query_library import find_query
from queries.ask.serialize import as_data, as_rows

LimitOption = Annotated[int | None, typer.Option(min=1, help="Maximum number of rows.", show_default=False)]
HappenedOption = Annotated[
    str | None,
    typer.Option(
        metavar="FROM/TO",
        help="Keep to what may have happened in these days, such as 2026-01-16/2026-01-20.",
        show_default=False,
    ),
]


def run(  # noqa: PLR0913, PLR0917 - each is an option of the command
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
    query = find_query(name)
    given: dict[str, Any] = parse_arguments(query, values or (), parse_pairs(param or ()))
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
        answer = ask(
            store,
            name,
            given,
            text_of=find_texts(texts).get,
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
