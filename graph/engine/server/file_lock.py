"""Advisory file lock: one process at a time may start, stop, assemble, or load.

The kernel drops the lock when its holder dies, so a lock is never stale.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.model.errors import EnvironmentProblem

LOOK_AGAIN_SECONDS = 0.05
LOAD_LOCK = "load.lock"
"""Name of the lock that a load holds, in the engine's folder."""


@contextmanager
def lock_file(
    path: Path, *, patience: float = 180.0, on_wait: Callable[[], None] | None = None, refusal: str = ""
) -> Iterator[None]:
    """Hold the lock `path` for the block; wait up to `patience` seconds for its current holder.

    `on_wait` is called once, before a wait. Raises EnvironmentProblem with the text `refusal` when
    the wait is over.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 - 20 ms that reading commands do not need

    lock = FileLock(path, mode=0o600, poll_interval=LOOK_AGAIN_SECONDS)
    try:
        try:
            lock.acquire(timeout=0)
        except Timeout:
            if on_wait:
                on_wait()
            lock.acquire(timeout=patience)
    except Timeout:
        raise EnvironmentProblem(
            refusal or f"Another scamgraph process has held the engine too long ({path}).",
            hint="Wait for it, or end it, and run the command again.",
        ) from None
    try:
        yield
    finally:
        lock.release()
