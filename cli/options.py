"""Options that several commands share."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.output import Format, print_stderr_wrapped, set_incomplete, set_redaction
from graph.model.errors import ScamgraphError

if TYPE_CHECKING:
    from graph.store.store import Store

FormatOption = Annotated[
    Format,
    typer.Option(
        "--format", "-f", help="Output format: a table to read, or JSON, JSON Lines, or CSV for programs."
    ),
]
EngineOption = Annotated[
    str | None,
    typer.Option(
        "--engine",
        help="Engine: embedded (default) or neo4j (local). Set NEO4J_URI to use any Neo4j server.",
        show_default=False,
    ),
]
TextsOption = Annotated[
    Path | None,
    typer.Option(
        "--texts", help="Folder with the texts of the articles [env: SCAMGRAPH_TEXTS].", show_default=False
    ),
]
AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="DAY",
        help="Show what was known on this day, such as 2026-01-20.",
        show_default=False,
    ),
]
PathsArgument = Annotated[
    list[Path],
    typer.Argument(help="Files or folders with dossiers, registry, decisions, or notes.", metavar="PATH..."),
]
OptionalPathsArgument = Annotated[
    list[Path] | None,
    typer.Argument(
        help="Files or folders [default: the data that comes with scamgraph].",
        metavar="[PATH...]",
        show_default=False,
    ),
]


ProtectedOption = Annotated[
    bool,
    typer.Option(
        "--include-protected",
        help="Show the names of people who may be victims, where the graph or a text at hand has them.",
    ),
]


def open_store_for_command(
    engine: str | None, *, start: bool = True, include_protected: bool = False
) -> Store:
    """Open the store of a command that reads; later output omits names of people who may be victims.

    The names are shown with `include_protected`. If the graph is not complete, standard error says
    so, and the exit code is 3. Raises GraphDamaged.
    """
    from graph.store.wholeness import check_wholeness  # noqa: PLC0415 - brings the driver

    store = open_as_is(engine, start=start, include_protected=include_protected)
    try:
        found = check_wholeness(store)
    except BaseException:
        store.close()
        raise
    if not found.is_whole:
        print_stderr_wrapped(
            f"{found.unfinished} What follows may lack something that a source says.", first="Note: "
        )
        set_incomplete()
    return store


def open_as_is(engine: str | None, *, start: bool = True, include_protected: bool = False) -> Store:
    """Open the store, complete or not: for commands that change, start or maintain it."""
    _import_driver_alone()
    from graph.store.store import open_store  # noqa: PLC0415 - brings the driver
    from queries.browse.scope import load_protected_names  # noqa: PLC0415

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
        import neo4j  # noqa: F401, PLC0415
    finally:
        for name in hidden:
            del sys.modules[name]
