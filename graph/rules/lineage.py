"""Lineage: passages of one text printed several times, and what they mean for a claim. Pure.

An entry names two documents and the passages they share. Entries whose passages overlap in a
document are one *family*: the wire story behind them. A claim that no named speaker makes, and
whose passage is printed in other documents too, has that story as its origin.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Literal, NamedTuple

import msgspec

from graph.model.edtf import parse_bounds
from graph.model.ids import make_id
from graph.model.records import Decision, LineageEntry, Span, When
from graph.model.union_find import DisjointSets, count_groups

Judgement = Literal["reprint", "not", "unsure"]
KinHow = Literal["printed", "decided", "perhaps"]
Pair = frozenset[str]

OPEN = "?"
"""Suffix of the id of a family that is not settled; fewer origins are counted, and the output says so."""

_JUDGED: Mapping[str, Judgement] = {"same": "reprint", "different": "not", "unsure": "unsure"}


def build_lineage_id(entry: LineageEntry) -> str:
    """Return the id of an entry."""
    return build_pair_id((entry.a, entry.b))


def build_pair_id(documents: Iterable[str]) -> str:
    """Return the id of what two documents share, in either order."""
    return make_id("lineage", sorted(documents))


def find_standing_decisions(decisions: Iterable[Decision]) -> dict[Pair, Decision]:
    """Return the decision that stands for each pair of documents: the last by its day, then its id."""
    about = [d for d in decisions if d.about == "reprint" and not d.withdrawn]
    return {
        frozenset(pair): decision
        for decision in sorted(about, key=lambda d: (d.on, d.id))
        for pair in combinations(decision.items, 2)
    }


DECIDED_ALONE = "decided by a person, not found in the texts"
"""Reason of an entry that only a decision makes: a translation shares no words with what it translates."""


def add_decided(entries: Iterable[LineageEntry], decisions: Mapping[Pair, Decision]) -> list[LineageEntry]:
    """Return `entries` and, without passages, one for each further pair that is decided a reprint or unsure.

    Entries that earlier decisions added are left out unless they are decided now.
    """
    normalised = [
        normalise_entry(entry) for entry in entries if entry.reason != DECIDED_ALONE or entry.passages
    ]
    known_pairs = {frozenset((entry.a, entry.b)) for entry in normalised}
    further = [
        LineageEntry(min(pair), max(pair), 0.0, 0.0, [], "not", DECIDED_ALONE)
        for pair, decision in decisions.items()
        if pair not in known_pairs and decision.judgement != "different"
    ]
    return [*normalised, *further]


def resolve_judgement(entry: LineageEntry, decisions: Mapping[Pair, Decision]) -> Judgement:
    """Return the judgement on an entry: a person's decision, else the result of the comparison."""
    decision = decisions.get(frozenset((entry.a, entry.b)))
    return _JUDGED[decision.judgement] if decision else entry.judgement


class LineageStatus(NamedTuple):
    """An entry, its judgement, and the id of its family; the family of one that is "not" is empty."""

    entry: LineageEntry
    judgement: Judgement
    family: str


def count_lineages(documents: Iterable[str], standing: Iterable[LineageStatus]) -> int:
    """Count the groups of documents that print text of one another, a document alone being one group."""
    ids = set(documents)
    reprints = ((status.entry.a, status.entry.b) for status in standing if status.judgement == "reprint")
    return count_groups(ids, (pair for pair in reprints if ids.issuperset(pair)))


def list_spans(entry: LineageEntry, document: str) -> Iterator[Span]:
    """Yield the passages of an entry as they are in one of its two documents."""
    for passage in entry.passages:
        yield passage.a if document == entry.a else passage.b


def group_families(entries: Iterable[tuple[LineageEntry, Judgement]]) -> dict[str, LineageStatus]:
    """Return every entry by its id, with its family; the same for every order.

    Two entries are one family where passages of both overlap, in a document, by half of the shorter
    or more. The smallest id in a family names it.
    """
    by_id = {build_lineage_id(entry): (entry, judgement) for entry, judgement in entries}
    components = DisjointSets()
    for left, right in _find_overlapping_pairs(
        (id_, entry) for id_, (entry, judged) in by_id.items() if judged != "not"
    ):
        first, second = sorted((components.find(left), components.find(right)))
        components.union(second, first)
    return {
        id_: LineageStatus(entry, judged, components.find(id_) if judged != "not" else "")
        for id_, (entry, judged) in by_id.items()
    }


