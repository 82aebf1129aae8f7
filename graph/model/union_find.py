"""Disjoint sets (union-find): which keys are connected, directly or through others."""

from __future__ import annotations

from collections.abc import Iterable


class DisjointSets:
    """Groups of keys; each key is at first a group of its own."""

    def __init__(self) -> None:
        self._next: dict[str, str] = {}

    def find(self, key: str) -> str:
        """Return the name of the group of `key`; it is valid until the group is joined with another."""
        while self._next.setdefault(key, key) != key:
            self._next[key] = self._next[self._next[key]]
            key = self._next[key]
        return key

    def union(self, key: str, target: str) -> None:
        """Join the group of `key` with that of `target`, under the name of the latter."""
        self._next[self.find(key)] = self.find(target)


def count_groups(keys: Iterable[str], pairs: Iterable[tuple[str, str]]) -> int:
    """Count the groups of `keys` after both of each pair are joined."""
    groups = DisjointSets()
    for first, second in pairs:
        groups.union(first, second)
    return len({groups.find(key) for key in keys})
