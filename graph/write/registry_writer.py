"""Bringing registry, decisions and lineage into the graph, with the claims that a change of them reaches.

A changed name shows in what facts say of their speakers; a changed principal changes what is one origin; a
decision, made or withdrawn, changes which facts are one. Claim ids never change by any of these.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from graph.model.batching import chunks
from graph.model.catalogue import merges
from graph.model.claims import Claim, fact_under
from graph.model.ontology import Ontology
from graph.model.records import Decision, EntityEntry, LineageEntry, Registry, SeriesEntry
from graph.rules.context import Context
from graph.rules.happenings import find_redecided
from graph.store import claim_reader
from graph.store.indexes import MARK
from graph.store.judgements import judge
from graph.store.speaker_cache import Speakers
from graph.store.store import Store, Tx
from graph.write import entity_writer as nodes
from graph.write.conflict_writer import ConflictWriter, altered
from graph.write.document_writer import move_record_links
from graph.write.lineage_writer import add_held, write_lineages
from graph.write.transaction_writer import Outcome, Writer

BATCH = 10_000


@dataclass(frozen=True, slots=True)
class Deciding:
    """Who is decided to be whom, before and after a change of decisions.

    `blank`: the graph held no entity before. `claims`: those whose happening is decided otherwise than
    before.
    """

    before: Mapping[str, str]
    after: Mapping[str, str]
    blank: bool = False
    claims: frozenset[str] = frozenset()

    def canonical(self, id_: str) -> str:
        """The id that `id_` is decided to be, after the change."""
        return self.after.get(id_, id_)

    @property
    def moved(self) -> frozenset[str]:
        """Entities that are decided to be another than before, or no longer."""
        ids = self.before.keys() | self.after.keys()
        return frozenset(i for i in ids if self.before.get(i) != self.after.get(i))

    @property
    def reached(self) -> frozenset[str]:
        """The entities that moved, and all they were or are decided to be."""
        ends = {end for i in self.moved for end in (self.before.get(i), self.after.get(i)) if end}
        return self.moved | ends


@dataclass(frozen=True, slots=True)
class RegistryWriter:
    """Writes registries, decisions and lineage into a store. `context_of` builds what the rules look up."""

    store: Store
    ontology: Ontology
    context_of: Callable[[Callable[[str], str], Speakers], Context]

    def write(
        self,
        registry: Registry,
        decisions: Sequence[Decision] | None,
        lineages: Sequence[LineageEntry] | None = None,
        *,
        replace: bool = True,
    ) -> Outcome:
        """Write a registry; decisions and lineage, unless None, become exactly these.

        Without `replace`, lineage is added to what the graph holds, and replaces entries of the same pair.
        Entities that no claim can feel go ahead in batches; all that changes claims is one transaction.
        """
        with self.store.begin() as tx:
            was = claim_reader.decisions(tx)
            shall = was if decisions is None else decisions
            blank = not tx.run(f"MATCH (n:{MARK}:Entity) RETURN n.id AS id LIMIT 1")
            change = Deciding(merges(was), merges(shall), blank, find_redecided(was, shall))
            felt = change.reached
            if not blank:
                felt = nodes.find_speakers_for(tx, felt | _felt(tx, registry.entities))
        plain = [entity for entity in registry.entities if entity.id not in felt]
        for some in chunks(plain, BATCH):
            self.store.write(lambda tx, some=some: self._plain(tx, some, change))  # type: ignore[misc]
        return self.store.write(
            lambda tx: (
                self._felt(tx, registry, decisions, change, felt)
                + self._lineages(
                    tx, lineages if replace or lineages is None else add_held(tx, lineages), change
                )
            )
        )

    def _lineages(self, tx: Tx, entries: Sequence[LineageEntry] | None, change: Deciding) -> Outcome:
        return write_lineages(tx, self.store.dialect, entries, change.canonical, self.context_of)

    def _plain(self, tx: Tx, entities: list[EntityEntry], change: Deciding) -> None:
        nodes.write_entities(tx, self.ontology, entities, change.after)

    def _felt(
        self,
        tx: Tx,
        registry: Registry,
        decisions: Sequence[Decision] | None,
        change: Deciding,
        felt: frozenset[str],
    ) -> Outcome:
        """Everything that changes claims, and the links between entities, which need all of them there."""
        given = {entity.id: entity for entity in registry.entities if entity.id in felt}
        held = {entity.id: entity for entity in nodes.entities_of(tx, felt - given.keys())}
        changed = [{**held, **given}[id_] for id_ in sorted(felt) if id_ in held or id_ in given]
        relinked = nodes.linked_to(tx, felt)
        spoken = {one.id: one for one in nodes.occasions_of(tx, felt | relinked)}
        occasions = {**spoken, **{one.id: one for one in registry.occasions}}
        nodes.delete_entities(tx, sorted(change.before.keys() & change.moved - change.after.keys()))
        standing = [entity for entity in changed if entity.id not in change.after]
        nodes.write_entities(tx, self.ontology, standing, change.after)
        staying = [one for one in occasions.values() if one.id not in change.after]
        nodes.write_occasions(tx, self.store.dialect, staying, change.canonical)
        was = altered(tx, registry.series)
        nodes.write_series(tx, registry.series)
        if decisions is not None:
            nodes.write_decisions(tx, decisions)
        outcome = self._rebuild(tx, change, felt)
        self._reconsider(tx, change, was, decisions)
        merged = [entity for entity in changed if entity.id in change.after]
        gone = [one for one in occasions.values() if one.id in change.after]
        nodes.delete_entities(tx, [*(entity.id for entity in merged), *(one.id for one in gone)])
        nodes.write_entities(tx, self.ontology, merged, change.after)
        nodes.write_occasions(tx, self.store.dialect, gone, change.canonical)
        again = nodes.entities_of(tx, relinked.difference(entity.id for entity in registry.entities))
        # One whose link led to an entity that moved may have moved itself: each is linked once.
        linked = {entity.id: entity for entity in (*again, *held.values(), *registry.entities)}
        links = list(linked.values())
        nodes.link_entities(tx, self.store.dialect, links, change.canonical, blank=change.blank)
        if not change.blank:
            move_record_links(tx, self.store.dialect, change.moved, change.canonical)
            nodes.move_notes(tx, self.store.dialect, change.moved, change.canonical)
        return outcome

    def _rebuild(self, tx: Tx, change: Deciding, felt: frozenset[str]) -> Outcome:
        speakers = Speakers(change.canonical)
        context = self.context_of(change.canonical, speakers)
        sought = sorted({end for id_ in felt for end in (id_, change.before.get(id_, id_))})
        claims = [
            claim for claim in claim_reader.claims_naming(tx, sought) if _reached_by(claim, felt, change)
        ]
        known = {claim.id for claim in claims}
        claims += claim_reader.claims_with_ids(tx, sorted(change.claims - known))
        facts = {claim.id: fact_under(claim, change.canonical) for claim in claims}
        return Writer(tx, self.store.dialect, context, speakers).rebuild(claims, facts)

    def _reconsider(
        self, tx: Tx, change: Deciding, was: Sequence[SeriesEntry], decisions: Sequence[Decision] | None
    ) -> None:
        """Conflicts tell of their series, and carry the judgements on them."""
        speakers = Speakers(change.canonical)
        context = self.context_of(change.canonical, speakers)
        ConflictWriter(tx, self.store.dialect, context, speakers).refresh_series(was)
        if decisions is not None:
            judge(tx, decisions)


def _felt(tx: Tx, entities: Sequence[EntityEntry]) -> frozenset[str]:
    """Those whose name, naming or principal is not what the graph holds: claims may have to be told."""
    felt: set[str] = set()
    for some in chunks(entities):
        given = {entity.id: entity for entity in some}
        for held in nodes.entities_of(tx, given):
            if _spoken_as(held) != _spoken_as(given[held.id]):
                felt.add(held.id)
    return frozenset(felt)


def _spoken_as(entity: EntityEntry) -> tuple[str, str, str]:
    return entity.name, entity.naming, entity.principal


def _reached_by(claim: Claim, ids: frozenset[str], change: Deciding) -> bool:
    """Whether a claim names one of these entities, as written or as decided, or its document speaks so."""
    named = {claim.subject, claim.object, claim.place, claim.event, claim.occasion, claim.voice}
    named.update(speaker.rstrip("?") for speaker in claim.by)
    named.update(entity for _, entity in claim.roles)
    return claim.document in ids or not ids.isdisjoint(named | {change.canonical(id_) for id_ in named})
