"""Conflicts in the graph, `(:Conflict)-[:BETWEEN {side}]->(:Claim)`, anew for what a transaction touches.

A conflict is found in one thing (`about`: a proposition, series, measure, event or claim), so it is enough to
look again at the things that changed claims belong to. The claims must have been written before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from graph.model.batching import chunks
from graph.model.claims import Claim
from graph.model.records import Decision, SeriesEntry
from graph.rules.conflicts.grouping import (
    MEASURE,
    Groups,
    answers_by_claim,
    claim_groups,
    event_groups,
    figures_by_series,
    groups_within,
    measure_groups,
    proposition_groups,
    series_groups,
)
from graph.rules.conflicts.model import ANSWERS, Conflict
from graph.rules.conflicts.registry import find_conflicts, touches_event
from graph.rules.context import Context
from graph.rules.figures import Figure
from graph.store import claim_reader
from graph.store.cypher_dialect import Dialect, Link
from graph.store.indexes import MARK
from graph.store.judgements import judgement_row, judgements_in
from graph.store.protocols import Reads
from graph.store.row_mapping import series_from_row
from graph.store.speaker_cache import Speakers
from graph.store.store import Tx
from graph.write.statements import create, delete_nodes, write_nodes

Row = dict[str, Any]


@dataclass(slots=True)
class Touched:
    """What has to be looked at again."""

    propositions: set[str] = field(default_factory=set)
    series: set[str] = field(default_factory=set)
    events: set[str] = field(default_factory=set)
    claims: set[str] = field(default_factory=set)
    measures: set[str] = field(default_factory=set)

    def add(self, claims: Iterable[Claim], context: Context) -> None:
        """Add all that these claims belong to."""
        for claim in claims:
            self.claims.add(claim.id)
            self.series.update(claim.series)
            if claim.fact:
                self.propositions.add(claim.proposition_id)
            if touches_event(claim, context):
                self.events.add(context.canonical(claim.event))


class ConflictWriter:
    """Finds and writes conflicts in one open transaction."""

    def __init__(self, tx: Tx, dialect: Dialect, context: Context, speakers: Speakers) -> None:
        self.tx = tx
        self.dialect = dialect
        self.context = context
        self.speakers = speakers

    def refresh(
        self,
        changed: Sequence[Claim],
        pool: Mapping[str, Claim],
        figures: Mapping[str, Figure],
        fresh: Set[str] = frozenset(),
        within: Sequence[Conflict] | None = None,
    ) -> None:
        """Look again at all that `changed` claims (new, gone, before, after) belong to.

        `pool` holds every claim of their propositions and series as it is now, `figures` those of their
        series; `fresh` are ids of claims that were not there before; `within` is what `conflicts_within`
        found.
        """
        touched = Touched()
        touched.add(changed, self.context)
        if touched.claims:
            touched.add(self._targets(changed, pool), self.context)
            touched.events.update(self._events_before(touched.claims - fresh))
            held = {**self._claims_missing(touched, pool), **pool}
            self._write(touched, held, figures, fresh, within)

    def refresh_series(self, series: Sequence[SeriesEntry]) -> None:
        """Look again at series whose own record changed; given as they were before."""
        measures = {entry.measures for entry in series if entry.measures}
        touched = Touched(series={entry.id for entry in series}, measures=measures)
        if series:
            self._write(touched, self._claims_missing(touched, {}), {}, frozenset(), None)

    def _targets(self, changed: Sequence[Claim], pool: Mapping[str, Claim]) -> list[Claim]:
        """The claims that changed claims speak against."""
        ids = {end for c in changed if c.predicate in ANSWERS for end in (c.subject, c.object)}
        missing = sorted(id_ for id_ in ids - pool.keys() if id_.startswith("claim/"))
        return [*(pool[id_] for id_ in ids & pool.keys()), *claim_reader.claims_with_ids(self.tx, missing)]

    def _events_before(self, claims: Iterable[str]) -> set[str]:
        """The events in which a conflict of these claims was found: they may be decided to be others now."""
        query = (
            "UNWIND $keys AS key MATCH (:Claim {id: key})<-[:BETWEEN]-(x:Conflict) "
            "WHERE x.about STARTS WITH 'event/' RETURN DISTINCT x.about AS about"
        )
        return {row["about"] for some in chunks(sorted(claims)) for row in self.tx.run(query, keys=some)}

    def _claims_missing(self, touched: Touched, pool: Mapping[str, Claim]) -> dict[str, Claim]:
        """Claims of touched propositions and series of which the pool has none."""
        propositions = touched.propositions - {claim.proposition_id for claim in pool.values()}
        series = touched.series - {s for claim in pool.values() for s in claim.series}
        found = [
            *claim_reader.claims_of_propositions(self.tx, sorted(propositions)),
            *claim_reader.claims_of_series(self.tx, sorted(series)),
        ]
        return {claim.id: claim for claim in found}

    def _write(
        self,
        touched: Touched,
        held: Mapping[str, Claim],
        figures: Mapping[str, Figure],
        fresh: Set[str],
        within: Sequence[Conflict] | None,
    ) -> None:
        measures = self._measures(touched)
        shared = {id_ for known in measures.values() if len(known) > 1 for id_ in known}
        siblings = claim_reader.claims_of_series(self.tx, sorted(shared - touched.series))
        held = {**{claim.id: claim for claim in siblings}, **held}
        asked = shared if within is not None else touched.series | shared
        by_series = figures_by_series(asked, held, figures)
        groups = (
            *(() if within is not None else self._own_groups(touched, held, by_series, fresh)),
            *measure_groups(measures, by_series, held),
            *event_groups(claim_reader.claims_of_events(self.tx, sorted(touched.events)), self.context),
        )
        know = partial(self.speakers.know_named, self.tx)
        found = {c.id: c for c in (*(within or ()), *find_conflicts(groups, self.context, know))}
        older = touched.claims - fresh
        touched_ids = touched.propositions | touched.series | touched.events | older | measures.keys()
        self._replace(touched_ids, found)

    def _own_groups(
        self,
        touched: Touched,
        held: Mapping[str, Claim],
        by_series: Mapping[str, Sequence[Figure]],
        fresh: Set[str],
    ) -> Groups:
        """The groups of touched propositions, series and claims."""
        answers = answers_by_claim((*held.values(), *self._older_answers(touched, held, fresh)))
        mine = {id_: some for id_, some in by_series.items() if id_ in touched.series}
        yield from proposition_groups(touched.propositions, held, answers)
        yield from series_groups(mine, held, answers, _entries(self.tx, mine))
        yield from claim_groups(held[id_] for id_ in sorted(touched.claims & held.keys()))

    def _older_answers(self, touched: Touched, held: Mapping[str, Claim], fresh: Set[str]) -> list[Claim]:
        """What is stored and speaks against claims that were there before; new claims have new answers."""
        older = [
            claim.id
            for claim in held.values()
            if claim.id not in fresh
            and (claim.proposition_id in touched.propositions or not touched.series.isdisjoint(claim.series))
        ]
        return claim_reader.claims_answering(self.tx, sorted(older))

    def _measures(self, touched: Touched) -> dict[str, dict[str, SeriesEntry]]:
        """What touched series measure, or measured before, with all series that measure it."""
        mine = {entry.measures for entry in _entries(self.tx, touched.series).values() if entry.measures}
        measures: dict[str, dict[str, SeriesEntry]] = {MEASURE + m: {} for m in mine | touched.measures}
        match = f"MATCH (s:Series {{measures: key}}) WHERE s:{MARK}"
        query = f"UNWIND $keys AS key {match} RETURN properties(s) AS s"
        for some in chunks(sorted(mine | touched.measures)):
            for row in self.tx.run(query, keys=some):
                entry = series_from_row(row["s"])
                measures[MEASURE + entry.measures][entry.id] = entry
        return measures

    def _replace(self, about: set[str], found: Mapping[str, Conflict]) -> None:
        """Make the conflicts about these things exactly the found ones."""
        held = _held(self.tx, sorted(about))
        judged = judgements_in(self.tx) if found else {}
        rows = {id_: conflict_row(conflict, judged.get(id_)) for id_, conflict in found.items()}
        delete_nodes(self.tx, sorted(held.keys() - found.keys()))
        write_nodes(self.tx, ("Conflict",), [row for id_, row in rows.items() if _row(held, id_) != row])
        moved = [id_ for id_, conflict in found.items() if _sides(held, id_) != _pairs(conflict)]
        query = "UNWIND $ids AS id MATCH (x:Conflict {id: id})-[b:BETWEEN]->() DELETE b"
        for some in chunks([id_ for id_ in moved if id_ in held]):
            self.tx.run(query, ids=some)
        links = (
            Link(id_, claim, "BETWEEN", {"side": side})
            for id_ in sorted(moved)
            for side, claim in sorted(_pairs(found[id_]))
        )
        create(self.tx, self.dialect, links)


def conflicts_within(
    tx: Reads,
    claims: Mapping[str, Claim],
    figures: Mapping[str, Figure],
    context: Context,
    speakers: Speakers,
) -> list[Conflict]:
    """The conflicts among new claims that share no proposition or series with stored ones, nor answer them.

    All but those over events and measures; nothing need be written to find them, so it can be done ahead.
    """
    entries = _entries(tx, {s for claim in claims.values() for s in claim.series})
    return find_conflicts(groups_within(claims, figures, entries), context, partial(speakers.know_named, tx))


def conflict_row(conflict: Conflict, judged: Decision | None) -> Row:
    """The properties of a `:Conflict`, with a researcher's judgement if there is one."""
    row = {
        "id": conflict.id,
        "kind": conflict.kind,
        "about": conflict.about,
        "explanation": conflict.explanation,
        "settles": conflict.settles,
    }
    return {**row, **judgement_row(judged)} if judged else row


