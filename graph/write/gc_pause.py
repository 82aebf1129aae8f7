"""Python's search for cycles of objects, put off while many objects are made that form none."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Seek no cycles while a great many small objects are made that hold none: it takes up to half the time.

    Objects go as soon as nothing refers to them, as ever.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
