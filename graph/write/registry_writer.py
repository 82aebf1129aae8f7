"""Write registry, decisions, and lineage, with the claims that a change of them affects.

A changed name appears in what facts say about their speakers; a changed principal changes what
counts as one origin; a decision, made or withdrawn, changes which facts are one. None of these
changes a claim id.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.model.batching import iter_batches
from graph.model.catalogue import resolve_merges
from graph.model.claims import Claim, compute_fact_ids
from graph.model.ontology import Ontology
from graph.model.records import Decision, EntityEntry, LineageEntry, Registry, SeriesEntry
from graph.rules.happenings import find_redecided_claims
from graph.store import claim_reader
from graph.store.indexes import MARK
from graph.store.judgements import write_judgements
from graph.store.speaker_cache import SpeakerCache
from graph.store.store import Store, Tx
from graph.write import entity_writer as nodes
from graph.write.conflict_writer import ConflictWriter, find_changed_series
from graph.write.document_writer import move_record_links
from graph.write.lineage_writer import merge_with_stored, write_lineages
from graph.write.transaction_writer import Outcome, TransactionWriter

BATCH = 10_000


@dataclass(frozen=True, slots=True)
class IdentityChange:
    """The entities that are decided to be others, before and after a change of decisions.

    `blank`: the graph held no entity before. `claims`: those whose happening is now decided differently.
    """

    before: Mapping[str, str]
    after: Mapping[str, str]
    blank: bool = False
    claims: frozenset[str] = frozenset()

    def canonical(self, id_: str) -> str:
        """Return the id that `id_` is decided to be, after the change."""
        return self.after.get(id_, id_)

    @property
    def moved(self) -> frozenset[str]:
        """Return the entities that are decided to be another than before, or no longer."""
        ids = self.before.keys() | self.after.keys()
        return frozenset(id_ for id_ in ids if self.before.get(id_) != self.after.get(id_))

    @property
    def reached(self) -> frozenset[str]:
        """Return the entities that moved, and all that they were or are decided to be."""
        ends = {end for id_ in self.moved for end in (self.before.get(id_), self.after.get(id_)) if end}
        return self.moved | ends


@dataclass(frozen=True, slots=True)
class RegistryWriter:
    """Writer of registries, decisions, and lineage."""

    store: Store
    ontology: Ontology

    def write(
        self,
        registry: Registry,
        decisions: Sequence[Decision] | None,
        lineages: Sequence[LineageEntry] | None = None,
        *,
        replace: bool = True,
    ) -> Outcome:
        """Write a registry; decisions and lineage, unless None, become exactly these.

        Without `replace`, lineage is added to the stored lineage, and replaces entries of the same pair.
        Entities that affect no claim are written first, in batches; everything that changes claims is one
        transaction.
        """
        with self.store.begin() as tx:
            old_decisions = claim_reader.read_decisions(tx)
            new_decisions = old_decisions if decisions is None else decisions
            blank = not tx.run(f"MATCH (n:{MARK}:Entity) RETURN n.id AS id LIMIT 1")
            change = IdentityChange(
                resolve_merges(old_decisions),
                resolve_merges(new_decisions),
                blank,
                find_redecided_claims(old_decisions, new_decisions),
            )
            affected_ids = change.reached
            if not blank:
                affected_ids = nodes.find_speakers_for(
                    tx, affected_ids | _find_affected(tx, registry.entities)
                )
        unaffected = [entity for entity in registry.entities if entity.id not in affected_ids]
        for batch in iter_batches(unaffected, BATCH):
            self.store.write(lambda tx, batch=batch: self._write_unaffected(tx, batch, change))  # type: ignore[misc]
        return self.store.write(
            lambda tx: (
                self._write_affected(tx, registry, decisions, change, affected_ids)
                + self._write_lineages(
                    tx, lineages if replace or lineages is None else merge_with_stored(tx, lineages), change
                )
            )
        )

    def _write_lineages(
        self, tx: Tx, entries: Sequence[LineageEntry] | None, change: IdentityChange
    ) -> Outcome:
        return write_lineages(tx, self.store.dialect, entries, change.canonical)

    def _write_unaffected(self, tx: Tx, entities: list[EntityEntry], change: IdentityChange) -> None:
        nodes.write_entities(tx, self.ontology, entities, change.after)

    def _write_affected(
        self,
        tx: Tx,
        registry: Registry,
        decisions: Sequence[Decision] | None,
        change: IdentityChange,
        affected_ids: frozenset[str],
    ) -> Outcome:
        """Write everything that changes claims, and the links between entities.

        The links need all entities in the graph.
        """
        new_entries = {entity.id: entity for entity in registry.entities if entity.id in affected_ids}
        stored_entries = {
            entity.id: entity for entity in nodes.read_entities(tx, affected_ids - new_entries.keys())
        }
        changed = [
            {**stored_entries, **new_entries}[id_]
            for id_ in sorted(affected_ids)
            if id_ in stored_entries or id_ in new_entries
        ]
        relinked = nodes.find_linked_entities(tx, affected_ids)
        stored_occasions = {
            occasion.id: occasion for occasion in nodes.read_occasions(tx, affected_ids | relinked)
        }
        occasions = {**stored_occasions, **{occasion.id: occasion for occasion in registry.occasions}}
        nodes.delete_entities(tx, sorted(change.before.keys() & change.moved - change.after.keys()))
        standing = [entity for entity in changed if entity.id not in change.after]
        nodes.write_entities(tx, self.ontology, standing, change.after)
        current_occasions = [occasion for occasion in occasions.values() if occasion.id not in change.after]
        nodes.write_occasions(tx, self.store.dialect, current_occasions, change.canonical)
        earlier_series = find_changed_series(tx, registry.series)
        nodes.write_series(tx, registry.series)
        if decisions is not None:
            nodes.write_decisions(tx, decisions)
        outcome = self._rewrite_claims(tx, change, affected_ids)
        self._update_conflicts(tx, change, earlier_series, decisions)
        merged = [entity for entity in changed if entity.id in change.after]
        merged_occasions = [occasion for occasion in occasions.values() if occasion.id in change.after]
        nodes.delete_entities(
            tx, [*(entity.id for entity in merged), *(occasion.id for occasion in merged_occasions)]
        )
        nodes.write_entities(tx, self.ontology, merged, change.after)
        nodes.write_occasions(tx, self.store.dialect, merged_occasions, change.canonical)
        relinked_entities = nodes.read_entities(
            tx, relinked.difference(entity.id for entity in registry.entities)
        )
        # An entity whose link led to a moved entity may have moved itself: each is linked once.
        linked = {
            entity.id: entity for entity in (*relinked_entities, *stored_entries.values(), *registry.entities)
        }
        links = list(linked.values())
        nodes.link_entities(tx, self.store.dialect, links, change.canonical, blank=change.blank)
        if not change.blank:
            move_record_links(tx, self.store.dialect, change.moved, change.canonical)
            nodes.move_notes(tx, self.store.dialect, change.moved, change.canonical)
        return outcome

    def _rewrite_claims(self, tx: Tx, change: IdentityChange, affected_ids: frozenset[str]) -> Outcome:
        speakers = SpeakerCache(change.canonical)
        context = speakers.build_context()
        ids = sorted({end for id_ in affected_ids for end in (id_, change.before.get(id_, id_))})
        claims = [
            claim
            for claim in claim_reader.read_claims_naming(tx, ids)
            if _is_affected(claim, affected_ids, change)
        ]
        claim_ids = {claim.id for claim in claims}
        claims += claim_reader.read_claims_by_id(tx, sorted(change.claims - claim_ids))
        facts = {claim.id: compute_fact_ids(claim, change.canonical) for claim in claims}
        return TransactionWriter(tx, self.store.dialect, context, speakers).rewrite_claims(claims, facts)

    def _update_conflicts(
        self,
        tx: Tx,
        change: IdentityChange,
        earlier_series: Sequence[SeriesEntry],
        decisions: Sequence[Decision] | None,
    ) -> None:
        """Update conflicts of changed series, and the judgements on conflicts."""
        speakers = SpeakerCache(change.canonical)
        context = speakers.build_context()
        ConflictWriter(tx, self.store.dialect, context, speakers).update_series_conflicts(earlier_series)
        if decisions is not None:
            write_judgements(tx, decisions)


def _find_affected(tx: Tx, entities: Sequence[EntityEntry]) -> frozenset[str]:
    """Return entities whose speaker properties differ from the graph: claims or conflicts may change."""
    affected_ids: set[str] = set()
    for batch in iter_batches(entities):
        new_entries = {entity.id: entity for entity in batch}
        for stored_entry in nodes.read_entities(tx, new_entries):
            if _build_speaker_key(stored_entry) != _build_speaker_key(new_entries[stored_entry.id]):
                affected_ids.add(stored_entry.id)
    return frozenset(affected_ids)


def _build_speaker_key(entity: EntityEntry) -> tuple[str | bool, ...]:
    return entity.name, entity.naming, entity.principal, entity.in_sentence, entity.protected


def _is_affected(claim: Claim, ids: frozenset[str], change: IdentityChange) -> bool:
    """Return whether a claim names one of these entities, as written or as decided.

    It is also true if the claim's document or its voice is one of them.
    """
    named = {claim.subject, claim.object, claim.place, claim.event, claim.occasion, claim.voice}
    named.update(speaker.rstrip("?") for speaker in claim.by)
    named.update(entity for _, entity in claim.roles)
    return claim.document in ids or not ids.isdisjoint(named | {change.canonical(id_) for id_ in named})
