"""Load files into the graph: check all, then write registry, decisions, lineage, documents and notes.

Files are read once, and nothing is written before everything is checked. Documents are written
as a unit, several to a transaction, with all that they touch; a large load is written as
`graph.write.bulk_load` describes. An interrupted load leaves a mark, and the same command
finishes it. A fresh graph is built beside the old one, where the engine has room for two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from msgspec.structs import replace as replace_fields

from graph.model.catalogue import Catalogue, build_canonical
from graph.model.claims import build_claims
from graph.model.errors import CheckFailed, EngineGone, Problem, ScamgraphError
from graph.model.ontology import Ontology, load_ontology
from graph.model.protected import redact_names
from graph.model.records import DocumentEntry, EntityEntry, LineageEntry, OccasionEntry, Registry, SeriesEntry
from graph.store import metadata
from graph.store.indexes import ensure_schema
from graph.store.judgements import list_mismatches, list_orphans
from graph.store.load_lock import OnWait, hold_lock
from graph.store.registry_reader import read_stored_decisions, read_stored_records
from graph.store.speaker_cache import SpeakerCache
from graph.store.store import Store, Tx
from graph.store.wholeness import count_claims, finish_load
from graph.write.bulk_load import LargeLoad, remove_unfinished
from graph.write.claim_staging import ClaimStage
from graph.write.emptying import clear_graph, is_empty
from graph.write.entity_writer import write_notes
from graph.write.prefetch import prefetch
from graph.write.registry_writer import RegistryWriter
from graph.write.transaction_writer import DocumentInput, Outcome, TransactionWriter
from graph.write.upgrade import upgrade_graph
from ingest.check.first_pass import NO_GRAPH_RECORDS, FirstPass, GraphRecords, build_first_pass
from ingest.check.referenced_ids import find_referenced_ids
from ingest.check.runner import check_dossiers
from ingest.files.contents import Contents, read_contents
from ingest.files.reader import find_files
from ingest.texts.text_store import find_texts

CLAIMS_PER_TRANSACTION = 5000

Progress = Callable[[str, int, int], None]
"""Called with the stage, how much is done, of how much (0: unknown). "load" counts claims in the graph.

