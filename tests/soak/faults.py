"""What goes wrong while an operation is at work."""

from __future__ import annotations

import os
import random
import resource
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.process import BaseProcess
from pathlib import Path

from graph.engine.server import lifecycle
from graph.engine.server.select_engine import select_local_engine
from tests.soak.proxy import Proxy

DRIVER_PIECES = 120
"""Pieces after which a connection is cut, at most: more than a small operation sends."""
FULL_AT = (8_000, 80_000, 800_000)
"""Bytes up to which the engine may write into a file when the disk is full: its log grows first."""
NONE = "none"
PROXIED = ("connection cut", "short write")


def list_faults(engine: str) -> list[str]:
    """Return the names of the faults of an engine.

    Neo4j reserves the space of its log beforehand. A limit on the size of its files tears the log inside that
    space, where a full disk would not, and Neo4j does not recover from that.
    """
    return [*_AT_A_MOMENT, *PROXIED, *(["disk full"] if engine == "embedded" else [])]


@contextmanager
def inject(
    fault: str,
    engine: str,
    home: Path,
    chance: random.Random,
    took: float,
    *,
    pieces: int = DRIVER_PIECES,
) -> Iterator[Injected]:
    """Let a fault happen to the block, within `took` seconds of its start or so many pieces."""
    recipe = select_local_engine(engine, home=home)
    status = lifecycle.read_status(recipe)
    injected = Injected(recipe, chance.uniform(0.0, took), _AT_A_MOMENT.get(fault))
    if fault in PROXIED:
        port = int((status.uri or "").rpartition(":")[2])
        with Proxy(port, chance.randint(1, pieces), half=fault == "short write") as proxy:
            injected.proxy = proxy.uri
            yield injected
            injected.is_struck = proxy.is_cut
    elif fault == "disk full" and status.pid is not None:
        with _full(status.pid, chance.choice(FULL_AT)):
            yield injected
    else:
        yield injected


class Injected:
    """A fault at work: the address to go through, and what happens once the operation runs.

    `is_struck` says whether a fault came before the operation ended.
    """

    def __init__(
        self,
        recipe: lifecycle.Recipe,
        moment: float,
        strike: Callable[[lifecycle.Recipe, BaseProcess], None] | None,
    ) -> None:
        self.proxy = ""
        self.is_struck = False
        self._recipe = recipe
        self._moment = moment
        self._strike = strike

    @classmethod
    def build_none(cls, recipe: lifecycle.Recipe, proxy: str) -> Injected:
        """Return what injects no fault, but goes through an address."""
        injected = cls(recipe, 0.0, None)
        injected.proxy = proxy
        return injected

    def strike(self, process: BaseProcess) -> None:
        """Wait for the moment, and do what the fault does unless the operation has ended."""
        if self._strike is not None:
            process.join(self._moment)
            self.is_struck = process.is_alive()
            if self.is_struck:
                self._strike(self._recipe, process)


@contextmanager
def _full(pid: int, most: int) -> Iterator[None]:
    """Refuse what the engine writes behind `most` bytes of a file, as a full disk does; it takes no root."""
    unlimited = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (most, unlimited[1]))
    try:
        yield
    finally:
        with suppress(ProcessLookupError):
            resource.prlimit(pid, resource.RLIMIT_FSIZE, unlimited)


def _kill_operation(_: lifecycle.Recipe, process: BaseProcess) -> None:
    process.kill()


def _kill_engine(recipe: lifecycle.Recipe, _: BaseProcess) -> None:
    _signal(recipe, signal.SIGKILL)


def _stop_engine(recipe: lifecycle.Recipe, _: BaseProcess) -> None:
    lifecycle.stop(recipe)


def _slow_engine(recipe: lifecycle.Recipe, process: BaseProcess) -> None:
    for _ in range(3):
        _signal(recipe, signal.SIGSTOP)
        time.sleep(0.3)
        _signal(recipe, signal.SIGCONT)
        process.join(0.1)


def _signal(recipe: lifecycle.Recipe, number: int) -> None:
    pid = lifecycle.read_status(recipe).pid
    if pid is not None:
        with suppress(ProcessLookupError):
            os.kill(pid, number)


_AT_A_MOMENT: dict[str, Callable[[lifecycle.Recipe, BaseProcess], None]] = {
    "operation killed": _kill_operation,
    "engine killed": _kill_engine,
    "engine stopped": _stop_engine,
    "engine slowed": _slow_engine,
}
