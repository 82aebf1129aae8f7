"""The store of a command: opened, checked, and with the names that output leaves out."""

from __future__ import annotations

import sys
from collections.abc import Collection
from pathlib import Path

from cli.output import print_stderr_wrapped, set_incomplete, set_redaction
from graph.engine.private_files import ensure_home_folder
from graph.model.errors import EnvironmentProblem, ScamgraphError
from graph.store.store import Store, open_store
from graph.store.wholeness import Wholeness, check_wholeness
from queries.browse.scope import load_protected_names


def open_store_for_command(
    engine: str | None, *, start: bool = True, include_protected: bool = False
) -> Store:
    """Open the store of a command that reads; later output omits names of people who may be victims.

    The names are shown with `include_protected`. If the graph is not complete, standard error says
    so, and the exit code is 3. Raises GraphDamaged.
    """
    store = open_as_is(engine, start=start, include_protected=include_protected)
    try:
        report_unfinished(check_wholeness(store))
    except BaseException:
        store.close()
        raise
    return store


def report_unfinished(state: Wholeness) -> None:
    """Print on standard error that the graph is not complete, if so; the exit code is 3 then."""
    if not state.is_whole:
        print_stderr_wrapped(
            f"{state.unfinished} What follows may lack something that a source says.", first="Note: "
        )
        set_incomplete()


def find_passages_file(texts: Collection[str]) -> Path | None:
    """Return the file that keeps the index of the texts; None without texts or without a folder for it."""
    from queries.search.passages import INDEX_FILE  # noqa: PLC0415 - only a search needs it

    try:
        return ensure_home_folder() / INDEX_FILE if texts else None
    except EnvironmentProblem:
        return None


def open_as_is(engine: str | None, *, start: bool = True, include_protected: bool = False) -> Store:
    """Open the store, complete or not: for commands that change, start or maintain it."""
    _import_driver_alone()
    store = open_store(engine, start=start)
    try:
        names = None if include_protected else load_protected_names(store)
    except ScamgraphError:  # too damaged to tell; what is printed comes from files then
        names = None
    set_redaction(names)
    return store


def _import_driver_alone() -> None:
    """Import the driver as if numpy and pandas were not installed.

    The driver imports both if it can, to accept their types as parameters: 0.2 s that no command
    needs.
    """
    hidden = [name for name in ("numpy", "pandas") if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]  # None: not to be found
    try:
        import neo4j  # noqa: F401, PLC0415 - 0.2 s: only what talks to an engine pays it
    finally:
        for name in hidden:
            del sys.modules[name]
