"""`scamgraph report`: a part of the graph as sentences with footnotes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.open_store import open_as_is, open_store_for_command
from cli.options import AsOfOption, EngineOption, PossiblyOption, TextsOption
from cli.output import print_stderr
from cli.part_options import (
    AskOption,
    ConflictOption,
    EntityOption,
    EventOption,
    ForceOption,
    IdOption,
    ParamOption,
    PartProtectedOption,
    PartRequest,
    PathOption,
    SeriesOption,
    find_unfinished,
    redact_victims,
)
from ingest.texts.text_store import find_texts
from queries.wording.answer_sentence import Count
from reports.content.build import ReportOptions, build_report
from reports.part.closure_reader import load_closure
from reports.render.output import SUFFIXES, check_target, find_report_format, render_report, write_file


def run(  # noqa: PLR0913, PLR0917 - each is an option of the command
    to: Annotated[
        Path,
        typer.Option(
            "--to",
            help=f"The file to write: {', '.join(SUFFIXES[:-1])}, or {SUFFIXES[-1]}.",
            show_default=False,
        ),
    ],
    entity: EntityOption = None,
    path: PathOption = None,
    event: EventOption = None,
    series: SeriesOption = None,
    conflict: ConflictOption = None,
    ask: AskOption = None,
    param: ParamOption = None,
    id_: IdOption = None,
    as_of: AsOfOption = None,
    possibly: PossiblyOption = False,
    include_protected: PartProtectedOption = False,
    texts: TextsOption = None,
    force: ForceOption = False,
    engine: EngineOption = None,
) -> None:
    """Write a report whose sentences have footnotes to passages.

    The same graph gives the same bytes. If nothing answers the question, the report says so and the exit code
    is 1.

    \b
    Examples:
      scamgraph report --entity "Chen Zhi" --to dossier.html
      scamgraph report --path "Chen Zhi" "Indonesian embassy" --to path.md
      scamgraph report --ask denials --to denials.pdf
    """
    asked = PartRequest(
        entity, path, event, series, conflict, ask, tuple(param or ()), tuple(id_ or ())
    ).validate()
    format_ = find_report_format(to)
    check_target(to, force=force)
    with (open_store_for_command if force else open_as_is)(engine) as store:
        unfinished = find_unfinished(store, force=force)
        choice = redact_victims(
            store, asked.build_selection(store, as_of, perhaps=possibly), include_protected
        )
        part = load_closure(store, choice.claims, choice.moment)
    made = build_report(choice, part, ReportOptions(find_texts(texts).get, include_protected, unfinished))
    write_file(to, render_report(made, format_))
    print_stderr(f"{to}: {Count(len(made.footnotes)):footnote}, {Count(len(made.documents)):document}.")
    for left in made.left_out:
        print_stderr(f"Left out: {left}.")
    if made.empty:
        print_stderr("Nothing answers this question; the report says so.")
        raise typer.Exit(1)
