"""A closed part of the graph: claims with all that is needed to judge them, and what the rules derive.

*Closed*: each proposition and each series has all of its claims; each claim has the claims it
refers to and the claims against it, their documents, lineage, speakers, occasions, and decisions.
Facts, origins, figures, conflicts, and roll-ups are derived here, from the part alone and by the
rules that write the graph, so that anyone with the files of a part gets the same result without a
database.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from graph.model.catalogue import resolve_merges
from graph.model.claims import Claim
from graph.model.records import (
    Decision,
    Dossier,
    EntityEntry,
    LineageEntry,
    NoteEntry,
    OccasionEntry,
    SeriesEntry,
)
from graph.rules.conflicts.grouping import iter_groups
from graph.rules.conflicts.model import Conflict
from graph.rules.conflicts.search import find_conflicts
from graph.rules.context import RecordLookup, RuleContext, Speaker
from graph.rules.derive import derive_claims, group_by_fact
from graph.rules.figures import Figure
from graph.rules.happenings import find_decided_happenings, find_denials, split_happenings
from graph.rules.lineage import (
    LineageStatus,
    add_decided,
    find_standing_decisions,
    group_families,
    resolve_judgement,
)
from graph.rules.origin_model import OriginKey
from graph.store.fact_mapping import FactRow, build_fact_rows


@dataclass(frozen=True, slots=True)
class Records:
    """The records that people wrote for a part of the graph.

    `dossiers` are the documents' heads, without claims.
    """

    claims: tuple[Claim, ...] = ()
    dossiers: tuple[Dossier, ...] = ()
    entities: tuple[EntityEntry, ...] = ()
    occasions: tuple[OccasionEntry, ...] = ()
    series: tuple[SeriesEntry, ...] = ()
    decisions: tuple[Decision, ...] = ()
    lineages: tuple[LineageEntry, ...] = ()
    notes: tuple[NoteEntry, ...] = ()


@dataclass(frozen=True)
class Closure:
    """Records and what the rules derive from them. `claims` have their figures and origins set."""

    records: Records
    claims: Mapping[str, Claim]
    figures: Mapping[str, Figure]
    origins: Mapping[str, OriginKey]
    conflicts: tuple[Conflict, ...]
    lineage: Mapping[str, LineageStatus]
    context: RuleContext

    @cached_property
    def dossiers(self) -> dict[str, Dossier]:
        """The documents' heads, by document."""
        return {dossier.document.id: dossier for dossier in self.records.dossiers}

    @cached_property
    def entities(self) -> dict[str, EntityEntry]:
        """Entities by id; those decided to be another keep their own id."""
        return {entity.id: entity for entity in self.records.entities}

    @cached_property
    def occasions(self) -> dict[str, OccasionEntry]:
        """Occasions by id."""
        return {occasion.id: occasion for occasion in self.records.occasions}

    @cached_property
    def series(self) -> dict[str, SeriesEntry]:
        """Series by id."""
        return {entry.id: entry for entry in self.records.series}

    @cached_property
    def facts(self) -> dict[str, list[Claim]]:
        """The claims of each fact, in the order of days, documents and passages."""
        return {fact: sort_claims(claims) for fact, claims in group_by_fact(self.claims.values()).items()}

    @cached_property
    def relationships(self) -> dict[str, FactRow]:
        """Each fact as one relationship, by fact."""
        return {row.properties["fact"]: row for row, _ in build_fact_rows(self.claims.values(), self.context)}

    @cached_property
    def denials(self) -> dict[str, list[Claim]]:
        """By fact, the denials that reach it from another fact of its proposition."""
        return {fact: sort_claims(claims) for fact, claims in find_denials(self.claims.values()).items()}


def sort_claims(claims: Iterable[Claim]) -> list[Claim]:
    """Sort claims by day, document, and passage."""
    return sorted(claims, key=lambda c: (c.published_from or "9999", c.document, c.start, c.end, c.id))


def derive_closure(records: Records) -> Closure:
    """Derive from records what the rules make of them; the order of records makes no difference."""
    standing_decisions = find_standing_decisions(records.decisions)
    lineage = group_families(
        (entry, resolve_judgement(entry, standing_decisions))
        for entry in add_decided(records.lineages, standing_decisions)
    )
    context = _RecordsLookup(records, lineage.values()).build_context()
    grouped = split_happenings(records.claims, find_decided_happenings(records.decisions))
    derived = derive_claims(grouped.values(), context)
    series_by_id = {entry.id: entry for entry in records.series}
    series_ids = {id_ for claim in derived.claims.values() for id_ in claim.series}
    groups = iter_groups(
        derived.claims.values(),
        {id_: series_by_id[id_] for id_ in sorted(series_ids & series_by_id.keys())},
        context,
    )
    conflict_by_id = {
        conflict.id: conflict for conflict in find_conflicts(groups, context, lambda _claims: None)
    }
    conflicts = tuple(conflict_by_id[id_] for id_ in sorted(conflict_by_id))
    return Closure(records, derived.claims, derived.figures, derived.origins, conflicts, lineage, context)


class _RecordsLookup(RecordLookup):
    """The lookups of the rules from the records of a part, which answer as the graph would."""

    def __init__(self, records: Records, standing: Iterable[LineageStatus]) -> None:
        merged = resolve_merges(records.decisions)
        super().__init__(lambda id_: merged.get(id_, id_))
        self._speakers = {
            entity.id: Speaker(
                entity.name,
                self.canonical(entity.principal),
                entity.naming,
                entity.in_sentence,
                entity.protected,
            )
            for entity in records.entities
        }
        self._speakers |= {occasion.id: Speaker(occasion.name) for occasion in records.occasions}
        documents = (dossier.document for dossier in records.dossiers)
        self._speakers |= {
            document.id: Speaker(document.label, in_sentence=document.in_sentence) for document in documents
        }
        self._lineage: dict[str, list[LineageStatus]] = defaultdict(list)
        for status in standing:
            for document in {status.entry.a, status.entry.b}:
                self._lineage[document].append(status)

    def find_speaker(self, id_: str) -> Speaker | None:
        return self._speakers.get(id_)

    def list_lineage(self, document: str) -> Sequence[LineageStatus]:
        return self._lineage.get(document, ())
