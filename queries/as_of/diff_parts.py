"""The changes of documents, facts, figures and conflicts between two days, for `queries.as_of.diff`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from graph.model.claims import Claim
from graph.model.quantity_wording import format_quantity
from graph.rules.as_of import AsOf
from graph.rules.conflicts.model import CONTRADICTIONS
from graph.rules.date_windows import format_window
from graph.rules.derive import DerivedClaims, group_by_fact
from graph.rules.happenings import find_denials
from graph.rules.rollup import Rollup, compute_rollup
from graph.rules.statement_choice import choose_statement
from queries.as_of.change_importance import METADATA, find_class
from queries.as_of.diff import Change, Days, Kind, Known, Of, Snapshot
from queries.as_of.graph_reader import GraphReader

if TYPE_CHECKING:
    from graph.rules.conflicts.model import Conflict
    from graph.rules.figures import Figure

_COUNTED = ("documents", "origins", "denials", "denial_origins")
_WATCHED = (*_COUNTED, "modality", "asserted", "happened_from", "happened_to")
"""The properties of a fact's roll-up whose changes are reported."""
_DOCUMENTS = (
    "UNWIND $ids AS id MATCH (d:Document {id: id}) OPTIONAL MATCH (d)-[:SUPERSEDES]->(older) "
    "RETURN d.id AS id, d.label AS label, d.retracted_on AS retracted, d.retracted_why AS why, "
    "older.label AS corrects"
)
_BEFORE = "possibly known before"


def list_changes(days: Days, claims: Iterable[Claim]) -> Iterator[Change]:
    """Yield every change between two days, in no order. `claims` are all claims of the graph."""
    yield from _find_document_changes(days, claims)
    yield from _find_fact_changes(days)
    yield from _find_figure_changes(days)
    yield from _find_conflict_changes(days)


def _collect_named_ids(reader: GraphReader, claims: Iterable[Claim]) -> frozenset[str]:
    """Return the ids that these claims name, as decided, with their documents and speakers."""
    ids: set[str] = set()
    for claim in claims:
        ids.update((claim.subject, claim.object, claim.place, claim.event, claim.document, claim.voice))
        ids.update(speaker.rstrip("?") for speaker in claim.by)
        ids.update(entity for _, entity in claim.roles)
    return frozenset(reader.context.canonical(id_) for id_ in ids if id_)


def _find_document_changes(days: Days, all_claims: Iterable[Claim]) -> Iterator[Change]:
    by_document: dict[str, list[Claim]] = {}
    for claim in all_claims:
        by_document.setdefault(claim.document, []).append(claim)
    rows = {row["id"]: row for row in days.look.reads.stream(_DOCUMENTS, ids=sorted(by_document))}
    first, last = days.before.at, days.after.at
    for document, claims in by_document.items():
        row, names = rows[document], _collect_named_ids(days.look, claims)
        ids = tuple(sorted(claim.id for claim in claims))
        what = f"“{row['label']}” ({_format_document_day(claims[0])})"
        if status := _find_document_status(claims[0], first, last):
            corrects = f"; corrects “{row['corrects']}”" if row["corrects"] else ""
            retracted = f"; {_format_retraction(row)}" if row["retracted"] else ""
            how = f"{len(ids):,} claims{corrects}{retracted}"
            yield Change("new", status, "document", what, how, METADATA, document, ids, names)
        elif row["retracted"] and first.day < row["retracted"] <= last.day:
            how = _format_retraction(row)
            yield Change("changed", "known", "document", what, how, METADATA, document, ids, names)


def _format_retraction(row: Mapping[str, Any]) -> str:
    why = f": {row['why']}" if row["why"] else ""
    return f"RETRACTED {row['retracted']}{why}"


def _format_document_day(claim: Claim) -> str:
    """Return the day of a claim's document, in words; for an undated one, its earliest day if known."""
    if claim.published_from and claim.published_to:
        return format_window((claim.published_from, claim.published_to))
    if claim.published_from:
        return f"undated, not before {format_window((claim.published_from, claim.published_from))}"
    return "undated"


