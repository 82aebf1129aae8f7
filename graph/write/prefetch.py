"""Prepare the next item while the current one is in use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def prefetch(items: Iterable[T]) -> Iterator[T]:
    """Yield the same items, each prepared in a thread while the one before it is in use.

    It helps if using an item waits for something else, such as an engine. Raises what `items` raises.
    """
    remaining = iter(items)
    end = object()
    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(next, remaining, end)
        while (item := future.result()) is not end:
            future = pool.submit(next, remaining, end)
            yield item  # type: ignore[misc]
