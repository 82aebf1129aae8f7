"""The ties of a projection as known on a day, derived from the claims known then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.rules.derive import group_by_fact
from graph.rules.rollup import compute_participation_rollup
from graph.store.fact_mapping import FactRow, build_fact_rows
from graph.write.statements import build_participation_relationship
from queries.as_of.graph_reader import GraphReader, open_reader
from queries.network.projection import Selection
from queries.network.stored_ties import StoredTies
from queries.network.tie_source import (
    Entity,
    build_size_error,
    build_sort_key,
    build_tie_key,
    collect_origins,
    group_by_participation,
    to_participation,
)

if TYPE_CHECKING:
    from graph.model.claims import Claim
    from graph.store.protocols import ReadStore


class TiesAsOf:
    """The ties as known on a day: every roll-up is derived again from the claims known then.

    With `perhaps`, what was only possibly known is included.
    """

    def __init__(self, store: ReadStore, day: str, *, perhaps: bool = False) -> None:
        self._today = StoredTies(store)
        self._store = store
        self._reader: GraphReader = open_reader(store)
        self._moment = replace(self._reader.load_moment(day), perhaps=perhaps)
        self._claims: Mapping[str, Claim] = {}

    def measure_size(self, selection: Selection) -> int:
        """Return how many claims there are: all must be read to find those known then."""
        n: int = self._store.read("MATCH (c:Claim) WHERE c:Scamgraph RETURN count(c) AS n")[0]["n"]
        return n

    def read_entities(self, selection: Selection) -> dict[str, Entity]:
        """Return the entities of the selection's kinds, by id."""
        return self._today.read_entities(selection)

    def read_ties(self, selection: Selection, most: int | None = None) -> list[FactRow]:
        """Return the ties, in the order of ends, type and fact.

        Raises InputError for more than `most` claims.
        """
        if most is not None and (size := self.measure_size(selection)) > most:
            raise build_size_error(selection, size, most)
        claims = self._derive_claims()
        kinds = self.read_entities(selection)
        types = set(selection.types)
        ties = []
        for tie, fact_claims in build_fact_rows(claims.values(), self._reader.context):
            if selection.events and any(claim.event for claim in fact_claims):
                continue
            if tie.type in types and _is_selected(tie, selection, kinds):
                ties.append(tie)
        if selection.events:
            ties += [
                tie for tie in self._derive_participations(claims) if _is_selected(tie, selection, kinds)
            ]
        return sorted(ties, key=build_sort_key)

    def read_origins(self, ties: Iterable[FactRow]) -> dict[str, frozenset[str]]:
        """Return the independent origins of the claims that affirm each tie, by the tie's key."""
        claims = self._derive_claims()
        facts, parts = group_by_fact(claims.values()), group_by_participation(claims.values(), self._reader)
        origins: dict[str, frozenset[str]] = {}
        for tie in ties:
            fact = tie.properties.get("fact")
            origins[build_tie_key(tie)] = collect_origins(
                facts[fact] if fact else parts[to_participation(tie)]
            )
        return origins

    def _derive_claims(self) -> Mapping[str, Claim]:
        if not self._claims:
            claims = [claim for claim in self._reader.load_claims() if self._moment.is_included(claim)]
            self._claims = self._reader.derive(claims).claims
        return self._claims

    def _derive_participations(self, claims: Mapping[str, Claim]) -> Iterator[FactRow]:
        for part, part_claims in group_by_participation(claims.values(), self._reader).items():
            link = build_participation_relationship(
                part, compute_participation_rollup(part_claims, self._reader.context.find_speaker_name)
            )
            yield FactRow(link.start, link.end, link.type, link.properties)


def _is_selected(tie: FactRow, selection: Selection, kinds: Mapping[str, Entity]) -> bool:
    properties = tie.properties
    return (
        properties["claims"] > 0
        and properties["origins"] >= selection.min_origins
        and (properties["asserted"] or not selection.asserted)
        and tie.start in kinds
        and tie.end in kinds
    )
