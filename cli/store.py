"""`scamgraph store`: commands for the engine, and for the whole graph in one file."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.help import GroupedCommands
from cli.options import EngineOption, FormatOption, open_as_is
from cli.output import Format, print_line, print_record, print_rows, print_stderr
from graph.model.errors import UsageError

if TYPE_CHECKING:
    from graph.store.store import Store

app = typer.Typer(
    help="Start, stop, inspect, or reset the engine; dump, back up, or restore the graph.",
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
    from graph.engine.server.lifecycle import attach, ensure_running  # noqa: PLC0415
    from graph.engine.server.select_engine import select_local_engine  # noqa: PLC0415

    recipe = select_local_engine(engine, memory=memory, version=version)
    if attach(recipe) is None:
        print_stderr(f"Starting {recipe.name} {recipe.version} ...")
    elif memory:
        print_stderr(
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
    from graph.engine.server.lifecycle import stop  # noqa: PLC0415
    from graph.engine.server.select_engine import select_local_engine  # noqa: PLC0415

    recipe = select_local_engine(engine)
    print_line(f"{recipe.name} stopped." if stop(recipe) else f"{recipe.name} was not running.")


@app.command()
def status(engine: EngineOption = None, form: FormatOption = Format.table) -> None:
    """Show the engine's version, size, address, logs, and password file.

    \b
    Example:
      scamgraph store status --format json
    """
    from graph.engine.server.lifecycle import read_status as look  # noqa: PLC0415
    from graph.engine.server.select_engine import read_remote_endpoint, select_local_engine  # noqa: PLC0415

    remote = read_remote_endpoint() if engine is None else None
    if remote is not None:
        with open_as_is(None) as store:
            print_record(
                {
                    "engine": store.engine,
                    "running": True,
                    "version": store.version,
                    "uri": store.uri,
                    **_read_graph_state(store),
                },
                form,
            )
        return
    found = look(select_local_engine(engine))
    record = asdict(found)
    if found.running:
        with open_as_is(engine, start=False) as store:
            record |= _read_graph_state(store)
    if form is Format.table:
        record["size"] = _format_mebibytes(found.size)
        record["memory"] = _format_mebibytes(found.memory) if found.memory else None
        record["uptime"] = _format_duration(found.uptime) if found.uptime is not None else None
    print_record(record, form)


def _read_graph_state(store: Store) -> dict[str, object]:
    from graph.store import metadata  # noqa: PLC0415

    state = metadata.read_state(store)
    return {"revision": state.revision, "unfinished": state.loading}


def _format_mebibytes(size: int) -> str:
    return f"{size / 2**20:,.0f} MiB"


def _format_duration(seconds: float) -> str:
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
    from graph.write.dump import dump as write  # noqa: PLC0415

    with open_as_is(engine) as store:
        total = write(store, target)
    print_line(f"{target}: {total.nodes:,} nodes, {total.edges:,} relationships, digest {total}")


@app.command()
def restore(source: FileArgument, engine: EngineOption = None) -> None:
    """Restore a dump or backup into an empty graph. A restore broken off is taken up again.

    \b
    Examples:
      scamgraph store restore graph.jsonl.gz --engine neo4j
      scamgraph store reset     (empties the graph for one; asks first)
    """
    from graph.write.dump import restore as read  # noqa: PLC0415

    with open_as_is(engine) as store:
        total = read(store, source, on_wait=print_stderr)
    print_line(f"{total.nodes:,} nodes, {total.edges:,} relationships, digest {total}")


@app.command()
def backup(
    keep: Annotated[int, typer.Option(min=1, help="Number of backups to keep.")] = 3,
    list_only: Annotated[
        bool, typer.Option("--list", help="List the backups instead, newest first.")
    ] = False,
    engine: EngineOption = None,
    form: FormatOption = Format.table,
) -> None:
    """Keep the last few dumps of the graph, each restored into a scratch engine to verify it.

    Backups lie in the folder `backups` of the home (SCAMGRAPH_HOME).

    \b
    Examples:
      scamgraph store backup
      scamgraph store backup --list
    """
    from graph.write.backups import create_backup, list_backups  # noqa: PLC0415

    if list_only:
        rows = [
            {
                "taken": f"{one.taken:%Y-%m-%d %H:%M} UTC",
                "source": one.source,
                "revision": one.revision,
                "size": _format_mebibytes(one.size) if form is Format.table else one.size,
                "file": str(one.path),
            }
            for one in list_backups()
        ]
        print_rows(rows, ("taken", "source", "revision", "size", "file"), form)
        if not rows:
            print_stderr("There is no backup yet. Take one with `scamgraph store backup`.")
        return
    print_stderr("Dumping the graph, and restoring the dump into a scratch engine to verify it ...")
    with open_as_is(engine) as store:
        kept, total = create_backup(store, keep=keep)
    print_line(f"{kept.path}: {total.nodes:,} nodes, {total.edges:,} relationships, digest {total}")


@app.command()
def reset(
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before the graph is dropped.")] = False,
    engine: EngineOption = None,
) -> None:
    """Drop the graph of the embedded engine, also one that no longer starts, and begin with an empty one.

    Backups stay.

    \b
    Example:
      scamgraph store reset
    """
    from graph.engine.server.reset import reset as drop  # noqa: PLC0415
    from graph.engine.server.select_engine import read_remote_endpoint, select_local_engine  # noqa: PLC0415
    from graph.write.backups import find_newest  # noqa: PLC0415

    recipe = select_local_engine(engine)
    if recipe.name != "embedded" or (engine is None and read_remote_endpoint() is not None):
        raise UsageError(
            "Only the embedded engine is reset.",
            hint="Add `--engine embedded`; on Neo4j run `scamgraph ingest --fresh`.",
        )
    if not yes:
        _ask_confirmation(f"Drop the graph in {recipe.folder}?")
    drop(recipe)
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
