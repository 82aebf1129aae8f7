"""Write conflicts for everything that a transaction touches.

They are stored as `(:Conflict)-[:BETWEEN {side}]->(:Claim)`. A conflict is found in one thing
(`about`: a proposition, series, measure, event, entity, or claim), so it is enough to check the
things that changed claims belong to. The claims must be written before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from functools import partial
from typing import Any

from graph.model.batching import iter_batches
from graph.model.claims import Claim
from graph.model.records import Decision, SeriesEntry
from graph.rules.conflicts.grouping import (
    MEASURE,
    Groups,
    group_answers,
    group_figures,
    iter_claim_groups,
    iter_groups_within,
    iter_measure_groups,
    iter_proposition_groups,
    iter_series_groups,
)
from graph.rules.conflicts.model import ANSWERS, Conflict
from graph.rules.conflicts.search import find_conflicts
from graph.rules.context import RuleContext
from graph.rules.figures import Figure
from graph.store import claim_reader
from graph.store.cypher_dialect import Dialect, Link
from graph.store.indexes import MARK
from graph.store.judgements import build_judgement_row, read_judgements
from graph.store.protocols import QueryRunner
from graph.store.row_mapping import series_from_row
from graph.store.speaker_cache import SpeakerCache
from graph.store.store import Tx
from graph.write.conflict_scope import (
    AffectedIds,
    read_entity_groups,
    read_event_groups,
    read_touched_links,
)
from graph.write.statements import create_relationships, delete_nodes, write_nodes

Row = dict[str, Any]


class ConflictWriter:
    """Finder and writer of conflicts in one open transaction."""

    def __init__(self, tx: Tx, dialect: Dialect, context: RuleContext, speakers: SpeakerCache) -> None:
        self.tx = tx
        self.dialect = dialect
        self.context = context
        self.speakers = speakers

    def update_conflicts(
        self,
        changed: Sequence[Claim],
        pool: Mapping[str, Claim],
        figures: Mapping[str, Figure],
        fresh: Set[str] = frozenset(),
        within: Sequence[Conflict] | None = None,
    ) -> None:
        """Check again everything that `changed` claims (new, gone, before, after) belong to.

        `pool` holds every claim of their propositions and series as it is now, `figures` those of their
        series; `fresh` are ids of claims that did not exist before; `within` is the result of
        `find_new_conflicts`.
        """
        touched = AffectedIds()
        touched.add(changed, self.context)
        if touched.claims:
            touched.add(self._find_targets(changed, pool), self.context)
            links = read_touched_links(self.tx, changed, pool, fresh)
            touched.add_links(links, self.context)
            touched.add_earlier(self.tx, (touched.claims | {link.claim.id for link in links}) - fresh)
            claims = {**self._read_missing_claims(touched, pool), **pool}
            self._write(touched, claims, figures, fresh, within)

    def update_series_conflicts(self, series: Sequence[SeriesEntry]) -> None:
        """Check again the series whose own record changed; `series` are the earlier records."""
        measures = {entry.measures for entry in series if entry.measures}
        touched = AffectedIds(series={entry.id for entry in series}, measures=measures)
        if series:
            self._write(touched, self._read_missing_claims(touched, {}), {}, frozenset(), None)

    def _find_targets(self, changed: Sequence[Claim], pool: Mapping[str, Claim]) -> list[Claim]:
        """Return the claims that changed claims speak against."""
        ids = {
            end for claim in changed if claim.predicate in ANSWERS for end in (claim.subject, claim.object)
        }
        missing = sorted(id_ for id_ in ids - pool.keys() if id_.startswith("claim/"))
        return [*(pool[id_] for id_ in ids & pool.keys()), *claim_reader.read_claims_by_id(self.tx, missing)]

    def _read_missing_claims(self, touched: AffectedIds, pool: Mapping[str, Claim]) -> dict[str, Claim]:
        """Return the claims of touched propositions and series of which the pool has none."""
        propositions = touched.propositions - {claim.proposition_id for claim in pool.values()}
        series = touched.series - {series_id for claim in pool.values() for series_id in claim.series}
        claims = [
            *claim_reader.read_claims_of_propositions(self.tx, sorted(propositions)),
            *claim_reader.read_claims_of_series(self.tx, sorted(series)),
        ]
        return {claim.id: claim for claim in claims}

    def _write(
        self,
        touched: AffectedIds,
        claims: Mapping[str, Claim],
        figures: Mapping[str, Figure],
        fresh: Set[str],
        within: Sequence[Conflict] | None,
    ) -> None:
        measures = self._read_measures(touched)
        shared = {id_ for entries in measures.values() if len(entries) > 1 for id_ in entries}
        siblings = claim_reader.read_claims_of_series(self.tx, sorted(shared - touched.series))
        claims = {**{claim.id: claim for claim in siblings}, **claims}
        series_ids = shared if within is not None else touched.series | shared
        by_series = group_figures(series_ids, claims, figures)
        groups = (
            *(() if within is not None else self._iter_own_groups(touched, claims, by_series, fresh)),
            *iter_measure_groups(measures, by_series, claims),
            *read_event_groups(self.tx, touched.events, self.context),
            *read_entity_groups(self.tx, touched.entities, self.context),
        )
        self.speakers.load(self.tx, touched.entities)
        load_names = partial(self.speakers.load_names_in, self.tx)
        conflicts = {
            conflict.id: conflict
            for conflict in (*(within or ()), *find_conflicts(groups, self.context, load_names))
        }
        older = touched.claims - fresh
        touched_ids = touched.propositions | touched.series | touched.events | touched.entities
        touched_ids |= older | measures.keys()
        self._write_conflicts(touched_ids, conflicts)

    def _iter_own_groups(
        self,
        touched: AffectedIds,
        claims: Mapping[str, Claim],
        by_series: Mapping[str, Sequence[Figure]],
        fresh: Set[str],
    ) -> Groups:
        """Yield the groups of touched propositions, series, and claims."""
        answers = group_answers((*claims.values(), *self._read_older_answers(touched, claims, fresh)))
        figures_by_series = {id_: figures for id_, figures in by_series.items() if id_ in touched.series}
        yield from iter_proposition_groups(touched.propositions, claims, answers)
        yield from iter_series_groups(
            figures_by_series, claims, answers, _read_series(self.tx, figures_by_series)
        )
        yield from iter_claim_groups(claims[id_] for id_ in sorted(touched.claims & claims.keys()))

    def _read_older_answers(
        self, touched: AffectedIds, claims: Mapping[str, Claim], fresh: Set[str]
    ) -> list[Claim]:
        """Return stored claims that speak against claims that existed before; new claims have new answers."""
        older = [
            claim.id
            for claim in claims.values()
            if claim.id not in fresh
            and (claim.proposition_id in touched.propositions or not touched.series.isdisjoint(claim.series))
        ]
        return claim_reader.read_answering_claims(self.tx, sorted(older))

    def _read_measures(self, touched: AffectedIds) -> dict[str, dict[str, SeriesEntry]]:
        """Return what touched series measure, or measured before, with all series that measure it."""
        current_measures = {
            entry.measures for entry in _read_series(self.tx, touched.series).values() if entry.measures
        }
        measures: dict[str, dict[str, SeriesEntry]] = {
            MEASURE + measure: {} for measure in current_measures | touched.measures
        }
        match = f"MATCH (s:Series {{measures: key}}) WHERE s:{MARK}"
        query = f"UNWIND $keys AS key {match} RETURN properties(s) AS s"
        for batch in iter_batches(sorted(current_measures | touched.measures)):
            for row in self.tx.run(query, keys=batch):
                entry = series_from_row(row["s"])
                measures[MEASURE + entry.measures][entry.id] = entry
        return measures

    def _write_conflicts(self, about: set[str], conflicts: Mapping[str, Conflict]) -> None:
        """Replace the conflicts about these things with exactly `conflicts`."""
        stored = _read_stored(self.tx, sorted(about))
        judged = read_judgements(self.tx) if conflicts else {}
        rows = {id_: build_conflict_row(conflict, judged.get(id_)) for id_, conflict in conflicts.items()}
        delete_nodes(self.tx, sorted(stored.keys() - conflicts.keys()))
        write_nodes(
            self.tx, ("Conflict",), [row for id_, row in rows.items() if _find_row(stored, id_) != row]
        )
        moved = [
            id_ for id_, conflict in conflicts.items() if _find_sides(stored, id_) != _list_sides(conflict)
        ]
        query = "UNWIND $ids AS id MATCH (x:Conflict {id: id})-[b:BETWEEN]->() DELETE b"
        for batch in iter_batches([id_ for id_ in moved if id_ in stored]):
            self.tx.run(query, ids=batch)
        links = (
            Link(id_, claim, "BETWEEN", {"side": side})
            for id_ in sorted(moved)
            for side, claim in sorted(_list_sides(conflicts[id_]))
        )
        create_relationships(self.tx, self.dialect, links)


def find_new_conflicts(
    tx: QueryRunner,
    claims: Mapping[str, Claim],
    figures: Mapping[str, Figure],
    context: RuleContext,
    speakers: SpeakerCache,
) -> list[Conflict]:
    """Return the conflicts among new claims.

    These share no proposition or series with stored claims, and do not answer them. Conflicts over
    events, entities, and measures are not included. Nothing need be written first, so the next group can be
    prepared in advance.
    """
    entries = _read_series(tx, {series_id for claim in claims.values() for series_id in claim.series})
    return find_conflicts(
        iter_groups_within(claims, figures, entries), context, partial(speakers.load_names_in, tx)
    )


def build_conflict_row(conflict: Conflict, judgement: Decision | None) -> Row:
    """Return the properties of a `:Conflict`, with a researcher's judgement if there is one."""
    row = {
        "id": conflict.id,
        "kind": conflict.kind,
        "about": conflict.about,
        "explanation": conflict.explanation,
        "settles": conflict.settles,
        "ask": conflict.ask,
    }
    return {**row, **build_judgement_row(judgement)} if judgement else row


