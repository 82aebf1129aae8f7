"""A day of mixed traffic in an hour: the server stays right, and holds no more at the end than at noon.

SCAMGRAPH_SOAK_MINUTES sets how long it lasts.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from api.tokens import create_token
from graph.engine.server import lifecycle
from graph.engine.server.select_engine import select_local_engine
from graph.store.store import Store, open_store
from ingest.load import load
from tests.machine import ROOT, SOAK
from tests.soak.model import Model
from tests.soak.samples import FEWEST, Sample, find_growth, format_range, take_sample
from tests.soak.seed import SEED
from tests.soak.traffic import Traffic, build_first_state

SECONDS = 60 * float(os.environ.get("SCAMGRAPH_SOAK_MINUTES", "60")) if SOAK else 15.0
SAMPLES = 80
FLAT = Sample(memory=100_000, files=40, threads=20)


@contextmanager
def run_server(home: Path, token_file: Path, log: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """Run `scamgraph serve` on the engine of a home; yield the process and its host with port."""
    start = "from cli.main import main; main()"
    command = [sys.executable, "-c", start, "serve", "--port", "0", "--token-file", str(token_file)]
    environment = {**os.environ, "SCAMGRAPH_HOME": str(home)}
    with (
        log.open("wb") as errors,
        subprocess.Popen(command, cwd=ROOT, env=environment, stderr=errors, stdout=errors) as server,
    ):
        try:
            while not (match := re.search(r"http://([\w.]+:\d+)/", log.read_text())):
                assert server.poll() is None, log.read_text()
                time.sleep(0.1)
            yield server, match[1]
            server.terminate()
            server.wait(60)
        finally:
            server.kill()


@pytest.mark.slow
@pytest.mark.embedded
def test_a_day_of_traffic_leaves_the_server_as_it_was(
    embedded_session: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home, log, token_file = tmp_path / "home", tmp_path / "serve.log", tmp_path / "token"
    recipe, token = select_local_engine("embedded", home=home), create_token(token_file)
    samples: dict[str, list[Sample]] = {"serve": [], "engine": []}
    try:
        with open_store("embedded", home=home) as store:
            model = Model(tmp_path, embedded_session)
            load(store, model.files(build_first_state()), fresh=True)
            with (
                run_server(home, token_file, log) as (server, address),
                Traffic(address, token, store, model, SEED) as traffic,
            ):
                for _ in range(SAMPLES):
                    time.sleep(SECONDS / SAMPLES)
                    engine = lifecycle.read_status(recipe).pid
                    for name, pid in (("serve", server.pid), ("engine", engine)):
                        if pid is not None:
                            samples[name].append(take_sample(pid))
    finally:
        lifecycle.stop(recipe)
    counts = ", ".join(f"{count} {name}" for name, count in sorted(traffic.tally.counts.items()))
    with capsys.disabled():
        print(f"\nday of {SECONDS:g} s, seed {SEED}: {counts}")
        for name, taken in samples.items():
            print(f"{name}: {format_range(taken)}")
    failures = [line for line in log.read_text().splitlines() if "Traceback" in line]
    assert not traffic.tally.wrong and not failures, "\n".join([*traffic.tally.wrong, *failures])
    if SOAK:
        assert not find_growth(samples["serve"])
        assert not find_growth(samples["engine"], is_memory_flat=False)


@pytest.mark.parametrize(
    ("leak", "named"), [({"memory": 1_000}, "memory"), ({"files": 1}, "files"), ({"threads": 1}, "threads")]
)
def test_a_leak_is_seen(leak: dict[str, int], named: str) -> None:
    (name, more) = next(iter(leak.items()))
    samples = [replace(FLAT, **{name: getattr(FLAT, name) + more * number}) for number in range(SAMPLES)]
    (growth,) = find_growth(samples)
    assert growth.startswith(named)


def test_what_fills_at_the_start_or_swings_is_no_leak() -> None:
    full = replace(FLAT, memory=300_000, files=90, threads=60)
    swinging = [replace(full, files=90 + number % 7) for number in range(3 * SAMPLES)]
    assert find_growth([*[FLAT] * (SAMPLES // 2), *swinging]) == []
    with pytest.raises(ValueError, match="too few"):
        find_growth([FLAT] * (FEWEST - 1))
