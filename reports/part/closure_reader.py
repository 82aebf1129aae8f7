"""Reader of the closed part of the graph around chosen claims, from a read-only store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from graph.model.batching import iter_batches
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
from graph.model.reference_fields import DOCUMENT_REFERENCES, ENTITY_REFERENCES, list_field_names
from graph.rules.conflicts.model import ANSWERS
from graph.rules.lineage import DECIDED_ALONE
from graph.store.claim_reader import load_connected_claims, read_decisions, read_lineage_of_documents
from graph.store.protocols import StoreRunner
from graph.store.row_mapping import (
    claim_from_row,
    document_from_row,
    entity_from_row,
    occasion_from_row,
    series_from_row,
)
from reports.part.closure import Closure, Records, derive_closure

if TYPE_CHECKING:
    from graph.rules.as_of import AsOf
    from graph.store.protocols import ReadStore

R = TypeVar("R")

_ENTITY_FIELDS = list_field_names(ENTITY_REFERENCES)
_DOCUMENT_FIELDS = (*list_field_names(DOCUMENT_REFERENCES), "supersedes")

_CLAIMS = "UNWIND $ids AS id MATCH (c:Claim {id: id}) RETURN properties(c) AS c"
_EVERY = "MATCH (c:Claim) WHERE c:Scamgraph RETURN c.id AS id"
_ANSWERS = """
UNWIND $ids AS id MATCH (t:Claim {id: id})<-[:OBJECT]-(c:Claim) WHERE c.predicate IN $answers
RETURN DISTINCT c.id AS id
"""
_OTHER_SIDES = """
UNWIND $ids AS id MATCH (:Claim {id: id})<-[:BETWEEN]-(x:Conflict)
WITH DISTINCT x MATCH (x)-[:BETWEEN]->(c:Claim) RETURN DISTINCT c.id AS id
"""
_DENIALS = """
UNWIND $ids AS id MATCH (e:Scamgraph {id: id})<-[:SUBJECT|SAID_BY]-(c:Claim {polarity: 'deny'})
WHERE c.standing = 'accusation' OR c.modality = 'denied' RETURN DISTINCT c.id AS id
"""
_SPEAKING_FOR = (
    "UNWIND $ids AS id MATCH (:Scamgraph {id: id})<-[:PRINCIPAL]-(e:Entity) RETURN DISTINCT e.id AS id"
)
_MEASURES = """
UNWIND $measures AS m MATCH (s:Series {measures: m}) WHERE s:Scamgraph RETURN DISTINCT s.id AS id
"""
_NODES = """
UNWIND $ids AS id MATCH (n:Scamgraph {id: id}) RETURN labels(n) AS labels, properties(n) AS n
"""
_NOTES = """
UNWIND $ids AS id MATCH (n:Note)-[:ON]->(x:Scamgraph {id: id}) RETURN properties(n) AS n
"""


def list_claim_ids(store: ReadStore) -> list[str]:
    """Return the ids of all claims."""
    return [row["id"] for row in store.stream(_EVERY)]


def load_closure(store: ReadStore, chosen: Iterable[str], moment: AsOf | None = None) -> Closure:
    """Load the closed part of the graph around these claims; with `moment`, from what was known then.

    Raises ScamgraphError if the engine fails.
    """
    reads = StoreRunner(store)
    pool = _ClaimPool(reads, moment)
    pool.add(chosen)
    pool.expand()
    if pool.claims:
        fact_claims = pool.find_fact_claims(chosen)
        pool.add(pool.find_ids(_OTHER_SIDES, sorted(fact_claims)))
        pool.add(_find_denials(reads, (pool.claims[id_] for id_ in fact_claims)))
        pool.expand()
    records = _load_records(reads, pool)
    return _add_judgements(derive_closure(records), read_decisions(reads))


class _ClaimPool:
    """Claims collected so far; each query is only about those added last."""

    def __init__(self, reads: StoreRunner, moment: AsOf | None) -> None:
        self.reads = reads
        self.moment = moment
        self.claims: dict[str, Claim] = {}
        self.series: dict[str, SeriesEntry] = {}
        self._unexpanded: list[Claim] = []

    def add(self, ids: Iterable[str]) -> None:
        missing = sorted(set(ids) - self.claims.keys())
        self._add_new(
            claim_from_row(row["c"])
            for batch in iter_batches(missing)
            for row in self.reads.run(_CLAIMS, ids=batch)
        )

    def _add_new(self, claims: Iterable[Claim]) -> None:
        for claim in claims:
            if claim.id not in self.claims and (self.moment is None or self.moment.is_included(claim)):
                self.claims[claim.id] = claim
                self._unexpanded.append(claim)

    def expand(self) -> None:
        """Add what the claims need until nothing is missing."""
        while self._unexpanded:
            new_claims, self._unexpanded = self._unexpanded, []
            propositions = {claim.proposition_id for claim in new_claims if claim.fact}
            series = self._find_same_measure({id_ for claim in new_claims for id_ in claim.series})
            self._add_new(load_connected_claims(self.reads, propositions, series).values())
            self.add(id_ for claim in new_claims for id_ in list_referenced_claims(claim))
            self.add(self.find_ids(_ANSWERS, [claim.id for claim in new_claims]))

    def _find_same_measure(self, series: set[str]) -> set[str]:
        """Return these series and all that measure the same as one of them."""
        entries = [series_from_row(node) for _, node in _load_nodes(self.reads, series - self.series.keys())]
        self.series.update((entry.id, entry) for entry in entries)
        measures = sorted({entry.measures for entry in entries if entry.measures})
        related = {row["id"] for row in self.reads.run(_MEASURES, measures=measures)} if measures else set()
        self.series.update(
            (node["id"], series_from_row(node))
            for _, node in _load_nodes(self.reads, related - self.series.keys())
        )
        return series | related

    def find_ids(self, query: str, claims: list[str]) -> list[str]:
        """Return the ids of claims that a query about claims gives."""
        params = {"answers": list(ANSWERS)} if query is _ANSWERS else {}
        return [
            row["id"]
            for batch in iter_batches(claims, 1000)
            for row in self.reads.run(query, ids=batch, **params)
        ]

    def find_fact_claims(self, chosen: Iterable[str]) -> set[str]:
        """Return the chosen claims and all that share a fact with one of them."""
        chosen_ids = set(chosen) & self.claims.keys()
        facts = {self.claims[id_].fact for id_ in chosen_ids} - {""}
        return chosen_ids | {claim.id for claim in self.claims.values() if claim.fact in facts}


def list_referenced_claims(claim: Claim) -> Iterator[str]:
    """List the claims that a claim refers to."""
    ends = (claim.subject, claim.object, *claim.because, *(quantity.adds_to for _, quantity in claim.numbers))
    return (id_ for id_ in ends if id_.startswith("claim/"))


def list_named_ids(claim: Claim) -> Iterator[str]:
    """List every entity, occasion, and document that a claim names."""
    ends = (claim.subject, claim.object, claim.place, claim.event, claim.voice, claim.occasion)
    yield from (id_ for id_ in ends if id_ and not id_.startswith(("value/", "claim/")))
    yield from (speaker.rstrip("?") for speaker in claim.by)
    yield from (entity for _, entity in claim.roles)
    for _, quantity in claim.numbers:
        if isinstance(quantity.of, str) and "/" in quantity.of:
            yield quantity.of


def _find_denials(reads: StoreRunner, claims: Iterable[Claim]) -> list[str]:
    """Return the ids of denials by the accused, or by entities that speak for them."""
    merged = resolve_merges(read_decisions(reads))
    accused = {
        merged.get(end, end)
        for claim in claims
        if is_accusation(claim)
        for end in (claim.subject, claim.object)
        if end and not end.startswith(("claim/", "value/"))
    }
    accused_ids = sorted(accused)
    speaking = {row["id"] for row in reads.run(_SPEAKING_FOR, ids=accused_ids)} if accused_ids else set()
    speaker_ids = sorted(accused | speaking)
    return [row["id"] for row in reads.run(_DENIALS, ids=speaker_ids)] if speaker_ids else []


def is_accusation(claim: Claim) -> bool:
    """Return whether a claim accuses someone, by its predicate or by how it is said."""
    return claim.standing == "accusation" or claim.modality == "alleged"


def _load_nodes(reads: StoreRunner, ids: Iterable[str]) -> Iterator[tuple[list[str], dict[str, Any]]]:
    for batch in iter_batches(sorted(set(ids))):
        for row in reads.run(_NODES, ids=batch):
            yield row["labels"], row["n"]


def _load_records(reads: StoreRunner, pool: _ClaimPool) -> Records:
    """Load the registry's part: what the claims name, what that names, and the decisions on it."""
    claims = pool.claims.values()
    all_decisions = read_decisions(reads)
    lineages, documents = _load_lineages(reads, {claim.document for claim in claims})
    registry = _RegistryRecords()
    documents |= _find_newer_versions(reads, documents)
    missing = {id_ for claim in claims for id_ in list_named_ids(claim)} | documents
    same_decisions = [
        decision
        for decision in all_decisions
        if decision.judgement == "same" and decision.about in ("entity", "occasion")
    ]
    while missing:
        missing |= {
            item
            for decision in same_decisions
            if not missing.isdisjoint(decision.items)
            for item in decision.items
        }
        missing = registry.add(_load_nodes(reads, missing - registry.requested_ids), missing)
    registry_ids = registry.ids
    decisions = [
        decision
        for decision in all_decisions
        if decision.about not in ("conflict", "fact") and registry_ids.issuperset(decision.items)
    ]
    decisions += [
        decision
        for decision in all_decisions
        if decision.about == "fact" and not pool.claims.keys().isdisjoint(decision.items)
    ]
    targets = sorted({*pool.claims, *registry_ids})
    notes = [row["n"] for batch in iter_batches(targets) for row in reads.run(_NOTES, ids=batch)]
    return Records(
        claims=tuple(pool.claims[id_] for id_ in sorted(pool.claims)),
        dossiers=_sort_by_id(registry.dossiers),
        entities=_sort_by_id(registry.entities),
        occasions=_sort_by_id(registry.occasions),
        series=_sort_by_id(pool.series),
        decisions=tuple(sorted(decisions, key=lambda decision: decision.id)),
        lineages=tuple(lineages),
        notes=tuple(sorted(map(_build_note, notes), key=lambda note: note.id)),
    )