def _read_series(tx: QueryRunner, series: Iterable[str]) -> dict[str, SeriesEntry]:
    query = "UNWIND $ids AS id MATCH (s:Series {id: id}) RETURN properties(s) AS s"
    rows = [row["s"] for batch in iter_batches(sorted(series)) for row in tx.run(query, ids=batch)]
    return {row["id"]: series_from_row(row) for row in rows}


def find_changed_series(tx: Tx, series: Iterable[SeriesEntry]) -> list[SeriesEntry]:
    """Return the stored entries that differ from the given entries of the same series."""
    entries = {entry.id: entry for entry in series}
    return [entry for id_, entry in _read_series(tx, entries).items() if entry != entries[id_]]


def _read_stored(tx: Tx, about: Sequence[str]) -> dict[str, tuple[Row, set[tuple[int, str]]]]:
    """Return the stored conflicts about these things: properties, and claims with their sides."""
    query = (
        "UNWIND $keys AS key MATCH (x:Conflict {about: key}) OPTIONAL MATCH (x)-[b:BETWEEN]->(c) "
        "WITH x, collect([b.side, c.id]) AS sides RETURN collect([properties(x), sides]) AS held"
    )
    pairs = (
        pair for batch in iter_batches(about) for row in tx.run(query, keys=batch) for pair in row["held"]
    )
    return {
        properties["id"]: (properties, {(side, id_) for side, id_ in sides if id_})
        for properties, sides in pairs
    }


def _find_row(stored: Mapping[str, tuple[Row, set[tuple[int, str]]]], id_: str) -> Row | None:
    return stored[id_][0] if id_ in stored else None


def _find_sides(stored: Mapping[str, tuple[Row, set[tuple[int, str]]]], id_: str) -> set[tuple[int, str]]:
    return stored[id_][1] if id_ in stored else set()


def _list_sides(conflict: Conflict) -> set[tuple[int, str]]:
    return {(side, claim) for side, claims in enumerate(conflict.sides, start=1) for claim in claims}
