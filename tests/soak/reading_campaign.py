"""A campaign of readings: each round reads through a fault and compares with the quiet engine's answers."""

from __future__ import annotations

import multiprocessing
import random
import shutil
import signal
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from graph.engine.server import lifecycle
from graph.engine.server.select_engine import select_local_engine
from graph.store.digest import digest
from graph.store.store import open_store
from ingest.load import load
from tests.graph import made
from tests.soak.faults import Injected, inject, list_faults
from tests.soak.model import write_records, write_registry
from tests.soak.proxy import Proxy
from tests.soak.readers import Place, Result, digest_folder, name_folder, read_all
from tests.soak.reading_list import READINGS, Kind, Reading

PATIENCE = 200.0
"""Seconds after which a round that has not ended is counted as hanging."""
DOCUMENTS, CLAIMS = 60, 8
KINDS: tuple[Kind, ...] = ("question", "page", "command", "file")
AT_ONCE: dict[Kind, int] = {"question": 4, "page": 6, "command": 2, "file": 2}
"""Readings of a round, by kind: a command takes longer than a question."""
ATTEMPTS = 4
"""How often the quiet engine is read at most: a server on a busy machine may first refuse."""
UNCUT = 1 << 40
"""More pieces than any round sends."""


@dataclass(slots=True)
class ReadingTally:
    """What a campaign of readings did and found; `wrong` must stay empty.

    `late` are faults that came when their round had ended.
    """

    faults: Counter[str] = field(default_factory=Counter)
    late: Counter[str] = field(default_factory=Counter)
    results: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        def listed(counts: Counter[str]) -> str:
            return ", ".join(f"{count} {name}" for name, count in sorted(counts.items()))

        return (
            f"{self.faults.total() + self.late.total()} rounds with a fault "
            f"({listed(self.faults)}), {self.late.total()} too late; "
            f"{self.results.total()} readings ({listed(self.results)}); {len(self.wrong)} wrong"
        )


@dataclass(frozen=True, slots=True)
class _Round:
    """What a round came to: its results, how its process ended, and how long it took."""

    results: Sequence[Result]
    exit_code: int | None
    seconds: float
    is_struck: bool


