"""The texts of articles, where available, found by the SHA-256 of their bytes under any file name."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from graph.model.errors import InputError
from ingest.texts.text_copies import list_copies

VARIABLE = "SCAMGRAPH_TEXTS"
MAX_TEXT = 16 * 1024 * 1024  # bytes; larger files are no article


@dataclass(frozen=True, slots=True)
class Texts:
    """The path of each text, by the SHA-256 of its bytes. It may be empty: texts are never required."""

    paths: Mapping[str, Path] = field(default_factory=dict)
    _copies: dict[str, tuple[Path, str]] = field(default_factory=dict, repr=False, compare=False)

    def get(self, sha256: str) -> str | None:
        """Return the text with this digest, decoded as UTF-8 and otherwise unchanged; None if unavailable.

        A file that no longer has this digest gives None. Raises InputError for a text that is not UTF-8.
        """
        path = self.paths.get(sha256)
        if path is None:
            return None
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() != sha256:
            return None  # changed since it was found
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise InputError(
                f"{path}: not UTF-8 at byte {error.start}", hint="Offsets count code points of UTF-8 text."
            ) from error

    def find_copy(self, sha256: str) -> tuple[Path, str] | None:
        """Return a text that is a copy of the one with this digest, and what differs in it.

        The first call reads all texts: use it only for a text that is not available.
        """
        if not self._copies:
            for path in self.paths.values():
                with contextlib.suppress(UnicodeDecodeError):
                    for digest, differs in list_copies(path.read_bytes().decode("utf-8")):
                        self._copies.setdefault(digest, (path, differs))
        return self._copies.get(sha256)


def find_texts(folder: str | Path | None = None) -> Texts:
    """Return the texts in `folder` and its subfolders, else in that of SCAMGRAPH_TEXTS, else none.

    Raises InputError where the named folder does not exist.
    """
    named = folder or os.environ.get(VARIABLE)
    if not named:
        return Texts()
    root = Path(named)
    if not root.is_dir():
        where = "" if folder else f" (from {VARIABLE})"
        what = "not a folder" if root.exists() else "no such folder"
        raise InputError(f"{root}{where}: {what}", hint="Give the folder that holds the articles' texts.")
    files = sorted(path for path in root.rglob("*") if path.is_file() and path.stat().st_size <= MAX_TEXT)
    return Texts({hashlib.sha256(path.read_bytes()).hexdigest(): path for path in files})