def _build_note(row: dict[str, str]) -> NoteEntry:
    return NoteEntry(row["id"], row["target"], row["text"], row["by"], row["written"], row.get("link", ""))


def _sort_by_id(records: Mapping[str, R]) -> tuple[R, ...]:
    return tuple(records[id_] for id_ in sorted(records))


class _RegistryRecords:
    """Registry records and documents' heads, with the ids requested so far."""

    def __init__(self) -> None:
        self.requested_ids: set[str] = set()
        self.entities: dict[str, EntityEntry] = {}
        self.occasions: dict[str, OccasionEntry] = {}
        self.dossiers: dict[str, Dossier] = {}

    @property
    def ids(self) -> set[str]:
        return {*self.entities, *self.occasions, *self.dossiers}

    def add(self, nodes: Iterable[tuple[list[str], dict[str, Any]]], ids: set[str]) -> set[str]:
        """Add what was read; return the ids that it names and that are still to be read."""
        named: set[str] = set()
        for labels, row in nodes:
            if "Document" in labels:
                dossier = document_from_row(row)
                self.dossiers[dossier.document.id] = dossier
                document = dossier.document
                referenced_ids = (getattr(document, field) for field in _DOCUMENT_FIELDS)
                named.update(id_ for id_ in referenced_ids if "/" in id_)
            elif row.get("kind") == "Occasion":
                occasion = occasion_from_row(row)
                self.occasions[occasion.id] = occasion
                named.update((*occasion.speakers, occasion.place))
            elif {"Entity", "MergedEntity"}.intersection(labels):
                entity = entity_from_row(row)
                self.entities[entity.id] = entity
                named.update(getattr(entity, field) for field in _ENTITY_FIELDS)
                named.add(entity.document)
                sources = (alias.source for alias in entity.aliases)
                named.update(source for source in sources if source.startswith("document/"))
        self.requested_ids |= ids
        return named - self.requested_ids - {""}