class ReadingCampaign:
    """Rounds of readings on one engine in a separate home, which the faults of the campaign may hit."""

    def __init__(self, engine: str, folder: Path, seed: int, readings: Sequence[Reading] = READINGS) -> None:
        self.tally = ReadingTally()
        self._readings = {kind: [one for one in readings if one.kind == kind] for kind in KINDS}
        self._engine = engine
        self._folder = folder
        self._home = folder / "home"
        self._files = folder / "files"
        self._chance = random.Random(seed)
        self._quiet: dict[str, Result] = {}
        self._seconds: dict[Kind, float] = {}
        self._pieces: dict[Kind, float] = {}
        self._left: dict[Kind, list[Reading]] = {kind: [] for kind in KINDS}
        self._processes = multiprocessing.get_context("forkserver")
        self._processes.set_forkserver_preload(["tests.soak.readers"])

    def run(self, rounds: int) -> None:
        """Load a graph, read everything from the quiet engine, then carry out this many rounds."""
        try:
            before = self._load()
            self._read_quietly()
            faults: list[str] = []
            for number in range(rounds):
                faults = faults or self._chance.sample(
                    list_faults(self._engine), len(list_faults(self._engine))
                )
                self._try(number, faults.pop())
            with open_store(self._engine, home=self._home) as store:
                if str(digest(store)) != before:
                    self.tally.wrong.append("the graph is another after the readings")
        finally:
            lifecycle.stop(select_local_engine(self._engine, home=self._home))

    def _load(self) -> str:
        write_registry(self._folder / "registry.jsonl")
        write_records(self._folder / "decisions.jsonl", [{"decision": one} for one in made.decisions()])
        write_records(self._folder / "documents.jsonl", made.dossiers(DOCUMENTS, CLAIMS))
        with open_store(self._engine, home=self._home) as store:
            load(store, sorted(self._folder.glob("*.jsonl")), fresh=True)
            return str(digest(store))

    def _read_quietly(self) -> None:
        """Record the answers of the quiet engine, and how long and how many pieces a reading takes."""
        recipe = select_local_engine(self._engine, home=self._home)
        port = int((lifecycle.read_status(recipe).uri or "").rpartition(":")[2])
        for kind in KINDS:
            readings = self._readings[kind]
            for _ in range(ATTEMPTS):
                with Proxy(port, UNCUT, half=False) as proxy:
                    done = self._read("quiet", readings, Injected.build_none(recipe, proxy.uri))
                refused = [result for result in done.results if result.outcome != "answered"]
                if len(done.results) == len(readings) and not refused:
                    break
            else:
                raise AssertionError(f"the quiet engine does not answer: {refused}")
            self._pieces[kind] = proxy.pieces / len(readings)
            self._seconds[kind] = done.seconds / len(readings)
            self._quiet |= {str(result.reading): result for result in done.results}

    def _try(self, number: int, fault: str) -> None:
        kind = KINDS[number % len(KINDS)]
        readings = self._choose(kind)
        label = f"round {number}, {fault}"
        took, pieces = self._seconds[kind] * len(readings), round(self._pieces[kind] * len(readings))
        with open_store(self._engine, home=self._home):  # started before the fault: what is tried is reading
            pass
        with inject(fault, self._engine, self._home, self._chance, took, pieces=pieces) as injected:
            done = self._read(label, readings, injected)
        is_struck = injected.is_struck or any(result.outcome != "answered" for result in done.results)
        (self.tally.faults if is_struck else self.tally.late)[fault] += 1
        for result in done.results:
            self._judge(label, result)
        self._judge_end(label, fault, readings, done)
        self._judge_files(label, readings)

    def _read(self, label: str, readings: Sequence[Reading], injected: Injected) -> _Round:
        """Carry out readings in a separate process, which may be killed."""
        shutil.rmtree(self._files, ignore_errors=True)
        self._files.mkdir()
        receiver, sender = self._processes.Pipe(duplex=False)
        place = Place(self._engine, self._home, injected.proxy, self._files)
        process = self._processes.Process(target=read_all, args=(tuple(readings), place, sender))
        process.start()
        sender.close()
        receiver.recv()  # it has begun
        began = time.monotonic()
        injected.strike(process)
        process.join(PATIENCE)
        seconds = time.monotonic() - began
        if process.is_alive():
            self._end_hanging(label, process)
        return _Round(_receive(receiver), process.exitcode, seconds, injected.is_struck)

    def _end_hanging(self, label: str, process: BaseProcess) -> None:
        process.kill()
        process.join()
        self.tally.wrong.append(f"{label}: no end within {PATIENCE:g} s")

    def _judge(self, label: str, result: Result) -> None:
        reading, outcome = result.reading, str(result.outcome)
        quiet = self._quiet[str(reading)]
        if outcome == "answered":
            outcome = "right" if result.digest == quiet.digest else "wrong"
        is_download = "/exports/" in reading.words[0]
        if outcome in ("wrong", "bug") or (outcome == "cut" and not is_download):
            self.tally.wrong.append(
                f"{label}: {reading}: {outcome}: {result.words}\ninstead of {quiet.words}"
            )
        self.tally.results[outcome] += 1

    def _judge_end(self, label: str, fault: str, readings: Sequence[Reading], done: _Round) -> None:
        is_killed = fault == "operation killed" and done.exit_code == -signal.SIGKILL
        if not is_killed and (done.exit_code != 0 or len(done.results) != len(readings)):
            self.tally.wrong.append(
                f"{label}: exit code {done.exit_code} after {len(done.results)} of {len(readings)} readings"
            )

    def _judge_files(self, label: str, readings: Sequence[Reading]) -> None:
        """Compare the files on disk, also those of a reader that was killed: each is whole or absent."""
        for reading in readings:
            folder = name_folder(self._files, reading)
            if reading.kind == "file" and folder.is_dir():
                found = digest_folder(folder)
                if found not in ("", self._quiet[str(reading)].digest):
                    self.tally.wrong.append(f"{label}: {reading}: the file is another")

    def _choose(self, kind: Kind) -> list[Reading]:
        """Take the readings of a round, none twice: those of its kind come in turn."""
        left, every = self._left[kind], self._readings[kind]
        count = min(AT_ONCE[kind], len(every))
        if len(left) < count:
            left[:] = self._chance.sample(every, len(every))
        return [left.pop() for _ in range(count)]


def _receive(receiver: Connection) -> list[Result]:
    """Return the results that were sent."""
    results: list[Result] = []
    try:
        while True:
            results.append(receiver.recv())
    except EOFError:
        return results
