"""Calling back when a time is over, by one thread for all: starting one takes longer than many a query."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

IDLE_SECONDS = 5.0


class Deadlines:
    """Deadlines, taken up and given up from any thread."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: dict[object, tuple[float, Callable[[], None]]] = {}
        self._asleep_until = 0.0
        self._thread: threading.Thread | None = None

    def put(self, seconds: float, passed: Callable[[], None]) -> object:
        """Call `passed`, which must be quick, in `seconds`; gives what `drop` takes."""
        key, due = object(), time.monotonic() + seconds
        with self._changed:
            self._waiting[key] = due, passed
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, daemon=True)
                self._thread.start()
            elif due < self._asleep_until:
                self._changed.notify()
        return key

    def drop(self, key: object) -> None:
        """Call nobody for this any more; what is being called at this moment is not waited for."""
        with self._changed:
            self._waiting.pop(key, None)

    def _run(self) -> None:
        while True:
            with self._changed:
                due = self._passed()
                if not due:
                    if not self._waiting and time.monotonic() >= self._asleep_until > 0:
                        self._thread, self._asleep_until = None, 0.0
                        return
                    self._sleep()
            for passed in due:
                passed()

    def _passed(self) -> list[Callable[[], None]]:
        now = time.monotonic()
        keys = [key for key, (due, _) in self._waiting.items() if due <= now]
        return [self._waiting.pop(key)[1] for key in keys]

    def _sleep(self) -> None:
        """Wait for the first deadline; without any for a while, as most likely more are to come."""
        now = time.monotonic()
        self._asleep_until = min((due for due, _ in self._waiting.values()), default=now + IDLE_SECONDS)
        self._changed.wait(self._asleep_until - now)