def _find_overlapping_pairs(entries: Iterable[tuple[str, LineageEntry]]) -> Iterator[tuple[str, str]]:
    """Yield pairs of entries with overlapping passages, enough of them to connect all that overlap."""
    spans: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for id_, entry in entries:
        for document in (entry.a, entry.b):
            spans[document] += [(span.start, span.end, id_) for span in list_spans(entry, document)]
    for document_spans in spans.values():
        open_spans: list[tuple[int, int, str]] = []
        for span in sorted(document_spans):
            open_spans = [open_span for open_span in open_spans if open_span[1] > span[0]]
            partners = {
                open_span[2]: open_span for open_span in open_spans if _is_mostly_shared(open_span, span)
            }
            yield from ((partner_id, span[2]) for partner_id in partners)
            # A span with the same start and end as an open one need not be compared again.
            if not any(open_span[:2] == span[:2] for open_span in partners.values()):
                open_spans.append(span)


def _is_mostly_shared(first: tuple[int, int, str], second: tuple[int, int, str]) -> bool:
    common = min(first[1], second[1]) - max(first[0], second[0])
    return 2 * common >= min(first[1] - first[0], second[1] - second[0])


def find_family(document: str, start: int, end: int, standing: Sequence[LineageStatus]) -> str:
    """Return the family of the text from `start` to `end` of a document, "" if no other prints it.

    Half of the stretch or more must be printed elsewhere. A settled family precedes an unsettled one,
    then the one that covers more precedes the one that covers less; the id of an unsettled one ends
    in `?`.
    """
    covered: dict[tuple[bool, str], set[int]] = defaultdict(set)
    for status in standing:
        if not status.family:
            continue
        for span in list_spans(status.entry, document):
            stretch = range(max(start, span.start), min(end, span.end))
            covered[status.judgement == "reprint", status.family].update(stretch)
    enough = [
        (sure, len(positions), id_)
        for (sure, id_), positions in covered.items()
        if 2 * len(positions) >= end - start
    ]
    if not enough:
        return ""
    sure, _, id_ = min(enough, key=lambda candidate: (not candidate[0], -candidate[1], candidate[2]))
    return id_ if sure else id_ + OPEN


class Kinship(NamedTuple):
    """A family of texts that a document prints, and how it is known that it does.

    "printed": passages show it; "decided": a person decided that it reprints or translates another document;
    "perhaps": a person looked and left it open.
    """

    family: str
    how: KinHow


def list_kin(standing: Iterable[LineageStatus]) -> frozenset[Kinship]:
    """Return the families of a document, given the entries that name it.

    Unsettled passages create no kinship: they join only the claims in them.
    """
    return frozenset(
        Kinship(status.family, how)
        for status in standing
        if status.family and (how := _find_kinship(status)) is not None
    )


def _find_kinship(status: LineageStatus) -> KinHow | None:
    if status.judgement == "reprint":
        return "printed" if status.entry.passages else "decided"
    return None if status.entry.passages else "perhaps"


class Direction(NamedTuple):
    """Which of two documents prints the other's text; `known` is "published", or "unknown"."""

    later: str
    earlier: str
    known: Literal["published", "unknown"]


def find_direction(first: tuple[str, When | None], second: tuple[str, When | None]) -> Direction:
    """Return the direction from the later published document to the earlier one.

    Where their days do not decide, it runs from the larger id.
    """
    for (late, when), (early, before) in ((first, second), (second, first)):
        from_ = parse_bounds(when.edtf).lower if when else None
        to = parse_bounds(before.edtf).upper if before else None
        if from_ and to and from_ > to:
            return Direction(late, early, "published")
    return Direction(max(first[0], second[0]), min(first[0], second[0]), "unknown")


def normalise_entry(entry: LineageEntry) -> LineageEntry:
    """Return the entry with `a` and `b` in the order of their ids, passages in the order of `a`."""
    if entry.a > entry.b:
        entry = msgspec.structs.replace(
            entry,
            a=entry.b, b=entry.a, text_a=entry.text_b, text_b=entry.text_a,
            share_a=entry.share_b, share_b=entry.share_a,
            passages=[msgspec.structs.replace(p, a=p.b, b=p.a) for p in entry.passages],
        )  # fmt: skip
    ordered = sorted(entry.passages, key=lambda p: (p.a.start, p.a.end, p.b.start, p.b.end))
    return msgspec.structs.replace(entry, passages=ordered)
