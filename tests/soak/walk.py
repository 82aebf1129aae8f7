"""A random walk: operations without faults, each compared with a model in memory and with fresh loads."""

from __future__ import annotations

import random
from collections import Counter, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import msgspec

from graph.engine.server import lifecycle
from graph.engine.server.select_engine import select_local_engine
from graph.model.errors import InputError
from graph.store.digest import digest
from graph.store.store import Store, open_store
from graph.write.dump import dump, restore
from ingest.load import load
from ingest.remove import remove_documents
from queries.ask.ask import ask
from queries.ask.serialize import as_data
from tests.articles import empty
from tests.soak.model import ABSENT, VERSIONS, Model, State, id_of, number_of

Kind = Literal["ask", "ask number", "load", "fresh load", "remove", "decide", "restore", "restart"]
WEIGHTS: dict[Kind, int] = {
    "ask": 620,
    "ask number": 260,
    "load": 50,
    "fresh load": 10,
    "remove": 25,
    "decide": 20,
    "restore": 10,
    "restart": 5,
}
DOCUMENTS = 3
"""Few, so that a walk comes back to states whose fresh load is known."""
WITHDRAWN = (frozenset[str](), frozenset({"decision/a"}), frozenset({"decision/b", "decision/c"}))
Question = tuple[str, Mapping[str, Any]]
QUESTIONS: tuple[Question, ...] = (
    ("about", {"entity": "person/p1"}),
    ("conflicts", {}),
    ("denials", {}),
    ("events", {}),
    ("figures", {"number": 1440}),
    ("known-on", {"day": "2026-01-02"}),
    ("only-in", {"document": "document/d1"}),
    ("paths", {"from": "person/p4", "to": "person/p5"}),
    ("positions", {}),
    ("speaker", {"entity": "person/p2"}),
    ("who-says", {"number": 1440}),
)
REMEMBERED = 25


class WalkFailed(AssertionError):
    """The graph or an answer is another than it should be."""


@dataclass(frozen=True, slots=True)
class Step:
    """One operation, the state that it leads to, and what it is about."""

    kind: Kind
    after: State
    about: Any = None
    together: int = 5_000

    def __str__(self) -> str:
        documents = ", ".join(
            f"{id_of(number)} v{version}" for number, version in sorted(self.after.documents)
        )
        return (
            f"{self.kind} {self.about or ''} -> {documents or 'no document'} {sorted(self.after.withdrawn)}"
        )


@dataclass(frozen=True, slots=True)
class Expectation:
    """The digest and the answers of a fresh load of one state."""

    digest: str
    answers: tuple[bytes, ...]


