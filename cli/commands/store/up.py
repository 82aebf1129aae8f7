"""`scamgraph store up`: start the engine."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.options import EngineOption
from cli.output import print_line, print_stderr
from graph.engine.server.lifecycle import attach, ensure_running
from graph.engine.server.select_engine import select_local_engine


def run(
    engine: EngineOption = None,
    memory: Annotated[
        str | None,
        typer.Option(
            help="Maximum memory of the engine, such as 2g [env: SCAMGRAPH_MEMORY; default: a quarter of the "
            "machine's, from 2g to 8g].",
        ),
    ] = None,
    version: Annotated[str | None, typer.Option(help="With --engine neo4j: the Neo4j version.")] = None,
) -> None:
    """Start the engine unless it runs already.

    \b
    Examples:
      scamgraph store up
      scamgraph store up --engine neo4j     (local Neo4j; needs Maven and Java)
    """
    recipe = select_local_engine(engine, memory=memory, version=version)
    if attach(recipe) is None:
        print_stderr(f"Starting {recipe.name} {recipe.version} ...")
    elif memory:
        print_stderr(
            "It runs already, with the memory that it was given: to change it, `scamgraph store down` first."
        )
    endpoint = ensure_running(recipe)
    print_line(f"{recipe.name} {recipe.version} answers at {endpoint.uri}")
