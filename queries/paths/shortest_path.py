"""The one shortest way between two entities, walked as the question after paths walks (`queries.paths`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.paths.path_query import shortest_way

if TYPE_CHECKING:
    from graph.store.protocols import Asks


def find_way(store: Asks, start: str, end: str, hops: int, *, over_anything: bool = False) -> list[str]:
    """The ids along a shortest way from `start` to `end`, both included; empty if none within `hops`.

    Among several the best supported. `over_anything` walks over what is no link, too, to tell what comes
    nearest. Raises InputError for both ends being one.
    """
    return shortest_way(store, start, end, hops, nearly=over_anything)