def _load_lineages(reads: StoreRunner, documents: set[str]) -> tuple[list[LineageEntry], set[str]]:
    """Load the lineage of these documents, and of those they share text with, and so on.

    Return the lineage and all of the documents.
    """
    by_pair: dict[tuple[str, str], LineageEntry] = {}
    all_documents, new_documents = set(documents), set(documents)
    while new_documents:
        entries = [status.entry for status in read_lineage_of_documents(reads, sorted(new_documents))]
        by_pair.update({(entry.a, entry.b): entry for entry in entries})
        new_documents = {id_ for entry in entries for id_ in (entry.a, entry.b)} - all_documents
        all_documents |= new_documents
    return [by_pair[pair] for pair in sorted(by_pair) if by_pair[pair].reason != DECIDED_ALONE], all_documents


def _find_newer_versions(reads: StoreRunner, documents: set[str]) -> set[str]:
    """Return the documents that correct any of these; footnotes mention them."""
    query = "UNWIND $ids AS id MATCH (n:Document)-[:SUPERSEDES]->(d:Document {id: id}) RETURN n.id AS id"
    return {row["id"] for batch in iter_batches(sorted(documents)) for row in reads.run(query, ids=batch)}


def _add_judgements(part: Closure, decisions: Iterable[Decision]) -> Closure:
    """Return the part with the judgements on its conflicts, which are known only once these are derived."""
    conflict_ids = {conflict.id for conflict in part.conflicts}
    judgements = [
        decision
        for decision in decisions
        if decision.about == "conflict" and conflict_ids.issuperset(decision.items)
    ]
    if not judgements:
        return part
    all_decisions = tuple(sorted((*part.records.decisions, *judgements), key=lambda decision: decision.id))
    return replace(part, records=replace(part.records, decisions=all_decisions))
