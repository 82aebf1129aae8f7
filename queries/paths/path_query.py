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
"""How many of the other ties of a hop are shown."""
NEAREST_WITHIN = 6
"""The nearest path may have this many hops, even where the question allows fewer."""
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
    entities: dict[str, _Entity]
    hops: int
    k: int
    filters: PathFilters = field(default_factory=build_default_filters)

    def build_search(self, *, nearly: bool = False) -> Search:
        kinds = list_traversable_kinds((self.entities[end].labels for end in self.ends), nearly=nearly)
        return Search(TieReader(self.store, self.ends, kinds, self.filters))

    def find_shortest_path(self, *, nearly: bool) -> Path | None:
        """Return the best supported of the shortest paths; None if there is none.

        With `nearly` it may be longer than asked for: a chain over NO_LINK kinds does not count as a
        path, but shows what comes nearest.
        """
        search = self.build_search(nearly=nearly)
        for length in range(1, (max(self.hops, NEAREST_WITHIN) if nearly else self.hops) + 1):
            if paths := find_best_paths(search.find_region(length).hops, *self.ends, 1, length):
                return paths[0]
        return None

    def load_entities(self, ids: Iterable[str]) -> None:
        """Load those of these entities that are not loaded yet."""
        if missing := sorted(set(ids) - self.entities.keys()):
            self.entities.update(_read_entities(self.store, missing))

    @property
    def names(self) -> dict[str, str]:
        return {id_: entity.name for id_, entity in self.entities.items()}

    @property
    def in_sentence(self) -> dict[str, str]:
        return {id_: entity.in_sentence for id_, entity in self.entities.items()}

    @property
    def worded(self) -> Ends:
        start, end = (self.entities[end].in_sentence for end in self.ends)
        return Ends(start, end, self.hops)


def _read_entities(store: ReadStore, ids: list[str]) -> dict[str, _Entity]:
    rows = store.read(ENDS, {"ids": ids}) if ids else []
    return {row["id"]: _Entity(*(row[field] for field in _Entity._fields)) for row in rows}


def find_paths(store: ReadStore, values: Mapping[str, Any]) -> PathParameters:
    """Find the best paths and describe them, or describe that there is none and why.

    Raises InputError if both ends are the same entity, if a path cannot begin or end at one of them,
    and for unknown predicates.
    """
    question = _resolve_question(store, values)
    region = question.build_search().find_region(question.hops)
    # One path too many shows that there are more.
    ranked = find_best_paths(region.hops, *question.ends, question.k + 1, question.hops)
    paths = ranked[: question.k]
    question.load_entities([*region.hubs, *region.cut, *(node for path in paths for node in path.nodes)])
    notes = list_notes(question.in_sentence, region)
    if not paths:
        return PathParameters(
            [],
            {"found": describe_no_path(question.worded, question.filters, _count_unfiltered(question))},
            notes,
        )
    direct = _has_direct_tie(question, region)
    result = PathResult(paths, len(ranked) > question.k, direct, direct or _is_tied(question, region, paths))
    description = describe_paths(question.worded, result, question.names, question.filters)
    return PathParameters(_build_rows(paths, question), {"found": description}, notes)


def find_nearest_path(store: ReadStore, values: Mapping[str, Any]) -> PathParameters:
    """Find the best of the shortest chains over NO_LINK kinds, and describe it.

    Raises InputError as `find_paths` does.
    """
    question = _resolve_question(store, values)
    path = question.find_shortest_path(nearly=True)
    if path is None:
        return PathParameters([], {"nearest": describe_nearest_path(question.worded, ())})
    question.load_entities(path.nodes)
    meets = find_meeting_points(store, path.nodes)
    return PathParameters(
        _build_rows([path], question), {"nearest": describe_nearest_path(question.worded, meets)}
    )


def find_shortest_path(
    store: ReadStore, start: str, end: str, hops: int, *, over_anything: bool = False
) -> list[str]:
    """Return the ids along the best supported of the shortest paths, including both ends.

    The list is empty if there is none within `hops`. With `over_anything` the path may lead over
    NO_LINK kinds, too, to show what comes nearest. Raises InputError if both ends are the same
    entity, or if a path cannot begin or end at one of them.
    """
    question = _resolve_question(store, {"from": start, "to": end, "max_hops": hops, "k": 1})
    path = question.find_shortest_path(nearly=over_anything)
    return list(path.nodes) if path is not None else []


