"""Convert lineage entries to and from database rows, and build the relationship between two documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph.model.records import LineageEntry, ReprintedPassage, Span
from graph.rules.lineage import Direction, LineageStatus, build_lineage_id
from graph.store.cypher_dialect import Link

Row = dict[str, Any]

_FIELDS = ("a", "b", "share_a", "share_b", "judgement", "reason", "text_a", "text_b")


def build_lineage_row(standing: LineageStatus) -> Row:
    """Return the properties of a `:Lineage`: the entry, its current judgement (`stands`), and its family."""
    entry = standing.entry
    row: Row = {"id": build_lineage_id(entry), "stands": standing.judgement, "family": standing.family}
    row.update((name, getattr(entry, name)) for name in _FIELDS)
    row["passages"] = [
        f"{_format_span(passage.a)}|{_format_span(passage.b)}|{passage.how}" for passage in entry.passages
    ]
    return {name: value for name, value in row.items() if value not in ("", [])}


def standing_from_row(row: Mapping[str, Any]) -> LineageStatus:
    """Return the lineage entry of a `:Lineage`, with its current judgement and family."""
    fields = {name: row[name] for name in _FIELDS if name in row}
    fields["share_a"], fields["share_b"] = float(row["share_a"]), float(row["share_b"])
    passages = [_parse_passage(text) for text in row.get("passages") or ()]
    return LineageStatus(LineageEntry(**fields, passages=passages), row["stands"], row.get("family", ""))


def build_reprint_relationship(entry: LineageEntry, direction: Direction) -> Link:
    """Build the relationship between an entry's documents, from `direction.later` to `direction.earlier`.

    `share` is the share of the later document's words, `share_of_earlier` that of the earlier
    document's. Each item of `passages` gives a span of the later document, the span of the earlier one,
    and how alike they are. A pair that only a decision makes has neither shares nor passages.
    """
    if not entry.passages:
        return Link(
            direction.later,
            direction.earlier,
            "REPRINTS",
            {"lineage": build_lineage_id(entry), "direction": direction.known},
        )
    spans = [
        (passage.a, passage.b, passage.how)
        if direction.later == entry.a
        else (passage.b, passage.a, passage.how)
        for passage in entry.passages
    ]
    shares = (entry.share_a, entry.share_b) if direction.later == entry.a else (entry.share_b, entry.share_a)
    return Link(
        direction.later,
        direction.earlier,
        "REPRINTS",
        {
            "lineage": build_lineage_id(entry),
            "share": shares[0],
            "share_of_earlier": shares[1],
            "passages": [
                f"{a.start}-{a.end}={b.start}-{b.end} {how}" for a, b, how in sorted(spans, key=_sort_key)
            ],
            "direction": direction.known,
        },
    )


def _sort_key(spans: tuple[Span, Span, str]) -> tuple[int, int]:
    return spans[0].start, spans[1].start


def _format_span(span: Span) -> str:
    return f"{span.start}-{span.end}:{span.sha256}"


def _parse_passage(text: str) -> ReprintedPassage:
    a, b, how = text.split("|")
    return ReprintedPassage(_parse_span(a), _parse_span(b), how)  # type: ignore[arg-type]


def _parse_span(text: str) -> Span:
    place, sha256 = text.split(":")
    start, end = place.split("-")
    return Span(int(start), int(end), sha256)
