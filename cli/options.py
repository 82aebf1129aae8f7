"""Options that several commands share."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.output import Format, tell, withhold

if TYPE_CHECKING:
    from graph.store import Store

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


def opened(engine: str | None, *, start: bool = True, include_protected: bool = False) -> Store:
    """The store a command talks to; what is printed then does not name people who may be victims."""
    _import_driver_alone()
    from graph.store import open_store  # noqa: PLC0415 - brings the driver
    from queries.browse.window import protected_names  # noqa: PLC0415

    store = open_store(engine, start=start)
    withhold(None if include_protected else protected_names(store))
    return store


def _import_driver_alone() -> None:
    """Import the driver as if numpy and pandas were not there.

    Where they are it imports them, to take their types as parameters: 0.2 s that no command has a use for.
    """
    hidden = [name for name in ("numpy", "pandas") if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]  # None: not to be found
    try:
        import neo4j  # noqa: F401, PLC0415
    finally:
        for name in hidden:
            del sys.modules[name]


def warn_if_unfinished(store: Store) -> None:
    """Tell on standard error that what follows comes from a graph whose loading did not finish."""
    from graph import meta  # noqa: PLC0415

    loading = meta.state(store).loading
    if loading:
        tell(f"Note: {loading} did not finish; run it again. What follows may be incomplete.")
