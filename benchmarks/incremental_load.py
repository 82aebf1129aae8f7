"""How long it takes to load one more document of 100 claims into a generated graph, and to remove it.

python -m benchmarks.incremental_load --claims 1000000 --engine embedded --home DIR    (loads if the home is
empty)
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from random import Random

from benchmarks.fixture_graph import asked, made_graph
from benchmarks.generate import dossier, write_dossier
from benchmarks.load import Measured, seconds, show
from benchmarks.statements import Statements
from benchmarks.world import World
from graph.store.store import Store
from ingest.load import load
from ingest.remove import remove_documents

CLAIMS = 100
SECONDS = 1.0


def measure(store: Store, world: World, runs: int) -> Iterator[Measured]:
    """Load a document about entities of the graph, and remove it; the slowest of `runs` counts.

    The engine may have just started for the first run, so that run is printed separately.
    """
    loading, removing = [], []
    with tempfile.TemporaryDirectory() as folder:
        for n in range(runs + 1):
            random = Random(n)
            one = dossier(world, Statements(world, random), random, f"more-{n}", CLAIMS)
            file = Path(folder) / "more.jsonl"
            with file.open("wb") as out:
                write_dossier(one, out)
            loading.append(seconds(partial(load, store, [file])))
            removing.append(seconds(partial(remove_documents, store, [one.document.id])))
    for what, took in (("loaded", loading), ("taken out", removing)):
        worst, name = max(took[1:]), f"one more document of {CLAIMS} claims {what}"
        yield Measured(f"{name}, the first", "", f"{took[0]:.2f} s", None)
        yield Measured(
            f"{name}, slowest of {runs} more", f"<= {SECONDS:g} s", f"{worst:.2f} s", worst <= SECONDS
        )


def main() -> None:
    """Load if necessary, measure, print."""
    chosen = asked(__doc__, claims=1_000_000, runs=10)
    with made_graph(chosen) as (store, world):
        show(measure(store, world, chosen.runs))


if __name__ == "__main__":
    main()
