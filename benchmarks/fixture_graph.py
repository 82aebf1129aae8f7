"""The generated graph that questions are timed on; it is loaded if it is missing."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.generate import write_json_lines
from benchmarks.world import World
from graph.model.ontology import load_ontology
from graph.store.store import Store, open_store
from ingest.load import load


def asked(about: str | None, *, claims: int, runs: int) -> argparse.Namespace:
    """Parse the options of a benchmark on a generated graph: `claims`, `engine`, `home`, `runs`."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--claims", type=int, default=claims)
    parser.add_argument("--engine", default="embedded")
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--runs", type=int, default=runs)
    return parser.parse_args()


@contextmanager
def made_graph(chosen: argparse.Namespace) -> Iterator[tuple[Store, World]]:
    """Open the store in the chosen home, filled if it is empty, and the world that its claims are about."""
    world = World(chosen.claims, load_ontology())
    with open_store(chosen.engine, home=chosen.home) as store:
        if not store.read("MATCH (c:Claim) RETURN c.id AS id LIMIT 1"):
            with tempfile.TemporaryDirectory() as folder:
                file = Path(folder) / "world.jsonl"
                write_json_lines(world, 1, file)
                began = time.perf_counter()
                load(store, [file], fresh=True)
                sys.stdout.write(f"loaded in {time.perf_counter() - began:,.0f} s\n")
                sys.stdout.flush()
        yield store, world
