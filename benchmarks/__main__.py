"""`make bench`: the promised speeds, measured against the bare driver in the same run."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from benchmarks.load import measure_articles, measure_growth, measure_loading, show
from graph.engine.server import lifecycle
from graph.engine.server.select_engine import select_local_engine

QUICK, USUAL = 10_000, 100_000
GROWTH = {False: (1_000, 10_000), True: (10_000, 100_000, 1_000_000)}
ASKING = ("ask", "exports", "more", "search")
"""Modules that time questions, exports, one more document and searches, on one generated graph."""
NETWORKS = ("paths", "network")
"""Modules that time paths and networks, on a separate graph with `--full`."""
MILLION_FACTS = 2_100_000
"""The number of claims that give 1,000,000 facts of 200,000 entities."""
ALONE = ("small", "reports", "api")
"""Modules that make their own graph, on the embedded engine."""


def main() -> None:
    """Measure on the requested engines and print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--full", action="store_true", help="a million claims, a million facts")
    parser.add_argument("--engine", action="append", choices=("embedded", "neo4j"))
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["SCAMGRAPH_HOME"] = home
        for engine in asked.engine or ("embedded", "neo4j"):
            try:
                for step in (
                    measure_articles,
                    lambda e: measure_loading(e, USUAL if asked.full else QUICK),
                    lambda e: measure_growth(e, GROWTH[asked.full]),
                ):
                    show(step(engine))
                ask(ASKING, engine, Path(home), GROWTH[asked.full][-1])
                if not asked.full:
                    ask(NETWORKS, engine, Path(home), GROWTH[False][-1])
            finally:
                lifecycle.stop(select_local_engine(engine))
            if asked.full:
                networks_at_full_size(engine)
    run("lineage", "--documents", "100000" if asked.full else "5000")
    if "embedded" in (asked.engine or ("embedded",)):
        for module in ALONE:
            run(module)
    run("explorer")


def networks_at_full_size(engine: str) -> None:
    """Time paths and networks on a graph of 1,000,000 facts."""
    with tempfile.TemporaryDirectory() as home:
        try:
            ask(NETWORKS, engine, Path(home), MILLION_FACTS)
        finally:
            lifecycle.stop(select_local_engine(engine, home=Path(home)))


def ask(modules: Iterable[str], engine: str, home: Path, claims: int) -> None:
    """Run benchmarks of questions on the graph in `home`; an empty home is filled first."""
    for module in modules:
        run(module, "--engine", engine, "--home", str(home), "--claims", str(claims))


def run(module: str, *arguments: str) -> None:
    """Run another benchmark in a separate process; it prints its own table."""
    sys.stdout.write(f"\n{module}\n")
    sys.stdout.flush()
    subprocess.run([sys.executable, "-m", f"benchmarks.{module}", *arguments], check=True)


if __name__ == "__main__":
    main()
