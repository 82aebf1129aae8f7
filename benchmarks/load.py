"""How fast claims are loaded, compared with the bare driver and py2neo writing the same rows, in one run.

The ratios count: seconds on a shared machine vary, and both sides vary with them.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from benchmarks.baselines import Rows, read_rows, write_with_driver, write_with_py2neo
from benchmarks.generate import write_json_lines, write_yaml
from benchmarks.world import World
from graph.engine.server.select_engine import choose_endpoint
from graph.model.ontology import load_ontology
from graph.store.digest import digest
from graph.store.store import Store, open_store
from graph.write.emptying import clear_graph
from ingest.files.reader import find_data_folder
from ingest.load import load

PY2NEO_SAMPLE = 500


class Measured(NamedTuple):
    """One figure: its name, target in words, value, and whether it reaches the target (None: no target)."""

    what: str
    target: str
    value: str
    reached: bool | None


def show(found: Iterable[Measured]) -> None:
    """Print figures as they arrive."""
    for one in found:
        reached = {True: "reached", False: "NOT REACHED", None: ""}[one.reached]
        sys.stdout.write(f"{one.what:<66} {one.target:<16} {one.value:>22}  {reached}\n")
        sys.stdout.flush()


def seconds(work: Callable[[], object]) -> float:
    """Return the seconds that a piece of work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def measure_loading(engine: str, claims: int, seed: int = 1) -> list[Measured]:
    """Compare loading from JSON Lines and YAML with both baselines, on one engine.

    A first load, not counted, warms the engine and gives the rows. The bare driver writes them before and
    after our loads and its mean counts; each load begins on an emptied database.
    """
    with tempfile.TemporaryDirectory() as folder, open_store(engine) as store:
        lines, yaml = Path(folder) / "made.jsonl", Path(folder) / "yaml"
        world = World(claims, load_ontology())
        write_json_lines(world, seed, lines)
        write_yaml(world, seed, yaml)
        load(store, [lines], fresh=True)
        expected, rows = str(digest(store)), read_rows(store)
        before = _bare(store, rows)
        from_lines = _ours(store, lines)
        from_yaml = _ours(store, yaml)
        same = str(digest(store)) == expected
        bare = (before + _bare(store, rows)) / 2
        slow = write_with_py2neo(choose_endpoint(engine, start=True, home=None), rows, PY2NEO_SAMPLE)
    return [
        Measured(f"{engine}: bare driver, {claims:,} claims", "", f"{claims / bare:,.0f} claims/s", None),
        _ratio(f"{engine}: JSON Lines against the bare driver", bare / from_lines, 0.6),
        _ratio(f"{engine}: YAML against the bare driver", bare / from_yaml, 0.35),
        _ratio(f"{engine}: JSON Lines against py2neo", slow / from_lines, 10),
        Measured(f"{engine}: same digest from both", "yes", "yes" if same else "no", same),
    ]


def _ours(store: Store, path: Path) -> float:
    clear_graph(store)
    return seconds(lambda: load(store, [path]))


def _bare(store: Store, rows: Rows) -> float:
    clear_graph(store)
    store.write(lambda tx: tx.run("MATCH (n:Scamgraph) DETACH DELETE n"))
    return write_with_driver(choose_endpoint(store.engine, start=True, home=None), rows)


def _ratio(what: str, value: float, target: float) -> Measured:
    return Measured(what, f"at least {target:g}", f"{value:.2f}", value >= target)


def measure_growth(engine: str, sizes: tuple[int, ...], seed: int = 2) -> list[Measured]:
    """Measure seconds and peak memory of a load in a separate process, for each size."""
    found: list[Measured] = []
    peaks: list[int] = []
    for claims in sizes:
        with tempfile.TemporaryDirectory() as folder:
            lines = Path(folder) / "made.jsonl"
            write_json_lines(World(claims, load_ontology()), seed, lines)
            took, peak = _in_a_process(engine, lines)
        peaks.append(peak)
        target = "under 600 s" if claims == 1_000_000 else ""
        reached = took < 600 if target else None
        what = f"{engine}: {claims:,} claims, {peak / 2**20:,.0f} MiB"
        found.append(Measured(what, target, f"{took:,.1f} s", reached))
    if len(peaks) > 1:
        growth = peaks[-1] / peaks[-2]
        what = f"{engine}: memory, {sizes[-1]:,} to {sizes[-2]:,} claims"
        found.append(Measured(what, "at most 1.5", f"{growth:.2f}", growth <= 1.5))
    return found


_LOAD = """
import resource, sys, time
from graph.store.store import open_store
from ingest.load import load
with open_store(sys.argv[1]) as store:
    began = time.perf_counter()
    load(store, [sys.argv[2]], fresh=True)
    took = time.perf_counter() - began
print(took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
"""


def _in_a_process(engine: str, lines: Path) -> tuple[float, int]:
    command = [sys.executable, "-c", _LOAD, engine, str(lines)]
    took, peak = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return float(took), int(peak)


def measure_articles(engine: str) -> list[Measured]:
    """Measure the time from a running engine to five loaded articles, and the wall time of a command."""
    target = 3.0 if engine == "embedded" else 8.0
    with open_store(engine) as store:
        clear_graph(store)
        took = seconds(lambda: load(store, [find_data_folder()]))
    commands = [
        seconds(lambda: _command(engine, "show", "person/chen-zhi", "--format", "jsonl")) for _ in range(7)
    ]
    wall = sorted(commands)[len(commands) // 2]
    return [
        Measured(f"{engine}: five articles loaded", f"under {target:g} s", f"{took:.2f} s", took < target),
        Measured(f"{engine}: a command, wall time, median", "under 0.6 s", f"{wall:.2f} s", wall < 0.6),
    ]


def _command(engine: str, *arguments: str) -> None:
    env = {**os.environ, "SCAMGRAPH_ENGINE": engine}
    subprocess.run([sys.executable, "-m", "cli.main", *arguments], env=env, capture_output=True, check=True)
