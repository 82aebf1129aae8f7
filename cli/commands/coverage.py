"""`scamgraph coverage`: what no claim covers in each text."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from cli.notices import print_notices
from cli.options import FormatOption, PathsArgument, TextsOption
from cli.output import Format, print_rows
from ingest.coverage.report import Coverage, build_coverage_report


def run(
    paths: PathsArgument,
    texts: TextsOption = None,
    context: Annotated[
        list[Path] | None, typer.Option(help="Registry files, if PATH holds only dossiers.")
    ] = None,
    form: FormatOption = Format.table,
) -> None:
    """List what no claim covers in each text.

    Lists sentences, numbers, dates, quotations, and names. Needs the texts of the articles.

    \b
    Example:
      scamgraph coverage data --texts articles/
    """
    report = build_coverage_report(paths, texts, context=context or ())
    rows = [
        asdict(gap) | {"document": coverage.document}
        for coverage in report.documents
        for gap in coverage.gaps
    ]
    columns = ("document", "kind", "start", "end", "words")
    if form is not Format.table:
        print_rows(rows, columns, form)
    else:
        print_notices(report.notices)
        print_rows(
            [_build_coverage_row(coverage) for coverage in report.documents],
            ("document", "in_claims", "furniture", "gaps"),
            form,
        )
        if rows:
            print_rows(rows, columns, form, title="Carried by no claim there")
    raise typer.Exit(1 if rows else 0)


def _build_coverage_row(coverage: Coverage) -> dict[str, Any]:
    return {
        "document": coverage.document,
        "in_claims": f"{coverage.in_claims:.0%}",
        "furniture": f"{coverage.in_furniture:.0%}",
        "gaps": len(coverage.gaps),
    }
