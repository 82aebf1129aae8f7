"""A search between two entities, from both ends level by level, and the strengths of its ties.

Strengths are computed only for ties that a walk of the requested length can take. Everything is
sorted here, not by the engine, so that both engines give the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from graph.model.batching import iter_batches
from graph.model.fact_types import parse_fact_type
from graph.rules.rollup import compute_rollup
from graph.store.row_mapping import claim_from_row
from queries.as_of.claim_filter import FilteredStore
from queries.as_of.graph_reader import GraphReader, open_reader
from queries.paths.cypher import OF_EVENTS, OF_FACTS, OF_ROLES, Raw
from queries.paths.hops import Hops, Strength, Tie, build_hops, compute_rollup_strength
from queries.paths.tie_reader import TieReader, find_other_end, parse_strength

if TYPE_CHECKING:
    from graph.model.claims import Claim
    from graph.store.protocols import ReadStore

MOST_WALKED = 5000
"""How many entities' ties one search looks at."""
WEIGHED_AT_ONCE = 2000
_WEIGHING = {"role": OF_ROLES, "event": OF_EVENTS, "fact": OF_FACTS}


@dataclass(frozen=True, slots=True)
class Region:
    """The hops between two entities, the hubs that were not walked through, and the ends that were cut.

    It is not `complete` if too many entities were within reach.
    """

    hops: Hops
    hubs: tuple[str, ...]
    cut: tuple[str, ...]
    complete: bool


@dataclass(slots=True)
class Search:
    """One search, with the ties that `reader` reads."""

    reader: TieReader
    _ties: dict[str, list[Raw]] = field(default_factory=dict)
    _complete: bool = True

    def find_region(self, longest: int) -> Region:
        """Return all hops that a walk of at most `longest` from one end to the other can take."""
        explored = {**self._search_from_ends(longest), **self._read_ties_between_ends()}
        near = _find_entities_in_reach(explored, self.reader.ends, longest)
        weighed = self._add_strengths(_merge_ties(explored, near))
        hops = build_hops(tie for tie in weighed if self.reader.filters.is_allowed(tie))
        return Region(hops, tuple(sorted(self.reader.hubs)), tuple(sorted(self.reader.cut)), self._complete)

    def _search_from_ends(self, longest: int) -> Mapping[str, Sequence[Raw]]:
        """Return the ties of the entities in reach, as far as a walk of `longest` can use them.

        The search goes half the way from each end, at each step first from where there is less to read.
        At the last step only ties to entities already seen can be of use. Where the halves meet in the
        middle of a tie, the second end reads only its ties to hubs, whose own ties are not read.
        """
        ties: dict[str, Sequence[Raw]] = {}
        ends = self.reader.ends
        seen: tuple[set[str], set[str]] = ({ends[0]}, {ends[1]})
        edge = [{ends[0]}, {ends[1]}]
        half, odd = divmod(longest, 2)
        for steps_left in reversed(range(half + odd)):
            work = self.reader.count_claims(edge)
            for second, side in enumerate(sorted((0, 1), key=work.__getitem__)):
                if any(not edge[i] and self._is_exhausted(ends[i], seen[i]) for i in (0, 1)):
                    return ties
                far: Set[str] | None = None
                if not steps_left and (second or odd):
                    far = seen[0] | seen[1]
                    if second and odd:
                        far &= self.reader.hubs
                ties |= self._read_ties(edge[side], far)
                reached = {find_other_end(raw, node) for node in edge[side] for raw in ties.get(node, ())}
                edge[side] = reached - seen[side] - set(ends)
                seen[side].update(reached)
        return ties

    def _read_ties_between_ends(self) -> dict[str, list[Raw]]:
        """Return the ties of one end with those between both ends.

        It is empty unless only the best ties were read of both.
        """
        start, end = self.reader.ends
        if not {start, end} <= self.reader.cut:
            return {}
        return {start: [*self._ties[start], *self.reader.read_ties([start], {end})[start]]}

    def _is_exhausted(self, end: str, seen: set[str]) -> bool:
        """Return whether all ties of the entities seen from an end are known.

        It applies once no entity is left to walk from.
        """
        return end not in self.reader.cut and self.reader.hubs.isdisjoint(seen)

    def _read_ties(self, nodes: Iterable[str], far: Set[str] | None) -> dict[str, list[Raw]]:
        """Return the ties of these entities.

        With `far`, only those that lead there, unless all are known already.
        """
        requested = sorted(nodes) if far is None or far else []
        missing = [node for node in requested if node not in self._ties]
        if len(self._ties) + len(missing) > MOST_WALKED:
            self._complete = False
            missing = missing[: max(0, MOST_WALKED - len(self._ties))]
        new_ties = self.reader.read_ties(missing, far) if missing else {}
        if far is None:
            self._ties |= new_ties
        return {**{node: self._ties[node] for node in requested if node in self._ties}, **new_ties}

    def _add_strengths(self, ties: Sequence[Tie]) -> Iterator[Tie]:
        unweighed: dict[str, dict[str, list[Tie]]] = defaultdict(lambda: defaultdict(list))
        for tie in ties:
            if tie.strength is not None:
                yield tie
            else:
                unweighed[tie.kind][f"{tie.fact or tie.start} {tie.end}"].append(tie)
        calculator = _StrengthCalculator(self.reader.store)
        for kind, same_claims in unweighed.items():
            for part in iter_batches(sorted(same_claims), WEIGHED_AT_ONCE):
                params = {"ties": [name.split(" ") for name in part]}
                for row in self.reader.store.read(_WEIGHING[kind], params):
                    strength = calculator.compute_strength(map(claim_from_row, row["claims"]))
                    if strength is not None:
                        yield from (replace(tie, strength=strength) for tie in same_claims[row["tie"]])


