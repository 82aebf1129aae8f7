"""`scamgraph store restore`: the whole graph from one file."""

from __future__ import annotations

from cli.open_store import open_as_is
from cli.options import DumpArgument, EngineOption
from cli.output import print_line, print_stderr
from graph.write.dump import restore


def run(source: DumpArgument, engine: EngineOption = None) -> None:
    """Restore a dump or backup into an empty graph. A restore broken off is taken up again.

    \b
    Examples:
      scamgraph store restore graph.jsonl.gz --engine neo4j
      scamgraph store reset     (empties the graph for one; asks first)
    """
    with open_as_is(engine) as store:
        total = restore(store, source, on_wait=print_stderr)
    print_line(f"{total.nodes:,} nodes, {total.edges:,} relationships, digest {total}")
