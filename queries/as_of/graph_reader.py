"""A set of claims read from the graph, with the figures, origins and conflicts that the rules derive.

The same pure functions that write the graph derive what was known on a day: not today's numbers
with some rows hidden.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from graph.model.catalogue import resolve_merges
from graph.model.claims import Claim
from graph.model.records import Decision, SeriesEntry
from graph.rules.as_of import AsOf, build_as_of, find_first_day_in_hand, parse_day
from graph.rules.context import RuleContext
from graph.rules.derive import DerivedClaims, derive_claims
from graph.store.claim_reader import load_connected_claims, read_decisions
from graph.store.metadata import read_state
from graph.store.protocols import ReadStore, StoreRunner
from graph.store.row_mapping import claim_from_row, series_from_row
from graph.store.speaker_cache import SpeakerCache
from queries.as_of.origin_closure import ClaimCache, load_claims_deciding_origin

if TYPE_CHECKING:
    from graph.rules.conflicts.model import Conflict

MOMENTS_KEPT = 8

_NOT_SURELY_OUT = """
MATCH (d:Document) WHERE d:Scamgraph AND (d.published_to IS NULL OR d.published_to > $day)
  AND (any(read IN coalesce(d.coded_on, []) WHERE read <= $day) OR left(d.retrieved, 4) <= left($day, 4))
RETURN d.id AS id, coalesce(d.retrieved, 'unknown') AS retrieved, d.coded_on AS read
"""
_BEGUN = """
MATCH (o:Occasion) WHERE o:Scamgraph AND o.when_from <= $day RETURN collect(o.id) AS ids
UNION ALL
MATCH (o:MergedEntity) WHERE o:Scamgraph AND o.kind = 'Occasion' AND o.when_from <= $day
RETURN collect(o.id) AS ids
"""
_SERIES = "MATCH (s:Series) WHERE s:Scamgraph RETURN properties(s) AS s"
_CLAIMS = "MATCH (c:Claim) WHERE c:Scamgraph RETURN properties(c) AS c"


@dataclass(frozen=True, slots=True)
class GraphReader:
    """What the rules look up in a graph: decisions, names, principals and lineage, cached while in use."""

    asks: ReadStore
    reads: StoreRunner
    decisions: tuple[Decision, ...]
    merged: Mapping[str, str]
    speakers: SpeakerCache
    context: RuleContext
    shared: ClaimCache

    def load_moment(self, day: str) -> AsOf:
        """Return what was known on `day`, an ISO day."""
        documents, occasions = _load_publication_state(self.asks, read_state(self.asks).revision, day)
        return build_as_of(day, documents, occasions, self.merged)

    def load_series(self) -> dict[str, SeriesEntry]:
        """Return every series, by id."""
        return {row["s"]["id"]: series_from_row(row["s"]) for row in self.reads.stream(_SERIES)}

    def load_claims(self) -> list[Claim]:
        """Return every claim of the graph."""
        return [claim_from_row(row["c"]) for row in self.reads.stream(_CLAIMS)]

    def load_with_related(self, claims: Iterable[Claim]) -> list[Claim]:
        """Return these claims, and all that the rules need to judge them.

        Those are the claims of their propositions and series.
        """
        claim_by_id = {claim.id: claim for claim in claims}
        propositions = {claim.proposition_id for claim in claim_by_id.values() if claim.fact}
        series = {id_ for claim in claim_by_id.values() for id_ in claim.series}
        return list({**claim_by_id, **load_connected_claims(self.reads, propositions, series)}.values())

    def derive_among(
        self, claims: Iterable[Claim], is_included: Callable[[Claim], bool], *, figures: bool = False
    ) -> DerivedClaims:
        """Derive the origins of these claims among all stored ones that `is_included` accepts.

        With `figures` derive those, too. The result has other claims as well, whose origins are not
        reliable. Names are not fetched for it.
        """
        deciding_claims = load_claims_deciding_origin(
            claims, self.shared, self.speakers, is_included, figures=figures
        )
        return self.shared.derive_cached(deciding_claims, lambda pool: derive_claims(pool, self.context))

    def fetch_names_and_lineage(self, claims: Iterable[Claim]) -> None:
        """Fetch the names and lineage that are needed to describe these claims."""
        claim_list = list(claims)
        self.speakers.load_names_in(self.reads, claim_list)
        self.speakers.passages.load(self.reads, {claim.document for claim in claim_list})

    def derive(self, claims: Iterable[Claim]) -> DerivedClaims:
        """Derive figures and origins of a closed set of claims."""
        claim_list = list(claims)
        self.fetch_names_and_lineage(claim_list)
        return derive_claims(claim_list, self.context)

    def derive_conflicts(self, claims: Iterable[Claim], series: Mapping[str, SeriesEntry]) -> list[Conflict]:
        """Derive the conflicts within a closed set of claims, in the order of ids."""
        from graph.rules.conflicts.grouping import iter_groups  # noqa: PLC0415 - only some questions need it
        from graph.rules.conflicts.search import find_conflicts  # noqa: PLC0415

        claim_list = list(claims)
        series_ids = {id_ for claim in claim_list for id_ in claim.series}
        named_series = {id_: entry for id_, entry in series.items() if id_ in series_ids}
        conflicts = {
            conflict.id: conflict
            for conflict in find_conflicts(
                iter_groups(claim_list, named_series, self.context),
                self.context,
                self.fetch_names_and_lineage,
            )
        }
        return [conflicts[id_] for id_ in sorted(conflicts)]


@lru_cache(maxsize=MOMENTS_KEPT)
def _load_publication_state(
    store: ReadStore,
    revision: int,
    day: str,
) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """Return documents not certainly published by a day, and occasions that had begun on or before it.

    Each document comes with the day from which we certainly had it. This scans all documents and
    occasions, so it is cached for one `revision` of the graph, for several questions about one day.
    """
    reads = StoreRunner(store)
    rows = reads.stream(_NOT_SURELY_OUT, day=day)
    documents = tuple(
        (row["id"], find_first_day_in_hand(row["retrieved"], row["read"] or ())) for row in rows
    )
    return documents, tuple(id_ for row in reads.stream(_BEGUN, day=day) for id_ in row["ids"])


def open_reader(store: ReadStore) -> GraphReader:
    """Open a read-only reader of a graph. Raises ScamgraphError if the engine fails."""
    reads = StoreRunner(store)
    decisions = tuple(read_decisions(reads))
    merged = resolve_merges(decisions)

    def resolve_id(id_: str) -> str:
        return merged.get(id_, id_)

    speakers = SpeakerCache(resolve_id)
    context = speakers.build_context()
    return GraphReader(store, reads, decisions, merged, speakers, context, ClaimCache(reads))


def find_moment(store: ReadStore, day: str | None, *, perhaps: bool = False) -> AsOf | None:
    """Return what was known on a day that a user gives, or None without a day.

    Raises InputError for an invalid day.
    """
    return None if day is None else replace(open_reader(store).load_moment(parse_day(day)), perhaps=perhaps)
