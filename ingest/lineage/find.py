"""Find lineage from dossiers and their texts: candidates from the index, compared, judged, with spans.

A pair that a person has decided is compared whatever the index says, so that there are passages to
show. The file always records the judgement that was found: the decision takes precedence when the
graph is loaded, and withdrawing it restores what was found.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import NamedTuple, Protocol, TypeVar

from graph.model.batching import iter_batches
from graph.model.ids import compute_span_digest
from graph.model.records import LineageEntry, ReprintedPassage, Span
from graph.rules.lineage import Pair
from ingest.lineage.align import WeightedWords, compute_weights
from ingest.lineage.features import Extractor
from ingest.lineage.index import Index, IndexEntry
from ingest.lineage.judge import compare_texts
from ingest.lineage.sources import Source
from ingest.lineage.words import Words, extract_words

WORKERS = 2
ALONE = 500  # documents, or pairs, that one process is done with before a second has started
_TOGETHER = 100
_WEIGHED_KEPT = 256

T = TypeVar("T")
R = TypeVar("R")


class _DocumentPair(NamedTuple):
    """Two documents to compare, `a` the smaller id; `decided` where a person has judged them."""

    a: Source
    b: Source
    decided: bool


class LineageResult(NamedTuple):
    """Entries in the order of their ids; the documents that are `new` to the index; pairs `compared`."""

    entries: list[LineageEntry]
    new: frozenset[str]
    compared: int


def find_lineage(sources: Sequence[Source], index: Index, decided: Iterable[Pair] = ()) -> LineageResult:
    """Index `sources` and compare those new to the index with all of `sources` that are like them.

    `decided` are pairs a person has judged. Raises InputError where a text has changed on disk.
    """
    by_id = {source.id: source for source in sources}
    digests = index.read_digests()
    fresh = [source for source in sources if digests.get(source.id) != source.sha256]
    with _open_workers(len(fresh)) as mapped:
        new = frozenset(index.add(mapped(_extract_features, fresh)))
        pairs = _find_candidate_pairs(index, fresh, new, mapped) if digests else index.find_pairs()
        is_decided_by_pair = {frozenset(pair): False for pair in pairs if by_id.keys() >= set(pair)}
        is_decided_by_pair.update((pair, True) for pair in decided if by_id.keys() >= pair)
        ordered = sorted((sorted(pair), is_decided) for pair, is_decided in is_decided_by_pair.items())
        pairings = [_DocumentPair(by_id[a], by_id[b], is_decided) for (a, b), is_decided in ordered]
        entries = [entry for entry in mapped(_compare_pairs, pairings) if entry is not None]
    return LineageResult(entries, new, len(pairings))


def _find_candidate_pairs(
    index: Index, fresh: Sequence[Source], new: frozenset[str], mapped: _Mapper
) -> Iterator[tuple[str, str]]:
    """Yield pairs of a new document with any other; the new ones are queried singly where they are few."""
    if len(new) > ALONE:
        yield from (pair for pair in index.find_pairs() if not new.isdisjoint(pair))
        return
    for indexed in mapped(_extract_features, fresh):
        yield from (
            (indexed.id, similar_id)
            for similar_id in index.find_similar(indexed.features, exclude=indexed.id)
        )


class _Mapper(Protocol):
    """A function that applies work to items, in batches, and returns the results in their order."""

    def __call__(self, work: Callable[[list[T]], list[R]], items: Iterable[T]) -> Iterator[R]: ...


def _run_in_process(work: Callable[[list[T]], list[R]], items: Iterable[T]) -> Iterator[R]:
    for batch in iter_batches(items, _TOGETHER):
        yield from work(batch)


@contextmanager
def _open_workers(size: int) -> Iterator[_Mapper]:
    """Open a mapper in this process, or in several processes where that is faster."""
    if size <= ALONE:
        yield _run_in_process
        return
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - only where it pays
    from multiprocessing import get_context  # noqa: PLC0415

    with ProcessPoolExecutor(WORKERS, get_context("spawn")) as pool:

        def run_in_pool(work: Callable[[list[T]], list[R]], items: Iterable[T]) -> Iterator[R]:
            for results in pool.map(work, iter_batches(items, _TOGETHER)):
                yield from results

        yield run_in_pool


@lru_cache(1)
def _load_extractor() -> Extractor:
    """Return the process's extractor, which caches the words it has met."""
    return Extractor()


def _extract_features(sources: Sequence[Source]) -> list[IndexEntry]:
    extractor = _load_extractor()
    return [
        IndexEntry(
            source.id,
            source.sha256,
            array("q", sorted(extractor.extract(source.read_text(), source.without))),
        )
        for source in sources
    ]


@lru_cache(_WEIGHED_KEPT)
def _read_weighted_words(source: Source) -> WeightedWords:
    return compute_weights(extract_words(source.read_text(), source.without))


def _compare_pairs(pairings: Sequence[_DocumentPair]) -> list[LineageEntry | None]:
    return [compare_documents(*pairing) for pairing in pairings]


def compare_documents(source_a: Source, source_b: Source, decided: bool = False) -> LineageEntry | None:
    """Return what two documents share.

    None where they print nothing of each other and nobody has `decided`.
    """
    a, b = _read_weighted_words(source_a), _read_weighted_words(source_b)
    judged = compare_texts(a, b, decided=decided)
    if judged.judgement == "not" and not decided:
        return None
    return LineageEntry(
        a=source_a.id,
        b=source_b.id,
        text_a=source_a.sha256,
        text_b=source_b.sha256,
        share_a=judged.share_a,
        share_b=judged.share_b,
        judgement=judged.judgement,
        reason=judged.reason,
        passages=[
            ReprintedPassage(_build_span(a.words, match.a), _build_span(b.words, match.b), match.how)
            for match in judged.passages
        ],
    )


def _build_span(words: Words, place: tuple[int, int]) -> Span:
    start, end = words.starts[place[0]], words.ends[place[1] - 1]
    return Span(start, end, compute_span_digest(words.text, start, end))
