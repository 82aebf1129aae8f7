"""Bounded cache of values read from the graph; values of the current step always stay."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from cachetools import LRUCache

from graph.model.errors import ScamgraphError
from graph.store.protocols import QueryRunner

V = TypeVar("V")


class StepCache(Generic[V]):
    """Values by id: all that this step loaded, and at most `bound` values of earlier steps.

    A step is one question or one transaction: its values stay until `release_step`, whatever the bound.
    Earlier values are evicted one by one, least recently used first. `fetch` reads values by id; it
    omits ids that the graph does not hold.
    """

    def __init__(self, bound: int, fetch: Callable[[QueryRunner, Sequence[str]], Mapping[str, V]]) -> None:
        self._fetch = fetch
        self._reads: QueryRunner | None = None
        self._step: dict[str, V | None] = {}
        self._earlier: LRUCache[str, V] = LRUCache(bound)

    def load(self, reads: QueryRunner, ids: Iterable[str]) -> None:
        """Load those of these ids that are not cached yet."""
        self._reads = reads
        new_ids = set(ids) - self._step.keys()
        for id_ in new_ids & self._earlier.keys():
            self._step[id_] = self._earlier[id_]
        missing = sorted(new_ids - self._step.keys())
        if missing:
            self._step.update(dict.fromkeys(missing))
            self._step.update(self._fetch(reads, missing))

    def get(self, id_: str) -> V | None:
        """Return a value, None if the graph holds none. An id that was not loaded is fetched.

        Raises ScamgraphError for such an id before the first `load`.
        """
        if id_ not in self._step:
            if self._reads is None:
                raise ScamgraphError(f"{id_} was looked up before the graph could be read.")
            self.load(self._reads, [id_])
        return self._step[id_]

    def evict(self, id_: str) -> None:
        """Remove a value that is out of date."""
        self._step.pop(id_, None)
        self._earlier.pop(id_, None)

    def release_step(self) -> None:
        """Release the values of this step.

        An id that the graph did not hold is read again in the next step.
        """
        for id_, value in self._step.items():
            if value is not None:
                self._earlier[id_] = value
        self._step.clear()
