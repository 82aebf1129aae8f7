"""How fast the HTTP interface answers: pages cached and not, an entity with its neighbours, memory.

And what is left of that for others while clients ask heavy questions.

python -m benchmarks.api                                   the five articles
python -m benchmarks.api --claims 100000 --home DIR        a generated graph (loaded if the home is empty)

Client and server share the machine's cores: the figures are lower than what the server alone would reach.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from random import Random
from urllib.parse import quote

import psutil

from benchmarks.generate import write_json_lines
from benchmarks.world import World
from graph.engine.server import lifecycle
from graph.engine.server.select_engine import select_local_engine
from graph.model.ontology import load_ontology
from graph.store.store import Store, open_store
from ingest.load import load

ROOT = Path(__file__).resolve().parent.parent
CONNECTIONS = 8
ARRIVALS = 40
"""Arrivals per second, each for an entity and its neighbours."""
WAITING = 200
"""The number of arrivals that may wait for an answer at once."""
ORDINARY = 200
"""The largest number of claims that name an ordinary entity; an entity with more is a hub."""
_ENTITIES = """
MATCH (e:Entity) WHERE e:Actor OR e:Compound OR e:Place
WITH e ORDER BY e.id LIMIT 20000
WITH e, COUNT { MATCH (e)<-[:SUBJECT|OBJECT|WITH|ABOUT]-(:Claim) } AS claims
WHERE claims > 0 AND claims <= $most RETURN e.id AS id LIMIT 5000
"""


HEAVY = 40
"""Heavy questions asked at once, each by another client."""
_ENDLESS = (
    "UNWIND range(1, 30000) AS a UNWIND range(1, 30000) AS b "
    "WITH a + b AS x WHERE x % 7 = $n RETURN count(x) AS n"
)


class Server:
    """`scamgraph serve` on a free port."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        command = [sys.executable, "-m", "cli.main", "serve", "--port", str(self.port)]
        self._process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)

    def __enter__(self) -> Server:
        for _ in range(200):
            try:
                if self.get(["/ready"])[0] > 0:
                    return self
            except OSError:
                time.sleep(0.1)
        raise AssertionError("the server did not come up")

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(30)

    @property
    def memory(self) -> int:
        """Return the bytes of memory that the server uses."""
        return int(psutil.Process(self._process.pid).memory_info().rss)

    def get(self, paths: Sequence[str]) -> list[float]:
        """Request each path on one connection; return the seconds that each took."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        took = []
        for path in paths:
            began = time.perf_counter()
            line.request("GET", path)
            answer = line.getresponse()
            answer.read()
            took.append(time.perf_counter() - began)
            assert answer.status == 200, f"{path}: {answer.status}"
        line.close()
        return took

    def get_all(self, paths: Sequence[str]) -> tuple[float, list[float]]:
        """Request all paths on several connections; return requests per second, and the seconds of each."""
        shares = [paths[n::CONNECTIONS] for n in range(CONNECTIONS)]
        began = time.perf_counter()
        with ThreadPoolExecutor(CONNECTIONS) as pool:
            took = [seconds for some in pool.map(self.get, shares) for seconds in some]
        return len(took) / (time.perf_counter() - began), took

    def arriving(self, pairs: Sequence[tuple[str, str]], a_second: float) -> list[float]:
        """Request pairs of paths at a rate of `a_second`, whether earlier pairs are answered or not.

        Return the seconds from the arrival of each pair to its last answer.
        """
        start = time.perf_counter() + 0.1

        def one(n: int, pair: tuple[str, str]) -> float:
            due = start + n / a_second
            time.sleep(max(0.0, due - time.perf_counter()))
            self.get(pair)
            return time.perf_counter() - due

        with ThreadPoolExecutor(WAITING) as pool:
            return list(pool.map(one, range(len(pairs)), pairs))


class HeavyLoad:
    """Clients that ask one heavy question after the other during the block: Cypher, paths, reports, views.

    No question is asked twice, and so none is answered from the cache. A refused client waits as it is told.
    """

    def __init__(self, port: int, ids: Sequence[str]) -> None:
        self._port = port
        self._ids = ids
        self._ended = threading.Event()
        self._statuses = Counter[int]()
        self._pool = ThreadPoolExecutor(HEAVY)

    def __enter__(self) -> HeavyLoad:
        for number in range(HEAVY):
            self._pool.submit(self._ask_on, number)
        time.sleep(2)  # until all lanes are full
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._pool.shutdown()
        show("  heavy questions answered, refused, stopped", "", self._format_statuses())

    def _format_statuses(self) -> str:
        return ", ".join(str(self._statuses[status]) for status in (200, 429, 504))

    def _ask_on(self, client: int) -> None:
        for turn in count():
            if self._ended.is_set():
                return
            line = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
            method, path, body = self._choose_question(client, turn)
            # The server believes a proxy on its own machine, and so each of these is a client for it.
            headers = {"X-Forwarded-For": f"10.0.0.{client + 1}", "Content-Type": "application/json"}
            line.request(method, path, body, headers)
            answer = line.getresponse()
            answer.read()
            line.close()
            self._statuses[answer.status] += 1
            if answer.status == 429:
                self._ended.wait(float(answer.headers["Retry-After"]))

    def _choose_question(self, client: int, turn: int) -> tuple[str, str, str | None]:
        seed, other = (quote(self._ids[(client * 7 + turn * n) % len(self._ids)]) for n in (1, 3))
        unique = f"n={client}.{turn}"
        return [
            ("POST", "/api/v1/cypher", json.dumps({"query": _ENDLESS, "params": {"n": turn % 7}})),
            ("GET", f"/api/v1/view?from={seed}&to={other}&{unique}", None),
            ("GET", f"/api/v1/reports?entity={seed}&author={unique}", None),
            ("GET", f"/api/v1/view?seed={seed}&depth=2&limit=200&{unique}", None),
        ][client % 4]


def measure_under_load(server: Server, pages: Sequence[str], ids: Sequence[str]) -> None:
    """Measure entity pages without other requests, then while heavy questions are asked; print the ratios."""
    quiet = server.get([f"{pages[n % len(pages)]}?quiet={n}" for n in range(100)])
    with HeavyLoad(server.port, ids):
        busy = server.get([f"{pages[n % len(pages)]}?busy={n}" for n in range(100)])
    median = statistics.median(busy) / statistics.median(quiet)
    show(f"entity page, {HEAVY} heavy questions at once, multiple of quiet", "5", f"{median:.1f}")
    show("  the same of its p95", "", f"{p95(busy) / p95(quiet):.1f}")


def p95(took: Sequence[float]) -> float:
    """Return the milliseconds that 95 of 100 stay under."""
    return statistics.quantiles(took, n=20)[-1] * 1000


def measure(store: Store, requests: int) -> None:
    """Measure and print the figures."""
    ids = [row["id"] for row in store.read(_ENTITIES, {"most": ORDINARY})]
    Random(1).shuffle(ids)
    pages = [f"/entity/{quote(id_)}" for id_ in ids]
    # A parameter that nothing reads makes a new address: no answer for it is cached.
    fresh = [f"{pages[n % len(pages)]}?n={n}" for n in range(requests)]
    with Server() as server:
        server.get(pages[:5])
        measure_under_load(server, pages, ids)
        a_second, took = server.get_all(fresh)
        show("entity pages a second, none kept", "150", f"{a_second:,.0f}")
        show("  p95, ms", "", f"{p95(took):.1f}")
        told = [f"/api/v1/entities/{quote(id_)}" for id_ in ids]
        pairs = [(one, f"{one}/neighbours") for one in told]
        took = server.get([path for pair in pairs[:requests] for path in pair])
        together = [a + b for a, b in zip(took[::2], took[1::2], strict=True)]
        show("GET entity and neighbours, p95, ms, one at a time", "60", f"{p95(together):.1f}")
        others = [pairs[n % len(pairs)] for n in range(requests, 2 * requests)]
        took = server.arriving(others, ARRIVALS)
        show(f"the same, {ARRIVALS} arriving a second, p95, ms", "60", f"{p95(took):.1f}")
        some = pages[:50]
        server.get(some)
        before = server.memory
        a_second, took = server.get_all([some[n % len(some)] for n in range(20 * requests)])
        show("entity pages a second, kept", "2,500", f"{a_second:,.0f}")
        show(
            f"memory growth over {20 * requests:,} requests, MiB",
            "0",
            f"{(server.memory - before) / 2**20:.1f}",
        )


def fill(store: Store, claims: int) -> None:
    """Load this number of generated claims, or the five articles if it is 0."""
    if not claims:
        load(store, [ROOT / "data"], fresh=True)
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "world.jsonl"
        write_json_lines(World(claims, load_ontology()), 1, file)
        load(store, [file], fresh=True)


def show(what: str, target: str, value: str) -> None:
    """Print one figure."""
    sys.stdout.write(f"{what:<58} {target:>8} {value:>12}\n")
    sys.stdout.flush()


def main() -> None:
    """Load the requested claims, and measure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.api", description=__doc__)
    parser.add_argument("--claims", type=int, default=0)
    parser.add_argument("--home", default="")
    parser.add_argument("--requests", type=int, default=500)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        os.environ["SCAMGRAPH_HOME"] = asked.home or temporary
        try:
            with open_store("embedded") as store:
                if not store.read("MATCH (c:Claim) RETURN c.id AS id LIMIT 1"):
                    fill(store, asked.claims)
                measure(store, asked.requests)
        finally:
            lifecycle.stop(select_local_engine("embedded"))


if __name__ == "__main__":
    main()
