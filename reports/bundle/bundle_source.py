"""Reading a bundle from a folder or a zip, neither of which is trusted.

Sizes come from the directory first, so that a bundle over the limits is refused before a file is read.
Files are streamed: only those asked for by name are held in memory.
"""

from __future__ import annotations

import hashlib
import os
import stat
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from graph.model.errors import InputError
from reports.bundle.file_limits import LIMITS, NO_LIMITS, Limits
from reports.bundle.manifest import MANIFEST, SUMS

PIECE = 2**20
HINT = "Give the folder or .zip that `scamgraph export bundle --to` wrote: only a bundle has sums to check."
AGAIN = "Get it again from where it was published."


class BundleSource(ABC):
    """The files of a bundle by name, with their sizes as its directory gives them."""

    def __init__(self, path: Path, sizes: dict[str, int], limits: Limits) -> None:
        limits.check_sizes(path, sizes)
        self.path = path
        self.sizes = dict(sorted(sizes.items()))

    @abstractmethod
    def stream(self, name: str) -> Iterator[bytes]:
        """Yield the pieces of a file. Raises InputError if it is damaged or longer than its size."""

    def read(self, name: str) -> bytes:
        """Return a file, b"" if there is none. Raises InputError as `stream` does."""
        return b"".join(self.stream(name)) if name in self.sizes else b""

    def compute_sum(self, name: str) -> str:
        """Return the SHA-256 of a file without holding it. Raises InputError as `stream` does."""
        total = hashlib.sha256()
        for piece in self.stream(name):
            total.update(piece)
        return total.hexdigest()


@contextmanager
def open_bundle(path: Path, *, no_limits: bool = False) -> Iterator[BundleSource]:
    """Open a bundle. Raises InputError for anything that is not one, or is over the limits."""
    from reports.bundle.zip_source import open_zip  # noqa: PLC0415 - it inherits from this module

    limits = NO_LIMITS if no_limits else LIMITS
    if path.is_dir():
        yield FolderSource(path, limits)
    elif not path.exists():
        raise InputError(f"{path}: there is no such file or folder.", hint="Check the path for a slip.")
    elif not path.is_file():
        raise InputError(f"{path} is neither a file nor a folder.", hint=HINT)
    else:
        with open_zip(path, limits) as source:
            yield source


class FolderSource(BundleSource):
    """A bundle in a folder: regular files only, without links that lead out of it."""

    def __init__(self, path: Path, limits: Limits) -> None:
        super().__init__(path, dict(_list_files(path, limits)), limits)
        if not {MANIFEST, SUMS} & self.sizes.keys():
            raise InputError(f"{path} is a folder without {MANIFEST}: no bundle.", hint=HINT)

    def stream(self, name: str) -> Iterator[bytes]:
        """Yield the pieces of a file, no more than its size when it was listed."""
        left = self.sizes[name]
        try:
            descriptor = os.open(self.path / name, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
            with os.fdopen(descriptor, "rb") as file:
                while piece := file.read(PIECE):
                    left -= len(piece)
                    if left < 0:
                        raise InputError(f"{self.path}: {name} grew while it was read.", hint=AGAIN)
                    yield piece
        except OSError as error:
            what = f"{self.path}: {name} cannot be read: {error.strerror or error}"
            raise InputError(what, hint="Check who may read it.") from None


def _list_files(folder: Path, limits: Limits) -> Iterator[tuple[str, int]]:
    """List the files under a folder with their sizes. Raises InputError for links and special files."""
    folders, count = [folder], 0
    while folders:
        current = folders.pop()
        for path in _list_folder(current, limits, folder):
            name, mode = path.relative_to(folder).as_posix(), path.lstat().st_mode
            if stat.S_ISDIR(mode):
                folders.append(path)
            elif stat.S_ISLNK(mode):
                what = f"{folder}: {name} is a symbolic link; a bundle has only files."
                raise InputError(what, hint="It was not written by scamgraph.")
            elif not stat.S_ISREG(mode):
                what = f"{folder}: {name} is no regular file; a bundle has only files."
                raise InputError(what, hint="It was not written by scamgraph.")
            else:
                check_name(folder, name)
                yield name, path.lstat().st_size
            count += 1
            limits.check_count(folder, count)


def _list_folder(current: Path, limits: Limits, folder: Path) -> list[Path]:
    paths: list[Path] = []
    try:
        with os.scandir(current) as entries:
            for entry in entries:
                paths.append(Path(entry.path))
                limits.check_count(folder, len(paths))
    except OSError as error:
        what = (
            f"{folder}: {current.relative_to(folder).as_posix()}/ cannot be read: {error.strerror or error}"
        )
        raise InputError(what, hint="Check who may read it.") from None
    return paths


def check_name(bundle: Path, name: str) -> None:
    """Refuse a file name that leads out of the bundle, or that not every system can hold.

    Raises InputError.
    """
    parts = PurePosixPath(name).parts
    if not name or name.startswith("/") or name[1:2] == ":":
        raise InputError(f"{bundle}: {name!r} is an absolute path.", hint="It was not written by scamgraph.")
    if ".." in parts or "\\" in name:
        raise InputError(
            f"{bundle}: {name!r} leads out of the bundle.", hint="It was not written by scamgraph."
        )
    if not name.isprintable() or name != "/".join(parts):
        what = f"{bundle}: {name!r} is not a name that a bundle has."
        raise InputError(what, hint="It was not written by scamgraph.")


def describe_file_type(path: Path) -> str:
    """Return what a file is that does not begin like a zip; "" for a zip, which is then damaged."""
    with path.open("rb") as file:
        head = file.read(512)
    if head.startswith(b"PK"):
        return ""
    text = head.decode("utf-8", "replace").lstrip("\ufeff \n").lower()
    begins = {"%pdf": "a PDF", "<!doctype html": "a page of HTML", "<html": "a page of HTML"}
    for start, what in begins.items():
        if text.startswith(start):
            return f"{what} (a report, perhaps)"
    by_suffix = {".md": "Markdown (a report, perhaps)", ".jsonl": "JSON Lines (an export or records)",
                 ".csv": "CSV", ".yaml": "YAML (a dossier or the registry)", ".json": "JSON"}  # fmt: skip
    return by_suffix.get(path.suffix.lower(), "neither a zip nor a folder" if head else "an empty file")
