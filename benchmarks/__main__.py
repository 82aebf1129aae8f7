"""`make bench`: what was promised of speed, measured against the bare driver in the same run."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile

from benchmarks.load import measure_articles, measure_growth, measure_loading, show
from graph.engine import lifecycle
from graph.engine.choose import local_engine

QUICK, USUAL = 10_000, 100_000
GROWTH = {False: (1_000, 10_000), True: (10_000, 100_000, 1_000_000)}
ASKING = ("ask", "paths", "network", "exports", "more")
"""Modules that time questions, handing on, and one more document, on one generated graph."""
ALONE = ("reports", "api")
"""Modules that make a graph of their own, on the embedded engine."""


def main() -> None:
    """Measure on the engines asked for; prints a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--full", action="store_true", help="100,000 claims a ratio, growth to a million")
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
                claims = GROWTH[asked.full][-1]
                for module in ASKING:
                    run(module, "--engine", engine, "--home", home, "--claims", str(claims))
            finally:
                lifecycle.stop(local_engine(engine))
    run("lineage", "--documents", "100000" if asked.full else "5000")
    if "embedded" in (asked.engine or ("embedded",)):
        for module in ALONE:
            run(module)
    run("explorer")


def run(module: str, *arguments: str) -> None:
    """Run another benchmark on the graph that the last step has left; its table follows."""
    sys.stdout.write(f"\n{module}\n")
    sys.stdout.flush()
    subprocess.run([sys.executable, "-m", f"benchmarks.{module}", *arguments], check=True)


if __name__ == "__main__":
    main()
