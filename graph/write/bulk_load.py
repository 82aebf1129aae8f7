"""Load more than fits one transaction: documents first, then their claims, each once.

Deriving origins, figures, and conflicts again with every document would read the popular facts
again and again. So new documents are written without claims and marked `:Unfinished`, their claims
are staged (`claim_staging`), and then written group by group, each group whole. If a load is
interrupted, the next load of any files removes the documents that are still marked: no document
stays with a part of its claims.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from cachetools import LRUCache

from graph.model.batching import iter_batches
from graph.rules.claim_diff import build_new_diff
from graph.rules.context import RuleContext
from graph.store import claim_reader
from graph.store.indexes import MARK
from graph.store.protocols import StoreRunner
from graph.store.speaker_cache import SpeakerCache
from graph.store.store import ADDRESSES_REMEMBERED, Store, Tx
from graph.write import statements
from graph.write.change_plan import plan_changes
from graph.write.claim_staging import ClaimStage
from graph.write.conflict_writer import find_new_conflicts
from graph.write.prefetch import prefetch
from graph.write.transaction_writer import AddedClaims, DocumentInput, Outcome, TransactionWriter

CLAIMS_AT_ONCE = 5_000
EVENTS_AT_ONCE = 500
DOCUMENTS_AT_ONCE = 500
"""How many unfinished documents one transaction removes."""

Progress = Callable[[int], None]
"""Called with the number of claims written so far."""


class _Step(NamedTuple):
    """The work of one transaction: the number of claims, and the function that writes them."""

    claims: int
    write: Callable[[TransactionWriter], AddedClaims]


class LargeLoad:
    """One large load into a store. `alone`: the graph held no claims when it began."""

    def __init__(
        self,
        store: Store,
        canonical: Callable[[str], str],
        stage: ClaimStage,
        *,
        alone: bool,
        claims_at_once: int = CLAIMS_AT_ONCE,
    ) -> None:
        self.store = store
        self.speakers = SpeakerCache(canonical)
        self.context = self.speakers.build_context()
        # Planning runs in its own thread, with its own caches.
        self.planning_speakers = SpeakerCache(canonical)
        self.planning = self.planning_speakers.build_context()
        self.stage = stage
        self.alone = alone
        self.claims_at_once = claims_at_once
        self.addresses: LRUCache[str, int] = LRUCache(ADDRESSES_REMEMBERED)

    def write_documents(self, documents: Sequence[DocumentInput]) -> Outcome:
        """Write these documents, new ones without their claims, which are staged."""

        def write_batch(tx: Tx) -> tuple[Outcome, list[DocumentInput]]:
            writer = self._build_writer(tx)
            existing_ids = statements.find_existing_nodes(
                tx, [document.dossier.document.id for document in documents]
            )
            fresh = [document for document in documents if document.dossier.document.id not in existing_ids]
            existing = [document for document in documents if document.dossier.document.id in existing_ids]
            outcome = writer.add_documents(fresh)
            _create_marks(tx, [document.dossier.document.id for document in fresh])
            return (outcome + writer.update_documents(existing) if existing else outcome), fresh

        outcome, fresh = self.store.write(write_batch)
        self.stage.add([claim for document in fresh for claim in document.claims])
        return outcome

    def write_claims(self, progress: Progress) -> Outcome:
        """Write all staged claims, then the participations in their events; remove the marks."""
        outcome, done, events = Outcome(), 0, set()
        for step in prefetch(self._plan_steps()):
            added = self.store.write(lambda tx, step=step: step.write(self._build_writer(tx)))  # type: ignore[misc]
            outcome += added.outcome
            events.update(added.events)
            done += step.claims
            progress(done)
        for batch in iter_batches(sorted(events), EVENTS_AT_ONCE):
            outcome += self.store.write(lambda tx, batch=batch: self._build_writer(tx).draw_events(batch))  # type: ignore[misc]
        for batch in iter_batches(list_unfinished(self.store)):
            self.store.write(lambda tx, batch=batch: statements.delete_nodes(tx, map(_build_mark_id, batch)))  # type: ignore[misc]
        return outcome

    def _plan_steps(self) -> Iterator[_Step]:
        """Yield each group.

        A group is already planned if nothing stored is near it, so that nothing need be read with it.
        """
        runner = StoreRunner(self.store)
        decided = claim_reader.read_decided_happenings(runner)
        for claims in self.stage.iter_groups(self.claims_at_once):
            if self.alone:
                self.planning_speakers.release_step()
                self.planning_speakers.load_speakers_of(runner, claims)
                planned = plan_changes(build_new_diff(claims), {}, decided, self.planning, self.store.dialect)
                derived = planned.derived
                within = find_new_conflicts(
                    runner, derived.claims, derived.figures, self.planning, self.planning_speakers
                )
                yield _Step(len(claims), partial(TransactionWriter.apply_plan, plan=planned, within=within))
            else:
                yield _Step(len(claims), partial(TransactionWriter.add_claims, claims=claims))

    def _build_writer(self, tx: Tx) -> TransactionWriter:
        tx.remembered = self.addresses
        return TransactionWriter(tx, self.store.dialect, self.context, self.speakers)


def list_unfinished(store: Store) -> list[str]:
    """Return the documents that an interrupted load left with a part of their claims."""
    query = f"MATCH (u:Unfinished) WHERE u:{MARK} RETURN u.of AS id ORDER BY id"
    with store.begin() as tx:
        return [row["id"] for row in tx.run(query)]


def remove_unfinished(
    store: Store, context: RuleContext, speakers: SpeakerCache, progress: Callable[[int, int], None]
) -> None:
    """Remove what an interrupted load left; `progress` gets the documents removed so far, and their total."""

    def remove_batch(tx: Tx, batch: Sequence[str]) -> None:
        TransactionWriter(tx, store.dialect, context, speakers).remove_documents(batch)
        statements.delete_nodes(tx, map(_build_mark_id, batch))

    documents, done = list_unfinished(store), 0
    for batch in iter_batches(documents, DOCUMENTS_AT_ONCE):
        store.write(lambda tx, batch=batch: remove_batch(tx, batch))  # type: ignore[misc]
        done += len(batch)
        progress(done, len(documents))


def _create_marks(tx: Tx, ids: Iterable[str]) -> None:
    statements.create_nodes(tx, ("Unfinished",), ({"id": _build_mark_id(id_), "of": id_} for id_ in ids))


def _build_mark_id(document: str) -> str:
    return f"unfinished/{document}"
