"""The shortest path between two entities, by the search of the path question (`queries.paths`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.paths.path_query import find_shortest_path_ids

if TYPE_CHECKING:
    from graph.store.protocols import ReadStore


def find_shortest_path(
    store: ReadStore, start: str, end: str, hops: int, *, over_anything: bool = False
) -> list[str]:
    """Return the ids along a shortest path from `start` to `end`, including both.

    Of several it is the best supported; the list is empty if there is none within `hops`. With
    `over_anything` it may lead over NO_LINK kinds, too, to show what comes nearest. Raises InputError
    if both ends are the same entity.
    """
    return find_shortest_path_ids(store, start, end, hops, nearly=over_anything)
