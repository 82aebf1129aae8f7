"""`scamgraph report`: a part of the graph as sentences with footnotes."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

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
    load_part,
)
from graph.rules.as_of import parse_day
from ingest.texts.text_store import find_texts
from queries.wording.answer_sentence import Count
from reports.content.build import ReportOptions, build_report
from reports.content.model import Imprint
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
    author: Annotated[
        str, typer.Option("--author", help="The author to print under the title.", show_default=False)
    ] = "",
    day: Annotated[
        str | None,
        typer.Option("--date", metavar="DAY", help="The date to print; default: today.", show_default=False),
    ] = None,
    texts: TextsOption = None,
    force: ForceOption = False,
    engine: EngineOption = None,
) -> None:
    """Write a report whose sentences have footnotes to passages.

    The first pages have what matters most; the appendix has every statement, passage and digest. The same
    graph, author and date give the same bytes. If nothing answers the question, the report says so and the
    exit code is 1.

    \b
    Examples:
      scamgraph report --entity "Chen Zhi" --to dossier.docx --author "J. Doe"
      scamgraph report --path "Chen Zhi" "Indonesian embassy" --to path.md
      scamgraph report --ask denials --to denials.pdf
    """
    request = PartRequest(entity, path, event, series, conflict, ask, tuple(param or ()), tuple(id_ or ()))
    request.validate()
    format_ = find_report_format(to)
    check_target(to, force=force)
    imprint_date = date.today().isoformat() if day is None else parse_day(day)
    part = load_part(
        request,
        engine,
        as_of=as_of,
        possibly=possibly,
        include_protected=include_protected,
        force=force,
    )
    imprint = Imprint(" ".join(author.split()), imprint_date, str(part.revision))
    options = ReportOptions(find_texts(texts).get, include_protected, part.unfinished, imprint)
    made = build_report(part.selection, part.closure, options)
    write_file(to, render_report(made, format_))
    print_stderr(f"{to}: {Count(len(made.footnotes)):footnote}, {Count(len(made.documents)):document}.")
    for left in made.left_out:
        print_stderr(f"Left out: {left}.")
    if made.empty:
        print_stderr("Nothing answers this question; the report says so.")
        raise typer.Exit(1)
