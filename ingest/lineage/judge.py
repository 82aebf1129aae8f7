"""Judge from shared passages whether one of two documents prints the other's text.

Only text outside quotation marks counts: the same words, in any order, and paraphrase in the same
order. A quotation, even a long one, may have a common third source: it shows nothing by itself, and
is listed only beside passages that do.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from ingest.lineage.align import Match, WeightedWords, find_matches

REPRINT = 80  # weight outside quotations in the same words: twenty words of content
LIKELY = 48  # the same, where paraphrase in the same order comes on top
WITH_PARAPHRASE = 100  # weight of both together
UNSURE = 44  # the same words, too few to tell a reprint from a phrase of the trade
OUTSIDE = 16  # weight outside quotations below which a passage is a quotation


class TextComparison(NamedTuple):
    """The judgement on two texts, its reason, the shared passages, and their share of each text.

    `passages` is empty for "not", unless the pair is decided.
    """

    judgement: Literal["reprint", "not", "unsure"]
    reason: str
    passages: list[Match]
    share_a: float
    share_b: float


def compare_texts(a: WeightedWords, b: WeightedWords, *, decided: bool = False) -> TextComparison:
    """Compare two texts. With `decided`, the passages are returned whatever the judgement is."""
    matches = find_matches(a, b)
    evidence = [match for match in matches if match.outside >= OUTSIDE]
    ordered = set(_find_heaviest_chain(evidence))
    verbatim = [match for match in evidence if match.how != "paraphrase"]
    paraphrases = [match for match in evidence if match.how == "paraphrase" and match in ordered]
    weight = sum(match.outside for match in verbatim)
    with_like = weight + sum(match.outside for match in paraphrases)
    judgement: Literal["reprint", "not", "unsure"] = "not"
    if weight >= REPRINT or (weight >= LIKELY and with_like >= WITH_PARAPHRASE):
        judgement = "reprint"
    elif weight >= UNSURE or with_like >= WITH_PARAPHRASE:
        judgement = "unsure"
    quotations = [match for match in matches if match.outside < OUTSIDE]
    reason = _format_reason(len(verbatim), len(paraphrases), len(quotations))
    if judgement == "not" and not decided:
        return TextComparison("not", reason, [], 0.0, 0.0)
    chain = set(_find_heaviest_chain([*verbatim, *paraphrases, *quotations]))
    passages = sorted({*verbatim, *paraphrases, *(match for match in quotations if match in chain)})
    return TextComparison(
        judgement,
        reason,
        passages,
        _measure_share(a, [match.a for match in passages]),
        _measure_share(b, [match.b for match in passages]),
    )


def _format_reason(verbatim: int, paraphrases: int, quotations: int) -> str:
    parts = [
        f"{count} passage{'s' * (count != 1)} {what}"
        for count, what in (
            (verbatim, "in the same words outside of quotations"),
            (paraphrases, "in like words and the same order"),
            (quotations, "of quotation, which may have a common source"),
        )
        if count
    ]
    return "; ".join(parts) or "no passage in common"


def _find_heaviest_chain(matches: Sequence[Match]) -> list[Match]:
    """Return the heaviest chain of passages that have the same order in both texts."""
    ordered = sorted(matches)
    best: list[tuple[int, list[Match]]] = []
    for match in ordered:
        previous = max(
            (chain for chain in best if chain[1][-1].b[1] <= match.b[0] and chain[1][-1].a[1] <= match.a[0]),
            key=lambda chain: chain[0],
            default=(0, []),
        )
        best.append((previous[0] + match.weight, [*previous[1], match]))
    return max(best, key=lambda chain: chain[0], default=(0, []))[1]


def _measure_share(text: WeightedWords, spans: Sequence[tuple[int, int]]) -> float:
    covered = {number for span in spans for number in range(*span)}
    return round(len(covered) / len(text.words.forms), 3) if covered else 0.0
