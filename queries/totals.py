"""How much a whole answer holds: counted over all its rows, also those that a row limit cuts off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.stored import chunks
from queries.sentences import Count, listed

if TYPE_CHECKING:
    from graph.engine.rows import Row
    from graph.reads import Asks
    from queries.citations import Citation
    from queries.library import NamedQuery

MOST_COUNTED = 10_000
"""Rows of one answer that are counted; of more rows than these the count is "at least"."""
COUNTING_SECONDS = 5.0
"""Seconds after which counting the rows of an answer is given up."""

_SOURCES = """
UNWIND $ids AS id MATCH (c:Claim {id: id})
OPTIONAL MATCH (c)-[s:SAID_BY {order: 0}]->(x)
OPTIONAL MATCH (v:Scamgraph {id: c.voice})
OPTIONAL MATCH (d:Scamgraph {id: c.document})
RETURN c.document AS document, c.origin AS origin, d.retracted_on IS NOT NULL AS retracted,
  coalesce(x.name + CASE WHEN s.open THEN ' (the text leaves it open)' ELSE '' END,
    CASE c.voice WHEN c.document THEN 'the document itself' ELSE v.name END, c.voice) AS speaker
"""


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts over all rows of an answer, and the names its sentence lists; `exact` or else a lower bound.

    `retracted` claims, those of retracted documents, are in no other count.
    """

    rows: int
    claims: int
    documents: int
    origins: int
    fewest_claims: int
    names: Mapping[str, str]
    exact: bool = True
    retracted: int = 0

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader should know of the counts."""
        if not self.retracted:
            return ()
        return (f"Counted apart: {Count(self.retracted, exact=self.exact):claim} of retracted documents.",)

    @property
    def counts(self) -> dict[str, Count]:
        """The counts under the names that the sentences of the library use."""
        numbers = {
            "rows": self.rows,
            "claims": self.claims,
            "documents": self.documents,
            "origins": self.origins,
        }
        found = {name: Count(number, exact=self.exact) for name, number in numbers.items()}
        return {**found, "weakest": Count(self.fewest_claims)}


def count_cited(
    query: NamedQuery, rows: Sequence[Row], cited: Mapping[str, Citation], *, exact: bool = True
) -> Totals:
    """Count rows whose claims are all cited."""
    speakers = (citation.speakers[0] for citation in cited.values())
    sources = [(c.document, c.origin, bool(c.retracted)) for c in cited.values()]
    return _totals(query, rows, sources, speakers, exact=exact)


def count_rows(store: Asks, query: NamedQuery, rows: Sequence[Row]) -> Totals:
    """Count up to MOST_COUNTED of these rows; of their claims only document, origin and speaker are read."""
    exact, rows = len(rows) <= MOST_COUNTED, rows[:MOST_COUNTED]
    ids = dict.fromkeys(claim for row in rows for claim in row["claims"])
    claims = [row for some in chunks(ids) for row in store.read(_SOURCES, {"ids": list(some)})]
    sources = [(claim["document"], claim["origin"], claim["retracted"]) for claim in claims]
    return _totals(query, rows, sources, (claim["speaker"] for claim in claims), exact=exact)


def _totals(
    query: NamedQuery,
    rows: Sequence[Row],
    sources: Sequence[tuple[Any, Any, bool]],
    speakers: Iterable[str],
    *,
    exact: bool,
) -> Totals:
    first = query.columns[0].name
    names = (row[first] for row in rows if isinstance(row.get(first), str))
    standing = [(document, origin) for document, origin, retracted in sources if not retracted]
    return Totals(
        rows=len(rows),
        claims=len(standing),
        documents=len({document for document, _ in standing}),
        origins=len({origin for _, origin in standing}),
        fewest_claims=min((len(row["claims"]) for row in rows), default=0),
        names={"speakers": listed(speakers), "first": listed(names)},
        exact=exact,
        retracted=len(sources) - len(standing),
    )
