"""An operation whose connection is cut at its first piece, its second, and so on, until it ends uncut."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from cli.time_limit import run_within
from graph.model.errors import EnvironmentProblem, TooLong
from graph.store.store import Store
from tests.soak.proxy import Proxy

T = TypeVar("T")
PATIENCE = 120.0
"""Seconds after which an operation that has not ended hangs: the test fails with TimeoutError."""
MOST_PIECES = 3_000
"""More pieces than an operation of these tests sends."""


@dataclass(frozen=True, slots=True)
class Cut(Generic[T]):
    """What came of an operation whose connection was cut: its result, or its error."""

    piece: int
    half: bool
    is_struck: bool
    result: T | None
    error: EnvironmentProblem | TooLong | None

    def __str__(self) -> str:
        return f"cut {'in' if self.half else 'after'} piece {self.piece}: {self.error or 'no error'}"


def cut_at_each_piece(store: Store, operation: Callable[[Store], T], *, half: bool) -> Iterator[Cut[T]]:
    """Yield the outcome of an operation for each piece at which its connection is cut, the uncut one last.

    The operation gets another store, on the same database as `store` but through the proxy. An error that is
    neither an EnvironmentProblem nor a TooLong is raised: it denies something, or is a fault of the code.
    """
    port = int(store.uri.rpartition(":")[2])
    for piece in range(1, MOST_PIECES):
        with Proxy(port, piece, half=half) as proxy:
            result, error = _carry_out(store, proxy.uri, operation)
            is_struck = proxy.is_cut
        yield Cut(piece, half, is_struck, result, error)
        if not is_struck:
            return
    raise AssertionError(f"still cut at piece {MOST_PIECES}")


def name_outcome(cut: Cut[Any]) -> str:
    """Return the kind of an outcome, to be counted."""
    return "error" if cut.error else "right although cut" if cut.is_struck else "uncut"


def _carry_out(
    store: Store, uri: str, operation: Callable[[Store], T]
) -> tuple[T | None, EnvironmentProblem | TooLong | None]:
    def work() -> T:
        with Store(replace(store.endpoint, uri=uri)) as proxied:
            return operation(proxied)

    try:
        return run_within(PATIENCE, work), None
    except (EnvironmentProblem, TooLong) as error:
        return None, error
