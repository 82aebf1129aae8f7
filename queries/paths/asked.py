"""The question after paths: from what a user gives to the hops whose claims the library's query gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from graph.errors import InputError
from queries.paths.best import Path, best_paths, tied_beside_events
from queries.paths.filters import Filters, filters_of, no_filters
from queries.paths.hops import Hop, Tie
from queries.paths.kinds import NO_LINK, walkable
from queries.paths.reading import Reader
from queries.paths.search import Region, Search
from queries.paths.steps import ENDS
from queries.paths.wording import (
    Ends,
    Found,
    notes_on,
    sentence_of_nearest,
    sentence_of_nothing,
    sentence_of_paths,
)

if TYPE_CHECKING:
    from graph.reads import Asks

ALSO_SHOWN = 10
"""How many of the other ties of a hop are told."""
NEAREST_WITHIN = 6
"""What comes nearest is sought within so many hops, even where fewer are asked for."""
_NO_ENDS = ("Claim", "Document", "Value", "Origin", "Conflict", "Figure", "Lineage", "Series", "Decision")


@dataclass(frozen=True, slots=True)
class Told:
    """The hops for the query, in its own order of fields; the words of the answer's sentence; notes."""

    walk: list[list[Any]]
    words: dict[str, str]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked, looked up: the ends with their names and labels, and the bounds."""

    store: Asks
    ends: tuple[str, str]
    labels: Mapping[str, list[str]]
    names: dict[str, str]
    worded: Ends
    hops: int
    k: int
    filters: Filters = field(default_factory=no_filters)

    def search(self, *, nearly: bool = False) -> Search:
        kinds = walkable((self.labels[end] for end in self.ends), nearly=nearly)
        return Search(Reader(self.store, self.ends, kinds, self.filters))

    def shortest(self, *, nearly: bool) -> Path | None:
        """The best supported of the shortest paths; None if there is none.

        One over what is no link may be longer than asked for: it is no path, but tells what comes nearest.
        """
        search = self.search(nearly=nearly)
        for length in range(1, (max(self.hops, NEAREST_WITHIN) if nearly else self.hops) + 1):
            if found := best_paths(search.region(length).hops, *self.ends, 1, length):
                return found[0]
        return None

    def know(self, ids: Iterable[str]) -> None:
        """Look up names."""
        missing = sorted(set(ids) - self.names.keys())
        rows = self.store.read(ENDS, {"ids": missing}) if missing else []
        self.names.update({row["id"]: row["name"] for row in rows})


def found_ways(store: Asks, values: Mapping[str, Any]) -> Told:
    """The best paths, and what to say of them, or that there is none and why.

    Raises InputError for ends that are one or no ends, and for unknown predicates.
    """
    asked = _asked(store, values)
    region = asked.search().region(asked.hops)
    # One more than is asked for tells that there are more.
    found = best_paths(region.hops, *asked.ends, asked.k + 1, asked.hops)
    paths = found[: asked.k]
    asked.know([*region.hubs, *region.cut, *(node for path in paths for node in path.nodes)])
    notes = notes_on(asked.names, region)
    if not paths:
        return Told([], {"found": sentence_of_nothing(asked.worded, asked.filters, _without(asked))}, notes)
    direct = _direct(asked, region)
    ways = Found(paths, len(found) > asked.k, direct, direct or _tied(asked, region, paths))
    told = sentence_of_paths(asked.worded, ways, asked.names, asked.filters)
    return Told(_walk(paths, asked.names), {"found": told}, notes)


def nearest_way(store: Asks, values: Mapping[str, Any]) -> Told:
    """The best of the shortest chains over what is no link, and what to say of it. Raises as `found_ways`."""
    asked = _asked(store, values)
    path = asked.shortest(nearly=True)
    if path is None:
        return Told([], {"nearest": sentence_of_nearest(asked.worded, ())})
    asked.know(path.nodes)
    meets = met_in(store, path.nodes)
    return Told(_walk([path], asked.names), {"nearest": sentence_of_nearest(asked.worded, meets)})


def shortest_way(store: Asks, start: str, end: str, hops: int, *, nearly: bool = False) -> list[str]:
    """The entities along the best supported of the shortest paths, both ends included; empty without one.

    `nearly` walks over what is no link, too. Raises InputError for ends that are one or no ends.
    """
    path = _asked(store, {"from": start, "to": end, "max_hops": hops, "k": 1}).shortest(nearly=nearly)
    return list(path.nodes) if path is not None else []


def met_in(store: Asks, way: Sequence[str]) -> list[str]:
    """Names of those entities between the ends of a way that are no link, in its order."""
    between = list(way[1:-1])
    rows = store.read(ENDS, {"ids": between}) if between else []
    names = {row["id"]: row["in_sentence"] for row in rows if set(row["labels"]) & set(NO_LINK)}
    return [names[id_] for id_ in between if id_ in names]


def _asked(store: Asks, values: Mapping[str, Any]) -> _Asked:
    start, end = values["from"], values["to"]
    if start == end:
        raise InputError("Both ends are the same entity.", hint="Give two different ones.")
    rows = {row["id"]: row for row in store.read(ENDS, {"ids": [start, end]})}
    for id_ in (start, end):
        if wrong := [label for label in rows[id_]["labels"] if label in _NO_ENDS]:
            raise InputError(
                f"{id_} is a {wrong[0].lower()}: no path begins or ends there.",
                hint="Give entities: people, organisations, sites, places, events, topics.",
            )
    names = {id_: row["name"] or id_ for id_, row in rows.items()}
    labels = {id_: row["labels"] for id_, row in rows.items()}
    worded = Ends(rows[start]["in_sentence"] or start, rows[end]["in_sentence"] or end, values["max_hops"])
    return _Asked(
        store, (start, end), labels, names, worded, values["max_hops"], values["k"], filters_of(values)
    )


def _direct(asked: _Asked, region: Region) -> bool:
    """Whether some source ties the ends to one another, whatever the filters leave."""
    if asked.ends[1] in region.hops.get(asked.ends[0], {}):
        return True
    if not asked.filters.said:
        return False
    plain = replace(asked, filters=no_filters())
    return asked.ends[1] in plain.search().region(1).hops.get(asked.ends[0], {})


def _tied(asked: _Asked, region: Region, paths: Iterable[Path]) -> bool:
    """Whether some path does not meet in an event."""
    if any(not path.meets_in_event for path in paths):
        return True
    return tied_beside_events(region.hops, *asked.ends, asked.hops)


def _without(asked: _Asked) -> tuple[int, int] | None:
    """How many ties lie between the ends, and paths, without the filters; None where there are none."""
    if not asked.filters.said:
        return None
    region = replace(asked, filters=no_filters()).search().region(asked.hops)
    paths = best_paths(region.hops, *asked.ends, asked.k, asked.hops)
    ties = sum(1 + len(hop.others) for some in region.hops.values() for hop in some.values()) // 2
    return ties, len(paths)


def _walk(paths: Iterable[Path], names: Mapping[str, str]) -> list[list[Any]]:
    """The hops as the query takes them, a list each: what a header line of the query names, in that order."""
    return [row for number, path in enumerate(paths, start=1) for row in _walked(number, path, names)]


def _walked(number: int, path: Path, names: Mapping[str, str]) -> Iterator[list[Any]]:
    for index, hop in enumerate(path.hops):
        start, end, tie = path.nodes[index], path.nodes[index + 1], hop.best
        named, event = "", ""
        if tie.kind == "event":
            named, event = tie.end, tie.start
        elif tie.kind == "role":
            named = tie.end
        direction = "forward" if tie.start == start else "backward"
        weakest = int(index == path.weakest)
        also = _also(hop, names)
        yield [
            number, index + 1, start, end, tie.predicate, direction, tie.fact, named, event, weakest, also,
        ]  # fmt: skip


def _also(hop: Hop, names: Mapping[str, str]) -> list[str]:
    """The other ties of a hop: ids of facts, for the query to word, and words."""
    shown = [tie.fact or _part(tie, names) for tie in hop.others[:ALSO_SHOWN]]
    more = len(hop.others) - len(shown)
    return [*dict.fromkeys(shown), *([f"and {more:,} more"] if more else [])]


def _part(tie: Tie, names: Mapping[str, str]) -> str:
    return f"{names[tie.end]} is told of in the event “{names[tie.start]}”"