def _find_document_status(claim: Claim, first: AsOf, last: AsOf) -> Known | None:
    """Return how a claim's document became known between the days, or None.

    Statements of it that were made in public before do not count.
    """
    without_occasion = msgspec.structs.replace(claim, occasion="")
    if last.is_known(without_occasion):
        return None if first.is_known(without_occasion) else "known"
    return (
        "possibly known"
        if last.is_possibly_known(without_occasion) and not first.is_possibly_known(without_occasion)
        else None
    )


def _find_fact_changes(days: Days) -> Iterator[Change]:
    moments = (days.before, days.after, days.perhaps_before, days.perhaps_after)
    facts_before, facts_after, possible_before, possible_after = (
        group_by_fact(moment.derived.claims.values()) for moment in moments
    )
    rollups_before, rollups_after = _build_roll_ups(days, days.before), _build_roll_ups(days, days.after)
    changed = {
        fact: claims
        for fact, claims in facts_after.items()
        if rollups_after[fact] != rollups_before.get(fact)
    }
    perhaps = {
        fact: claims
        for fact, claims in possible_after.items()
        if fact not in facts_after and fact not in possible_before
    }
    for fact, claims in perhaps.items():
        ids, words = tuple(sorted(claim.id for claim in claims)), choose_statement(claims).says
        about = find_class(claims), fact, ids, _collect_named_ids(days.look, claims)
        yield Change("new", "possibly known", "fact", words, "", *about)
    for fact, claims in changed.items():
        older_ids = {claim.id for claim in facts_before.get(fact, ())}
        new_ids = tuple(sorted(claim.id for claim in claims if claim.id not in older_ids))
        about = find_class(claims), fact, new_ids, _collect_named_ids(days.look, claims)
        words = choose_statement(claims).says
        old_rollup, new_rollup = rollups_before.get(fact), rollups_after[fact]
        if old_rollup is None:
            how = _BEFORE if fact in possible_before else ""
            yield Change("new", "known", "fact", words, how, *about)
        elif how := _describe_differences(old_rollup, new_rollup):
            denied = new_rollup.denial_origins > old_rollup.denial_origins
            yield Change("contradicted" if denied else "changed", "known", "fact", words, how, *about)


def _build_roll_ups(days: Days, moment: Snapshot) -> dict[str, Rollup]:
    """Return by fact its roll-up over what was known in a snapshot."""
    claims, name = moment.derived.claims.values(), days.look.context.find_speaker_name
    denials = find_denials(claims)
    return {
        fact: compute_rollup(fact_claims, name, denials.get(fact, ()))
        for fact, fact_claims in group_by_fact(claims).items()
    }


def _describe_differences(old: Rollup, new: Rollup) -> str:
    return "; ".join(
        f"{name.replace('_', ' ')}: {getattr(old, name) or 'none'} -> {getattr(new, name) or 'none'}"
        for name in _WATCHED
        if getattr(old, name) != getattr(new, name)
    )


class _Outcome(NamedTuple):
    """The change of a figure or a conflict: its kind, how certainly it was known, and its description."""

    kind: Kind
    known: Known
    how: str


