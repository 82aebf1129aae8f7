"""Folders and private files of a local engine: 0700 and 0600, replaced whole or not at all."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from pathlib import Path

import platformdirs

from graph.model.errors import EnvironmentProblem

APP = "scamgraph"
ENGINE_NEEDS_BYTES = 32_000_000


def home_folder(home: Path | None = None) -> Path:
    """Give the data folder, made if missing: `home`, else SCAMGRAPH_HOME, else the user's data folder.

    Raises EnvironmentProblem if it cannot be made.
    """
    chosen = home or Path(os.environ.get("SCAMGRAPH_HOME") or platformdirs.user_data_dir(APP))
    return private_folder(chosen.expanduser().absolute())


def cache_folder() -> Path:
    """Give the folder for what can be fetched or made again (jars), made if missing."""
    return private_folder(Path(platformdirs.user_cache_dir(APP)).absolute())


def private_folder(folder: Path) -> Path:
    """Make `folder` with parents, readable by its owner only, and give it back."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise EnvironmentProblem(
            f"The folder {folder} cannot be made: {error.strerror}.",
            hint="Point SCAMGRAPH_HOME at a folder that you may write.",
        ) from error
    return folder


def write_private(path: Path, text: str) -> None:
    """Replace `path` by `text`, mode 0600; a reader sees the old file or the new one, never a part."""
    try:
        _replace(path, text)
    except OSError as error:
        raise EnvironmentProblem(
            f"{path} cannot be written: {error.strerror}.", hint="Free some disk space or check its folder."
        ) from error


def _replace(path: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mkstemp makes it 0600
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def secret(path: Path) -> str:
    """Give the password kept in `path`; a missing, unreadable or empty file gets a new random one."""
    try:
        kept = path.read_text(encoding="utf-8").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        kept = ""
    if not kept:
        kept = secrets.token_hex(32)  # letters and digits: no tool takes it for an option
        write_private(path, kept + "\n")
    path.chmod(0o600)
    return kept


def is_full(folder: Path) -> bool:
    """Tell whether the disk of `folder` has less room left than an engine needs to commit (32 MB)."""
    return shutil.disk_usage(folder).free < ENGINE_NEEDS_BYTES


def folder_size(folder: Path) -> int:
    """Give the bytes of all files under `folder`; files that vanish meanwhile count nothing."""
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                total += (Path(place) / name).lstat().st_size
            except FileNotFoundError:
                continue
    return total
