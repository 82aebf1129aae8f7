"""The best ties of an end that has very many: read by stored keys, and no more of its claims than those of
its best facts.

Going through all claims of an entity with 50,000 of them, in order, took seconds for some hundred ties.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from queries.paths.steps import BEST_EVENTS, BEST_FACTS, IN_ROLES, ROLES_OF_FACTS

if TYPE_CHECKING:
    from graph.reads import Asks

MOST_RANKED = 2000
"""Among how many of its best facts those are sought over which a way may lead."""
_TRIED_FROM = (2, 1)
"""Origins to begin with: who has very many facts has enough of several origins, and they are soon sorted."""

Raw = list[Any]


def best_facts(
    store: Asks, params: Mapping[str, Any], types: Sequence[str], end: str, most: int
) -> tuple[list[Raw], list[str]]:
    """At most `most` best ties by facts of an end, and which of its best facts name further roles."""
    query, rows, walked = BEST_FACTS.format(types="|".join(types)), [], []
    for least in _TRIED_FROM:
        rows = store.read(query, {**params, "id": end, "least": least, "most": MOST_RANKED})
        walked = [row["tie"] for row in rows if row["walked"]]
        if len(walked) >= most:
            break
    return walked[:most], [row["fact"] for row in rows[:most] if row["names_more"]]


def best_events(store: Asks, params: Mapping[str, Any], end: str, most: int) -> list[Raw]:
    """At most `most` best ties of an end by parts in events."""
    rows = []
    for least in _TRIED_FROM:
        rows = store.read(BEST_EVENTS, {**params, "id": end, "least": least, "most": most})
        if len(rows) == most:
            break
    return [row["tie"] for row in rows]


def roles_of_best(
    store: Asks, params: Mapping[str, Any], facts: Sequence[str], end: str, most: int
) -> list[Raw]:
    """The ties of an end by further roles: in its own best facts, and where others name it in a role.

    Of either at most `most`.
    """
    mine = store.read(ROLES_OF_FACTS, {**params, "id": end, "facts": list(facts)})
    first = IN_ROLES.format(cut=f"LIMIT {most + 1}")
    others = store.read(first, {**params, "id": end})
    if len(others) > most:
        others = store.read(IN_ROLES.format(cut=f"ORDER BY name LIMIT {most}"), {**params, "id": end})
    ties = sorted((row["tie"] for row in mine), key=lambda raw: (raw[4], raw[2]))
    return [*ties[:most], *(row["tie"] for row in others)]
