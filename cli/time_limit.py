"""A time limit for work that can hang, such as asking an engine that is paused."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")


def run_within(seconds: float, work: Callable[[], T]) -> T:
    """Run `work` in a thread of its own, and return its result.

    Raises TimeoutError after `seconds`, and what `work` raises. Work that hangs is left behind: it ends with
    the process.
    """
    outcome: Future[T] = Future()

    def run() -> None:
        try:
            outcome.set_result(work())
        except BaseException as error:
            outcome.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return outcome.result(seconds)
