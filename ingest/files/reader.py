"""Find and read the files that people write: dossiers, registry, decisions, notes, lineage.

The suffix of a file gives its format (`READERS`), its content its type: the keys at its top (YAML,
and JSON as a part of it) or on its lines (JSON Lines). `ingest.check.runner` checks the content.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from graph.model.errors import CheckFailed, InputError
from ingest.files.json_lines import read_json_lines
from ingest.files.source_location import Content, LocatedDossier
from ingest.files.yaml_reader import read_yaml


class Reader(Protocol):
    """A function that reads the files of one format."""

    def __call__(self, path: Path, *, heads_only: bool = False) -> Iterator[Content]:
        """Yield the contents of a file; with `heads_only`, of each dossier only its document."""


READERS: dict[str, Reader] = {
    ".yaml": read_yaml,
    ".yml": read_yaml,
    ".json": read_yaml,
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
}
"""The input formats: the reader of each suffix. A new format is one more entry."""


def find_data_folder() -> Path:
    """Return the folder of our own registry and dossiers: in the checkout, or in the installed package."""
    checkout = Path(__file__).resolve().parents[2] / "data"
    if checkout.is_dir():
        return checkout
    from importlib.resources import files  # noqa: PLC0415 - only an installed package needs it

    return Path(str(files("scamgraph") / "data"))


def find_files(paths: Iterable[str | Path]) -> list[Path]:
    """Return the files at `paths`, and all files in folders; each once, sorted within its folder.

    Raises InputError for a path that does not exist, a file of another suffix, or a folder without
    any file that can be read.
    """
    files: dict[Path, None] = {}
    for name in paths:
        path = Path(name)
        if path.is_dir():
            inside = sorted(
                file for file in path.rglob("*") if _is_ours(file.relative_to(path)) and file.is_file()
            )
            if not inside:
                raise InputError(
                    f"{path}: no file here ends in {', '.join(READERS)}",
                    hint="Give the folder that holds the dossiers or the registry.",
                )
            files.update(dict.fromkeys(inside))
        elif not path.exists():
            raise InputError(f"{path}: there is no such file or folder", hint="Check its spelling.")
        elif not path.is_file():
            raise InputError(
                f"{path}: a pipe, socket or device, not a file", hint="Save its content to a file first."
            )
        elif path.suffix not in READERS:
            raise InputError(
                f"{path}: a file ending in `{path.suffix}` is not read",
                hint=f"Dossiers and registries end in {', '.join(READERS)}.",
            )
        else:
            files[path] = None
    return list(files)


def _is_ours(path: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.parts)
    return not hidden and path.suffix in READERS


def is_yaml(path: Path) -> bool:
    """Return whether a file is YAML, or JSON as a part of it: slow to read, and written by hand."""
    return READERS.get(path.suffix) is read_yaml


def read_file(path: Path, *, heads_only: bool = False) -> Iterator[Content]:
    """Return the contents of `path`, which `find_files` accepts, in order.

    With `heads_only`, dossiers are read as their document alone, quickly.

    Wrong content raises nothing: it is returned in the `problems` of the content around it, or as
    UnreadableContent.
    """
    return READERS[path.suffix](path, heads_only=heads_only)


def read_dossiers(path: Path) -> Iterator[LocatedDossier]:
    """Yield the dossiers of one file, one at a time.

    Raises CheckFailed where a part of the file cannot be read, with all that is wrong up to there.
    """
    for content in read_file(path):
        if content.problems:
            raise CheckFailed(list(content.problems))
        if isinstance(content, LocatedDossier):
            yield content
