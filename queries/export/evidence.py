"""Figures, origins, lineage and conflicts exported for machines: `export_records` gives the shapes.

Today's are read as the graph holds them, some at a time; those of a day are derived from what was
known then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from graph.model.batching import iter_batches
from graph.model.claims import Claim
from graph.model.export_records import (
    ExportedConflict,
    ExportedDecision,
    ExportedFigure,
    ExportedLineage,
    ExportedOrigin,
    ExportedPassage,
    ExportedSpan,
    ExportedText,
    ExportedWindow,
)
from graph.rules.lineage import DECIDED_ALONE, build_lineage_id, find_standing_decisions
from graph.store.fact_mapping import build_figure_row
from graph.store.judgements import select_judgements
from graph.store.lineage_mapping import standing_from_row
from graph.store.row_mapping import claim_from_row
from graph.write.conflict_writer import build_conflict_row
from graph.write.statements import build_origin_row
from queries.as_of.graph_reader import GraphReader, open_reader
from queries.export.claims import Lookup

if TYPE_CHECKING:
    from graph.model.records import Decision, Span
    from graph.rules.as_of import AsOf
    from graph.store.store import Store

Row = Mapping[str, Any]
PAGE = 500

_FIGURES = ("Figure", "COUNTS")
_ORIGINS = ("Origin", "FROM")
_LINEAGES = "MATCH (l:Lineage) WHERE l:Scamgraph RETURN properties(l) AS l ORDER BY l.id"
_LOADED = "UNWIND $ids AS id MATCH (d:Scamgraph {id: id}) RETURN count(d) AS n"
_CONFLICTS = """
MATCH (x:Conflict)-[b:BETWEEN]->(c:Claim) WHERE x:Scamgraph
WITH x, b, c ORDER BY b.side, c.id
RETURN properties(x) AS x, collect({side: b.side, claim: c.id}) AS sides ORDER BY x.id
"""


def export_figures(
    store: Store, *, moment: AsOf | None = None, include_protected: bool = False
) -> Iterator[ExportedFigure]:
    """Yield every figure, in the order of ids; with `moment` as they were from what was known then."""
    reader, lookup = open_reader(store), Lookup(store, include_protected=include_protected)
    names = {id_: entry.name for id_, entry in reader.load_series().items()}
    for row, claims in _read_figures(reader, moment):
        yield _build_figure(row, claims, lookup, names)


def export_origins(
    store: Store, *, moment: AsOf | None = None, include_protected: bool = False
) -> Iterator[ExportedOrigin]:
    """Yield every origin, in the order of ids; with `moment` as they were from what was known then."""
    reader, lookup = open_reader(store), Lookup(store, include_protected=include_protected)
    if moment is None:
        origins = _read_stored(reader, *_ORIGINS)
    else:
        derived = reader.derive(claim for claim in reader.load_claims() if moment.is_included(claim))
        members: dict[str, list[Claim]] = defaultdict(list)
        for claim in derived.claims.values():
            members[claim.origin].append(claim)
        origins = ((build_origin_row(id_, key), members[id_]) for id_, key in sorted(derived.origins.items()))
    for row, claims in origins:
        yield _build_origin(row, claims, lookup, reader)


def export_lineage(store: Store, *, moment: AsOf | None = None) -> Iterator[ExportedLineage]:
    """Yield every pair of documents that share text, where both are loaded.

    With `moment` those where both were known.
    """
    reader = open_reader(store)
    decisions = find_standing_decisions(reader.decisions)
    known_documents = (
        None if moment is None else {c.document for c in reader.load_claims() if moment.is_included(c)}
    )
    for row in reader.reads.run(_LINEAGES):
        standing = standing_from_row(row["l"])
        entry = standing.entry
        pair = [entry.a, entry.b]
        if reader.reads.run(_LOADED, ids=pair)[0]["n"] < 2 or (
            known_documents is not None and not known_documents.issuperset(pair)
        ):
            continue
        alone = entry.reason == DECIDED_ALONE
        yield ExportedLineage(
            id=build_lineage_id(entry),
            a=ExportedText(id=entry.a, text_sha256=entry.text_a or None),
            b=ExportedText(id=entry.b, text_sha256=entry.text_b or None),
            share_a=None if alone else entry.share_a,
            share_b=None if alone else entry.share_b,
            passages=[
                ExportedPassage(a=_build_span(p.a), b=_build_span(p.b), how=p.how) for p in entry.passages
            ],
            found=None if alone else entry.judgement,
            stands=standing.judgement,
            reason=entry.reason,
            decision=_build_decision(decisions.get(frozenset(pair))),
        )


def export_conflicts(
    store: Store, *, moment: AsOf | None = None, include_protected: bool = False
) -> Iterator[ExportedConflict]:
    """Yield every conflict, in the order of ids; with `moment` those within what was known then.

    Withheld names are masked in the sentences, too.
    """
    reader, lookup = open_reader(store), Lookup(store, include_protected=include_protected)
    judged = select_judgements(reader.decisions)
    for row, sides in _read_conflicts(reader, moment):
        yield ExportedConflict(
            id=row["id"],
            kind=row["kind"],
            explanation=lookup.mask_names(row["explanation"]),
            settles=row["settles"],
            ask=lookup.mask_names(row.get("ask") or ""),
            sides=sides,
            judgement=_build_decision(judged.get(row["id"])),
        )


def _read_figures(reader: GraphReader, moment: AsOf | None) -> Iterator[tuple[Row, list[Claim]]]:
    if moment is None:
        yield from _read_stored(reader, *_FIGURES)
        return
    derived = reader.derive(claim for claim in reader.load_claims() if moment.is_included(claim))
    for _, figure in sorted(derived.figures.items()):
        claims = {s.claim: derived.claims[s.claim] for s in figure.seen}
        yield build_figure_row(figure, derived.claims, reader.context), list(claims.values())


def _read_conflicts(reader: GraphReader, moment: AsOf | None) -> Iterator[tuple[Row, list[list[str]]]]:
    if moment is None:
        for row in reader.reads.stream(_CONFLICTS):
            sides: dict[int, list[str]] = {}
            for member in row["sides"]:
                sides.setdefault(member["side"], []).append(member["claim"])
            yield row["x"], [sides[side] for side in sorted(sides)]
        return
    derived = reader.derive(claim for claim in reader.load_claims() if moment.is_included(claim))
    for conflict in reader.derive_conflicts(derived.claims.values(), reader.load_series()):
        yield build_conflict_row(conflict, None), [list(side) for side in conflict.sides]


def _read_stored(reader: GraphReader, label: str, relation: str) -> Iterator[tuple[Row, list[Claim]]]:
    """Yield nodes of one label, in the order of ids, with the claims that point to them."""
    ids = [
        r["id"]
        for r in reader.reads.run(f"MATCH (n:{label}) WHERE n:Scamgraph RETURN n.id AS id ORDER BY id")
    ]
    query = (
        f"UNWIND $ids AS id MATCH (n:Scamgraph {{id: id}})<-[:{relation}]-(c:Claim) "
        "RETURN properties(n) AS n, collect(properties(c)) AS claims ORDER BY n.id"
    )
    for batch in iter_batches(ids, PAGE):
        for row in reader.reads.run(query, ids=batch):
            yield row["n"], [claim_from_row(claim) for claim in row["claims"]]


def _build_figure(
    row: Row, claims: Sequence[Claim], lookup: Lookup, names: Mapping[str, str]
) -> ExportedFigure:
    ordered = _sort_claims(claims)
    speakers = dict.fromkeys(claim.by[0] if claim.by else claim.voice for claim in ordered)
    return ExportedFigure(
        id=row["id"],
        series=row["series"],
        series_name=names[row["series"]],
        value=row.get("value"),
        low=row.get("low"),
        high=row.get("high"),
        words=row.get("words"),
        comparator=row["cmp"],
        unit=row.get("unit"),
        currency=row.get("currency"),
        period=row.get("period"),
        window=ExportedWindow(lower=row.get("window_from"), upper=row.get("window_to")),
        verbs=list(dict.fromkeys(claim.verb for claim in ordered if claim.verb)),
        speakers=[lookup.build_speaker(speaker) for speaker in speakers],
        documents=sorted({claim.document for claim in claims}),
        origins=sorted({claim.origin for claim in claims}),
        claims=[claim.id for claim in ordered],
    )


def _build_origin(row: Row, claims: Sequence[Claim], lookup: Lookup, reader: GraphReader) -> ExportedOrigin:
    ordered = _sort_claims(claims)
    kind = row["kind"]
    speakers = [claim.speaker for claim in ordered if claim.by]
    speaker = {"speech": row["source"], "occasion": speakers[0] if speakers else ""}.get(kind, "")
    return ExportedOrigin(
        id=row["id"],
        kind=kind,
        speaker=lookup.build_entity(reader.context.canonical(speaker)) if speaker else None,
        occasion=row["source"] if kind == "occasion" else None,
        statement=row.get("statement"),
        claims=[claim.id for claim in ordered],
        documents=sorted({claim.document for claim in claims}),
    )


def _sort_claims(claims: Iterable[Claim]) -> list[Claim]:
    return sorted(claims, key=lambda c: (c.published_from or "9999", c.document, c.start, c.id))


def _build_span(span: Span) -> ExportedSpan:
    return ExportedSpan(start=span.start, end=span.end, sha256=span.sha256)


def _build_decision(decision: Decision | None) -> ExportedDecision | None:
    if decision is None:
        return None
    return ExportedDecision(
        judgement=decision.judgement, by=decision.by, on=decision.on, reason=decision.reason
    )
