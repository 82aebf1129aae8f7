"""Which things belong together, directly or through others: disjoint sets."""

from __future__ import annotations

from collections.abc import Iterable


class Together:
    """Groups of keys, each at first on its own."""

    def __init__(self) -> None:
        self._next: dict[str, str] = {}

    def group(self, key: str) -> str:
        """The key that the group of `key` goes by, until it is joined with another."""
        while self._next.setdefault(key, key) != key:
            self._next[key] = self._next[self._next[key]]
            key = self._next[key]
        return key

    def join(self, one: str, other: str) -> None:
        """Put the groups of both together, under the name of the group of `other`."""
        self._next[self.group(one)] = self.group(other)


def count_groups(keys: Iterable[str], pairs: Iterable[tuple[str, str]]) -> int:
    """Count the groups that `keys` fall into once both of each pair are put together."""
    groups = Together()
    for one, other in pairs:
        groups.join(one, other)
    return len({groups.group(key) for key in keys})
