"""A report on about 300 entities and 2,000 claims: seconds to HTML and PDF; its bundles; a whole graph.

`python -m benchmarks.reports`: on the embedded engine, over generated claims (`benchmarks.generate`).
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.generate import write_json_lines
from benchmarks.load import Measured, show
from benchmarks.world import World
from graph.engine.server import lifecycle
from graph.engine.server.select_engine import select_local_engine
from graph.model.ontology import load_ontology
from graph.store.store import Store, open_store
from ingest.load import load
from reports.bundle.write import build_bundle
from reports.content.build import build_report
from reports.part.closure_reader import load_closure
from reports.part.selection import create_selection_builder
from reports.render.html import render_html
from reports.render.network_svg import MOST_NODES
from reports.render.pdf import render_pdf

CLAIMS, PICTURED = 2_000, 1_600
HTML_SECONDS, PDF_SECONDS = 2.0, 5.0


def main() -> None:
    """Measure on the embedded engine and print a table."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["SCAMGRAPH_HOME"] = home
        try:
            with open_store("embedded") as store:
                show(measured(store, Path(home)))
        finally:
            lifecycle.stop(select_local_engine("embedded"))


def measured(store: Store, folder: Path) -> list[Measured]:
    """Measure 2,000 claims with too many entities for a picture, and fewer with a picture."""
    return [*_of(store, folder, CLAIMS), *_of(store, folder, PICTURED)]


def _of(store: Store, folder: Path, claims: int) -> list[Measured]:
    """Return the best of three runs after one to warm up, including reading from the graph."""
    made_of = folder / f"made-{claims}.jsonl"
    write_json_lines(World(claims, load_ontology()), 1, made_of)
    load(store, [made_of], fresh=True)
    choose = create_selection_builder(store)
    choice = choose.select_all()
    part = load_closure(store, choice.claims)
    made = build_report(choice, part)

    def whole(form: Callable[[Any], object]) -> Callable[[], object]:
        return lambda: form(build_report(choice, load_closure(store, choose.select_all().claims)))

    to_html, to_pdf = _best(whole(render_html)), _best(whole(render_pdf), times=1)
    bundle = _best(lambda: build_bundle(choice, part, include_protected=True), times=1)
    of = f"{len(made.network.nodes):,} entities, {len(part.claims):,} claims"
    of += ", picture" if len(made.network.nodes) <= MOST_NODES else ", picture of a part"
    return [
        Measured(f"report to HTML: {of}", "2 s", f"{to_html:.2f} s", to_html < HTML_SECONDS),
        Measured(f"report to PDF: {of}", "5 s", f"{to_pdf:.2f} s", to_pdf < PDF_SECONDS),
        Measured(f"bundle: {of}", "", f"{bundle:.2f} s", None),
    ]


def _best(work: Callable[[], object], times: int = 3) -> float:
    found = []
    for _ in range(times + 1):
        before = time.perf_counter()
        work()
        found.append(time.perf_counter() - before)
    return min(found[1:])


if __name__ == "__main__":
    main()