Stages are "read" (files), "take out" (what a load broken off left), "check", "registry", "stage" (documents
of a large load) and "load".
"""


@dataclass(frozen=True, slots=True)
class LoadReport:
    """The changes that a load made, the counts of what it checked, and its notices."""

    outcome: Outcome
    counts: dict[str, int] = field(default_factory=dict)
    notices: tuple[Problem, ...] = ()
    unfinished: str = ""


def _report_nothing(_stage: str, _done: int, _total: int) -> None:
    return None


def load(  # noqa: PLR0913 - the last four are how, not what
    store: Store,
    paths: Iterable[str | Path],
    *,
    texts_dir: str | Path | None = None,
    fresh: bool = False,
    include_protected: bool = False,
    replace_decisions: bool = False,
    progress: Progress = _report_nothing,
    on_wait: OnWait = lambda _: None,
    claims_per_transaction: int = CLAIMS_PER_TRANSACTION,
) -> LoadReport:
    """Load the files at `paths` into the graph; with `fresh`, replace everything else in it.

    Decisions and lineage are added to those in the graph, and replace those with the same id or
    pair. With `replace_decisions`, a file of decisions or lineage removes all that no file names.
    Names of people who may be victims stay out of the graph unless `include_protected`.
    Documents share a transaction until they have `claims_per_transaction` claims; none is divided. A
    second run changes nothing. A fresh graph is built beside the old one where the engine allows it:
    readers see the old one until the new one is complete. Only one load runs at a time: `on_wait`
    receives the description of the load that this one waits for.
    Raises CheckFailed, before anything is written, with all that is wrong; InputError for paths that
    do not exist; EnvironmentProblem if the engine fails, or another load goes on for too long.
    """
    files = find_files(paths)
    ontology = load_ontology()
    contents = read_contents(files, progress=lambda done: progress("read", done, len(files)))
    names = [str(path) for path in files]
    with hold_lock(store, metadata.describe_load(names), on_wait=on_wait) as lock:

        def report_progress(stage: str, done: int, total: int) -> None:
            lock.check()
            progress(stage, done, total)

        graph_records = (
            NO_GRAPH_RECORDS if fresh else _make_loadable(store, contents, replace_decisions, report_progress)
        )
        first_pass = build_first_pass(contents, ontology=ontology, graph_records=graph_records)
        texts = find_texts(texts_dir)
        report = check_dossiers(
            first_pass, texts, sealed=True, progress=_build_counter("check", report_progress)
        )
        if not report.sound:
            raise CheckFailed(list(report.problems))
        if not include_protected:
            first_pass = replace(first_pass, registry=_redact_names(first_pass.registry))
        del (
            contents,
            graph_records,
        )  # the loader releases the registry, which may be large, once it is written
        work = _LoadJob(
            ontology,
            first_pass,
            names,
            report_progress,
            claims_per_transaction,
            report.counts["claims"],
            replace_decisions,
        )
        outcome, unfinished = _build_fresh(store, work) if fresh else _write(store, work)
        return LoadReport(
            outcome, report.counts, (*report.notices, *_find_orphan_judgements(store)), unfinished
        )


def _make_loadable(
    store: Store, contents: Contents, replace_decisions: bool, progress: Progress
) -> GraphRecords:
    """Upgrade the graph and remove unfinished documents; return its records that the files refer to."""
    upgrade_graph(store)
    _remove_unfinished(store, progress)
    return NO_GRAPH_RECORDS if is_empty(store) else _read_graph_records(store, contents, replace_decisions)


@dataclass(frozen=True, slots=True)
class _LoadJob:
    """The checked content that a load writes."""

    ontology: Ontology
    first_pass: FirstPass
    files: Sequence[str]
    progress: Progress
    claims_per_transaction: int
    claims: int
    replace_decisions: bool


def _build_fresh(store: Store, work: _LoadJob) -> tuple[Outcome, str]:
    """Write everything into a graph that has nothing else in it."""
    if not store.can_open_replacement:
        ensure_schema(store)
        return _write(store, work, empty_first=True)
    revision = _find_revision(store)
    with store.open_replacement() as new:
        ensure_schema(new)
        new.write(lambda tx: metadata.set_revision(tx, revision))
        return _write(new, work)


def _find_revision(store: Store) -> int:
    """Return the revision of the graph to be replaced; 0 where the graph is too damaged to read it."""
    try:
        return metadata.read_state(store).revision
    except EngineGone:
        raise
    except ScamgraphError:
        return 0


def _write(store: Store, work: _LoadJob, *, empty_first: bool = False) -> tuple[Outcome, str]:
    """Write everything; return what changed, and which earlier load of other files never finished.

    The flag empties the graph first, and removes the mark of an earlier load.
    """
    unfinished = store.write(lambda tx: metadata.mark_loading(tx, work.files))
    if empty_first:
        clear_graph(store)
        unfinished = ""
    claims_before = count_claims(store)
    loader = _Loader(store, work.ontology, work.first_pass, work.progress, work.claims_per_transaction)
    outcome = loader.write_registry(work.replace_decisions) + loader.write_documents(work.claims)
    loader.save_notes()
    finish_load(store, claims=claims_before + outcome.new - outcome.gone, unfinished=unfinished)
    return outcome, unfinished


def _redact_names(registry: Registry) -> Registry:
    return replace_fields(registry, entities=redact_names(registry.entities))


class _Loader:
    """Writes the checked content of the files into the graph."""

    def __init__(
        self,
        store: Store,
        ontology: Ontology,
        first_pass: FirstPass,
        progress: Progress,
        claims_per_transaction: int,
    ) -> None:
        self.store = store
        self.ontology = ontology
        self.first_pass = first_pass
        self.progress = progress
        self.claims_per_transaction = claims_per_transaction
        self.merged = first_pass.catalogue.merged

    def canonical(self, id_: str) -> str:
        """Return the id of the entity that `id_` is decided to be."""
        return self.merged.get(id_, id_)

    def write_registry(self, replace_decisions: bool) -> Outcome:
        """Write registry, decisions and lineage; release from memory what documents do not need."""
        registry = self.first_pass.registry
        self.progress("registry", 0, len(registry.entities))
        writer = RegistryWriter(self.store, self.ontology)
        lineages = self._list_lineages()
        outcome = writer.write(registry, self.first_pass.decisions, lineages, replace=replace_decisions)
        self.progress("registry", len(registry.entities), len(registry.entities))
        self.first_pass = replace(self.first_pass, registry=Registry(), catalogue=Catalogue(self.ontology))
        return outcome

    def _list_lineages(self) -> list[LineageEntry] | None:
        """List the entries of all lineage files; None where there is no such file."""
        files = self.first_pass.lineages
        return [entry for part in files for entry in part.record.lineages] if files else None

    def write_documents(self, total: int) -> Outcome:
        if total > self.claims_per_transaction:
            return self._write_large(total)
        speakers = SpeakerCache(self.canonical)
        context = speakers.build_context()
        outcome, done = Outcome(), 0
        for batch in self._iter_batches():

            def write_batch(tx: Tx, batch: Sequence[DocumentInput] = batch) -> Outcome:
                return TransactionWriter(tx, self.store.dialect, context, speakers).update_documents(batch)

            outcome += self.store.write(write_batch)
            done += _count_batch_claims(batch)
            self.progress("load", done, total)
        return outcome

    def _write_large(self, total: int) -> Outcome:
        """Write more claims than one transaction takes, with `graph.write.bulk_load`."""
        with ClaimStage() as stage:
            alone = not self.store.read("MATCH (c:Claim) RETURN c.id AS id LIMIT 1")
            large = LargeLoad(self.store, self.canonical, stage, alone=alone)
            outcome, done = Outcome(), 0
            for batch in prefetch(self._iter_batches()):
                outcome += large.write_documents(batch)
                done += _count_batch_claims(batch)
                self.progress("stage", done, total)
            unchanged = total - stage.size
            return outcome + large.write_claims(lambda done: self.progress("load", unchanged + done, total))

    def _iter_batches(self) -> Iterator[list[DocumentInput]]:
        """Yield batches of documents; no document is divided."""
        batch: list[DocumentInput] = []
        size = 0
        for located in self.first_pass.dossiers:
            claims = build_claims(located.dossier, self.ontology, self.canonical)
            batch.append(DocumentInput(located.dossier, claims))
            size += len(claims)
            if size >= self.claims_per_transaction:
                yield batch
                batch, size = [], 0
        if batch:
            yield batch

    def save_notes(self) -> None:
        notes = [note for part in self.first_pass.notes for note in part.record.notes]
        if notes:
            self.store.write(lambda tx: write_notes(tx, self.store.dialect, notes, self.canonical))


def _count_batch_claims(batch: Sequence[DocumentInput]) -> int:
    return sum(len(document.claims) for document in batch)


def _remove_unfinished(store: Store, progress: Progress) -> None:
    """Remove the documents of which an interrupted load left only some of the claims."""
    canonical = build_canonical(read_stored_decisions(store))
    speakers = SpeakerCache(canonical)
    remove_unfinished(store, speakers.build_context(), speakers, partial(progress, "take out"))


def _find_orphan_judgements(store: Store) -> Iterator[Problem]:
    """Yield a notice for each judgement on a conflict or a happening that is not in the graph."""
    for orphan in list_orphans(store):
        what = f"judges `{orphan.conflict}`, which is not, or no longer, in the graph"
        yield Problem(
            "decisions", 0, orphan.decision, what, "withdraw it, or judge what `conflicts` shows now"
        )
    for decision, why in list_mismatches(store):
        remedy = "withdraw it, or name claims with the same subject, predicate, object and event"
        yield Problem("decisions", 0, decision, why, remedy)


def _read_graph_records(store: Store, contents: Contents, replace_decisions: bool) -> GraphRecords:
    """Return the records of the graph that the files refer to."""
    replaced = replace_decisions and contents.decisions
    records = read_stored_records(store, sorted(find_referenced_ids(contents)))
    return GraphRecords(
        Registry(
            entities=[record for record in records if isinstance(record, EntityEntry)],
            occasions=[record for record in records if isinstance(record, OccasionEntry)],
            series=[record for record in records if isinstance(record, SeriesEntry)],
        ),
        () if replaced else read_stored_decisions(store),
        tuple(record for record in records if isinstance(record, DocumentEntry)),
    )


def _build_counter(stage: str, progress: Progress) -> Callable[[int], None]:
    done = 0

    def count(more: int) -> None:
        nonlocal done
        done += more
        progress(stage, done, 0)

    return count
