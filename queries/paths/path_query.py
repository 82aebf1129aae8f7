"""The path question: from a user's values to the hops whose claims the library's query returns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from graph.model.errors import InputError
from queries.paths.cypher import ENDS
from queries.paths.filters import PathFilters, build_default_filters, parse_filters
from queries.paths.hops import Hop, Tie
from queries.paths.k_best_paths import Path, find_best_paths, has_non_event_path
from queries.paths.search import Region, Search
from queries.paths.tie_reader import TieReader
from queries.paths.traversable import NO_LINK, list_traversable_kinds
from queries.paths.wording import (
    Ends,
    PathResult,
    describe_nearest_path,
    describe_no_path,
    describe_paths,
    list_notes,
)

if TYPE_CHECKING:
    from graph.store.protocols import ReadStore

ALSO_SHOWN = 10
"""How many of the other ties of a hop are told."""
NEAREST_WITHIN = 6
"""What comes nearest is sought within so many hops, even where fewer are asked for."""
_NO_ENDS = ("Claim", "Document", "Value", "Origin", "Conflict", "Figure", "Lineage", "Series", "Decision")


@dataclass(frozen=True, slots=True)
class PathParameters:
    """The query's hops in its own order of fields, the words of the answer's sentence, and notes."""

    walk: list[list[Any]]
    words: dict[str, str]
    notes: tuple[str, ...] = ()


class _Entity(NamedTuple):
    """An entity: its name in tables and inside a sentence, and whether it takes a plural verb."""

    name: str
    in_sentence: str
    plural: bool
    labels: list[str]


@dataclass(frozen=True, slots=True)
class _PathQuestion:
    """The resolved question: its ends, the entities loaded so far by id, and the bounds."""

    store: ReadStore
    ends: tuple[str, str]
    known: dict[str, _Entity]
    hops: int
    k: int
    filters: PathFilters = field(default_factory=build_default_filters)

    def build_search(self, *, nearly: bool = False) -> Search:
        kinds = list_traversable_kinds((self.known[end].labels for end in self.ends), nearly=nearly)
        return Search(TieReader(self.store, self.ends, kinds, self.filters))

    def find_shortest_path(self, *, nearly: bool) -> Path | None:
        """Return the best supported of the shortest paths; None if there is none.

        With `nearly` it may be longer than asked for: a chain over NO_LINK kinds does not count as a
        path, but shows what comes nearest.
        """
        search = self.build_search(nearly=nearly)
        for length in range(1, (max(self.hops, NEAREST_WITHIN) if nearly else self.hops) + 1):
            if found := find_best_paths(search.find_region(length).hops, *self.ends, 1, length):
                return found[0]
        return None

    def load_entities(self, ids: Iterable[str]) -> None:
        """Load those of these entities that are not loaded yet."""
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


def _read_entities(store: ReadStore, ids: list[str]) -> dict[str, _Entity]:
    rows = store.read(ENDS, {"ids": ids}) if ids else []
    return {row["id"]: _Entity(*(row[field] for field in _Entity._fields)) for row in rows}


def find_paths(store: ReadStore, values: Mapping[str, Any]) -> PathParameters:
    """Find the best paths and describe them, or describe that there is none and why.

    Raises InputError if both ends are the same entity, if a path cannot begin or end at one of them,
    and for unknown predicates.
    """
    asked = _resolve_question(store, values)
    region = asked.build_search().find_region(asked.hops)
    # One more than is asked for tells that there are more.
    found = find_best_paths(region.hops, *asked.ends, asked.k + 1, asked.hops)
    paths = found[: asked.k]
    asked.load_entities([*region.hubs, *region.cut, *(node for path in paths for node in path.nodes)])
    notes = list_notes(asked.in_sentence, region)
    if not paths:
        return PathParameters(
            [], {"found": describe_no_path(asked.worded, asked.filters, _count_unfiltered(asked))}, notes
        )
    direct = _has_direct_tie(asked, region)
    ways = PathResult(paths, len(found) > asked.k, direct, direct or _is_tied(asked, region, paths))
    told = describe_paths(asked.worded, ways, asked.names, asked.filters)
    return PathParameters(_build_rows(paths, asked), {"found": told}, notes)


def find_nearest_path(store: ReadStore, values: Mapping[str, Any]) -> PathParameters:
    """Find the best of the shortest chains over NO_LINK kinds, and describe it.

    Raises InputError as `find_paths` does.
    """
    asked = _resolve_question(store, values)
    path = asked.find_shortest_path(nearly=True)
    if path is None:
        return PathParameters([], {"nearest": describe_nearest_path(asked.worded, ())})
    asked.load_entities(path.nodes)
    meets = find_meeting_points(store, path.nodes)
    return PathParameters(_build_rows([path], asked), {"nearest": describe_nearest_path(asked.worded, meets)})


def find_shortest_path_ids(
    store: ReadStore, start: str, end: str, hops: int, *, nearly: bool = False
) -> list[str]:
    """Return the entities along the best supported of the shortest paths, including both ends.

    The list is empty if there is none. With `nearly` the path may lead over NO_LINK kinds, too.
    Raises InputError if both ends are the same entity, or if a path cannot begin or end at one of
    them.
    """
    path = _resolve_question(store, {"from": start, "to": end, "max_hops": hops, "k": 1}).find_shortest_path(
        nearly=nearly
    )
    return list(path.nodes) if path is not None else []


def find_meeting_points(store: ReadStore, way: Sequence[str]) -> list[str]:
    """Return the names of the NO_LINK entities between the ends of a path, in its order."""
    between = list(way[1:-1])
    known = _read_entities(store, between)
    return [
        known[id_].in_sentence for id_ in between if id_ in known and set(known[id_].labels) & set(NO_LINK)
    ]


def _resolve_question(store: ReadStore, values: Mapping[str, Any]) -> _PathQuestion:
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
    return _PathQuestion(store, (start, end), known, values["max_hops"], values["k"], parse_filters(values))


def _has_direct_tie(asked: _PathQuestion, region: Region) -> bool:
    """Return whether a source ties the ends directly, whatever the filters leave."""
    if asked.ends[1] in region.hops.get(asked.ends[0], {}):
        return True
    if not asked.filters.said:
        return False
    plain = replace(asked, filters=build_default_filters())
    return asked.ends[1] in plain.build_search().find_region(1).hops.get(asked.ends[0], {})


def _is_tied(asked: _PathQuestion, region: Region, paths: Iterable[Path]) -> bool:
    """Return whether some path does not meet in an event."""
    if any(not path.meets_in_event for path in paths):
        return True
    return has_non_event_path(region.hops, *asked.ends, asked.hops)


def _count_unfiltered(asked: _PathQuestion) -> tuple[int, int] | None:
    """Count the ties between the ends, and the paths, without the filters.

    Returns None if no filter is set.
    """
    if not asked.filters.said:
        return None
    region = replace(asked, filters=build_default_filters()).build_search().find_region(asked.hops)
    paths = find_best_paths(region.hops, *asked.ends, asked.k, asked.hops)
    ties = sum(1 + len(hop.others) for some in region.hops.values() for hop in some.values()) // 2
    return ties, len(paths)


def _build_rows(paths: Iterable[Path], asked: _PathQuestion) -> list[list[Any]]:
    """Build the hops as the query takes them: lists in the order of its header line."""
    return [row for number, path in enumerate(paths, start=1) for row in _iter_rows(number, path, asked)]


def _iter_rows(number: int, path: Path, asked: _PathQuestion) -> Iterator[list[Any]]:
    for index, hop in enumerate(path.hops):
        start, end, tie = path.nodes[index], path.nodes[index + 1], hop.best
        named, event = "", ""
        if tie.kind == "event":
            named, event = tie.end, tie.start
        elif tie.kind == "role":
            named = tie.end
        direction = "forward" if tie.start == start else "backward"
        weakest = int(index == path.weakest)
        also = _list_other_ties(hop, asked)
        yield [
            number, index + 1, start, end, tie.predicate, direction, tie.fact, named, event, weakest, also,
        ]  # fmt: skip


def _list_other_ties(hop: Hop, asked: _PathQuestion) -> list[str]:
    """List the other ties of a hop: ids of facts, for the query to word, and words."""
    shown = [tie.fact or _describe_part(tie, asked) for tie in hop.others[:ALSO_SHOWN]]
    more = len(hop.others) - len(shown)
    return [*dict.fromkeys(shown), *([f"and {more:,} more"] if more else [])]


def _describe_part(tie: Tie, asked: _PathQuestion) -> str:
    one = asked.known[tie.end]
    return f"{one.name} {'appear' if one.plural else 'appears'} in the event “{asked.known[tie.start].name}”"
