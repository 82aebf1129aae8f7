"""Write whole documents in one transaction: what changes, and what that affects.

The caller passes documents with all their claims (none for a removal). They are compared with the
stored claims by claim id. Stored claims that share a proposition, a series, or an event with a
changed claim are read, derived again by the pure rules of `graph.rules.derive`, and written if they
differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import msgspec

from graph.model.claims import Claim
from graph.model.records import Dossier
from graph.rules.claim_diff import ClaimDiff, build_new_diff, compare_claims
from graph.rules.conflicts.model import Conflict
from graph.rules.context import RuleContext
from graph.rules.derive import Participation, list_participations
from graph.rules.rollup import compute_participation_rollup, find_event_window
from graph.store import claim_reader, metadata
from graph.store.cypher_dialect import Dialect, Link
from graph.store.indexes import find_end_label
from graph.store.row_mapping import build_claim_row
from graph.store.speaker_cache import SpeakerCache
from graph.store.store import Tx
from graph.write import statements
from graph.write.change_plan import FactChanges, Plan, collect_claims_after_change, plan_changes
from graph.write.claim_writer import create_claims
from graph.write.conflict_writer import ConflictWriter
from graph.write.document_writer import write_documents
from graph.write.entity_writer import delete_entities
from graph.write.gc_pause import pause_gc
from graph.write.statements import create_relationships, delete_facts, upsert_facts, write_nodes


@dataclass(frozen=True, slots=True)
class DocumentInput:
    """A document with all the claims that it will have from now on."""

    dossier: Dossier
    claims: Sequence[Claim]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The numbers of what a transaction changed."""

    documents: int = 0
    new: int = 0
    kept: int = 0
    changed: int = 0
    gone: int = 0
    facts: int = 0
    revision: int = 0

    def __add__(self, other: Outcome) -> Outcome:
        sums = {name: getattr(self, name) + getattr(other, name) for name in Outcome.__slots__}
        return Outcome(**{**sums, "revision": max(self.revision, other.revision)})


class AddedClaims(NamedTuple):
    """The outcome of adding claims, and the events whose participations must be written again."""

    outcome: Outcome
    events: list[str]


