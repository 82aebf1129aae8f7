"""Loading more than fits one transaction: documents first, then their claims, each once.

Deriving origins, figures and conflicts anew with every document would read the popular facts again and again.
So new documents are written without claims and marked `:Unfinished`, their claims put aside
(`claim_staging`), and then written group by group, each group whole. Broken off, the documents that are still
marked are taken out by the next load, of whatever: no document stays with a part of its claims.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from cachetools import LRUCache

from graph.model.batching import chunks
from graph.rules.claim_diff import all_new
from graph.rules.context import Context
from graph.store import claim_reader
from graph.store.indexes import MARK
from graph.store.protocols import ReadingDoor
from graph.store.speaker_cache import Speakers
from graph.store.store import ADDRESSES_REMEMBERED, Store, Tx
from graph.write import statements
from graph.write.change_plan import plan
from graph.write.claim_staging import Stage
from graph.write.conflict_writer import conflicts_within
from graph.write.lineage_writer import ContextOf
from graph.write.prefetch import ahead
from graph.write.transaction_writer import Added, Incoming, Outcome, Writer

CLAIMS_AT_ONCE = 5_000
EVENTS_AT_ONCE = 500
DOCUMENTS_AT_ONCE = 500
"""How many unfinished documents are taken out in one transaction."""

Progress = Callable[[int], None]
"""Told how many claims are written."""


class _Step(NamedTuple):
    """What is written in one transaction: how many claims, and how."""

    claims: int
    write: Callable[[Writer], Added]


class LargeLoad:
    """One large load into a store. `alone`: the graph held no claims when it began."""

    def __init__(  # noqa: PLR0913 - the last two are how, not what
        self,
        store: Store,
        context_of: ContextOf,
        canonical: Callable[[str], str],
        stage: Stage,
        *,
        alone: bool,
        claims_at_once: int = CLAIMS_AT_ONCE,
    ) -> None:
        self.store = store
        self.speakers = Speakers(canonical)
        self.context = context_of(canonical, self.speakers)
        # Planning goes on in a thread of its own, with what it knows itself.
        self.planning_speakers = Speakers(canonical)
        self.planning = context_of(canonical, self.planning_speakers)
        self.stage = stage
        self.alone = alone
        self.claims_at_once = claims_at_once
        self.addresses: LRUCache[str, int] = LRUCache(ADDRESSES_REMEMBERED)

    def documents(self, documents: Sequence[Incoming]) -> Outcome:
        """Write these documents, new ones without their claims, which are put aside."""

        def work(tx: Tx) -> tuple[Outcome, list[Incoming]]:
            writer = self._writer(tx)
            known = statements.known_nodes(tx, [d.dossier.document.id for d in documents])
            fresh = [d for d in documents if d.dossier.document.id not in known]
            others = [d for d in documents if d.dossier.document.id in known]
            outcome = writer.add_documents(fresh)
            _mark(tx, [d.dossier.document.id for d in fresh])
            return (outcome + writer.replace(others) if others else outcome), fresh

        outcome, fresh = self.store.write(work)
        self.stage.add([claim for document in fresh for claim in document.claims])
        return outcome

    def claims(self, progress: Progress) -> Outcome:
        """Write all claims that were put aside, then who took part in their events; takes the marks off."""
        outcome, done, events = Outcome(), 0, set()
        for step in ahead(self._steps()):
            added = self.store.write(lambda tx, step=step: step.write(self._writer(tx)))  # type: ignore[misc]
            outcome += added.outcome
            events.update(added.events)
            done += step.claims
            progress(done)
        for some in chunks(sorted(events), EVENTS_AT_ONCE):
            outcome += self.store.write(lambda tx, some=some: self._writer(tx).draw_events(some))  # type: ignore[misc]
        for some in chunks(unfinished(self.store)):
            self.store.write(lambda tx, some=some: statements.delete_nodes(tx, map(_mark_id, some)))  # type: ignore[misc]
        return outcome

    def _steps(self) -> Iterator[_Step]:
        """Each group; planned already where nothing stored is near, so that nothing need be read with it."""
        door = ReadingDoor(self.store)
        decided = claim_reader.decided_happenings(door)
        for claims in self.stage.groups(self.claims_at_once):
            if self.alone:
                self.planning_speakers.end_step()
                self.planning_speakers.know_of(door, claims)
                planned = plan(all_new(claims), {}, decided, self.planning, self.store.dialect)
                derived = planned.derived
                within = conflicts_within(
                    door, derived.claims, derived.figures, self.planning, self.planning_speakers
                )
                yield _Step(len(claims), partial(Writer.carry_out, plan=planned, within=within))
            else:
                yield _Step(len(claims), partial(Writer.add_claims, claims=claims))

    def _writer(self, tx: Tx) -> Writer:
        tx.remembered = self.addresses
        return Writer(tx, self.store.dialect, self.context, self.speakers)


def unfinished(store: Store) -> list[str]:
    """The documents that a load broken off left with a part of their claims."""
    query = f"MATCH (u:Unfinished) WHERE u:{MARK} RETURN u.of AS id ORDER BY id"
    with store.begin() as tx:
        return [row["id"] for row in tx.run(query)]


def take_out_unfinished(
    store: Store, context: Context, speakers: Speakers, progress: Callable[[int, int], None]
) -> None:
    """Take out what a load broken off left; `progress` is told how many documents are out, of how many."""

    def work(tx: Tx, some: Sequence[str]) -> None:
        Writer(tx, store.dialect, context, speakers).remove(some)
        statements.delete_nodes(tx, map(_mark_id, some))

    documents, done = unfinished(store), 0
    for some in chunks(documents, DOCUMENTS_AT_ONCE):
        store.write(lambda tx, some=some: work(tx, some))  # type: ignore[misc]
        done += len(some)
        progress(done, len(documents))


def _mark(tx: Tx, ids: Iterable[str]) -> None:
    statements.create_nodes(tx, ("Unfinished",), ({"id": _mark_id(id_), "of": id_} for id_ in ids))


def _mark_id(document: str) -> str:
    return f"unfinished/{document}"
