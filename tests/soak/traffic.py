"""Mixed traffic on a running server: readers, downloads, free Cypher, strangers, and changes of the graph."""

from __future__ import annotations

import http.client
import json
import random
import socket
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from graph.model.errors import ScamgraphError
from graph.store.store import Store
from ingest.load import load
from ingest.remove import remove_documents
from tests.soak.model import ABSENT, VERSIONS, Model, State, id_of, number_of

PATIENCE = 90.0
"""Seconds after which an answer that has not come is counted as wrong."""
KEPT = (0, 0)
"""The document that is always there, in this version."""
PAGES = (
    "/",
    "/search?q=Person",
    "/entity/person/p1",
    "/event/e",
    "/figures/s0",
    "/conflicts",
    "/timeline",
    "/map",
    "/graph?seed=person/p1",
    "/api/v1/entities/person/p1",
    "/api/v1/documents",
    "/api/v1/conflicts",
    "/api/v1/questions/denials",
    "/api/v1/questions/paths?from=person/p1&to=person/p5",
    "/api/v1/view?seed=person/p1",
    "/health",
)
DOWNLOADS = (
    "/api/v1/exports/claims",
    "/api/v1/exports/figures",
    "/api/v1/exports/conflicts",
    "/api/v1/exports/bundle?entity=person/p1",
    "/api/v1/reports?entity=person/p1&format=html",
    "/api/v1/reports?entity=person/p2&format=md",
)
CYPHER = (
    "MATCH (p:Person) RETURN p.name ORDER BY p.name",
    "MATCH (c:Claim)-[:IN]->(d:Document) RETURN d.id, count(c)",
    "MATCH (n) RETURN nothing_of_this_name",
    "CREATE (n:Person) RETURN n",
)
SLOW = "UNWIND range(1, 9000) AS a UNWIND range(1, 9000) AS b WITH a + b AS x RETURN sum(x % 7) AS n"
"""A query that takes longer than the server allows, or is refused."""
BUSY = frozenset({429, 503, 504})
BAD_PATHS = (
    "/api/v1/entities?limit=x",
    "/nothing",
    "/api/v1/questions/nothing",
    "/entity/x/%00",
    "/" + "a" * 9000,
)


@dataclass(slots=True)
class TrafficTally:
    """What was done, by kind and status; `wrong` must stay empty."""

    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


