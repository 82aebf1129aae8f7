"""Rows of a question recomputed as of a day, from the claims known then.

This is for values that are stored for several claims at once. Most questions count from the claims
they find; their origins are derived again. Those about figures, origins and conflicts themselves
are answered from what the rules derive.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
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

_WORDED = "UNWIND found AS c\n"
"""Where `origins` has its claims and begins to word what it says of them, which is derived here."""
_SEVERAL = "one text, printed several times"
OF_ALL_CLAIMS = frozenset({"first-said"})
"""Questions that count the origins of all claims of a row, also of those that deny."""


@dataclass(frozen=True, slots=True)
class RecomputedRows:
    """The rows of one question within limits, and the claims behind them as the rules see them then."""

    look: GraphReader
    door: FilteredStore
    derived: DerivedClaims
    rows: list[Row]

    def update_citations(self, citations: Mapping[str, Citation]) -> dict[str, Citation]:
        """Return citations with the origins that their claims had at that time."""
        held = self.derived.claims
        return {
            id_: replace(cited, origin=held[id_].origin, origin_why=held[id_].origin_why)
            for id_, cited in citations.items()
        }


def recompute_rows(
    look: GraphReader,
    door: FilteredStore,
    question: tuple[str, NamedQuery],
    values: Mapping[str, Any],
    timeout: float,
) -> RecomputedRows:
    """Run a question, given by its key, within limits; rows without a claim are left out.

    Raises InputError as `queries.ask.ask.ask` does.
    """
    key, query = question
    if key == "conflicts":
        return _build_conflict_rows(look, door, values)
    figures = key == "figures"
    asked = {**values, "number": None} if figures else values
    body = query.body
    if key == "origins":
        body = f"{body.partition(_WORDED)[0]}RETURN [x IN found | x.id] AS claims"
    found = [row for row in door.read(body, asked, timeout=timeout) if row["claims"]]
    ids = sorted({claim for row in found for claim in row["claims"]})
    mine = look.shared.load_by_id(ids)
    if figures:  # the roll-up of a figure counts the origins of all who give it
        mine = [*mine, *look.shared.load_by_series({series for claim in mine for series in claim.series})]
    number = values.get("number")
    derived = look.derive_among(mine, door.limits.is_known, figures=figures or number is not None)
    look.fetch_names_and_lineage(mine)
    if figures:
        rows = _build_figure_rows(look, derived, ids, number)
    elif key == "origins":
        kept_ids = [i for i in ids if number is None or _has_number(derived, i, number)]
        rows = _build_origin_rows(look, derived, kept_ids, by_statement=values["entity"] is not None)
    else:
        kept = (
            r for r in found if number is None or any(_has_number(derived, i, number) for i in r["claims"])
        )
        rows = [row for row in (_update_row(look, derived, query, row) for row in kept) if row is not None]
    return RecomputedRows(look, door, derived, rows)


def _has_number(derived: DerivedClaims, id_: str, number: float) -> bool:
    """Return whether a claim gives this number, itself or by the figure it then belongs to."""
    claim = derived.claims[id_]
    told = {n for _, quantity in claim.numbers for n in (quantity.value, quantity.low, quantity.high)}
    return number in told or any(derived.figures[f].quantity.value == number for f in claim.figures)


def _update_row(look: GraphReader, derived: DerivedClaims, query: NamedQuery, row: Row) -> Row | None:
    """Return a row with the origins of that time, or None if they rule it out as an answer."""
    claims = [derived.claims[id_] for id_ in row["claims"]]
    fixed = dict(row)
    sides = split_stances(claims)
    for column in query.columns:
        if column.name == "origins":
            counted = claims if query.name in OF_ALL_CLAIMS else sides.saying
            fixed["origins"] = len({claim.origin for claim in counted})
        elif column.name == "denials":
            fixed["denials"] = len({claim.origin for claim in sides.denying})
        elif column.name == "origin":
            fixed["origin"] = claims[0].origin
    if query.name == "events":
        fixed |= _filter_participants(look, claims, row)
    if query.name == "weakest":
        fixed["why"] = _collect_unique(claim.origin_why for claim in claims)
        if len({claim.origin for claim in claims}) > 1:
            return None
    return fixed


def _filter_participants(look: GraphReader, claims: Iterable[Claim], row: Row) -> Row:
    """Keep today's participants and places of an event that these claims name."""
    held = list(claims)
    parts = [part for claim in held for part in list_participations(claim, look.context)]
    look.speakers.load(look.reads, {part.entity for part in parts})
    named = {f"{part.role}: {look.context.name(part.entity)}" for part in parts}
    return {
        "who": [who for who in row["who"] if who in named],
        "place": [place for place in row["place"] if f"place: {place}" in named],
    }


