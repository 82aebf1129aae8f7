"""One exception root; every error says what is wrong, where, and what to do.

ScamgraphError            exit code
├── InputError            1  the input or the question is at fault
│   ├── TooLong           1  a question was stopped at its time limit
│   │   └── Unstoppable   1  the engine did not stop it there, and perhaps has to be restarted
│   ├── UnknownName       1  nothing in the graph has this name
│   ├── AmbiguousName     1  several things in the graph have this name
│   └── CheckFailed       1  several problems found at once, each with file, line and claim
├── UsageError            2  the command was called wrongly
└── EnvironmentProblem    3  engine, extra or machine
    ├── EngineGone        3  the engine stopped answering; running the command again is safe
    ├── LoginRefused      3  wrong user or password
    ├── GraphDamaged      3  the graph lacks what the last finished load left
    └── GraphUnfinished   3  a load has not finished, or nothing was loaded
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


class ScamgraphError(Exception):
    """Root of all errors a user can see. `hint` says what to do next."""

    exit_code = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n{self.hint}" if self.hint else self.message


class InputError(ScamgraphError):
    """The input or the question is at fault."""


@dataclass(frozen=True, slots=True)
class NameCandidate:
    """A thing in the graph that a name may mean."""

    id: str
    name: str
    kind: str

    def __str__(self) -> str:
        return f"{self.name} ({self.id})" if self.name else self.id


class UnclearName(InputError):
    """A name that does not identify one thing in the graph; `candidates` are sorted best first."""

    def __init__(
        self, message: str, *, hint: str, text: str, candidates: tuple[NameCandidate, ...] = ()
    ) -> None:
        super().__init__(message, hint=hint)
        self.text = text
        self.candidates = candidates


class UnknownName(UnclearName):
    """Nothing in the graph has this name; `candidates` are the nearest."""


class AmbiguousName(UnclearName):
    """Several things in the graph have this name; `candidates` lists them."""


class TooLong(InputError):
    """A query was stopped on the server at its time limit."""


class Unstoppable(TooLong):
    """A query that the server did not stop at its time limit: nobody waits for it any more."""


class UsageError(ScamgraphError):
    """The command was called wrongly."""

    exit_code = 2


class EnvironmentProblem(ScamgraphError):
    """The engine, an optional package or the machine is at fault."""

    exit_code = 3


class EngineGone(EnvironmentProblem):
    """The engine stopped answering.

    Acknowledged writes are kept; running the command again is safe.
    """


class LoginRefused(EnvironmentProblem):
    """The engine refused the user or password."""


class GraphDamaged(EnvironmentProblem):
    """The graph does not contain what the last finished load left."""


class GraphUnfinished(EnvironmentProblem):
    """The graph is incomplete: a load has not finished, or nothing was loaded."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem in one place. `line` counts from 1; 0 means the whole file."""

    file: str
    line: int
    where: str
    what: str
    right: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        where = f" [{self.where}]" if self.where else ""
        right = f" ({self.right})" if self.right else ""
        return f"{place}:{where} {self.what}{right}"


class CheckFailed(InputError):
    """All problems of the input, found in one pass."""

    def __init__(self, problems: list[Problem], *, outcome: str = "nothing was loaded") -> None:
        count = len(problems)
        super().__init__("\n".join(str(p) for p in problems))
        self.problems = tuple(problems)
        self.hint = f"{count} problem{'' if count == 1 else 's'}; {outcome}."


def iter_causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception and, one after the other, those that it was raised from."""
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__
