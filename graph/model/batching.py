"""Split long sequences into batches that fit one query."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

BATCH = 5000


def iter_batches(items: Iterable[Any], size: int = BATCH) -> Iterator[list[Any]]:
    """Yield lists of at most `size` items."""
    batch: list[Any] = []
    for item in items:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