def find_meeting_points(store: ReadStore, path: Sequence[str]) -> list[str]:
    """Return the names of the NO_LINK entities between the ends of a path, in its order."""
    between = list(path[1:-1])
    entities = _read_entities(store, between)
    return [
        entities[id_].in_sentence
        for id_ in between
        if id_ in entities and set(entities[id_].labels) & set(NO_LINK)
    ]


def _resolve_question(store: ReadStore, values: Mapping[str, Any]) -> _PathQuestion:
    start, end = values["from"], values["to"]
    if start == end:
        raise InputError("Both ends are the same entity.", hint="Give two different ones.")
    entities = _read_entities(store, [start, end])
    for id_ in (start, end):
        if wrong := [label for label in entities[id_].labels if label in _NO_ENDS]:
            raise InputError(
                f"{id_} is a {wrong[0].lower()}: no path begins or ends there.",
                hint="Give entities: people, organisations, sites, places, events, topics.",
            )
    return _PathQuestion(
        store, (start, end), entities, values["max_hops"], values["k"], parse_filters(values)
    )


def _has_direct_tie(question: _PathQuestion, region: Region) -> bool:
    """Return whether a source ties the ends directly, whatever the filters leave."""
    if question.ends[1] in region.hops.get(question.ends[0], {}):
        return True
    if not question.filters.said:
        return False
    unfiltered = replace(question, filters=build_default_filters())
    return question.ends[1] in unfiltered.build_search().find_region(1).hops.get(question.ends[0], {})


def _is_tied(question: _PathQuestion, region: Region, paths: Iterable[Path]) -> bool:
    """Return whether some path does not meet in an event."""
    if any(not path.meets_in_event for path in paths):
        return True
    return has_non_event_path(region.hops, *question.ends, question.hops)


def _count_unfiltered(question: _PathQuestion) -> tuple[int, int] | None:
    """Count the ties between the ends, and the paths, without the filters.

    Returns None if no filter is set.
    """
    if not question.filters.said:
        return None
    region = replace(question, filters=build_default_filters()).build_search().find_region(question.hops)
    paths = find_best_paths(region.hops, *question.ends, question.k, question.hops)
    ties = (
        sum(1 + len(hop.weaker_ties) for neighbours in region.hops.values() for hop in neighbours.values())
        // 2
    )
    return ties, len(paths)


def _build_rows(paths: Iterable[Path], question: _PathQuestion) -> list[list[Any]]:
    """Build the hops as the query takes them: lists in the order of its header line."""
    return [row for number, path in enumerate(paths, start=1) for row in _iter_rows(number, path, question)]


def _iter_rows(number: int, path: Path, question: _PathQuestion) -> Iterator[list[Any]]:
    for index, hop in enumerate(path.hops):
        start, end, tie = path.nodes[index], path.nodes[index + 1], hop.best
        named, event = "", ""
        if tie.kind == "event":
            named, event = tie.end, tie.start
        elif tie.kind == "role":
            named = tie.end
        direction = "forward" if tie.start == start else "backward"
        weakest = int(index == path.weakest)
        also = _list_other_ties(hop, question)
        yield [
            number, index + 1, start, end, tie.predicate, direction, tie.fact, named, event, weakest, also,
        ]  # fmt: skip


def _list_other_ties(hop: Hop, question: _PathQuestion) -> list[str]:
    """List the other ties of a hop: ids of facts, for the query to word, and words."""
    shown = [tie.fact or _describe_part(tie, question) for tie in hop.weaker_ties[:ALSO_SHOWN]]
    more = len(hop.weaker_ties) - len(shown)
    return [*dict.fromkeys(shown), *([f"and {more:,} more"] if more else [])]


def _describe_part(tie: Tie, question: _PathQuestion) -> str:
    participant, event = question.entities[tie.end], question.entities[tie.start]
    return f"{participant.name} {'appear' if participant.plural else 'appears'} in the event “{event.name}”"
