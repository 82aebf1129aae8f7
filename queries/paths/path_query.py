"""The question after paths: from what a user gives to the hops whose claims the library's query gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from graph.model.errors import InputError
from queries.paths.cypher import ENDS
from queries.paths.filters import Filters, filters_of, no_filters
from queries.paths.hops import Hop, Tie
from queries.paths.k_best_paths import Path, best_paths, tied_beside_events
from queries.paths.search import Region, Search
from queries.paths.tie_reader import Reader
from queries.paths.traversable import NO_LINK, walkable
from queries.paths.wording import (
    Ends,
    Found,
    notes_on,
    sentence_of_nearest,
    sentence_of_nothing,
    sentence_of_paths,
)

if TYPE_CHECKING:
    from graph.store.protocols import Asks

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


class _Entity(NamedTuple):
    """An entity looked up: its name in tables and inside a sentence, and whether it takes a plural verb."""

    name: str
    in_sentence: str
    plural: bool
    labels: list[str]


@dataclass(frozen=True, slots=True)
class _Asked:
    """The question, looked up: its ends, the entities known so far by id, and the bounds."""

    store: Asks
    ends: tuple[str, str]
    known: dict[str, _Entity]
    hops: int
    k: int
    filters: Filters = field(default_factory=no_filters)

    def search(self, *, nearly: bool = False) -> Search:
        kinds = walkable((self.known[end].labels for end in self.ends), nearly=nearly)
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
        """Look up those of these entities that are not known yet."""
        if missing := sorted(set(ids) - self.known.keys()):
            self.known.update(_read_entities(self.store, missing))

    @property
    def names(self) -> dict[str, str]:
        return {id_: entity.name for id_, entity in self.known.items()}

    @property
    def in_sentence(self) -> dict[str, str]:
        return {id_: entity.in_sentence for id_, entity in self.known.items()}

    @property
    def worded(self) -> Ends:
        start, end = (self.known[end].in_sentence for end in self.ends)
        return Ends(start, end, self.hops)


def _read_entities(store: Asks, ids: list[str]) -> dict[str, _Entity]:
    rows = store.read(ENDS, {"ids": ids}) if ids else []
    return {row["id"]: _Entity(*(row[field] for field in _Entity._fields)) for row in rows}


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
    notes = notes_on(asked.in_sentence, region)
    if not paths:
        return Told([], {"found": sentence_of_nothing(asked.worded, asked.filters, _without(asked))}, notes)
    direct = _direct(asked, region)
    ways = Found(paths, len(found) > asked.k, direct, direct or _tied(asked, region, paths))
    told = sentence_of_paths(asked.worded, ways, asked.names, asked.filters)
    return Told(_walk(paths, asked), {"found": told}, notes)


def nearest_way(store: Asks, values: Mapping[str, Any]) -> Told:
    """The best of the shortest chains over what is no link, and what to say of it. Raises as `found_ways`."""
    asked = _asked(store, values)
    path = asked.shortest(nearly=True)
    if path is None:
        return Told([], {"nearest": sentence_of_nearest(asked.worded, ())})
    asked.know(path.nodes)
    meets = met_in(store, path.nodes)
    return Told(_walk([path], asked), {"nearest": sentence_of_nearest(asked.worded, meets)})


def shortest_way(store: Asks, start: str, end: str, hops: int, *, nearly: bool = False) -> list[str]:
    """The entities along the best supported of the shortest paths, both ends included; empty without one.

    `nearly` walks over what is no link, too. Raises InputError for ends that are one or no ends.
    """
    path = _asked(store, {"from": start, "to": end, "max_hops": hops, "k": 1}).shortest(nearly=nearly)
    return list(path.nodes) if path is not None else []


def met_in(store: Asks, way: Sequence[str]) -> list[str]:
    """Names of those entities between the ends of a way that are no link, in its order."""
    between = list(way[1:-1])
    known = _read_entities(store, between)
    return [
        known[id_].in_sentence for id_ in between if id_ in known and set(known[id_].labels) & set(NO_LINK)
    ]


def _asked(store: Asks, values: Mapping[str, Any]) -> _Asked:
    start, end = values["from"], values["to"]
    if start == end:
        raise InputError("Both ends are the same entity.", hint="Give two different ones.")
    known = _read_entities(store, [start, end])
    for id_ in (start, end):
        if wrong := [label for label in known[id_].labels if label in _NO_ENDS]:
            raise InputError(
                f"{id_} is a {wrong[0].lower()}: no path begins or ends there.",
                hint="Give entities: people, organisations, sites, places, events, topics.",
            )
    return _Asked(store, (start, end), known, values["max_hops"], values["k"], filters_of(values))


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


def _walk(paths: Iterable[Path], asked: _Asked) -> list[list[Any]]:
    """The hops as the query takes them, a list each: what a header line of the query names, in that order."""
    return [row for number, path in enumerate(paths, start=1) for row in _walked(number, path, asked)]


def _walked(number: int, path: Path, asked: _Asked) -> Iterator[list[Any]]:
    for index, hop in enumerate(path.hops):
        start, end, tie = path.nodes[index], path.nodes[index + 1], hop.best
        named, event = "", ""
        if tie.kind == "event":
            named, event = tie.end, tie.start
        elif tie.kind == "role":
            named = tie.end
        direction = "forward" if tie.start == start else "backward"
        weakest = int(index == path.weakest)
        also = _also(hop, asked)
        yield [
            number, index + 1, start, end, tie.predicate, direction, tie.fact, named, event, weakest, also,
        ]  # fmt: skip


def _also(hop: Hop, asked: _Asked) -> list[str]:
    """The other ties of a hop: ids of facts, for the query to word, and words."""
    shown = [tie.fact or _part(tie, asked) for tie in hop.others[:ALSO_SHOWN]]
    more = len(hop.others) - len(shown)
    return [*dict.fromkeys(shown), *([f"and {more:,} more"] if more else [])]


def _part(tie: Tie, asked: _Asked) -> str:
    one = asked.known[tie.end]
    return f"{one.name} {'appear' if one.plural else 'appears'} in the event “{asked.known[tie.start].name}”"
