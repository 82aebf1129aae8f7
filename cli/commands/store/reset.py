"""`scamgraph store reset`: an empty graph."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from cli.options import EngineOption
from cli.output import print_line, print_stderr
from graph.engine.server.reset import reset
from graph.engine.server.select_engine import read_remote_endpoint, select_local_engine
from graph.model.errors import UsageError
from graph.write.backups import find_newest


def run(
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before the graph is dropped.")] = False,
    engine: EngineOption = None,
) -> None:
    """Drop the graph of the embedded engine, also one that no longer starts, and begin with an empty one.

    Backups stay.

    \b
    Example:
      scamgraph store reset
    """
    recipe = select_local_engine(engine)
    if recipe.name != "embedded" or (engine is None and read_remote_endpoint() is not None):
        raise UsageError(
            "Only the embedded engine is reset.",
            hint="Add `--engine embedded`; on Neo4j run `scamgraph ingest --fresh`.",
        )
    if not yes:
        _ask_confirmation(f"Drop the graph in {recipe.folder}?")
    reset(recipe)
    newest = find_newest()
    again = f", or `scamgraph store restore {newest.path}`" if newest else ""
    print_line("The graph is empty. Fill it with `scamgraph ingest`" + again + ".")


def _ask_confirmation(question: str) -> None:
    """Ask on a terminal. Raises UsageError if there is none, typer.Exit for a no."""
    if not sys.stdin.isatty():
        raise UsageError(
            "This command asks before it drops anything, and there is no terminal to ask on.",
            hint="Add `--yes`.",
        )
    if not typer.confirm(question):
        print_stderr("Nothing was changed.")
        raise typer.Exit(1)
