"""From dossiers and their texts to lineage: candidates from the index, compared, judged, with their spans.

A pair that a person has decided is compared whatever the index says, so that there are passages to show. The
judgement written down is always the one found: the decision goes before it when the graph is loaded, and
withdrawing it brings back what was found.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import NamedTuple, Protocol, TypeVar

from graph.model.batching import chunks
from graph.model.ids import span_digest
from graph.model.records import LineageEntry, ReprintedPassage, Span
from graph.rules.lineage import Pair
from ingest.lineage.align import Weighed, weighed
from ingest.lineage.features import Extractor
from ingest.lineage.index import Index, Indexed
from ingest.lineage.judge import judge
from ingest.lineage.sources import Source
from ingest.lineage.words import Words, words_of

WORKERS = 2
ALONE = 500  # documents, or pairs, that one process is done with before a second has started
_TOGETHER = 100
_WEIGHED_KEPT = 256

T = TypeVar("T")
R = TypeVar("R")


class _Pairing(NamedTuple):
    """Two documents to compare, `a` the smaller id; `decided` where a person has judged them."""

    a: Source
    b: Source
    decided: bool


class Found(NamedTuple):
    """Entries in the order of their ids; the documents that are `new` to the index; pairs `compared`."""

    entries: list[LineageEntry]
    new: frozenset[str]
    compared: int


def find(sources: Sequence[Source], index: Index, decided: Iterable[Pair] = ()) -> Found:
    """Index `sources` and compare those new to the index with all of `sources` that are like them.

    `decided` are pairs a person has judged. Raises InputError where a text has changed on disk.
    """
    by_id = {source.id: source for source in sources}
    known = index.known()
    fresh = [source for source in sources if known.get(source.id) != source.sha256]
    with _workers(len(fresh)) as mapped:
        new = frozenset(index.add(mapped(_features, fresh)))
        pairs = _pairs(index, fresh, new, mapped) if known else index.pairs()
        wanted = {frozenset(pair): False for pair in pairs if by_id.keys() >= set(pair)}
        wanted.update((pair, True) for pair in decided if by_id.keys() >= pair)
        ordered = sorted((sorted(pair), is_decided) for pair, is_decided in wanted.items())
        pairings = [_Pairing(by_id[a], by_id[b], is_decided) for (a, b), is_decided in ordered]
        entries = [entry for entry in mapped(_compared, pairings) if entry is not None]
    return Found(entries, new, len(pairings))


def _pairs(
    index: Index, fresh: Sequence[Source], new: frozenset[str], mapped: _Mapped
) -> Iterator[tuple[str, str]]:
    """Pairs of a new document with any: asked one by one where the new ones are few."""
    if len(new) > ALONE:
        yield from (pair for pair in index.pairs() if not new.isdisjoint(pair))
        return
    for indexed in mapped(_features, fresh):
        yield from ((indexed.id, other) for other in index.like(indexed.features, but=indexed.id))


class _Mapped(Protocol):
    """Does work on items, some at a time, and gives the results in their order."""

    def __call__(self, work: Callable[[list[T]], list[R]], items: Iterable[T]) -> Iterator[R]: ...


def _alone(work: Callable[[list[T]], list[R]], items: Iterable[T]) -> Iterator[R]:
    for some in chunks(items, _TOGETHER):
        yield from work(some)


@contextmanager
def _workers(size: int) -> Iterator[_Mapped]:
    """In this process, or in a few where it pays."""
    if size <= ALONE:
        yield _alone
        return
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - only where it pays
    from multiprocessing import get_context  # noqa: PLC0415

    with ProcessPoolExecutor(WORKERS, get_context("spawn")) as pool:

        def together(work: Callable[[list[T]], list[R]], items: Iterable[T]) -> Iterator[R]:
            for some in pool.map(work, chunks(items, _TOGETHER)):
                yield from some

        yield together


@lru_cache(1)
def _extractor() -> Extractor:
    """The process's own, which remembers the words it has met."""
    return Extractor()


def _features(sources: Sequence[Source]) -> list[Indexed]:
    extractor = _extractor()
    return [
        Indexed(s.id, s.sha256, array("q", sorted(extractor.features(s.text(), s.without)))) for s in sources
    ]


@lru_cache(_WEIGHED_KEPT)
def _weighed(source: Source) -> Weighed:
    return weighed(words_of(source.text(), source.without))


def _compared(pairings: Sequence[_Pairing]) -> list[LineageEntry | None]:
    return [compare(*pairing) for pairing in pairings]


def compare(one: Source, other: Source, decided: bool = False) -> LineageEntry | None:
    """What two documents share; None where they print nothing of each other and nobody has `decided`."""
    a, b = _weighed(one), _weighed(other)
    judged = judge(a, b, decided=decided)
    if judged.judgement == "not" and not decided:
        return None
    return LineageEntry(
        a=one.id,
        b=other.id,
        text_a=one.sha256,
        text_b=other.sha256,
        share_a=judged.share_a,
        share_b=judged.share_b,
        judgement=judged.judgement,
        reason=judged.reason,
        passages=[
            ReprintedPassage(_span(a.words, match.a), _span(b.words, match.b), match.how)
            for match in judged.passages
        ],
    )


def _span(words: Words, place: tuple[int, int]) -> Span:
    start, end = words.starts[place[0]], words.ends[place[1] - 1]
    return Span(start, end, span_digest(words.text, start, end))
