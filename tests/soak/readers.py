"""Readers of a graph, in a separate process that may be killed: each says what it got, or why nothing."""

from __future__ import annotations

import http.client
import os
import traceback
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from hashlib import sha256
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Literal

import msgspec
import pytest

from api.engine_watch import EngineWatch
from api.service import Service
from api.settings import Settings
from graph.engine.server.select_engine import choose_endpoint, select_local_engine
from graph.model.errors import EnvironmentProblem, TooLong
from graph.store.store import Store, open_store
from queries.ask.ask import ask, no_texts
from queries.ask.serialize import as_data
from tests.api.conftest import Live
from tests.command_line import run_inside
from tests.soak.reading_list import Reading

Outcome = Literal["answered", "refused", "cut", "bug"]
REFUSALS = (503, 504)
SOCKET_SECONDS = 90.0
EXCERPT = 400
ENVIRONMENT_EXIT = 3


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a reading: a digest of the answer, and an excerpt of it or why there is none."""

    reading: Reading
    outcome: Outcome
    digest: str
    words: str


@dataclass(frozen=True, slots=True)
class Place:
    """The engine to read, the address to reach it by ("": its own), and the folder to write files in."""

    engine: str
    home: Path
    proxy: str
    folder: Path


def read_all(readings: Sequence[Reading], place: Place, sender: Connection) -> None:
    """Carry out readings in turn, and send the result of each; first send None, when they begin."""
    os.environ.update({"SCAMGRAPH_HOME": str(place.home), "SCAMGRAPH_ENGINE": place.engine})
    sender.send(None)
    with ExitStack() as stack:
        if place.proxy:
            patch = stack.enter_context(pytest.MonkeyPatch.context())
            endpoint = replace(choose_endpoint(place.engine, start=True, home=place.home), uri=place.proxy)
            patch.setattr("graph.store.store.choose_endpoint", lambda *_, **__: endpoint)
        readers = _Readers(place, stack)
        for reading in readings:
            sender.send(readers.read(reading))


def digest_folder(folder: Path) -> str:
    """Return one digest of all files in a folder but those still being written; "" if there is none."""
    whole = sha256()
    paths = [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not _is_part(path.relative_to(folder))
    ]
    for path in paths:
        data = path.read_bytes()
        whole.update(f"{path.relative_to(folder)} {len(data)}\n".encode() + data)
    return whole.hexdigest() if paths else ""


def name_folder(folder: Path, reading: Reading) -> Path:
    """Return the folder in which a reading writes its file."""
    return folder / reading.file.replace(".", "-")


def _is_part(path: Path) -> bool:
    return path.parts[0].startswith(".") and path.parts[0].endswith(".part")


class _Readers:
    """One reader of each kind; the store and the server are opened for the first reading that needs them."""

    def __init__(self, place: Place, stack: ExitStack) -> None:
        self._place = place
        self._stack = stack
        self._store: Store | None = None
        self._address = ""
        self._by_kind: dict[str, Callable[[Reading], Result]] = {
            "question": self._ask,
            "page": self._get,
            "command": self._run,
            "file": self._write,
        }

    def read(self, reading: Reading) -> Result:
        """Return what came of a reading."""
        try:
            return self._by_kind[reading.kind](reading)
        except (EnvironmentProblem, TooLong) as error:  # not UnknownName, say, which denies something
            return Result(reading, "refused", "", f"{type(error).__name__}: {error}")
        except BaseException:
            return Result(reading, "bug", "", traceback.format_exc())

    def _ask(self, reading: Reading) -> Result:
        if self._store is None:
            self._store = self._stack.enter_context(open_store(self._place.engine, home=self._place.home))
        answer = as_data(ask(self._store, reading.words[0], reading.params))
        return _answer(reading, msgspec.json.encode(answer))

    def _get(self, reading: Reading) -> Result:
        connection = http.client.HTTPConnection(self._serve(), timeout=SOCKET_SECONDS)
        try:
            connection.request("GET", reading.words[0], headers={"X-Request-Id": "soak"})
            response = connection.getresponse()
            try:
                body = response.read()
            except (http.client.IncompleteRead, ConnectionError) as error:
                return Result(reading, "cut", "", repr(error))
        finally:
            connection.close()
        words = body[:EXCERPT].decode(errors="replace")
        if response.status in REFUSALS:
            return Result(reading, "refused", "", words)
        if response.status >= http.client.INTERNAL_SERVER_ERROR:
            return Result(reading, "bug", "", words)
        return _answer(reading, str(response.status).encode() + body)

    def _serve(self) -> str:
        if not self._address:
            engine, settings = self._place.engine, Settings()
            # As `scamgraph serve` does, it starts the engine again; not one behind a proxy, which is remote.
            recipe = None if self._place.proxy else select_local_engine(engine, home=self._place.home)
            watch = EngineWatch(lambda: open_store(engine, start=False), settings, recipe)
            served = Service(settings, watch, no_texts, frozenset())
            live = self._stack.enter_context(Live(served))
            self._address = live.url.removeprefix("http://")
        return self._address

    def _run(self, reading: Reading) -> Result:
        done = run_inside(*reading.words)
        if done.returncode == 0:
            return _answer(reading, done.stdout.encode())
        said = f"exit {done.returncode}: {done.stderr[-EXCERPT:]}"
        is_refused = done.returncode == ENVIRONMENT_EXIT or "time limit" in done.stderr
        is_sound = is_refused and "Error: " in done.stderr and "Traceback" not in done.stderr
        return Result(reading, "refused" if is_sound else "bug", "", said)

    def _write(self, reading: Reading) -> Result:
        folder = name_folder(self._place.folder, reading)
        folder.mkdir()
        result = self._run(replace(reading, words=(*reading.words, "--to", str(folder / reading.file))))
        digest = digest_folder(folder)
        if result.outcome == "refused" and digest:
            return Result(reading, "bug", "", f"a file is there after {result.words}")
        return replace(result, reading=reading, digest=digest)


def _answer(reading: Reading, data: bytes) -> Result:
    return Result(reading, "answered", sha256(data).hexdigest(), data[:EXCERPT].decode(errors="replace"))
