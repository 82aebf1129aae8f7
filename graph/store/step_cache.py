"""A bounded cache of what is read from the graph; all that the step at work has asked for stays in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from cachetools import LRUCache

from graph.model.errors import ScamgraphError
from graph.store.protocols import Reads

V = TypeVar("V")


class StepCache(Generic[V]):
    """Values by id: all that this step asked for, and at most `bound` of those of earlier steps.

    A step is one question or one transaction: what it asked for stays until `end_step`, whatever the bound.
    Earlier values leave one by one, the longest unused first. `fetch` reads values by id; it leaves out those
    that the graph does not hold.
    """

    def __init__(self, bound: int, fetch: Callable[[Reads, Sequence[str]], Mapping[str, V]]) -> None:
        self._fetch = fetch
        self._reads: Reads | None = None
        self._step: dict[str, V | None] = {}
        self._earlier: LRUCache[str, V] = LRUCache(bound)

    def know(self, reads: Reads, ids: Iterable[str]) -> None:
        """Fetch those of these ids that are not known yet."""
        self._reads = reads
        wanted = set(ids) - self._step.keys()
        for id_ in wanted & self._earlier.keys():
            self._step[id_] = self._earlier[id_]
        missing = sorted(wanted - self._step.keys())
        if missing:
            self._step.update(dict.fromkeys(missing))
            self._step.update(self._fetch(reads, missing))

    def get(self, id_: str) -> V | None:
        """Return a value, None if the graph holds none. One that nobody asked for is fetched.

        Raises ScamgraphError if that is asked before anything could be read.
        """
        if id_ not in self._step:
            if self._reads is None:
                raise ScamgraphError(f"{id_} was looked up before the graph could be read.")
            self.know(self._reads, [id_])
        return self._step[id_]

    def forget(self, id_: str) -> None:
        """Drop a value that is no longer right."""
        self._step.pop(id_, None)
        self._earlier.pop(id_, None)

    def end_step(self) -> None:
        """Release what this step asked for. What the graph did not hold may be there in the next step."""
        for id_, value in self._step.items():
            if value is not None:
                self._earlier[id_] = value
        self._step.clear()
