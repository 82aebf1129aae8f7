"""`scamgraph store down`: stop the engine."""

from __future__ import annotations

from cli.options import EngineOption
from cli.output import print_line
from graph.engine.server.lifecycle import stop
from graph.engine.server.select_engine import select_local_engine


def run(engine: EngineOption = None) -> None:
    """Stop the engine. The graph stays on disk.

    \b
    Example:
      scamgraph store down
    """
    recipe = select_local_engine(engine)
    print_line(f"{recipe.name} stopped." if stop(recipe) else f"{recipe.name} was not running.")
