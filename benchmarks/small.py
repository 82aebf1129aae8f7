"""Small steps that must be fast: starting, reading YAML, checking a claim, finding a misspelt name.

python -m benchmarks.small
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import yaml

from benchmarks.generate import write_yaml
from benchmarks.load import Measured, seconds, show
from benchmarks.world import World
from graph.engine.server import lifecycle
from graph.engine.server.select_engine import select_local_engine
from graph.model.ontology import load_ontology
from graph.store.entity_search import search_entities
from graph.store.indexes import ensure_schema
from graph.store.store import Store, open_store
from graph.write.name_index_writer import NamedNode, write_keys
from ingest.check.runner import check_paths
from ingest.files.yaml_with_lines import parse_yaml

NAMES = 20_000
CLAIMS = 10_000
_ONTOLOGY = (
    "import time; t = time.perf_counter(); from graph.model.ontology import load_ontology; load_ontology();"
)
_CLAIM = "  - key: k%d\n    at: {start: 830, end: 1011, sha256: 6f0c}\n    says: %s\n    by: [a/b, c/d]\n"


def main() -> None:
    """Measure each step on this machine and print it."""
    show(measure_reading())
    show(measure_checking())
    with tempfile.TemporaryDirectory() as home:
        try:
            show(measure_engine(Path(home)))
        finally:
            lifecycle.stop(select_local_engine("embedded", home=Path(home)))


def measure_reading() -> Iterator[Measured]:
    """Time the ontology in a fresh process, and compare YAML with the stock loader."""
    command = [sys.executable, "-c", f"{_ONTOLOGY} print(time.perf_counter() - t)"]
    runs = [subprocess.run(command, capture_output=True, text=True, check=True) for _ in range(3)]
    took = min(float(run.stdout) for run in runs)
    yield Measured("ontology in a fresh process", "<= 0.3 s", f"{took:.2f} s", took <= 0.3)
    text = "claims:\n" + "".join(_CLAIM % (n, "word " * 20) for n in range(2000))
    stock = seconds(lambda: yaml.load(text, Loader=yaml.CSafeLoader))
    share = seconds(lambda: parse_yaml(text)) / stock
    yield Measured("YAML with lines, against the stock loader", "<= 1", f"{share:.2f}", share <= 1)


def measure_checking() -> Iterator[Measured]:
    """Time the check of generated dossiers, per claim."""
    with tempfile.TemporaryDirectory() as folder:
        write_yaml(World(CLAIMS, load_ontology()), 1, Path(folder))
        each = seconds(lambda: check_paths([Path(folder)])) / CLAIMS * 1e6
    yield Measured("a claim of YAML read and checked", "", f"{each:.0f} µs", None)


def measure_engine(home: Path) -> Iterator[Measured]:
    """Time a warm start of the embedded engine, then names among many, half of them with a letter missing."""
    open_store("embedded", home=home).close()
    lifecycle.stop(select_local_engine("embedded", home=home))
    took = seconds(lambda: open_store("embedded", home=home).close())
    yield Measured("embedded engine, warm start to first answer", "<= 6 s", f"{took:.1f} s", took <= 6)
    with open_store("embedded", home=home) as store:
        names = write_names(store)
        chance = random.Random(5)
        asked = [text for name in chance.sample(names, 120) for text in (name, name[:4] + name[5:])]
        search_entities(store, names[0])
        times = sorted(seconds(partial(search_entities, store, text)) for text in asked)
    p95 = times[len(times) * 95 // 100]
    yield Measured(f"a name among {NAMES:,}, p95", "<= 0.5 s", f"{p95:.2f} s", p95 <= 0.5)


def write_names(store: Store) -> list[str]:
    """Write invented companies whose words repeat, the first word by far most often; return their names."""
    chance = random.Random(11)
    syllables = [a + b for a in "bcdfghjklmnprstvz" for b in ("a", "en", "i", "or", "u")]
    stems = ["".join(chance.choices(syllables, k=chance.choice([2, 3]))).title() for _ in range(3000)]
    weights = [1 / (n + 1) ** 0.7 for n in range(len(stems))]
    names = [" ".join(chance.choices(stems, weights, k=2)) + " Trading House" for _ in range(NAMES)]
    rows = [{"id": f"company/{n}", "name": name, "kind": "Company"} for n, name in enumerate(names)]
    create = "UNWIND $rows AS row CREATE (e:Scamgraph:Entity:Company) SET e = row"
    ensure_schema(store)
    for start in range(0, len(rows), 5000):
        some = rows[start : start + 5000]
        named = [NamedNode(row["id"], row["name"]) for row in some]
        store.write(lambda tx, some=some: tx.run(create, rows=some))  # type: ignore[misc]
        store.write(lambda tx, named=named: write_keys(tx, named))  # type: ignore[misc]
    return names


if __name__ == "__main__":
    main()