class TransactionWriter:
    """Writer of documents and claims in one open transaction.

    `context` must know every entity that the claims name. The values that `speakers` cached for the
    previous transaction are released.
    """

    def __init__(self, tx: Tx, dialect: Dialect, context: RuleContext, speakers: SpeakerCache) -> None:
        self.tx = tx
        self.dialect = dialect
        self.context = context
        self.speakers = speakers
        speakers.release_step()

    def update_documents(self, documents: Sequence[DocumentInput]) -> Outcome:
        """Update these documents and their claims, with everything that depends on them."""
        ids = [document.dossier.document.id for document in documents]
        renamed = self._find_renamed(documents)
        stored_claims = claim_reader.read_claims_of_documents(self.tx, ids)
        difference = compare_claims(
            stored_claims, [claim for document in documents for claim in document.claims], renamed
        )
        self._write_records(documents)
        return self._apply(difference, documents=len(documents))

    def _write_records(self, documents: Sequence[DocumentInput]) -> None:
        written = [(document.dossier, document.claims) for document in documents]
        write_documents(self.tx, self.dialect, written, self.context.canonical)

    def _find_renamed(self, documents: Sequence[DocumentInput]) -> set[str]:
        """Return the documents with a new label, or a new name inside a sentence.

        Facts and conflicts name the document itself if no other speaker is given.
        """
        records = (document.dossier.document for document in documents)
        names = {record.id: (record.label, record.in_sentence) for record in records}
        rows = statements.read_properties(self.tx, names)
        renamed = {
            id_ for id_, row in rows.items() if (row.get("name"), row.get("in_sentence", "")) != names[id_]
        }
        self.speakers.evict(renamed)
        return renamed

    def add_documents(self, documents: Sequence[DocumentInput]) -> Outcome:
        """Write new documents without their claims; `add_claims` writes those."""
        self._write_records(documents)
        return Outcome(documents=len(documents), revision=metadata.increment_revision(self.tx))

    def add_claims(self, claims: Sequence[Claim]) -> AddedClaims:
        """Write new claims and everything that depends on them except their events."""
        return self.apply_plan(self._plan(build_new_diff(claims), self._load_connected(claims)))

    def apply_plan(self, plan: Plan, within: Sequence[Conflict] | None = None) -> AddedClaims:
        """Write a plan, except its events; `within` is the result of `find_new_conflicts` for it."""
        self._write(plan, within)
        outcome = Outcome(
            new=len(plan.difference.new),
            facts=plan.touched_facts,
            revision=metadata.increment_revision(self.tx),
        )
        return AddedClaims(outcome, self._list_events(plan.changed))

    def draw_events(self, events: Sequence[str]) -> Outcome:
        """Write the participants and places of these events again."""
        self._write_participations(events)
        return Outcome(revision=metadata.increment_revision(self.tx))

    def remove_documents(self, documents: Sequence[str]) -> Outcome:
        """Remove documents, with exactly what only they support."""
        difference = compare_claims(claim_reader.read_claims_of_documents(self.tx, documents), [])
        outcome = self._apply(difference, documents=len(documents))
        delete_entities(self.tx, documents)
        return outcome

    def rewrite_claims(self, claims: Iterable[Claim], facts: Mapping[str, tuple[str, str]]) -> Outcome:
        """Write stored claims again because a name, a principal, or a decision changed.

        `facts` gives by claim id the proposition and object that the claim has under the new decisions.
        """
        difference = ClaimDiff()
        for claim in claims:
            difference.before[claim.id] = difference.after[claim.id] = claim
            if claim.id in facts:
                fact, obj = facts[claim.id]
                after = msgspec.structs.replace(claim, fact=fact, proposition="", object=obj)
                difference.after[claim.id] = after
        return self._apply(difference, documents=0)

    def _apply(self, difference: ClaimDiff, *, documents: int) -> Outcome:
        with pause_gc():
            planned = self._plan(difference, self._load_connected(difference.list_claims()))
            self._write(planned)
            self._write_participations(self._list_events(planned.changed))
        return Outcome(
            documents=documents,
            new=len(difference.new),
            kept=difference.kept,
            changed=len(difference.after),
            gone=len(difference.gone),
            facts=planned.touched_facts,
            revision=metadata.increment_revision(self.tx),
        )

    def _plan(self, difference: ClaimDiff, near: Mapping[str, Claim]) -> Plan:
        self.speakers.load_speakers_of(self.tx, collect_claims_after_change(difference, near).values())
        return plan_changes(
            difference, near, claim_reader.read_decided_happenings(self.tx), self.context, self.dialect
        )

    def _load_connected(self, claims: Sequence[Claim]) -> dict[str, Claim]:
        """Return the stored claims that share a proposition or series with these, and so on."""
        propositions = {claim.proposition_id for claim in claims if claim.fact}
        return claim_reader.load_connected_claims(
            self.tx, propositions, {series_id for claim in claims for series_id in claim.series}
        )

    def _list_events(self, claims: Iterable[Claim]) -> list[str]:
        return sorted({self.context.canonical(claim.event) for claim in claims if claim.event})

    def _write(self, plan: Plan, within: Sequence[Conflict] | None = None) -> None:
        """Write a plan; claims with their relationships after the nodes that these point to."""
        delete_facts(self.tx, plan.facts.fallen)
        self._write_figures(plan)
        write_nodes(self.tx, ("Value",), plan.values)
        self._write_claims(plan)
        self._write_facts(plan.facts)
        self._delete_unused(plan)
        ConflictWriter(self.tx, self.dialect, self.context, self.speakers).update_conflicts(
            plan.difference.list_claims(),
            plan.derived.claims,
            plan.derived.figures,
            plan.difference.new.keys(),
            within,
        )

    def _write_figures(self, plan: Plan) -> None:
        fresh = write_nodes(self.tx, ("Figure",), plan.figures)
        series_links = (
            Link(row["id"], row["series"], "OF_SERIES", {}) for row in plan.figures if row["id"] in fresh
        )
        create_relationships(self.tx, self.dialect, series_links)

    def _write_claims(self, plan: Plan) -> None:
        statements.delete_nodes(self.tx, plan.difference.gone)
        statements.create_missing(self.tx, ("Origin",), plan.origins)
        create_claims(self.tx, self.dialect, plan.claims)
        rewritten = [*(plan.derived.claims[id_] for id_ in plan.difference.after), *plan.regrouped.values()]
        statements.rewrite_claims(self.tx, [build_claim_row(claim) for claim in rewritten])
        outgoing = (
            link for claim in rewritten for link in statements.iter_claim_relationships(claim, self.context)
        )
        create_relationships(self.tx, self.dialect, outgoing, find_end_label)
        moved = [claim for id_, claim in plan.moved.items() if id_ not in plan.regrouped]
        statements.detach_origins(self.tx, (claim.id for claim in moved))
        statements.update_claim_origins(self.tx, moved)
        create_relationships(
            self.tx,
            self.dialect,
            (link for claim in moved for link in statements.iter_derived_relationships(claim)),
        )

    def _write_facts(self, facts: FactChanges) -> None:
        upsert_facts(self.tx, self.dialect, facts.fresh, facts.kept)
        statements.delete_nodes(self.tx, facts.values_gone)

    def _write_participations(self, events: Sequence[str]) -> None:
        """Write who took part in the events of changed claims, and set the days of these events."""
        if not events:
            return
        event_claims = claim_reader.read_claims_of_events(self.tx, events)
        self.speakers.load_speakers_of(self.tx, event_claims)
        statements.set_event_days(self.tx, self._compute_event_windows(events, event_claims))
        parts: dict[Participation, list[Claim]] = {}
        for claim in event_claims:
            for part in list_participations(claim, self.context):
                parts.setdefault(part, []).append(claim)
        statements.delete_participations(self.tx, events)
        name = self.context.find_speaker_name
        links = (
            statements.build_participation_relationship(part, compute_participation_rollup(claims, name))
            for part, claims in parts.items()
        )
        create_relationships(self.tx, self.dialect, links, find_end_label)

    def _compute_event_windows(
        self, events: Sequence[str], claims: Iterable[Claim]
    ) -> dict[str, tuple[str, str]]:
        claims_by_event: dict[str, list[Claim]] = {event: [] for event in events}
        for claim in claims:
            claims_by_event[self.context.canonical(claim.event)].append(claim)
        return {event: find_event_window(event_claims) for event, event_claims in claims_by_event.items()}

    def _delete_unused(self, plan: Plan) -> None:
        """Delete figures that no claim states any more, and origins without claims."""
        old, derived = plan.old.values(), plan.derived
        unused_figures = {figure for claim in old for figure in claim.figures} - derived.figures.keys()
        statements.delete_nodes(self.tx, unused_figures)
        used_origins = {claim.origin for claim in derived.claims.values()}
        statements.delete_orphaned_origins(self.tx, {claim.origin for claim in old} - used_origins)
