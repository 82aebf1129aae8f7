"""A campaign: operations with faults, each compared with a model in memory, and questions all the while."""

from __future__ import annotations

import multiprocessing
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TypeVar

from graph.engine.server import lifecycle
from graph.engine.server.select_engine import select_local_engine
from graph.model.errors import ScamgraphError
from graph.store.digest import digest
from graph.store.metadata import read_state as state_of
from graph.store.store import Store, open_store
from graph.write.dump import dump
from queries.ask.ask import ask
from tests.graph import made
from tests.soak.faults import NONE, inject, list_faults
from tests.soak.model import ABSENT, DOCUMENTS, VERSIONS, Model, State, id_of, number_of
from tests.soak.operations import ACKNOWLEDGED, BUG, Kind, Operation, perform

T = TypeVar("T")
PATIENCE = 120.0
"""Seconds after which an operation that has not ended is counted as hanging."""
ASKING_PAUSE = 0.5
"""Seconds between rounds of questions while an operation is at work."""
FIRST_MOMENT = 2.0
"""Seconds within which a fault comes while nothing is known of how long such an operation takes."""
ATTEMPTS = 4
"""How often an operation is run again without a fault, at most: the same command finishes it."""
KINDS: list[Kind] = ["fresh load", "load", "load", "load", "remove", "remove", "decisions", "restore"]


@dataclass(slots=True)
class Tally:
    """What a campaign did and found; `wrong` and `lost` must stay empty.

    `late` are faults that came when their operation had ended.
    """

    operations: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    late: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        def listed(counts: Counter[str]) -> str:
            return ", ".join(f"{count} {name}" for name, count in sorted(counts.items()))

        return (
            f"{sum(self.operations.values())} operations ({listed(self.operations)}); "
            f"{sum(self.faults.values())} faults ({listed(self.faults)}), {self.late.total()} too late; "
            f"outcomes: {listed(self.outcomes)}; "
            f"{sum(self.answers.values())} answers ({listed(self.answers)}); "
            f"{len(self.wrong)} wrong answers; {len(self.lost)} lost acknowledgements"
        )


