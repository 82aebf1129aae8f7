"""From files into the graph: check all, then registry, decisions and lineage, then documents, then notes.

Files are read once, and nothing is written before everything is checked. Documents go whole, several to a
transaction, with all they touch, or, of a large load, as `graph.write.bulk_load` says; a load killed half way
leaves its mark, and the same command finishes it. A fresh graph is built beside the old one, where the engine
has room for two.
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
from graph.model.protected import withhold_names
from graph.model.records import DocumentEntry, EntityEntry, LineageEntry, OccasionEntry, Registry, SeriesEntry
from graph.store import metadata
from graph.store.indexes import prepare
from graph.store.judgements import list_mismatches, orphans
from graph.store.load_lock import OnWait, hold_lock
from graph.store.registry_reader import held_decisions, held_records
from graph.store.rule_context import build_context
from graph.store.speaker_cache import Speakers
from graph.store.store import Store, Tx
from graph.store.wholeness import count_claims, finish
from graph.write.bulk_load import LargeLoad, take_out_unfinished
from graph.write.claim_staging import Stage
from graph.write.emptying import is_empty, wipe
from graph.write.entity_writer import write_notes
from graph.write.prefetch import ahead
from graph.write.registry_writer import RegistryWriter
from graph.write.transaction_writer import Incoming, Outcome, Writer
from graph.write.upgrade import upgrade
from ingest.check.first_pass import NOTHING_HELD, Gathered, Held, gather_contents
from ingest.check.referenced_ids import references
from ingest.check.runner import check_gathered
from ingest.files.contents import Contents, read_contents
from ingest.files.reader import find_files
from ingest.texts.text_store import find_texts

CLAIMS_PER_TRANSACTION = 5000

Progress = Callable[[str, int, int], None]
"""Told the stage, how much is done, of how much (0: not known). "load" counts claims that are in the graph.

Stages are "read" (files), "take out" (what a load broken off left), "check", "registry", "stage" (documents
of a large load) and "load".
"""


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load changed, what it checked, and what is worth knowing."""

    outcome: Outcome
    counts: dict[str, int] = field(default_factory=dict)
    notices: tuple[Problem, ...] = ()
    unfinished: str = ""


def _silent(_stage: str, _done: int, _total: int) -> None:
    return None


def load(  # noqa: PLR0913 - the last four are how, not what
    store: Store,
    paths: Iterable[str | Path],
    *,
    texts_dir: str | Path | None = None,
    fresh: bool = False,
    include_protected: bool = False,
    replace_decisions: bool = False,
    progress: Progress = _silent,
    on_wait: OnWait = lambda _: None,
    together: int = CLAIMS_PER_TRANSACTION,
) -> LoadReport:
    """Make the graph hold what the files at `paths` say; with `fresh`, nothing else.

    Decisions and lineage are added to those in the graph, and replace those of the same id or pair. With
    `replace_decisions`, a file of either takes away all that no file names.
    Names of people who may be victims stay out of the graph unless `include_protected`.
    Whole documents share a transaction until they have `together` claims. Running it again changes nothing.
    A fresh graph is built beside the old one where the engine allows it: readers see the old one until the
    new one is whole. One load at a time: `on_wait` is told which other one it waits for.
    Raises CheckFailed, before anything is written, with all that is wrong; InputError for paths that do not
    exist; EnvironmentProblem if the engine fails, or another load goes on for too long.
    """
    files = find_files(paths)
    ontology = load_ontology()
    contents = read_contents(files, progress=lambda done: progress("read", done, len(files)))
    names = [str(path) for path in files]
    with hold_lock(store, metadata.describe_load(names), on_wait=on_wait) as lock:

        def told(stage: str, done: int, total: int) -> None:
            lock.check()
            progress(stage, done, total)

        held = NOTHING_HELD if fresh else _prepare(store, contents, replace_decisions, told)
        gathered = gather_contents(contents, ontology=ontology, held=held)
        texts = find_texts(texts_dir)
        report = check_gathered(gathered, texts, sealed=True, progress=_counting("check", told))
        if not report.sound:
            raise CheckFailed(list(report.problems))
        if not include_protected:
            gathered = replace(gathered, registry=_without_names(gathered.registry))
        del contents, held  # the loader lets go of the registry, which may be large, once it is written
        work = _Work(ontology, gathered, names, told, together, report.counts["claims"], replace_decisions)
        outcome, still = _build_anew(store, work) if fresh else _write(store, work)
        return LoadReport(outcome, report.counts, (*report.notices, *_judged_in_vain(store)), still)


def _prepare(store: Store, contents: Contents, replace_decisions: bool, progress: Progress) -> Held:
    """Make the graph fit to be added to; gives what it holds of what was read refers to."""
    upgrade(store)
    _take_out_unfinished(store, progress)
    return NOTHING_HELD if is_empty(store) else _held(store, contents, replace_decisions)


@dataclass(frozen=True, slots=True)
class _Work:
    """What is to be written, all of it checked."""

    ontology: Ontology
    gathered: Gathered
    files: Sequence[str]
    progress: Progress
    together: int
    claims: int
    replace_decisions: bool


def _build_anew(store: Store, work: _Work) -> tuple[Outcome, str]:
    """Write everything into a graph that holds nothing else."""
    if not store.builds_beside:
        prepare(store)
        return _write(store, work, anew=True)
    revision = _find_revision(store)
    with store.beside() as new:
        prepare(new)
        new.write(lambda tx: metadata.continue_revisions(tx, revision))
        return _write(new, work)


def _find_revision(store: Store) -> int:
    """Return the revision of the graph that is to be replaced; 0 where it is too damaged to tell."""
    try:
        return metadata.state(store).revision
    except EngineGone:
        raise
    except ScamgraphError:
        return 0


