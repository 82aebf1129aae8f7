"""`scamgraph store backup`: the last few dumps, each verified."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.open_store import open_as_is
from cli.options import EngineOption, FormatOption
from cli.output import Format, format_mebibytes, print_line, print_rows, print_stderr
from graph.write.backups import create_backup, list_backups


def run(
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
    if list_only:
        rows = [
            {
                "taken": f"{one.taken:%Y-%m-%d %H:%M} UTC",
                "source": one.source,
                "revision": one.revision,
                "size": format_mebibytes(one.size) if form is Format.table else one.size,
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