def _entries(tx: Reads, series: Iterable[str]) -> dict[str, SeriesEntry]:
    query = "UNWIND $ids AS id MATCH (s:Series {id: id}) RETURN properties(s) AS s"
    rows = [row["s"] for some in chunks(sorted(series)) for row in tx.run(query, ids=some)]
    return {row["id"]: series_from_row(row) for row in rows}


def altered(tx: Tx, series: Iterable[SeriesEntry]) -> list[SeriesEntry]:
    """Those of these series that the graph holds otherwise, as it holds them."""
    given = {entry.id: entry for entry in series}
    return [entry for id_, entry in _entries(tx, given).items() if entry != given[id_]]


def _held(tx: Tx, about: Sequence[str]) -> dict[str, tuple[Row, set[tuple[int, str]]]]:
    """The conflicts about these things that the graph holds: properties, and claims with their sides."""
    query = (
        "UNWIND $keys AS key MATCH (x:Conflict {about: key}) OPTIONAL MATCH (x)-[b:BETWEEN]->(c) "
        "WITH x, collect([b.side, c.id]) AS sides RETURN collect([properties(x), sides]) AS held"
    )
    held = (one for some in chunks(about) for row in tx.run(query, keys=some) for one in row["held"])
    return {x["id"]: (x, {(side, id_) for side, id_ in sides if id_}) for x, sides in held}


def _row(held: Mapping[str, tuple[Row, set[tuple[int, str]]]], id_: str) -> Row | None:
    return held[id_][0] if id_ in held else None


def _sides(held: Mapping[str, tuple[Row, set[tuple[int, str]]]], id_: str) -> set[tuple[int, str]]:
    return held[id_][1] if id_ in held else set()


def _pairs(conflict: Conflict) -> set[tuple[int, str]]:
    return {(side, claim) for side, claims in enumerate(conflict.sides, start=1) for claim in claims}