def _find_figure_changes(days: Days) -> Iterator[Change]:
    figures_before, figures_after = days.before.derived.figures, days.after.derived.figures
    known_claims = {sighting.claim for figure in figures_after.values() for sighting in figure.seen}
    possible_before = {
        sighting.claim for figure in days.perhaps_before.derived.figures.values() for sighting in figure.seen
    }
    for id_, figure in figures_after.items():
        ids = {sighting.claim for sighting in figure.seen}
        old_ids = (
            {sighting.claim for sighting in figures_before[id_].seen} if id_ in figures_before else set()
        )
        if id_ not in figures_before:
            renamed = _describe_earlier_figure(figure, figures_before.values())
            how = renamed or (_BEFORE if not ids.isdisjoint(possible_before) else "")
            outcome = _Outcome("changed" if renamed else "new", "known", how)
            yield _build_figure_change(days.look, days.after.derived, figure, ids, outcome)
        elif ids != old_ids:
            counts = [
                len({days.after.derived.claims[claim_id].document for claim_id in claim_ids})
                for claim_ids in (old_ids, ids)
            ]
            outcome = _Outcome("changed", "known", f"documents: {counts[0]} -> {counts[1]}")
            yield _build_figure_change(days.look, days.after.derived, figure, ids - old_ids, outcome)
    for figure in days.perhaps_after.derived.figures.values():
        ids = {sighting.claim for sighting in figure.seen}
        if ids.isdisjoint(known_claims) and ids.isdisjoint(possible_before):
            outcome = _Outcome("new", "possibly known", "")
            yield _build_figure_change(days.look, days.perhaps_after.derived, figure, ids, outcome)


def _build_figure_change(
    reader: GraphReader, derived: DerivedClaims, figure: Figure, new_ids: set[str], outcome: _Outcome
) -> Change:
    series = reader.load_series()[figure.series].name
    what = f"{format_quantity(figure.quantity)} ({format_window(figure.window)}): {series}"
    claims = [derived.claims[sighting.claim] for sighting in figure.seen]
    names = _collect_named_ids(reader, claims) | {figure.series}
    about = find_class(claims), figure.id, tuple(sorted(new_ids)), names
    return Change(outcome.kind, outcome.known, "figure", what, outcome.how, *about)


def _describe_earlier_figure(figure: Figure, earlier_figures: Iterable[Figure]) -> str:
    """Describe a figure before new knowledge changed its number or window; "" for a new one."""
    ids = {sighting.claim for sighting in figure.seen}
    descriptions = sorted(
        f"{format_quantity(old.quantity)} ({format_window(old.window)})"
        for old in earlier_figures
        if not ids.isdisjoint(sighting.claim for sighting in old.seen)
    )
    return f"was {' and '.join(descriptions)}" if descriptions else ""


def _find_conflict_changes(days: Days) -> Iterator[Change]:
    conflicts_before, possible_before = days.before.conflicts, days.perhaps_before.conflicts
    for id_, conflict in days.after.conflicts.items():
        kind: Kind = "contradicted" if conflict.kind in CONTRADICTIONS else "new"
        if id_ not in conflicts_before:
            outcome = _Outcome(kind, "known", _BEFORE if id_ in possible_before else "")
            yield _build_conflict_change(days, days.after.derived, conflict, outcome)
        elif conflicts_before[id_].sides != conflict.sides:
            outcome = _Outcome("changed", "known", "more claims")
            yield _build_conflict_change(days, days.after.derived, conflict, outcome)
    for id_, conflict in days.perhaps_after.conflicts.items():
        if id_ not in days.after.conflicts and id_ not in possible_before:
            kind = "contradicted" if conflict.kind in CONTRADICTIONS else "new"
            outcome = _Outcome(kind, "possibly known", "")
            yield _build_conflict_change(days, days.perhaps_after.derived, conflict, outcome)


def _build_conflict_change(
    days: Days, derived: DerivedClaims, conflict: Conflict, outcome: _Outcome
) -> Change:
    """Return a contradiction, or else a caution: rounding, overlap and scope are no contradictions."""
    claims = [derived.claims[id_] for side in conflict.sides for id_ in side]
    new_ids = tuple(sorted({claim.id for claim in claims} - days.before.derived.claims.keys()))
    how = f"{conflict.kind}; {outcome.how}" if outcome.how else conflict.kind
    of: Of = "conflict" if conflict.kind in CONTRADICTIONS else "caution"
    about = find_class(claims), conflict.id, new_ids, _collect_named_ids(days.look, claims)
    return Change(outcome.kind, outcome.known, of, conflict.explanation, how, *about)