class _StrengthCalculator:
    """Computes the strength of ties from their claims.

    With a filtered store, the claims have the origins that they had then.
    """

    def __init__(self, store: ReadStore) -> None:
        self._filtered_store = store if isinstance(store, FilteredStore) else None
        self._reader: GraphReader | None = (
            open_reader(store.store) if isinstance(store, FilteredStore) else None
        )

    def compute_strength(self, claims: Iterable[Claim]) -> Strength | None:
        """Return the strength of the tie that these claims report; None if none affirms it."""
        tie_claims = list(claims)
        if self._reader is not None and self._filtered_store is not None:
            derived = self._reader.derive_among(tie_claims, self._filtered_store.limits.is_known)
            tie_claims = [derived.claims[claim.id] for claim in tie_claims]
        if not any(claim.affirms for claim in tie_claims):
            return None
        return compute_rollup_strength(compute_rollup(tie_claims, _ignore_speaker))


def _ignore_speaker(_: Claim) -> str:
    return ""


def _parse_tie(raw: Raw) -> Tie:
    kind, start, end, type_, fact = raw[:5]
    predicate = type_ if kind == "event" else parse_fact_type(type_).claim_predicate
    return Tie(kind, start, end, predicate, fact, parse_strength(raw))


def _merge_ties(ties: Mapping[str, Sequence[Raw]], near: Set[str]) -> list[Tie]:
    """Return the ties between entities that are `near`, each once.

    Several parts in one event become one tie without a strength.
    """
    merged: dict[tuple[str, str, str], Tie] = {}
    for node in near & ties.keys():
        here = set()
        for raw in ties[node]:
            if raw[1] not in near or raw[2] not in near:
                continue
            tie = _parse_tie(raw)
            key = (*tie.pair, tie.key)
            if tie.kind == "event" and key in merged:
                tie = _merge_part(tie, merged[key], several=key in here)
            here.add(key)
            if tie.kind != "role" or _is_informative(tie, merged.get(key)):
                merged[key] = tie
    return [merged[key] for key in sorted(merged)]


def _is_informative(role: Tie, earlier: Tie | None) -> bool:
    """Return whether a role says more than the tie that was read before.

    A fact ties its own ends in no role.
    """
    return earlier is None or (earlier.kind == "role" and earlier.strength is None)


def _merge_part(tie: Tie, earlier: Tie, *, several: bool) -> Tie:
    """Return the tie of an entity to an event that was read before, as `earlier`.

    With `several` the entity has another part in the event. A tie of several parts has no strength
    and stays so, since not all parts of a hub that is an end may have been read.
    """
    strength = None if several or earlier.strength is None else tie.strength
    return replace(tie, predicate=max(tie.predicate, earlier.predicate), strength=strength)


def _find_entities_in_reach(
    ties: Mapping[str, Sequence[Raw]], ends: tuple[str, str], longest: int
) -> set[str]:
    """Return the entities through which a walk of at most `longest` can lead from end to end."""
    neighbours: dict[str, set[str]] = defaultdict(set)
    for node, entity_ties in ties.items():
        for raw in entity_ties:
            neighbour = find_other_end(raw, node)
            neighbours[node].add(neighbour)
            neighbours[neighbour].add(node)
    away = [_compute_distances(neighbours, end, longest) for end in ends]
    return {
        node for node, distance in away[0].items() if distance + away[1].get(node, longest + 1) <= longest
    }


def _compute_distances(neighbours: Mapping[str, set[str]], source: str, most: int) -> dict[str, int]:
    distances = {source: 0}
    edge = {source}
    for steps in range(1, most + 1):
        edge = {neighbour for node in edge for neighbour in neighbours.get(node, ())} - distances.keys()
        distances.update(dict.fromkeys(edge, steps))
    return distances
