"""Folders (0700) and private files (0600) of a local engine; files are replaced atomically."""

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


def ensure_home_folder(home: Path | None = None) -> Path:
    """Return the data folder: `home`, else SCAMGRAPH_HOME, else the user's data folder.

    The folder is created if it is missing. Raises EnvironmentProblem if it cannot be created.
    """
    chosen = home or Path(os.environ.get("SCAMGRAPH_HOME") or platformdirs.user_data_dir(APP))
    return ensure_private_folder(chosen.expanduser().absolute())


def ensure_cache_folder() -> Path:
    """Return the folder for files that can be fetched or built again (jars); create it if missing."""
    return ensure_private_folder(Path(platformdirs.user_cache_dir(APP)).absolute())


def ensure_private_folder(folder: Path) -> Path:
    """Create `folder` with its parents, readable only by its owner, and return it.

    Raises EnvironmentProblem if it cannot be created.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise EnvironmentProblem(
            f"The folder {folder} cannot be made: {error.strerror}.",
            hint="Point SCAMGRAPH_HOME at a folder that you may write.",
        ) from error
    return folder


def write_private(path: Path, text: str) -> None:
    """Replace `path` by `text`, mode 0600; a reader sees the old file or the new one, never a part.

    Raises EnvironmentProblem if it cannot be written.
    """
    try:
        _write_atomically(path, text)
    except OSError as error:
        raise EnvironmentProblem(
            f"{path} cannot be written: {error.strerror}.", hint="Free some disk space or check its folder."
        ) from error


def _write_atomically(path: Path, text: str) -> None:
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


def read_or_create_secret(path: Path) -> str:
    """Return the password in `path`; a missing or empty file, or one that is no text, gets a new random one.

    Raises EnvironmentProblem if the file cannot be read.
    """
    try:
        secret = _read_secret(path)
        if not secret:
            secret = secrets.token_hex(32)  # letters and digits: no tool takes it for an option
            write_private(path, secret + "\n")
        path.chmod(0o600)
    except OSError as error:
        raise EnvironmentProblem(
            f"The password file {path} cannot be read: {error.strerror}.",
            hint="Make it a file that you may read and write, or remove it and run `scamgraph store down`.",
        ) from error
    return secret


def _read_secret(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        return ""


def is_full(folder: Path) -> bool:
    """Return whether the disk of `folder` has less room than an engine needs to commit (32 MB)."""
    return shutil.disk_usage(folder).free < ENGINE_NEEDS_BYTES


def measure_folder_size(folder: Path) -> int:
    """Return the total size of all files under `folder`, in bytes.

    Files that vanish meanwhile, or cannot be read, are not counted.
    """
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                total += (Path(place) / name).lstat().st_size
            except OSError:
                continue
    return total