class Walk:
    """A walk over one engine in a separate home; `reference` is another engine, for fresh loads."""

    def __init__(
        self,
        engine: str,
        folder: Path,
        model: Model,
        reference: Store,
        seed: int,
        *,
        questions: Sequence[Question] = QUESTIONS,
    ) -> None:
        self.counts: Counter[str] = Counter()
        self._seed = seed
        self._chance = random.Random(seed)
        self._engine = engine
        self._folder = folder
        self._model = model
        self._reference = reference
        self._questions = questions
        self._expected: dict[State, Expectation] = {}
        self._state = State(frozenset({(0, 0), (1, 0)}))
        self._last: deque[str] = deque(maxlen=REMEMBERED)
        self._store = self._open()

    def run(self, operations: int) -> None:
        """Load a graph and carry out this many operations. Raises WalkFailed with what leads there again."""
        try:
            self._carry_out(Step("fresh load", self._state))
            for _ in range(operations):
                step = self._choose()
                self.counts[step.kind] += 1
                self._last.append(f"{self.counts.total()}: {step}")
                self._carry_out(step)
                self._state = step.after
        finally:
            self._store.close()
            lifecycle.stop(select_local_engine(self._engine, home=self._folder / "home"))

    def _choose(self) -> Step:
        (kind,) = self._chance.choices(list(WEIGHTS), list(WEIGHTS.values()))
        together = self._chance.choice((10, 5_000))
        if kind == "ask":
            return Step(kind, self._state, self._chance.randrange(len(self._questions)))
        if kind == "ask number":
            document = self._chance.randrange(DOCUMENTS), self._chance.randrange(VERSIONS)
            return Step(kind, self._state, self._chance.choice((ABSENT, *(number_of(document),) * 5)))
        if kind in ("load", "fresh load"):
            changed = self._choose_documents()
            after = State(changed, self._state.withdrawn) if kind == "fresh load" else None
            return Step(kind, after or self._state.with_documents(changed), changed, together)
        if kind == "remove" and self._state.documents:
            number = self._chance.choice(sorted(self._state.documents))[0]
            return Step(kind, self._state.without(number), id_of(number))
        if kind == "decide":
            return Step(kind, State(self._state.documents, self._chance.choice(WITHDRAWN)))
        return Step("restart" if kind == "restart" else "restore", self._state)

    def _choose_documents(self) -> frozenset[tuple[int, int]]:
        numbers = self._chance.sample(range(DOCUMENTS), self._chance.randint(1, 2))
        return frozenset((number, self._chance.randrange(VERSIONS)) for number in numbers)

    def _carry_out(self, step: Step) -> None:
        if step.kind == "ask":
            expected = self._expect(step.after).answers[step.about]
            self._compare("answer", _read_answer(self._store, self._questions[step.about]), expected)
        elif step.kind == "ask number":
            self._ask_number(step.about)
        else:
            self._change(step)
            self._compare("graph", str(digest(self._store)), self._expect(step.after).digest)

    def _ask_number(self, number: int) -> None:
        """Compare the documents that say a number with the model's: each number is in one version."""
        answer = ask(self._store, "who-says", {"number": number})
        found = sorted({citation.document for row in answer.citations for citation in row})
        there = [id_of(one[0]) for one in sorted(self._state.documents) if number_of(one) == number]
        self._compare("answer", found, there)

    def _change(self, step: Step) -> None:
        model, after = self._model, step.after
        if step.kind == "remove":
            remove_documents(self._store, [step.about], keep_entities=True)
        elif step.kind == "restore":
            self._restore()
        elif step.kind == "restart":
            self._restart()
        elif step.kind == "fresh load":
            load(self._store, model.files(after), fresh=True, claims_per_transaction=step.together)
        elif step.kind == "decide":
            load(self._store, model.decision_files(after.withdrawn))
        else:
            load(self._store, model.document_files(step.about), claims_per_transaction=step.together)

    def _restore(self) -> None:
        path = self._folder / "walk.dump"
        path.unlink(missing_ok=True)
        dump(self._store, path)
        empty(self._store)
        restore(self._store, path)

    def _restart(self) -> None:
        self._store.close()
        lifecycle.stop(select_local_engine(self._engine, home=self._folder / "home"))
        self._store = self._open()

    def _open(self) -> Store:
        return open_store(self._engine, home=self._folder / "home")

    def _expect(self, state: State) -> Expectation:
        """Return what a fresh load of a state gives, found once for each state."""
        if state not in self._expected:
            load(self._reference, self._model.files(state), fresh=True)
            answers = tuple(_read_answer(self._reference, question) for question in self._questions)
            self._expected[state] = Expectation(str(digest(self._reference)), answers)
        return self._expected[state]

    def _compare(self, what: str, found: Any, expected: Any) -> None:
        if found != expected:
            steps = "\n".join(self._last)
            raise WalkFailed(
                f"SCAMGRAPH_SOAK_SEED={self._seed}: another {what} after\n{steps}\n{found!r}\n"
                f"instead of\n{expected!r}"
            )


def _read_answer(store: Store, question: Question) -> bytes:
    """Return the answer to a question of the list as data, or the refusal of a name that nothing has."""
    name, params = question
    try:
        return msgspec.json.encode(as_data(ask(store, name, params)))
    except InputError as error:
        return f"{type(error).__name__}: {error}".encode()
