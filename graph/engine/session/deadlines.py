"""Callbacks at deadlines, run by one shared thread: starting a thread takes longer than many queries."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

IDLE_SECONDS = 5.0


class Deadlines:
    """Pending deadlines; any thread may add and remove them."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: dict[object, tuple[float, Callable[[], None]]] = {}
        self._asleep_until = 0.0
        self._thread: threading.Thread | None = None

    def add(self, seconds: float, passed: Callable[[], None]) -> object:
        """Call `passed`, which must be quick, in `seconds`; return the key for `remove`."""
        key, due = object(), time.monotonic() + seconds
        with self._changed:
            self._waiting[key] = due, passed
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, daemon=True)
                self._thread.start()
            elif due < self._asleep_until:
                self._changed.notify()
        return key

    def remove(self, key: object) -> None:
        """Cancel the callback of `key`; a callback that is already running is not waited for."""
        with self._changed:
            self._waiting.pop(key, None)

    def _run(self) -> None:
        while True:
            with self._changed:
                due = self._collect_due()
                if not due:
                    if not self._waiting and time.monotonic() >= self._asleep_until > 0:
                        self._thread, self._asleep_until = None, 0.0
                        return
                    self._wait_for_deadline()
            for passed in due:
                passed()

    def _collect_due(self) -> list[Callable[[], None]]:
        now = time.monotonic()
        keys = [key for key, (due, _) in self._waiting.items() if due <= now]
        return [self._waiting.pop(key)[1] for key in keys]

    def _wait_for_deadline(self) -> None:
        """Wait for the first deadline; without any, wait IDLE_SECONDS, as more are likely to follow."""
        now = time.monotonic()
        self._asleep_until = min((due for due, _ in self._waiting.values()), default=now + IDLE_SECONDS)
        self._changed.wait(self._asleep_until - now)
