"""`scamgraph ingest`: files checked and loaded into the graph."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from cli.notices import print_notices
from cli.open_store import open_as_is
from cli.options import EngineOption, FormatOption, OptionalPathsArgument, TextsOption
from cli.outcome import format_outcome
from cli.output import Format, print_line, print_rows, print_stderr
from cli.progress import ProgressBar
from ingest.files.reader import find_data_folder
from ingest.load import load


def run(  # noqa: PLR0913, PLR0917 - each is an option of the command
    paths: OptionalPathsArgument = None,
    texts: TextsOption = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Rebuild the graph from these files alone.")] = False,
    include_protected: Annotated[
        bool,
        typer.Option(
            "--include-protected",
            help="Store the names of people who may be victims. The graph's digest differs; free Cypher can "
            "search the names; answers show them only with their own --include-protected.",
        ),
    ] = False,
    replace_decisions: Annotated[
        bool,
        typer.Option(
            "--replace-decisions",
            help="Take away decisions and lineage that no given file names. Otherwise they stay.",
        ),
    ] = False,
    engine: EngineOption = None,
    form: FormatOption = Format.table,
) -> None:
    """Check files and load them into the graph.

    Without PATH it loads the five articles that come with scamgraph. If there is a problem it loads nothing.
    Loading the same files again changes nothing. Names of people who may be victims are not stored
    without --include-protected; loading the registry again without it takes them out.

    \b
    Examples:
      scamgraph ingest
      scamgraph ingest data/dossiers/afp-400-freed-2026-01.yaml
    """
    with open_as_is(engine) as store, ProgressBar() as shown:
        report = load(
            store,
            paths or [find_data_folder()],
            texts_dir=texts,
            fresh=fresh,
            include_protected=include_protected,
            replace_decisions=replace_decisions,
            progress=shown,
            on_wait=print_stderr,
        )
    if form is not Format.table:
        outcome = asdict(report.outcome)
        print_rows([outcome], tuple(outcome), form)
        return
    print_notices(report.notices)
    print_line(format_outcome(report.outcome))
    if report.unfinished:
        print_stderr(f"Note: {report.unfinished} did not finish; run it again.")
