"""`scamgraph seal`: dossiers without the source's words."""

from __future__ import annotations

from cli.options import PathsArgument, TextsOption
from cli.output import print_line
from ingest.files.reader import find_files
from ingest.files.seal import seal
from ingest.texts.text_store import find_texts


def run(paths: PathsArgument, texts: TextsOption = None) -> None:
    """Replace the quotes in dossiers by offsets and digests.

    A sealed dossier stores none of the source's words.

    \b
    Example:
      scamgraph seal my-dossier.yaml --texts articles/
    """
    held = find_texts(texts)
    for path in find_files(paths):
        print_line(f"{path}: {seal(path, held)} quotes sealed")
