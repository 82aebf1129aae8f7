"""How fast a whole graph is exported as JSON Lines and as CSV, and how much memory that takes.

python -m benchmarks.exports --claims 100000 --engine embedded --home DIR    (loads if the home is empty)

Client and engine share the machine's cores; on a busy machine the rate measures the load.
"""

from __future__ import annotations

import resource
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from benchmarks.fixture_graph import asked, made_graph
from benchmarks.load import Measured, show
from graph.model.export_records import ExportedClaim
from graph.store.store import Store
from queries.export.claims import export_claims, write_lines, write_pieces
from queries.export.claims_csv import iter_csv

RATES = {"JSON Lines": 20_000, "CSV": 10_000}
"""The promised claims per second."""


def measured(store: Store, folder: Path) -> Iterator[Measured]:
    """Export every claim of the graph to a file in each format, once."""
    forms: dict[str, Callable[[Iterable[ExportedClaim], Path], int]] = {
        "JSON Lines": write_lines,
        "CSV": lambda claims, target: write_pieces(iter_csv(claims), target),
    }
    claims = int(store.read("MATCH (c:Claim) RETURN count(c) AS n")[0]["n"])
    for form, write in forms.items():
        before = time.perf_counter()
        write(export_claims(store), folder / form)
        rate = claims / (time.perf_counter() - before)
        (folder / form).unlink()
        what = f"{claims:,} claims to {form}"
        yield Measured(what, f"{RATES[form]:,}/s", f"{rate:,.0f}/s", rate >= RATES[form])
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    yield Measured("most memory meanwhile", "", f"{memory:,} MiB", None)


def main() -> None:
    """Measure on a generated graph and print a table."""
    chosen = asked(__doc__, claims=100_000, runs=1)
    with made_graph(chosen) as (store, _), tempfile.TemporaryDirectory() as folder:
        show(measured(store, Path(folder)))


if __name__ == "__main__":
    main()