def _build_figure_rows(
    look: GraphReader, derived: DerivedClaims, ids: Sequence[str], number: float | None
) -> list[Row]:
    names = {id_: entry.name for id_, entry in look.load_series().items()}
    asked = set(ids)
    rows = []
    for figure in derived.figures.values():
        members = {s.claim: derived.claims[s.claim] for s in figure.seen if s.claim in asked}
        if not members or (number is not None and figure.quantity.value != number):
            continue
        told = _sort_claims(members.values())
        made = build_figure_row(figure, derived.claims, look.context)
        order = (names[figure.series], figure.window[0] or "9999", figure.quantity.value or 0, figure.id)
        cells = {
            "series": names[figure.series],
            "figure": made["name"],
            "from": made.get("window_from"),
            "to": made.get("window_to"),
            "as_worded": [build_claim_row(claim) for claim in told],
            "said_by": made["said_by"],
            "documents": made["documents"],
            "origins": made["origins"],
            "claims": [claim.id for claim in told],
        }
        rows.append((order, cells))
    return [cells for _, cells in sorted(rows, key=lambda pair: pair[0])]


def _build_origin_rows(
    look: GraphReader, derived: DerivedClaims, ids: Iterable[str], *, by_statement: bool
) -> list[Row]:
    """Return a row for each origin, or for each origin of each statement."""
    groups: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for id_ in ids:
        claim = derived.claims[id_]
        groups[(claim.fact or id_) if by_statement else "", claim.origin].append(claim)
    look.speakers.load(look.reads, {derived.origins[origin].source for _, origin in groups})
    rows = []
    for (_, origin), members in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])):
        told, key = _sort_claims(members), derived.origins[origin]
        named = _SEVERAL if key.kind == "lineage" else look.context.name(key.source)
        rows.append(
            {
                "origin": named,
                "kind": key.kind,
                "said_by": _collect_unique(look.context.find_speaker_name(claim) for claim in told),
                "says": _collect_unique(claim.says for claim in told),
                "why": _collect_unique(claim.origin_why for claim in told),
                "documents": len({claim.document for claim in told}),
                "claims": [claim.id for claim in told],
            }
        )
    return rows


def _build_conflict_rows(look: GraphReader, door: FilteredStore, values: Mapping[str, Any]) -> RecomputedRows:
    """Find conflicts among everything that was known then.

    What contradicts a claim may be anywhere.
    """
    derived = look.derive(claim for claim in look.load_claims() if door.limits.is_known(claim))
    judged = select_judgements(look.decisions)
    notices = read_notices(look.asks, {claim.document for claim in derived.claims.values()})
    rows = []
    for conflict in look.derive_conflicts(derived.claims.values(), look.load_series()):
        sides = [_sort_claims(derived.claims[id_] for id_ in side) for side in conflict.sides]
        told = [claim for side in sides for claim in side]
        if values["kind"] not in (None, conflict.kind) or not any(map(door.limits.is_visible, told)):
            continue
        if values["entity"] is not None and not any(_has_entity(look, c, values["entity"]) for c in told):
            continue
        decision = judged.get(conflict.id)
        cells = {
            "conflict": conflict.explanation,
            "kind": conflict.kind,
            "sides": [
                f"{n}: {c.says}{_format_notice(c, notices)}"
                for n, side in enumerate(sides, start=1)
                for c in side
            ],
            "settles": conflict.settles,
            "judgement": decision.judgement if decision else None,
            "documents": len({claim.document for claim in told}),
            "speakers": len({claim.speaker for claim in told}),
            "claims": [claim.id for claim in told],
        }
        rows.append(((conflict.kind, conflict.explanation, conflict.id), cells))
    return RecomputedRows(look, door, derived, [cells for _, cells in sorted(rows, key=lambda pair: pair[0])])


def _format_notice(claim: Claim, notices: Mapping[str, str]) -> str:
    notice = notices.get(claim.document, "")
    return f" {notice[0].upper()}{notice[1:]}." if notice else ""


def _has_entity(look: GraphReader, claim: Claim, entity: str) -> bool:
    ends = (claim.subject, claim.object, claim.place, claim.event, *(e for _, e in claim.roles))
    speakers = (speaker.rstrip("?") for speaker in claim.by)
    return claim.document == entity or any(look.context.canonical(e) == entity for e in (*ends, *speakers))


def _sort_claims(claims: Iterable[Claim]) -> list[Claim]:
    return sorted(claims, key=lambda c: (c.published_to or "9999", c.document, c.start, c.id))


def _collect_unique(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(word for word in words if word))
