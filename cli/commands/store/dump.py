"""`scamgraph store dump`: the whole graph to one file."""

from __future__ import annotations

from cli.open_store import open_as_is
from cli.options import DumpArgument, EngineOption
from cli.output import print_line
from graph.write.dump import dump


def run(target: DumpArgument, engine: EngineOption = None) -> None:
    """Write the whole graph to one file, to restore on either engine.

    \b
    Example:
      scamgraph store dump graph.jsonl.gz
    """
    with open_as_is(engine) as store:
        total = dump(store, target)
    print_line(f"{target}: {total.nodes:,} nodes, {total.edges:,} relationships, digest {total}")