class Traffic:
    """Threads that use a server and change its graph until told to stop."""

    def __init__(self, address: str, token: str, store: Store, model: Model, seed: int) -> None:
        self.tally = TrafficTally()
        self._address = address
        self._token = token
        self._store = store
        self._model = model
        self._ended = threading.Event()
        work: tuple[tuple[Callable[[random.Random], None], float], ...] = (
            (self._read_page, 0.05),
            (self._read_page, 0.1),
            (self._ask_numbers, 0.2),
            (self._download, 0.5),
            (self._run_cypher, 0.5),
            (self._run_slow_cypher, 60.0),
            (self._disturb, 0.3),
            (self._change, 2.0),
        )
        self._threads = [
            threading.Thread(
                target=self._repeat, args=(one, pause, random.Random(seed + number)), daemon=True
            )
            for number, (one, pause) in enumerate(work)
        ]

    def __enter__(self) -> Traffic:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join(2 * PATIENCE)
            if thread.is_alive():
                self.tally.wrong.append(f"{thread.name} hangs")

    def _repeat(self, work: Callable[[random.Random], None], pause: float, chance: random.Random) -> None:
        while not self._ended.is_set():
            try:
                work(chance)
            except Exception as error:  # whatever it is: it must be seen, and the day goes on
                self.tally.wrong.append(f"{work.__name__}: {error!r}")
            self._ended.wait(pause)

    def _read_page(self, chance: random.Random) -> None:
        self._expect("page", "GET", chance.choice(PAGES), {200, 404})

    def _download(self, chance: random.Random) -> None:
        self._expect("download", "GET", chance.choice(DOWNLOADS), {200, 404})

    def _ask_numbers(self, _: random.Random) -> None:
        """Ask for a number that is always there and one that never is."""
        for number, is_there in ((number_of(KEPT), True), (ABSENT, False)):
            path = f"/api/v1/questions/who-says?number={number}"
            status, body = self._expect("question", "GET", path, {200})
            if status == http.client.OK and bool(json.loads(body)["rows"]) is not is_there:
                self.tally.wrong.append(f"{path}: {body[:300]!r}")

    def _run_cypher(self, chance: random.Random) -> None:
        body = json.dumps({"query": chance.choice(CYPHER)})
        self._expect("Cypher", "POST", "/api/v1/cypher", {200, 400}, body)

    def _run_slow_cypher(self, _: random.Random) -> None:
        self._expect("slow Cypher", "POST", "/api/v1/cypher", {200, 400}, json.dumps({"query": SLOW}))

    def _disturb(self, chance: random.Random) -> None:
        """Do what a stranger or a broken client does."""
        kind = chance.choice(("token", "path", "host", "body", "bytes", "leave"))
        if kind == "token":
            self._expect("wrong token", "GET", "/", {401}, token="x" * chance.randint(0, 60))
        elif kind == "path":
            self._expect("bad path", "GET", chance.choice(BAD_PATHS), {400, 404, 414, 422})
        elif kind == "host":
            self._expect("other host", "GET", "/", {200, 421}, headers={"Host": "elsewhere.example"})
        elif kind == "body":
            self._expect(
                "bad body", "POST", "/api/v1/cypher", {400, 413, 422}, "x" * chance.choice((9, 200_000))
            )
        else:
            self._send_bytes(
                b"\x16\x03\x01" + chance.randbytes(50) + b"\r\n\r\n" if kind == "bytes" else b"GET / HT"
            )

    def _send_bytes(self, data: bytes) -> None:
        host, _, port = self._address.partition(":")
        with socket.create_connection((host, int(port)), timeout=PATIENCE) as connection:
            connection.sendall(data)
        self.tally.counts["bytes and gone"] += 1

    def _change(self, chance: random.Random) -> None:
        """Load another version of a document, remove one, or take decisions; the first one always stays."""
        number = chance.randint(1, 5)
        kind = chance.choice(("load", "load", "remove", "decide"))
        try:
            if kind == "load":
                changed = frozenset({KEPT, (number, chance.randrange(VERSIONS))})
                load(self._store, self._model.document_files(changed))
            elif kind == "decide":
                withdrawn = frozenset({"decision/a"}) if chance.random() < 0.5 else frozenset[str]()
                load(self._store, self._model.decision_files(withdrawn))
            elif self._store.read("MATCH (d:Document {id: $id}) RETURN d.id", {"id": id_of(number)}):
                remove_documents(self._store, [id_of(number)], keep_entities=True)
            self.tally.counts[kind] += 1
        except ScamgraphError as error:
            self.tally.counts[f"{kind}: {type(error).__name__}"] += 1

    def _expect(
        self,
        kind: str,
        method: str,
        path: str,
        statuses: set[int],
        body: str | None = None,
        *,
        token: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> tuple[int, bytes]:
        """Send a request, count its status, and note one that is neither expected nor says "busy"."""
        connection = http.client.HTTPConnection(self._address, timeout=PATIENCE)
        sent = {"Authorization": f"Bearer {self._token if token is None else token}", **(headers or {})}
        if body is not None:
            sent["Content-Type"] = "application/json"
        try:
            connection.request(method, path, body, sent)
            response = connection.getresponse()
            status, data = response.status, response.read()
        finally:
            connection.close()
        self.tally.counts[f"{kind} {status}"] += 1
        if status not in statuses and status not in BUSY:
            self.tally.wrong.append(f"{method} {path[:200]}: {status}: {data[:300]!r}")
        return status, data


def build_first_state() -> State:
    """Return the state that traffic begins with."""
    return State(frozenset({KEPT, (1, 0), (2, 0)}))
