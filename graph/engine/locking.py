"""One process at a time may start, stop or assemble an engine: an advisory lock on a file."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.errors import EnvironmentProblem


@contextmanager
def exclusive(path: Path, *, patience: float = 180.0) -> Iterator[None]:
    """Hold the lock `path` for the block; wait up to `patience` seconds for whoever holds it.

    The kernel drops the lock when its holder dies, so a lock is never stale.
    Raises EnvironmentProblem when the wait is over.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        _acquire(handle, path, time.monotonic() + patience)
        yield
    finally:
        os.close(handle)


def _acquire(handle: int, path: Path, deadline: float) -> None:
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise EnvironmentProblem(
                    f"Another scamgraph process has held the engine too long ({path}).",
                    hint="Wait for it, or end it, and run the command again.",
                ) from None
            time.sleep(0.05)
