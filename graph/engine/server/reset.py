"""Reset of the embedded engine's database, even if its server no longer starts."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

from graph.engine.server import lifecycle
from graph.engine.server.file_lock import LOAD_LOCK, lock_file
from graph.engine.server.lifecycle import Recipe
from graph.model.errors import EnvironmentProblem

_DATABASES = "databases"
_DROPPED = "databases.dropped"
_RECORDS = "record*.json"


def reset(recipe: Recipe) -> None:
    """Replace the database by an empty one and start a server that answers.

    The old files are moved aside first and deleted last. If no new server starts, they are moved
    back. Files that an interrupted reset left aside are deleted too. Raises EnvironmentProblem if a
    load is running, or if the engine does not start on an empty folder.
    """
    if not recipe.folder.exists():
        lifecycle.ensure_running(recipe)
        return
    with lock_file(recipe.folder / LOAD_LOCK, patience=0.0, refusal="A load is running."):
        with lifecycle.hold_stopped(recipe):  # or another process starts it on what is being moved
            aside = _move_aside(recipe.folder)
        try:
            lifecycle.ensure_running(recipe)
        except EnvironmentProblem:
            with lifecycle.hold_stopped(recipe):
                _restore_databases(recipe.folder, aside)
            raise
        for record in recipe.folder.glob(_RECORDS):
            record.unlink(missing_ok=True)
        for dropped in recipe.folder.glob(f"{_DROPPED}*"):
            shutil.rmtree(dropped, ignore_errors=True)


def _move_aside(folder: Path) -> Path | None:
    current = folder / _DATABASES
    if not current.exists():
        return None
    number = 0
    while (aside := folder / f"{_DROPPED}.{number}").exists():
        number += 1
    return current.rename(aside)


def _restore_databases(folder: Path, aside: Path | None) -> None:
    if aside is not None:
        with suppress(OSError):
            shutil.rmtree(folder / _DATABASES, ignore_errors=True)
            aside.rename(folder / _DATABASES)
