"""`scamgraph verify`: a bundle, checked offline."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.options import TextsOption
from cli.output import print_line, print_stderr
from ingest.texts.text_store import find_texts
from reports.bundle.verify import verify_bundle


def run(
    bundle: Annotated[Path, typer.Argument(help="A bundle: a folder or a .zip file.")],
    texts: TextsOption = None,
) -> None:
    """Check a bundle offline.

    Checks sums, ids, the digest and, with the texts, every passage. The exit code is 1 if one is wrong.

    \b
    Example:
      scamgraph verify chen-zhi.zip --texts articles
    """
    verification = verify_bundle(bundle, find_texts(texts).get)
    for line in verification.told:
        print_line(line)
    for problem in verification.problems:
        print_stderr(f"Wrong: {problem}")
    print_line("good" if not verification.problems else f"NOT good: {len(verification.problems):,} wrong")
    if verification.problems:
        raise typer.Exit(1)
