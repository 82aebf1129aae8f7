"""`scamgraph unseal`: a sealed dossier with the words of its passages."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from cli.options import ProtectedOption, TextsOption
from cli.output import print_stderr
from graph.model.characters import make_visible
from ingest.files.seal import unseal, write_unsealed
from ingest.texts.text_store import find_texts


def run(
    path: Annotated[Path, typer.Argument(help="A sealed dossier (YAML).")],
    texts: TextsOption = None,
    to: Annotated[Path | None, typer.Option(help="Write to this file instead of standard output.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Write even inside a Git checkout.")] = False,
    include_protected: ProtectedOption = False,
) -> None:
    """Show a sealed dossier with the words of its passages.

    Needs the text of the article. A passage that names a person who may be a victim can be sealed again only
    with --include-protected.

    \b
    Example:
      scamgraph unseal data/dossiers/afp-400-freed-2026-01.yaml --texts texts/
    """
    held = find_texts(texts)
    if to is None:
        sys.stdout.write(make_visible(unseal(path, held, include_protected=include_protected)))
    else:
        write_unsealed(path, held, to, force=force, include_protected=include_protected)
        print_stderr(f"{to} written.")
