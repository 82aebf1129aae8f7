"""Rows of a question recomputed as of a day, from the claims known then.

This is for values that are stored for several claims at once. Most questions count from the claims
they find; their origins are derived again. Those about figures, origins and conflicts themselves
are answered from what the rules derive. The header of a question declares which of these applies.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from graph.model.claims import Claim
from graph.rules.derive import DerivedClaims, list_participations
from graph.rules.rollup import split_stances
from graph.store.document_notices import read_notices
from graph.store.fact_mapping import build_figure_row
from graph.store.judgements import select_judgements
from graph.store.row_mapping import build_claim_row
from queries.as_of.claim_filter import FilteredStore
from queries.as_of.graph_reader import GraphReader

if TYPE_CHECKING:
    from graph.engine.session.result_rows import Row
    from queries.ask.query_library import NamedQuery
    from queries.wording.citations import Citation

_SEVERAL = "one text, printed several times"


@dataclass(frozen=True, slots=True)
class DatedQuestion:
    """A question to answer within limits, with values for its parameters."""

    look: GraphReader
    door: FilteredStore
    query: NamedQuery
    values: Mapping[str, Any]
    timeout: float

    @property
    def number(self) -> float | None:
        """Return the number that the question is about, if any."""
        return self.values.get("number")

    def read_rows(self, body: str = "", **values: Any) -> list[Row]:
        """Return the rows that rest on a claim; `body` and `values` replace those of the question.

        Raises InputError as `queries.ask.ask.ask` does.
        """
        rows = self.door.read(body or self.query.body, {**self.values, **values}, timeout=self.timeout)
        return [row for row in rows if row["claims"]]

    def derive_claims(self, ids: Sequence[str], *, figures: bool = False) -> DerivedClaims:
        """Derive the origins of these claims; with `figures`, of all claims of their series."""
        reader = self.look
        claims = reader.shared.load_by_id(ids)
        if figures:  # the roll-up of a figure counts the origins of all claims that give it
            series = {series for claim in claims for series in claim.series}
            claims = [*claims, *reader.shared.load_by_series(series)]
        derived = reader.derive_among(
            claims, self.door.limits.is_known, figures=figures or self.number is not None
        )
        reader.fetch_names_and_lineage(claims)
        return derived


@dataclass(frozen=True, slots=True)
class RecomputedRows:
    """The rows of one question within limits, and the claims behind them as derived for that time."""

    derived: DerivedClaims
    rows: list[Row]

    def update_citations(self, citations: Mapping[str, Citation]) -> dict[str, Citation]:
        """Return citations with the origins that their claims had at that time."""
        claims = self.derived.claims
        return {
            id_: replace(cited, origin=claims[id_].origin, origin_why=claims[id_].origin_why)
            for id_, cited in citations.items()
        }


RowUpdate = Callable[[GraphReader, Sequence[Claim], "Row"], "Row | None"]
"""Returns what changes in a row that rests on these claims, or None if they exclude the row."""


def recompute_rows(question: DatedQuestion) -> RecomputedRows:
    """Answer a question within limits, as its header says; rows without a claim are left out.

    Raises InputError as `queries.ask.ask.ask` does.
    """
    key = question.query.recompute
    return RECOMPUTATIONS[key](question) if key else _recompute_each_row(question)


def _list_claims(rows: Iterable[Row]) -> list[str]:
    return sorted({claim for row in rows for claim in row["claims"]})


def _recompute_each_row(question: DatedQuestion, update: RowUpdate | None = None) -> RecomputedRows:
    """Count the origins of each row again; `update` changes more of it."""
    stored_rows, number = question.read_rows(), question.number
    derived = question.derive_claims(_list_claims(stored_rows))
    rows = []
    for row in stored_rows:
        if number is not None and not any(_has_number(derived, id_, number) for id_ in row["claims"]):
            continue
        claims = [derived.claims[id_] for id_ in row["claims"]]
        counted = _count_origins(claims, row)
        changes = update(question.look, claims, counted) if update is not None else {}
        if changes is not None:
            rows.append({**counted, **changes})
    return RecomputedRows(derived, rows)


def _has_number(derived: DerivedClaims, id_: str, number: float) -> bool:
    """Return whether a claim gives this number, itself or by the figure it then belongs to."""
    claim = derived.claims[id_]
    stated_values = {
        value for _, quantity in claim.numbers for value in (quantity.value, quantity.low, quantity.high)
    }
    return number in stated_values or any(
        derived.figures[figure].quantity.value == number for figure in claim.figures
    )


def _count_origins(claims: Sequence[Claim], row: Row) -> Row:
    """Return a row with the origins of that time, in those of its columns that give them."""
    sides = split_stances(claims)
    counts = {
        "origins": _count_distinct(sides.saying),
        "denials": _count_distinct(sides.denying),
        "origin": claims[0].origin,
    }
    return {**row, **{column: count for column, count in counts.items() if column in row}}


def _count_distinct(claims: Iterable[Claim]) -> int:
    return len({claim.origin for claim in claims})


def _count_all_origins(_: GraphReader, claims: Sequence[Claim], row: Row) -> Row:
    """Count the origins of all claims, also of those that deny."""
    return {"origins": _count_distinct(claims)}


def _require_single_origin(_: GraphReader, claims: Sequence[Claim], row: Row) -> Row | None:
    if _count_distinct(claims) > 1:
        return None
    return {"why": _collect_unique(claim.origin_why for claim in claims)}


def _filter_participants(reader: GraphReader, claims: Sequence[Claim], row: Row) -> Row:
    """Keep today's participants and places of an event that these claims name."""
    parts = [part for claim in claims for part in list_participations(claim, reader.context)]
    reader.speakers.load(reader.reads, {part.entity for part in parts})
    named = {f"{part.role}: {reader.context.name(part.entity)}" for part in parts}
    return {
        "who": [who for who in row["who"] if who in named],
        "place": [place for place in row["place"] if f"place: {place}" in named],
    }


