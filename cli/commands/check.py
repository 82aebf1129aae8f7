"""`scamgraph check`: the problems of files, without loading them."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from cli.notices import print_notices
from cli.options import FormatOption, PathsArgument, TextsOption
from cli.output import Format, print_line, print_rows, print_stderr
from ingest.check.runner import check_paths


def run(
    paths: PathsArgument,
    texts: TextsOption = None,
    context: Annotated[
        list[Path] | None,
        typer.Option(help="Files to read but not to check, such as the registry."),
    ] = None,
    form: FormatOption = Format.table,
) -> None:
    """Check files without loading them.

    Lists every problem with its file, line, claim, and remedy.

    \b
    Examples:
      scamgraph check data
      scamgraph check my-dossier.yaml --context data/registry --texts articles/
    """
    report = check_paths(paths, texts, context=context or ())
    if form is not Format.table:
        severities = [("problem", report.problems), ("notice", report.notices)]
        rows = [{"severity": s, **asdict(p)} for s, findings in severities for p in findings]
        print_rows(rows, ("severity", "file", "line", "where", "what", "right"), form)
    else:
        for problem in report.problems:
            print_stderr(str(problem))
        print_notices(report.notices)
        print_line(", ".join(f"{count:,} {what}" for what, count in report.counts.items()))
        problems = len(report.problems)
        print_line(f"{problems or 'No'} problem{'s' * (problems != 1)} found.")
    raise typer.Exit(0 if report.sound else 1)
