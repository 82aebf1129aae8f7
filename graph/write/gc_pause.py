"""Pause Python's cyclic garbage collection while many objects without cycles are made."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def pause_gc() -> Iterator[None]:
    """Pause cyclic garbage collection while many small objects without cycles are made.

    The collection takes up to half the time. Objects are still freed as soon as nothing refers to them.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
