"""From shared passages to a judgement: does one of two documents print the other's text?

What counts is text outside quotation marks in the same words, in any order, and paraphrase in the same
order. A quotation, even a long one, may come from a common third source: it shows nothing by itself, and is
listed only beside what does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from ingest.lineage.align import Match, Weighed, matches

REPRINT = 80  # weight outside quotations in the same words: twenty words of content
LIKELY = 48  # the same, where paraphrase in the same order comes on top
WITH_PARAPHRASE = 100  # weight of both together
UNSURE = 44  # the same words, too few to tell a reprint from a phrase of the trade
OUTSIDE = 16  # weight outside quotations below which a passage is a quotation


class Judged(NamedTuple):
    """What two texts share, the part of each, and what follows. `passages` is empty for "not"."""

    judgement: Literal["reprint", "not", "unsure"]
    reason: str
    passages: list[Match]
    share_a: float
    share_b: float


def judge(a: Weighed, b: Weighed, *, decided: bool = False) -> Judged:
    """Compare two texts. With `decided`, the passages are given whatever follows from them."""
    found = matches(a, b)
    told = [match for match in found if match.outside >= OUTSIDE]
    ordered = set(_in_order(told))
    same = [match for match in told if match.how != "paraphrase"]
    like = [match for match in told if match.how == "paraphrase" and match in ordered]
    weight = sum(match.outside for match in same)
    with_like = weight + sum(match.outside for match in like)
    judgement: Literal["reprint", "not", "unsure"] = "not"
    if weight >= REPRINT or (weight >= LIKELY and with_like >= WITH_PARAPHRASE):
        judgement = "reprint"
    elif weight >= UNSURE or with_like >= WITH_PARAPHRASE:
        judgement = "unsure"
    quotations = [match for match in found if match.outside < OUTSIDE]
    reason = _reason(len(same), len(like), len(quotations))
    if judgement == "not" and not decided:
        return Judged("not", reason, [], 0.0, 0.0)
    kept = set(_in_order([*same, *like, *quotations]))
    passages = sorted({*same, *like, *(match for match in quotations if match in kept)})
    return Judged(
        judgement, reason, passages, _share(a, [m.a for m in passages]), _share(b, [m.b for m in passages])
    )


def _reason(same: int, like: int, quotations: int) -> str:
    parts = [
        f"{count} passage{'s' * (count != 1)} {what}"
        for count, what in (
            (same, "in the same words outside of quotations"),
            (like, "in like words and the same order"),
            (quotations, "of quotation, which may have a common source"),
        )
        if count
    ]
    return "; ".join(parts) or "no passage in common"


def _in_order(found: Sequence[Match]) -> list[Match]:
    """The heaviest chain of passages that stand in the same order in both texts."""
    ordered = sorted(found)
    best: list[tuple[int, list[Match]]] = []
    for match in ordered:
        before = max(
            (chain for chain in best if chain[1][-1].b[1] <= match.b[0] and chain[1][-1].a[1] <= match.a[0]),
            key=lambda chain: chain[0],
            default=(0, []),
        )
        best.append((before[0] + match.weight, [*before[1], match]))
    return max(best, key=lambda chain: chain[0], default=(0, []))[1]


def _share(text: Weighed, spans: Sequence[tuple[int, int]]) -> float:
    covered = {number for span in spans for number in range(*span)}
    return round(len(covered) / len(text.words.forms), 3) if covered else 0.0
