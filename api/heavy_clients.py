"""Clients whose free queries the engine could not stop, or did not survive: they have to wait.

Each such query costs everyone a restart of the engine, some seconds without answers.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from cachetools import LRUCache

from api.problems import Problem
from graph.model.errors import EngineGone, Unstoppable

CLIENTS_REMEMBERED = 10_000


class HeavyClients:
    """The waits of clients: `first_seconds`, then twice as long each time, up to `most_seconds`."""

    def __init__(self, first_seconds: float, most_seconds: float) -> None:
        self._first_seconds = first_seconds
        self._most_seconds = most_seconds
        self._lock = threading.Lock()
        self._waits: LRUCache[str, tuple[float, float]] = LRUCache(CLIENTS_REMEMBERED)

    @contextmanager
    def watch(self, client: str) -> Iterator[None]:
        """Count a free query of this client against it, if the block shows that the engine ended with it.

        Raises Problem 429 if the client still has to wait.
        """
        left = self._find_wait(client)
        if left > 0:
            raise Problem(
                429,
                "The engine could not stop your last query.",
                hint="Ask for less. Named questions are still answered.",
                retry_after=int(left) + 1,
            )
        try:
            yield
        except (Unstoppable, EngineGone):
            self._extend(client)
            raise

    def _find_wait(self, client: str) -> float:
        with self._lock:
            return self._waits.get(client, (0.0, 0.0))[1] - time.monotonic()

    def _extend(self, client: str) -> None:
        with self._lock:
            last = self._waits.get(client, (0.0, 0.0))[0]
            wait = min(self._most_seconds, last * 2 or self._first_seconds)
            self._waits[client] = wait, time.monotonic() + wait