def _write(store: Store, work: _Work, *, anew: bool = False) -> tuple[Outcome, str]:
    """Write everything; gives what changed, and which earlier load of other files never finished.

    With `anew`, what is there goes first, and so does the mark of an earlier load.
    """
    unfinished = store.write(lambda tx: metadata.mark_loading(tx, work.files))
    if anew:
        wipe(store)
        unfinished = ""
    before = count_claims(store)
    loader = _Loader(store, work.ontology, work.gathered, work.progress, work.together)
    outcome = loader.registry(work.replace_decisions) + loader.documents(work.claims)
    loader.notes()
    finish(store, claims=before + outcome.new - outcome.gone, unfinished=unfinished)
    return outcome, unfinished


def _without_names(registry: Registry) -> Registry:
    return replace_fields(registry, entities=withhold_names(registry.entities))


class _Loader:
    """Writes what was gathered and checked."""

    def __init__(
        self, store: Store, ontology: Ontology, gathered: Gathered, progress: Progress, together: int
    ) -> None:
        self.store = store
        self.ontology = ontology
        self.gathered = gathered
        self.progress = progress
        self.together = together
        self.merged = gathered.catalogue.merged

    def canonical(self, id_: str) -> str:
        """The id of what `id_` is decided to be."""
        return self.merged.get(id_, id_)

    def registry(self, replace_decisions: bool) -> Outcome:
        """Write registry, decisions and lineage; what documents do not need goes out of memory."""
        registry = self.gathered.registry
        self.progress("registry", 0, len(registry.entities))
        writer = RegistryWriter(self.store, self.ontology, build_context)
        lineages = self._lineages()
        outcome = writer.write(registry, self.gathered.decisions, lineages, replace=replace_decisions)
        self.progress("registry", len(registry.entities), len(registry.entities))
        self.gathered = replace(self.gathered, registry=Registry(), catalogue=Catalogue(self.ontology))
        return outcome

    def _lineages(self) -> list[LineageEntry] | None:
        """The entries of all files of lineage; None where no file is one."""
        files = self.gathered.lineages
        return [entry for part in files for entry in part.record.lineages] if files else None

    def documents(self, total: int) -> Outcome:
        if total > self.together:
            return self._large(total)
        speakers = Speakers(self.canonical)
        context = build_context(self.canonical, speakers)
        outcome, done = Outcome(), 0
        for batch in self._batches():

            def work(tx: Tx, batch: Sequence[Incoming] = batch) -> Outcome:
                return Writer(tx, self.store.dialect, context, speakers).replace(batch)

            outcome += self.store.write(work)
            done += _size(batch)
            self.progress("load", done, total)
        return outcome

    def _large(self, total: int) -> Outcome:
        """More than one transaction takes: `graph.write.bulk_load`."""
        with Stage() as stage:
            alone = not self.store.read("MATCH (c:Claim) RETURN c.id AS id LIMIT 1")
            large = LargeLoad(self.store, build_context, self.canonical, stage, alone=alone)
            outcome, done = Outcome(), 0
            for batch in ahead(self._batches()):
                outcome += large.documents(batch)
                done += _size(batch)
                self.progress("stage", done, total)
            kept = total - stage.size
            return outcome + large.claims(lambda done: self.progress("load", kept + done, total))

    def _batches(self) -> Iterator[list[Incoming]]:
        """Whole documents, several to a batch."""
        batch: list[Incoming] = []
        size = 0
        for located in self.gathered.dossiers:
            claims = build_claims(located.dossier, self.ontology, self.canonical)
            batch.append(Incoming(located.dossier, claims))
            size += len(claims)
            if size >= self.together:
                yield batch
                batch, size = [], 0
        if batch:
            yield batch

    def notes(self) -> None:
        notes = [note for part in self.gathered.notes for note in part.record.notes]
        if notes:
            self.store.write(lambda tx: write_notes(tx, self.store.dialect, notes, self.canonical))


def _size(batch: Sequence[Incoming]) -> int:
    return sum(len(document.claims) for document in batch)


def _take_out_unfinished(store: Store, progress: Progress) -> None:
    """Take out the documents that a load broken off left with a part of their claims."""
    canonical = build_canonical(held_decisions(store))
    speakers = Speakers(canonical)
    take_out_unfinished(store, build_context(canonical, speakers), speakers, partial(progress, "take out"))


def _judged_in_vain(store: Store) -> Iterator[Problem]:
    """A notice for each judgement on a conflict or a happening that the graph does not hold."""
    for orphan in orphans(store):
        what = f"judges `{orphan.conflict}`, which is not, or no longer, in the graph"
        yield Problem(
            "decisions", 0, orphan.decision, what, "withdraw it, or judge what `conflicts` shows now"
        )
    for decision, why in list_mismatches(store):
        remedy = "withdraw it, or name claims with the same subject, predicate, object and event"
        yield Problem("decisions", 0, decision, why, remedy)


def _held(store: Store, contents: Contents, replace_decisions: bool) -> Held:
    """What the graph holds of what was read refers to."""
    replaced = replace_decisions and contents.decisions
    records = held_records(store, sorted(references(contents)))
    return Held(
        Registry(
            entities=[r for r in records if isinstance(r, EntityEntry)],
            occasions=[r for r in records if isinstance(r, OccasionEntry)],
            series=[r for r in records if isinstance(r, SeriesEntry)],
        ),
        () if replaced else held_decisions(store),
        tuple(r for r in records if isinstance(r, DocumentEntry)),
    )


def _counting(stage: str, progress: Progress) -> Callable[[int], None]:
    done = 0

    def count(more: int) -> None:
        nonlocal done
        done += more
        progress(stage, done, 0)

    return count
