"""Find the passages that two texts share: sentence by sentence, word by word, in word order.

A passage's *weight* is four for a content word and one for a small word. Words in quotation marks
in either text are weighed separately: two reporters may quote one speaker without printing each
other.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal, NamedTuple

from rapidfuzz.distance import LCSseq

from ingest.lineage.words import Words

How = Literal["exact", "house-style", "paraphrase"]

CONTENT, SMALL = 4, 1
SMALL_WORDS = frozenset(
    re.findall(
        r"\S+",
        """
a after an and are as at be because been but by can could did do does for from had has have he her his if in
into is it its may more not of on or our over said say says she should so some than that the their them then
there they this to was we were which while who will with would you
""",
    )
)
SEEDS = 2  # runs of three words that two sentences must share to be compared
LEAST = 24  # weight of a passage: six words of content
VERBATIM = 0.75  # of a passage, that is the same words in the same order
LOOSE = 0.5  # the same, for a paraphrase
COMMONPLACE = 20  # sentences of one text with the same run of three words, above which it shows nothing
TAKEN = 0.3  # of a passage, that may be part of another already


class Match(NamedTuple):
    """A passage in both texts, as half-open ranges of words; `outside` is its weight outside quotations."""

    a: tuple[int, int]
    b: tuple[int, int]
    how: How
    weight: int
    outside: int


class _Run(NamedTuple):
    """Words `a` to `a + size` of one text that are words `b` to `b + size` of the other."""

    a: int
    b: int
    size: int


@dataclass(frozen=True, slots=True)
class WeightedWords:
    """A text's words with the running sum of their weights."""

    words: Words
    sums: Sequence[int]

    def weight(self, first: int, last: int) -> int:
        """Return the weight of a half-open range of words."""
        return self.sums[last] - self.sums[first]


def compute_weights(words: Words) -> WeightedWords:
    """Return words with the running sum of their weights."""
    weights = (SMALL if form in SMALL_WORDS else CONTENT for form in words.forms)
    return WeightedWords(words, list(accumulate(weights, initial=0)))


def find_matches(a: WeightedWords, b: WeightedWords) -> list[Match]:
    """Return the passages that both texts have, none part of another, in the order of `a`."""
    candidates = [
        match for pair in _find_sentence_pairs(a.words, b.words) if (match := _match_sentences(a, b, *pair))
    ]
    candidates.sort(key=lambda m: (-m.weight, m.a, m.b))
    used_a, used_b = bytearray(len(a.words.forms)), bytearray(len(b.words.forms))
    matches = []
    for match in candidates:
        if _measure_used(used_a, match.a) <= TAKEN and _measure_used(used_b, match.b) <= TAKEN:
            _set_used(used_a, match.a)
            _set_used(used_b, match.b)
            matches.append(match)
    return _merge_adjacent(sorted(matches), a, b)


def _find_sentence_pairs(a: Words, b: Words) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Yield the pairs of sentences that share enough runs of three words to be worth comparing."""
    sentences_by_triple: dict[tuple[str, str, str], set[int]] = defaultdict(set)
    for number, sentence in enumerate(a.sentences):
        for triple in _iter_triples(a, sentence):
            sentences_by_triple[triple].add(number)
    for sentence in b.sentences:
        occurrences = (sentences_by_triple.get(triple, ()) for triple in set(_iter_triples(b, sentence)))
        shared = Counter(
            number for numbers in occurrences if len(numbers) <= COMMONPLACE for number in numbers
        )
        for number, count in shared.items():
            if count >= SEEDS:
                yield a.sentences[number], sentence


def _iter_triples(words: Words, sentence: tuple[int, int]) -> Iterator[tuple[str, str, str]]:
    forms = words.forms[sentence[0] : sentence[1]]
    return zip(forms, forms[1:], forms[2:])  # noqa: B905 - the last two start no triple


def _match_sentences(
    a: WeightedWords, b: WeightedWords, in_a: tuple[int, int], in_b: tuple[int, int]
) -> Match | None:
    """Return what two sentences share, cut to its dense part; None where that is too little."""
    codes = LCSseq.opcodes(a.words.forms[in_a[0] : in_a[1]], b.words.forms[in_b[0] : in_b[1]])
    runs = [
        _Run(in_a[0] + code.src_start, in_b[0] + code.dest_start, code.src_end - code.src_start)
        for code in codes
        if code.tag == "equal"
    ]
    runs = _find_densest(a, b, runs)
    if not runs:
        return None
    span_a = runs[0].a, runs[-1].a + runs[-1].size
    span_b = runs[0].b, runs[-1].b + runs[-1].size
    weight = sum(a.weight(run.a, run.a + run.size) for run in runs)
    share = weight / max(a.weight(*span_a), b.weight(*span_b))
    if weight < LEAST or share < LOOSE:
        return None
    outside = sum(_measure_outside(a, b, run) for run in runs)
    if share >= VERBATIM:
        is_exact = len(runs) == 1 and _format_printed(a.words, span_a) == _format_printed(b.words, span_b)
        return Match(span_a, span_b, "exact" if is_exact else "house-style", weight, outside)
    sentence = min(a.weight(*in_a), b.weight(*in_b))
    return Match(span_a, span_b, "paraphrase", weight, outside) if weight >= LOOSE * sentence else None


def _find_densest(a: WeightedWords, b: WeightedWords, runs: Sequence[_Run]) -> list[_Run]:
    """Return the stretch of runs with the highest gain.

    Each run gains its weight and loses half of the gap before it.
    """
    best, best_gain, start, gain = (0, 0), 0.0, 0, 0.0
    for index, run in enumerate(runs):
        if index:
            previous = runs[index - 1]
            gap = max(
                a.weight(previous.a + previous.size, run.a), b.weight(previous.b + previous.size, run.b)
            )
            gain -= gap / 2
        if gain <= 0:
            start, gain = index, 0.0
        gain += a.weight(run.a, run.a + run.size)
        if gain > best_gain:
            best, best_gain = (start, index + 1), gain
    return list(runs[best[0] : best[1]])


def _measure_outside(a: WeightedWords, b: WeightedWords, run: _Run) -> int:
    quoted_a, quoted_b = a.words.quoted, b.words.quoted
    unquoted = (i for i in range(run.size) if not quoted_a[run.a + i] and not quoted_b[run.b + i])
    return sum(a.weight(run.a + i, run.a + i + 1) for i in unquoted)


def _format_printed(words: Words, span: tuple[int, int]) -> str:
    return " ".join(words.text[words.starts[span[0]] : words.ends[span[1] - 1]].split())


def _measure_used(used: bytearray, span: tuple[int, int]) -> float:
    return used.count(1, *span) / (span[1] - span[0])


def _set_used(used: bytearray, span: tuple[int, int]) -> None:
    used[span[0] : span[1]] = b"\1" * (span[1] - span[0])


def _merge_adjacent(matches: Sequence[Match], a: WeightedWords, b: WeightedWords) -> list[Match]:
    """Merge passages of the same kind that follow one another in both texts without a word between."""
    joined: list[Match] = []
    for match in matches:
        last = joined[-1] if joined else None
        if last and (last.a[1], last.b[1], last.how) == (match.a[0], match.b[0], match.how):
            span_a, span_b = (last.a[0], match.a[1]), (last.b[0], match.b[1])
            how = last.how
            if how == "exact" and _format_printed(a.words, span_a) != _format_printed(b.words, span_b):
                how = "house-style"
            weight, outside = last.weight + match.weight, last.outside + match.outside
            joined[-1] = Match(span_a, span_b, how, weight, outside)
        else:
            joined.append(match)
    return joined
