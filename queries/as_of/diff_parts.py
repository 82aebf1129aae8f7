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
"""What of a fact's roll-up is told when it changed."""
_DOCUMENTS = (
    "UNWIND $ids AS id MATCH (d:Document {id: id}) OPTIONAL MATCH (d)-[:SUPERSEDES]->(older) "
    "RETURN d.id AS id, d.label AS label, d.retracted_on AS retracted, d.retracted_why AS why, "
    "older.label AS corrects"
)
_BEFORE = "possibly known before"


def list_changes(days: Days, every: Iterable[Claim]) -> Iterator[Change]:
    """Yield every change between two days, in no order. `every` are all claims of the graph."""
    yield from _find_document_changes(days, every)
    yield from _find_fact_changes(days)
    yield from _find_figure_changes(days)
    yield from _find_conflict_changes(days)


def _collect_named_ids(look: GraphReader, claims: Iterable[Claim]) -> frozenset[str]:
    """Return the ids that these claims name, as decided, with their documents and speakers."""
    ids: set[str] = set()
    for claim in claims:
        ids.update((claim.subject, claim.object, claim.place, claim.event, claim.document, claim.voice))
        ids.update(speaker.rstrip("?") for speaker in claim.by)
        ids.update(entity for _, entity in claim.roles)
    return frozenset(look.context.canonical(id_) for id_ in ids if id_)


