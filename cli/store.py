"""`scamgraph store`: the engine underneath, and the whole graph in one file."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.help import GroupedCommands
from cli.options import EngineOption, FormatOption, open_as_is
from cli.output import Format, emit_one, print_line, tell

if TYPE_CHECKING:
    from graph.store import Store

app = typer.Typer(
    help="Start, stop, or inspect the engine; dump or restore the graph.",
    no_args_is_help=True,
    cls=GroupedCommands,
)

FileArgument = Annotated[Path, typer.Argument(help="The dump file, such as graph.jsonl.gz.")]


@app.command()
def up(
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
    from graph.engine.choose import local_engine  # noqa: PLC0415
    from graph.engine.lifecycle import attach, ensure_running  # noqa: PLC0415

    recipe = local_engine(engine, memory=memory, version=version)
    if attach(recipe) is None:
        tell(f"Starting {recipe.name} {recipe.version} ...")
    elif memory:
        tell(
            "It runs already, with the memory that it was given: to change it, `scamgraph store down` first."
        )
    endpoint = ensure_running(recipe)
    print_line(f"{recipe.name} {recipe.version} answers at {endpoint.uri}")


@app.command()
def down(engine: EngineOption = None) -> None:
    """Stop the engine. The graph stays on disk.

    \b
    Example:
      scamgraph store down
    """
    from graph.engine.choose import local_engine  # noqa: PLC0415
    from graph.engine.lifecycle import stop  # noqa: PLC0415

    recipe = local_engine(engine)
    print_line(f"{recipe.name} stopped." if stop(recipe) else f"{recipe.name} was not running.")


@app.command()
def status(engine: EngineOption = None, form: FormatOption = Format.table) -> None:
    """Show the engine's version, size, address, logs, and password file.

    \b
    Example:
      scamgraph store status --format json
    """
    from graph.engine.choose import local_engine, remote_endpoint  # noqa: PLC0415
    from graph.engine.lifecycle import status as look  # noqa: PLC0415

    remote = remote_endpoint() if engine is None else None
    if remote is not None:
        with open_as_is(None) as store:
            emit_one(
                {
                    "engine": store.engine,
                    "running": True,
                    "version": store.version,
                    "uri": store.uri,
                    **_graph(store),
                },
                form,
            )
        return
    found = look(local_engine(engine))
    record = asdict(found)
    if found.running:
        with open_as_is(engine, start=False) as store:
            record |= _graph(store)
    if form is Format.table:
        record["size"] = _mebibytes(found.size)
        record["memory"] = _mebibytes(found.memory) if found.memory else None
        record["uptime"] = _duration(found.uptime) if found.uptime is not None else None
    emit_one(record, form)


def _graph(store: Store) -> dict[str, object]:
    from graph import meta  # noqa: PLC0415

    state = meta.state(store)
    return {"revision": state.revision, "unfinished": state.loading}


def _mebibytes(size: int) -> str:
    return f"{size / 2**20:,.0f} MiB"


def _duration(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02} min {rest:02} s"


@app.command()
def dump(target: FileArgument, engine: EngineOption = None) -> None:
    """Write the whole graph to one file, to restore on either engine.

    \b
    Example:
      scamgraph store dump graph.jsonl.gz
    """
    from graph.dump import dump as write  # noqa: PLC0415

    with open_as_is(engine) as store:
        total = write(store, target)
    print_line(f"{target}: {total.nodes:,} nodes, {total.edges:,} relationships, digest {total}")


@app.command()
def restore(source: FileArgument, engine: EngineOption = None) -> None:
    """Restore a dump into an empty graph.

    \b
    Example:
      scamgraph store restore graph.jsonl.gz --engine neo4j
    """
    from graph.dump import restore as read  # noqa: PLC0415

    with open_as_is(engine) as store:
        total = read(store, source)
    print_line(f"{total.nodes:,} nodes, {total.edges:,} relationships, digest {total}")