class Campaign:
    """Operations on one engine in separate folders, which the faults of the campaign may hit."""

    def __init__(self, engine: str, folder: Path, model: Model, seed: int) -> None:
        self.tally = Tally()
        self._engine = engine
        self._folder = folder
        self._home = folder / "home-0"
        self._model = model
        self._chance = random.Random(seed)
        self._state = State()
        self._took: dict[Kind, float] = {}
        self._faults: list[str] = []
        self._kinds: list[Kind] = []
        # Forked from a process that has read the code, and has no threads and connections.
        self._processes = multiprocessing.get_context("forkserver")
        self._processes.set_forkserver_preload(["tests.soak.operations"])

    def run(self, operations: int) -> None:
        """Carry out this many operations, all but the first with a fault."""
        try:
            self._step(self._load_fresh(), NONE)
            for _ in range(operations - 1):
                self._step(self._choose_operation(), self._choose_fault())
        finally:
            self._end_engine()

    def _step(self, operation: Operation, fault: str) -> None:
        before = self._state
        self.tally.operations[operation.kind] += 1
        label = f"{sum(self.tally.operations.values())}: {operation.kind} with {fault}"
        self._check(label, operation, before, self._attempt(label, operation, before, fault))
        for _ in range(ATTEMPTS):
            if self._digest() == self._model.digest(operation.after) and not self._is_marked():
                break
            self._attempt(f"{label}, again", operation, before, NONE)
        else:
            self.tally.wrong.append(f"{label}: run again it does not give the graph of a fresh load")
            self._attempt(label, self._load_fresh(operation.after), before, NONE)
        self._state = operation.after
        with self._opened() as store:
            for document in sorted(self._state.documents)[:2]:
                self._ask(label, store, number_of(document), is_there=True)
            self._ask(label, store, ABSENT, is_there=False)

    def _attempt(self, label: str, operation: Operation, before: State, fault: str) -> str:
        """Carry out an operation in a separate process; return what it said about its outcome."""
        if operation.kind == "restore":
            self._use_new_home()
        with self._opened():  # started before the fault: what is tried is the operation
            pass
        took = self._took.get(operation.kind, FIRST_MOMENT)
        receiver, sender = self._processes.Pipe(duplex=False)
        with inject(fault, self._engine, self._home, self._chance, took) as injected:
            arguments = (operation, self._engine, self._home, injected.proxy, sender)
            process = self._processes.Process(target=perform, args=arguments)
            process.start()
            sender.close()
            receiver.recv()  # it has begun
            began = time.monotonic()
            with self._asking(label, before, operation):
                injected.strike(process)
                process.join(PATIENCE)
        said = self._outcome(label, process, receiver)
        if fault != NONE:
            struck = injected.is_struck or said != ACKNOWLEDGED
            (self.tally.faults if struck else self.tally.late)[fault] += 1
        if said == ACKNOWLEDGED:
            self._took[operation.kind] = time.monotonic() - began
        return said

    def _outcome(self, label: str, process: BaseProcess, receiver: Connection) -> str:
        if process.is_alive():
            process.kill()
            process.join()
            self.tally.wrong.append(f"{label}: no end within {PATIENCE:g} s")
            return "hanging"
        try:
            said = str(receiver.recv())
        except EOFError:
            said = "killed"
        if said.startswith(BUG):
            self.tally.wrong.append(f"{label}: {said}")
        self.tally.outcomes[said.partition(":")[0]] += 1
        return said

    def _check(self, label: str, operation: Operation, before: State, said: str) -> None:
        """Compare the graph with what was acknowledged."""
        found, shall = self._digest(), self._model.digest(operation.after)
        if found == shall:
            return
        if said == ACKNOWLEDGED:
            self.tally.lost.append(f"{label}: acknowledged, and the graph is another")
        if operation.kind == "restore" or found == self._model.digest(before):
            return
        with self._opened() as store:
            if operation.is_atomic or not state_of(store).loading:
                self.tally.wrong.append(f"{label}: a part of it is there, and nothing says so ({said})")
            rows = store.read("MATCH (c:Claim) RETURN DISTINCT c.document AS id")
        gone = {id_of(n) for n, _ in before.documents & operation.after.documents} - {r["id"] for r in rows}
        if gone:
            self.tally.lost.append(f"{label}: {sorted(gone)} were acknowledged and are gone")

    def _asking(self, label: str, before: State, operation: Operation) -> _Asker:
        """Ask while an operation is at work, for what is there before and after it, and for what never is."""
        after = operation.after.documents
        there = after if operation.kind == "restore" else before.documents & after
        numbers = [number_of(one) for one in sorted(there)]
        return _Asker(self, label, numbers)

    def ask_while_at_work(self, label: str, numbers: list[int], ended: threading.Event) -> None:
        """Ask in turn for these numbers and one that is nowhere, until `ended`; engines may be gone."""
        while not ended.is_set():
            try:
                with open_store(self._engine, start=False, home=self._home) as store:
                    for number in numbers[:2]:
                        self._ask(label, store, number, is_there=True)
                    self._ask(label, store, ABSENT, is_there=False)
            except ScamgraphError as error:
                self.tally.answers[f"{type(error).__name__} instead"] += 1
            ended.wait(ASKING_PAUSE)

    def _ask(self, label: str, store: Store, number: int, *, is_there: bool) -> None:
        answer = ask(store, "who-says", {"number": number}, timeout=10.0)
        if answer.rows:
            self.tally.answers["found"] += 1
            if not is_there:
                self.tally.wrong.append(f"{label}: {number} is found: {answer.sentence}")
        elif answer.sentence.startswith("The graph is "):
            self.tally.answers["told incomplete"] += 1
        else:
            self.tally.answers["absent"] += 1
            if is_there:
                self.tally.wrong.append(f"{label}: {number} is denied: {answer.sentence}")

    def _choose_operation(self) -> Operation:
        kind = self._next(self._kinds, KINDS)
        together = self._chance.choice((10, 5_000))
        if kind == "remove" and len(self._state.documents) > 1:
            gone = self._chance.choice(sorted(self._state.documents))[0]
            return Operation(kind, self._state.without(gone), document=id_of(gone))
        if kind == "decisions":
            every = [one.id for one in made.decisions()]
            withdrawn = frozenset(one for one in every if self._chance.random() < 0.5)
            after = State(self._state.documents, withdrawn)
            return Operation(kind, after, tuple(self._model.decision_files(withdrawn)), together=together)
        if kind == "restore":
            path = self._folder / f"{sum(self.tally.operations.values())}.dump"
            with self._opened() as store:
                dump(store, path)
            return Operation(kind, self._state, (path,))
        if kind == "fresh load":
            return self._load_fresh()
        changed = self._choose_documents()
        files = tuple(self._model.document_files(changed))
        return Operation("load", self._state.with_documents(changed), files, together=together)

    def _load_fresh(self, state: State | None = None) -> Operation:
        wanted = state or State(self._choose_documents(), self._state.withdrawn)
        together = self._chance.choice((10, 5_000))
        return Operation("fresh load", wanted, tuple(self._model.files(wanted)), together=together)

    def _choose_documents(self) -> frozenset[tuple[int, int]]:
        numbers = self._chance.sample(range(DOCUMENTS), self._chance.randint(2, 4))
        return frozenset((number, self._chance.randrange(VERSIONS)) for number in numbers)

    def _choose_fault(self) -> str:
        return self._next(self._faults, list_faults(self._engine))

    def _next(self, left: list[T], every: list[T]) -> T:
        """Take one that was not taken since all of them were."""
        if not left:
            left += self._chance.sample(every, len(every))
        return left.pop()

    def _is_marked(self) -> bool:
        """Return whether a load is marked as unfinished: it may have been killed when all was written."""
        with self._opened() as store:
            return bool(state_of(store).loading)

    def _digest(self) -> str:
        with self._opened() as store:
            return str(digest(store))

    def _opened(self) -> Store:
        return open_store(self._engine, home=self._home)

    def _use_new_home(self) -> None:
        self._end_engine()
        self._home = self._folder / f"home-{int(self._home.name.partition('-')[2]) + 1}"

    def _end_engine(self) -> None:
        lifecycle.stop(select_local_engine(self._engine, home=self._home))


class _Asker:
    """A thread that asks while the block runs."""

    def __init__(self, campaign: Campaign, label: str, numbers: list[int]) -> None:
        self._ended = threading.Event()
        self._thread = threading.Thread(
            target=campaign.ask_while_at_work, args=(label, numbers, self._ended), daemon=True
        )

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join(PATIENCE)