def _recompute_by_figure(question: DatedQuestion) -> RecomputedRows:
    ids = _list_claims(question.read_rows(number=None))  # a figure may have had another number then
    derived = question.derive_claims(ids, figures=True)
    return RecomputedRows(derived, _build_figure_rows(question.look, derived, ids, question.number))


def _build_figure_rows(
    reader: GraphReader, derived: DerivedClaims, ids: Sequence[str], number: float | None
) -> list[Row]:
    names = {id_: entry.name for id_, entry in reader.load_series().items()}
    claim_ids = set(ids)
    rows = []
    for figure in derived.figures.values():
        members = {
            sighting.claim: derived.claims[sighting.claim]
            for sighting in figure.seen
            if sighting.claim in claim_ids
        }
        if not members or (number is not None and figure.quantity.value != number):
            continue
        claims = _sort_claims(members.values())
        figure_row = build_figure_row(figure, derived.claims, reader.context)
        sort_key = (names[figure.series], figure.window[0] or "9999", figure.quantity.value or 0, figure.id)
        cells = {
            "series": names[figure.series],
            "figure": figure_row["name"],
            "from": figure_row.get("window_from"),
            "to": figure_row.get("window_to"),
            "as_worded": [build_claim_row(claim) for claim in claims],
            "said_by": figure_row["said_by"],
            "documents": figure_row["documents"],
            "origins": figure_row["origins"],
            "claims": [claim.id for claim in claims],
        }
        rows.append((sort_key, cells))
    return [cells for _, cells in sorted(rows, key=lambda pair: pair[0])]


def _recompute_by_origin(question: DatedQuestion) -> RecomputedRows:
    """Group the claims of the question by their origins at that time, and word these."""
    ids, number = _list_claims(question.read_rows(question.query.claims_body)), question.number
    derived = question.derive_claims(ids)
    kept_ids = [id_ for id_ in ids if number is None or _has_number(derived, id_, number)]
    by_statement = question.values["entity"] is not None
    return RecomputedRows(
        derived, _build_origin_rows(question.look, derived, kept_ids, by_statement=by_statement)
    )


