"""Counts over all rows of an answer, including those that a row limit cuts off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from graph.model.batching import iter_batches
from graph.model.union_find import count_groups
from queries.wording.answer_sentence import Count, join_names

if TYPE_CHECKING:
    from graph.engine.session.result_rows import Row
    from graph.store.protocols import ReadStore
    from queries.ask.query_library import NamedQuery
    from queries.wording.citations import Citation

MOST_COUNTED = 10_000
"""Maximum number of rows counted for one answer; for more, the count is "at least"."""
COUNTING_SECONDS = 5.0
"""Seconds after which counting the rows of an answer stops."""

_SOURCES = """
UNWIND $ids AS id MATCH (c:Claim {id: id})
OPTIONAL MATCH (c)-[s:SAID_BY {order: 0}]->(x)
OPTIONAL MATCH (v:Scamgraph {id: c.voice})
OPTIONAL MATCH (d:Scamgraph {id: c.document})
RETURN c.id AS id, c.document AS document, c.origin AS origin, c.fact AS fact, c.figures AS figures,
  coalesce(x.id, c.voice) AS who, d.retracted_on IS NOT NULL AS retracted,
  coalesce(x.name + CASE WHEN s.open THEN ' (the text leaves it open)' ELSE '' END,
    CASE WHEN v:Document THEN 'the article “' + v.name + '”' ELSE v.name END, c.voice) AS speaker
"""
_REPRINTS = """
UNWIND $ids AS id MATCH (d:Document {id: id})-[:REPRINTS]->(other:Document) RETURN id, other.id AS other
"""


class _Source(NamedTuple):
    """The source of a claim, and what it states: its fact and its figures."""

    document: str
    origin: str
    speaker: str
    speaker_name: str
    statements: tuple[str, ...]
    retracted: bool


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts over all rows of an answer, and the names its sentence lists; lower bounds unless `exact`.

    `lineages` are documents that print no text of one another's; `origins` means something only where
    `statements` is 1. `retracted` claims, those of retracted documents, are in no other count.
    """

    rows: int
    claims: int
    documents: int
    lineages: int
    speakers: int
    origins: int
    statements: int
    fewest_claims: int
    names: Mapping[str, str]
    exact: bool = True
    retracted: int = 0

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what a reader should know about the counts."""
        if not self.retracted:
            return ()
        return (f"Counted apart: {Count(self.retracted, exact=self.exact):claim} of retracted documents.",)

    @property
    def counts(self) -> dict[str, Count]:
        """Return the counts under the names that the sentences of the library use."""
        numbers = {
            "rows": self.rows,
            "claims": self.claims,
            "documents": self.documents,
            "lineages": self.lineages,
            "voices": self.speakers,
            "origins": self.origins,
        }
        counts = {name: Count(number, exact=self.exact) for name, number in numbers.items()}
        return {**counts, "weakest": Count(self.fewest_claims)}


def count_cited(
    store: ReadStore,
    query: NamedQuery,
    rows: Sequence[Row],
    cited: Mapping[str, Citation],
    *,
    exact: bool = True,
) -> Totals:
    """Count rows whose claims are all cited."""
    sources = [
        _Source(c.document, c.origin, c.speaker, c.speakers[0], c.statements, bool(c.retracted))
        for c in cited.values()
    ]
    return _count_sources(store, query, rows, sources, exact=exact)


def count_rows(store: ReadStore, query: NamedQuery, rows: Sequence[Row]) -> Totals:
    """Count up to MOST_COUNTED of these rows; only the sources of their claims are read."""
    exact, rows = len(rows) <= MOST_COUNTED, rows[:MOST_COUNTED]
    ids = dict.fromkeys(claim for row in rows for claim in row["claims"])
    claims = [row for batch in iter_batches(ids) for row in store.read(_SOURCES, {"ids": batch})]
    sources = [
        _Source(
            row["document"],
            row["origin"],
            row["who"],
            row["speaker"],
            tuple(filter(None, (row["fact"], *(row["figures"] or ())))) or (row["id"],),
            row["retracted"],
        )
        for row in claims
    ]
    return _count_sources(store, query, rows, sources, exact=exact)


def count_lineages(store: ReadStore, documents: Iterable[str]) -> int:
    """Count the groups of documents that print one another's text; any other document is a group of one."""
    ids = sorted(set(documents))
    if len(ids) < 2:
        return len(ids)
    rows = (row for batch in iter_batches(ids) for row in store.read(_REPRINTS, {"ids": batch}))
    return count_groups(ids, ((row["id"], row["other"]) for row in rows))


def _count_sources(
    store: ReadStore, query: NamedQuery, rows: Sequence[Row], all_sources: Sequence[_Source], *, exact: bool
) -> Totals:
    first = query.columns[0].name
    names = (row[first] for row in rows if isinstance(row.get(first), str))
    sources = [source for source in all_sources if not source.retracted]
    documents = {source.document for source in sources}
    return Totals(
        rows=len(rows),
        claims=len(sources),
        documents=len(documents),
        lineages=count_lineages(store, documents),
        speakers=len({source.speaker for source in sources}),
        origins=len({source.origin for source in sources}),
        statements=_count_statements(source.statements for source in sources),
        fewest_claims=min((len(row["claims"]) for row in rows), default=0),
        names={
            "speakers": join_names(source.speaker_name for source in all_sources),
            "first": join_names(names),
        },
        exact=exact,
        retracted=len(all_sources) - len(sources),
    )


def _count_statements(statements: Iterable[Sequence[str]]) -> int:
    """Count the statements behind claims: two claims that share a fact or a figure make one."""
    groups = list(statements)
    pairs = ((statement, first) for first, *rest in groups for statement in rest)
    return count_groups((first for first, *_ in groups), pairs)
