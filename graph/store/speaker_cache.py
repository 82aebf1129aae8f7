"""Caches of the speakers of claims, and of the passages that documents share, for one load."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from graph.model.batching import iter_batches
from graph.model.claims import Claim
from graph.rules.context import PRINCIPAL_DEPTH, RecordLookup, Speaker
from graph.rules.lineage import LineageStatus
from graph.store.claim_reader import read_lineage_of_documents
from graph.store.indexes import MARK
from graph.store.protocols import QueryRunner
from graph.store.step_cache import StepCache

ENTRIES_KEPT = 25_000
"""Maximum number of entities, and of documents, cached from one transaction to the next."""


class SharedPassageCache:
    """Cache of the passages that documents share with others, loaded in batches during one load."""

    def __init__(self) -> None:
        self._lineage: StepCache[list[LineageStatus]] = StepCache(ENTRIES_KEPT, _fetch_lineage)

    def load(self, tx: QueryRunner, documents: Iterable[str]) -> None:
        """Load the lineage of those of `documents` that are not cached yet."""
        self._lineage.load(tx, documents)

    def has_shared(self, document: str) -> bool:
        """Return whether a document shares passages with other documents."""
        return bool(self._lineage.get(document))

    def list_lineage(self, document: str) -> Sequence[LineageStatus]:
        """Return the lineage entries of a document."""
        return self._lineage.get(document) or ()

    def release_step(self) -> None:
        """Release what this step loaded."""
        self._lineage.release_step()


def _fetch_lineage(tx: QueryRunner, documents: Sequence[str]) -> dict[str, list[LineageStatus]]:
    lineage: dict[str, list[LineageStatus]] = {document: [] for document in documents}
    statuses = {
        (status.entry.a, status.entry.b): status for status in read_lineage_of_documents(tx, documents)
    }
    for pair, status in statuses.items():
        for document in set(pair) & lineage.keys():
            lineage[document].append(status)
    return lineage


class SpeakerCache(RecordLookup):
    """Cache of the names, naming, and principals of entities, loaded in batches during one load.

    `passages` does the same for the passages that their documents share with others. Everything that
    was loaded stays available until `release_step`, even beyond the size limit. An entity that was not
    loaded is fetched when it is looked up.
    """

    def __init__(self, canonical: Callable[[str], str]) -> None:
        super().__init__(canonical)
        self._speakers: StepCache[Speaker] = StepCache(ENTRIES_KEPT, self._fetch)
        self.passages = SharedPassageCache()

    def load(self, tx: QueryRunner, ids: Iterable[str]) -> None:
        """Load those of `ids` that are not cached yet, then their principals, and so on."""
        pending, seen = {self.canonical(id_) for id_ in ids} - {""}, {""}
        for _ in range(PRINCIPAL_DEPTH + 1):
            self._speakers.load(tx, pending)
            seen |= pending
            speakers = map(self._speakers.get, pending)
            pending = {speaker.principal for speaker in speakers if speaker is not None} - seen
            if not pending:
                return

    def _fetch(self, tx: QueryRunner, ids: Sequence[str]) -> dict[str, Speaker]:
        query = (
            f"UNWIND $ids AS id MATCH (e:{MARK} {{id: id}}) "
            "RETURN collect([e.id, e.name, e.principal, e.naming, e.in_sentence, e.protected]) AS found"
        )
        return {
            id_: Speaker(
                name or id_,
                self.canonical(principal or ""),
                naming or "",
                in_sentence or "",
                bool(protected),
            )
            for batch in iter_batches(ids)
            for id_, name, principal, naming, in_sentence, protected in tx.run(query, ids=batch)[0]["found"]
        }

    def load_names_in(self, tx: QueryRunner, claims: Iterable[Claim]) -> None:
        """Load every entity that a description of these claims names."""
        ids: set[str] = set()
        for claim in claims:
            ids.update((claim.subject, claim.object, claim.event, claim.voice))
            ids.update(speaker.rstrip("?") for speaker in claim.by)
        self.load(tx, (id_ for id_ in ids if not id_.startswith(("value/", "claim/"))))

    def load_speakers_of(self, tx: QueryRunner, claims: Iterable[Claim]) -> None:
        """Load the speakers of these claims, and the passages that their documents share with others."""
        claim_list = list(claims)
        self.load(
            tx, {speaker.rstrip("?") for claim in claim_list for speaker in (*claim.by[:1], claim.voice)}
        )
        self.passages.load(tx, {claim.document for claim in claim_list})

    def release_step(self) -> None:
        """Release what this step loaded: a question is answered, or a transaction begins."""
        self._speakers.release_step()
        self.passages.release_step()

    def evict(self, ids: Iterable[str]) -> None:
        """Remove these entities, whose names changed, from the cache; the next lookup reads them again."""
        for id_ in ids:
            self._speakers.evict(id_)

    def find_speaker(self, id_: str) -> Speaker | None:
        """Return the entity of a canonical id; None if the graph does not hold it."""
        return self._speakers.get(id_)

    def list_lineage(self, document: str) -> Sequence[LineageStatus]:
        """Return the lineage entries of a document."""
        return self.passages.list_lineage(document)