def _build_origin_rows(
    reader: GraphReader, derived: DerivedClaims, ids: Iterable[str], *, by_statement: bool
) -> list[Row]:
    """Return a row for each origin, or for each origin of each statement."""
    groups: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for id_ in ids:
        claim = derived.claims[id_]
        groups[(claim.fact or id_) if by_statement else "", claim.origin].append(claim)
    reader.speakers.load(reader.reads, {derived.origins[origin].source for _, origin in groups})
    rows = []
    for (_, origin), members in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])):
        claims, key = _sort_claims(members), derived.origins[origin]
        origin_name = _SEVERAL if key.kind == "lineage" else reader.context.name(key.source)
        rows.append(
            {
                "origin": origin_name,
                "kind": key.kind,
                "said_by": _collect_unique(reader.context.find_speaker_name(claim) for claim in claims),
                "says": _collect_unique(claim.says for claim in claims),
                "why": _collect_unique(claim.origin_why for claim in claims),
                "documents": len({claim.document for claim in claims}),
                "claims": [claim.id for claim in claims],
            }
        )
    return rows


def _recompute_by_conflict(question: DatedQuestion) -> RecomputedRows:
    """Find conflicts among everything that was known then.

    What contradicts a claim may be anywhere.
    """
    reader, door, values = question.look, question.door, question.values
    derived = reader.derive(claim for claim in reader.load_claims() if door.limits.is_known(claim))
    decision_by_conflict = select_judgements(reader.decisions)
    notices = read_notices(reader.asks, {claim.document for claim in derived.claims.values()})
    rows = []
    for conflict in reader.derive_conflicts(derived.claims.values(), reader.load_series()):
        sides = [_sort_claims(derived.claims[id_] for id_ in side) for side in conflict.sides]
        claims = [claim for side in sides for claim in side]
        if values["kind"] not in (None, conflict.kind) or not any(map(door.limits.is_visible, claims)):
            continue
        if values["entity"] is not None and not any(
            _has_entity(reader, claim, values["entity"]) for claim in claims
        ):
            continue
        decision = decision_by_conflict.get(conflict.id)
        cells = {
            "conflict": conflict.explanation,
            "kind": conflict.kind,
            "sides": [
                f"{number}: {claim.says}{_format_notice(claim, notices)}"
                for number, side in enumerate(sides, start=1)
                for claim in side
            ],
            "settles": conflict.settles,
            "ask": conflict.ask,
            "judgement": decision.judgement if decision else None,
            "documents": len({claim.document for claim in claims}),
            "speakers": len({reader.context.canonical(claim.speaker) for claim in claims}),
            "claims": [claim.id for claim in claims],
        }
        rows.append(((conflict.kind, conflict.explanation, conflict.id), cells))
    return RecomputedRows(derived, [cells for _, cells in sorted(rows, key=lambda pair: pair[0])])


def _format_notice(claim: Claim, notices: Mapping[str, str]) -> str:
    notice = notices.get(claim.document, "")
    return f" {notice[0].upper()}{notice[1:]}." if notice else ""


def _has_entity(reader: GraphReader, claim: Claim, entity: str) -> bool:
    ends = (claim.subject, claim.object, claim.place, claim.event, *(id_ for _, id_ in claim.roles))
    speakers = (speaker.rstrip("?") for speaker in claim.by)
    return claim.document == entity or any(
        reader.context.canonical(id_) == entity for id_ in (*ends, *speakers)
    )


def _sort_claims(claims: Iterable[Claim]) -> list[Claim]:
    return sorted(claims, key=lambda c: (c.published_to or "9999", c.document, c.start, c.id))


def _collect_unique(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(word for word in words if word))


RECOMPUTATIONS: Mapping[str, Callable[[DatedQuestion], RecomputedRows]] = {
    "by-figure": _recompute_by_figure,
    "by-origin": _recompute_by_origin,
    "by-conflict": _recompute_by_conflict,
    "origins-of-all-claims": partial(_recompute_each_row, update=_count_all_origins),
    "participants": partial(_recompute_each_row, update=_filter_participants),
    "single-origin": partial(_recompute_each_row, update=_require_single_origin),
}
"""By the header key `recompute` of a question."""
