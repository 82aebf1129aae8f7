"""The best ties of an end that has very many, read by stored keys instead of all its claims.

For an entity with 50,000 claims, reading all of them in order took seconds for some hundred ties.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from queries.paths.cypher import BEST_EVENTS, BEST_FACTS, ROLES, Raw

if TYPE_CHECKING:
    from graph.store.protocols import ReadStore

_RANKED = ((2, 1000), (1, 2000), (1, 1_000_000))
"""From how many origins on, and among how many of its best facts, those are sought over which a way may lead.

Who has very many facts has enough of several origins, and they are soon sorted.
"""
_TRIED_FROM = (2, 1)
"""The same for parts in events, over all of which a way may lead."""


def read_best_facts(
    store: ReadStore, params: Mapping[str, Any], types: Sequence[str], end: str, most: int
) -> list[Raw]:
    """Return the best facts of an end, in the form that `build_ties_query` gives.

    They are at most `most` that a path may lead over, and those of its `most` best facts that are
    there only because they name further roles.
    """
    query, ties, walked = BEST_FACTS.format(types="|".join(types)), [], []
    for least, ranked in _RANKED:
        rows = store.read(query, {**params, "id": end, "least": least, "most": ranked})[0]["ties"]
        ties = sorted(rows, key=lambda tie: (-tie[5], tie[4]))
        walked = [tie for tie in ties if tie[0]]
        if len(walked) >= most or (least <= params["min_origins"] and len(ties) < ranked):
            break
    fact_ids = {tie[4] for tie in walked[:most]}
    return [
        tie
        for index, tie in enumerate(ties)
        if tie[4] in fact_ids or (index < most and not tie[0] and tie[ROLES])
    ]


def read_best_events(store: ReadStore, params: Mapping[str, Any], end: str, most: int) -> list[Raw]:
    """Return at most `most` best ties of an end by parts in events."""
    rows = []
    for least in _TRIED_FROM:
        rows = store.read(BEST_EVENTS, {**params, "id": end, "least": least, "most": most})
        if len(rows) == most:
            break
    return [row["tie"] for row in rows]
