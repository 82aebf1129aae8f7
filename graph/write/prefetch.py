"""Preparing the next piece while the present one is worked on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def ahead(items: Iterable[T]) -> Iterator[T]:
    """The same items, each prepared in a thread while the one before it is in use.

    It helps where using an item waits for something else, an engine say. Raises what `items` raises.
    """
    remaining = iter(items)
    end = object()
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(next, remaining, end)
        while (item := coming.result()) is not end:
            coming = pool.submit(next, remaining, end)
            yield item  # type: ignore[misc]