def _find_document_changes(days: Days, every: Iterable[Claim]) -> Iterator[Change]:
    by_document: dict[str, list[Claim]] = {}
    for claim in every:
        by_document.setdefault(claim.document, []).append(claim)
    rows = {row["id"]: row for row in days.look.reads.stream(_DOCUMENTS, ids=sorted(by_document))}
    first, last = days.before.at, days.after.at
    for document, claims in by_document.items():
        row, names = rows[document], _collect_named_ids(days.look, claims)
        ids = tuple(sorted(claim.id for claim in claims))
        what = f"“{row['label']}” ({_format_document_day(claims[0])})"
        if known := _find_document_status(claims[0], first, last):
            corrects = f"; corrects “{row['corrects']}”" if row["corrects"] else ""
            retracted = f"; {_format_retraction(row)}" if row["retracted"] else ""
            how = f"{len(ids):,} claims{corrects}{retracted}"
            yield Change("new", known, "document", what, how, METADATA, document, ids, names)
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

    What was said in public of it before does not count.
    """
    plain = msgspec.structs.replace(claim, occasion="")
    if last.is_known(plain):
        return None if first.is_known(plain) else "known"
    return "possibly known" if last.is_possibly_known(plain) and not first.is_possibly_known(plain) else None


def _find_fact_changes(days: Days) -> Iterator[Change]:
    moments = (days.before, days.after, days.perhaps_before, days.perhaps_after)
    was, now, maybe_was, maybe_now = (group_by_fact(moment.derived.claims.values()) for moment in moments)
    stood, stands = _build_roll_ups(days, days.before), _build_roll_ups(days, days.after)
    moved = {f: c for f, c in now.items() if stands[f] != stood.get(f)}
    perhaps = {f: c for f, c in maybe_now.items() if f not in now and f not in maybe_was}
    for fact, claims in perhaps.items():
        ids, words = tuple(sorted(c.id for c in claims)), choose_statement(claims).says
        about = find_class(claims), fact, ids, _collect_named_ids(days.look, claims)
        yield Change("new", "possibly known", "fact", words, "", *about)
    for fact, claims in moved.items():
        older = {claim.id for claim in was.get(fact, ())}
        new = tuple(sorted(claim.id for claim in claims if claim.id not in older))
        about = find_class(claims), fact, new, _collect_named_ids(days.look, claims)
        words = choose_statement(claims).says
        old, fresh = stood.get(fact), stands[fact]
        if old is None:
            how = _BEFORE if fact in maybe_was else ""
            yield Change("new", "known", "fact", words, how, *about)
        elif how := _describe_differences(old, fresh):
            denied = fresh.denial_origins > old.denial_origins
            yield Change("contradicted" if denied else "changed", "known", "fact", words, how, *about)


def _build_roll_ups(days: Days, moment: Snapshot) -> dict[str, Rollup]:
    """Return by fact its roll-up over what was known in a snapshot."""
    claims, name = moment.derived.claims.values(), days.look.context.find_speaker_name
    denials = find_denials(claims)
    return {
        fact: compute_rollup(told, name, denials.get(fact, ()))
        for fact, told in group_by_fact(claims).items()
    }


def _describe_differences(old: Rollup, fresh: Rollup) -> str:
    return "; ".join(
        f"{name.replace('_', ' ')}: {getattr(old, name) or 'none'} -> {getattr(fresh, name) or 'none'}"
        for name in _WATCHED
        if getattr(old, name) != getattr(fresh, name)
    )


class _Outcome(NamedTuple):
    """What became of a figure or a conflict, and how."""

    kind: Kind
    known: Known
    how: str


def _find_figure_changes(days: Days) -> Iterator[Change]:
    was, now = days.before.derived.figures, days.after.derived.figures
    known = {s.claim for figure in now.values() for s in figure.seen}
    maybe = {s.claim for figure in days.perhaps_before.derived.figures.values() for s in figure.seen}
    for id_, figure in now.items():
        ids = {s.claim for s in figure.seen}
        old = {s.claim for s in was[id_].seen} if id_ in was else set()
        if id_ not in was:
            renamed = _describe_earlier_figure(figure, was.values())
            how = renamed or (_BEFORE if not ids.isdisjoint(maybe) else "")
            made = _Outcome("changed" if renamed else "new", "known", how)
            yield _build_figure_change(days.look, days.after.derived, figure, ids, made)
        elif ids != old:
            counts = [len({days.after.derived.claims[i].document for i in some}) for some in (old, ids)]
            made = _Outcome("changed", "known", f"documents: {counts[0]} -> {counts[1]}")
            yield _build_figure_change(days.look, days.after.derived, figure, ids - old, made)
    for figure in days.perhaps_after.derived.figures.values():
        ids = {s.claim for s in figure.seen}
        if ids.isdisjoint(known) and ids.isdisjoint(maybe):
            made = _Outcome("new", "possibly known", "")
            yield _build_figure_change(days.look, days.perhaps_after.derived, figure, ids, made)


def _build_figure_change(
    look: GraphReader, derived: DerivedClaims, figure: Figure, new: set[str], made: _Outcome
) -> Change:
    series = look.load_series()[figure.series].name
    what = f"{format_quantity(figure.quantity)} ({format_window(figure.window)}): {series}"
    claims = [derived.claims[s.claim] for s in figure.seen]
    names = _collect_named_ids(look, claims) | {figure.series}
    about = find_class(claims), figure.id, tuple(sorted(new)), names
    return Change(made.kind, made.known, "figure", what, made.how, *about)


def _describe_earlier_figure(figure: Figure, was: Iterable[Figure]) -> str:
    """Describe a figure before new knowledge changed its number or window; "" for a new one."""
    ids = {s.claim for s in figure.seen}
    olds = sorted(
        f"{format_quantity(old.quantity)} ({format_window(old.window)})"
        for old in was
        if not ids.isdisjoint(s.claim for s in old.seen)
    )
    return f"was {' and '.join(olds)}" if olds else ""


def _find_conflict_changes(days: Days) -> Iterator[Change]:
    was, maybe = days.before.conflicts, days.perhaps_before.conflicts
    for id_, conflict in days.after.conflicts.items():
        new: Kind = "contradicted" if conflict.kind in CONTRADICTIONS else "new"
        if id_ not in was:
            made = _Outcome(new, "known", _BEFORE if id_ in maybe else "")
            yield _build_conflict_change(days, days.after.derived, conflict, made)
        elif was[id_].sides != conflict.sides:
            made = _Outcome("changed", "known", "more claims")
            yield _build_conflict_change(days, days.after.derived, conflict, made)
    for id_, conflict in days.perhaps_after.conflicts.items():
        if id_ not in days.after.conflicts and id_ not in maybe:
            new = "contradicted" if conflict.kind in CONTRADICTIONS else "new"
            made = _Outcome(new, "possibly known", "")
            yield _build_conflict_change(days, days.perhaps_after.derived, conflict, made)


def _build_conflict_change(days: Days, derived: DerivedClaims, conflict: Conflict, made: _Outcome) -> Change:
    """Return a contradiction, or else a caution: rounding, overlap and scope contradict nobody."""
    claims = [derived.claims[id_] for side in conflict.sides for id_ in side]
    new = tuple(sorted({claim.id for claim in claims} - days.before.derived.claims.keys()))
    how = f"{conflict.kind}; {made.how}" if made.how else conflict.kind
    of: Of = "conflict" if conflict.kind in CONTRADICTIONS else "caution"
    about = find_class(claims), conflict.id, new, _collect_named_ids(days.look, claims)
    return Change(made.kind, made.known, of, conflict.explanation, how, *about)
