"""Figures of the number that a query is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.search.model import Group, Hit, Piece

if TYPE_CHECKING:
    from queries.search.context import SearchContext

_FIGURES = """
UNWIND $numbers AS number
MATCH (f:Figure {value: number})<-[:COUNTS]-(c:Claim /* AS OF c */) WHERE f:Scamgraph
WITH f, count(DISTINCT c.id) AS claims, count(DISTINCT c.document) AS documents,
  count(DISTINCT c.origin) AS origins
MATCH (f)-[:OF_SERIES]->(s:Series)
WITH f, s, claims, documents, origins ORDER BY documents DESC, claims DESC, f.id
RETURN f.id AS id, f.name AS name, f.window_from AS first, f.window_to AS last, claims, documents, origins,
  s.id AS series, s.name AS series_name
ORDER BY documents DESC, claims DESC, id
"""


def find_figures(context: SearchContext) -> Group:
    """Return the figures of a number, those of most documents first."""
    if not context.words.numbers:
        return Group("figures")
    rows = context.names.redact(context.view.read(_FIGURES, {"numbers": list(context.words.numbers)}))
    hits = tuple(
        Hit(
            row["id"],
            "Figure",
            (Piece(row["name"], True),),
            row["series"],
            (Piece(row["series_name"], False),),
            {
                "series": {"id": row["series"], "name": row["series_name"]},
                "from": row["first"],
                "to": row["last"],
                **{name: row[name] for name in ("claims", "documents", "origins")},
            },
        )
        for row in context.select_page(rows)
    )
    return Group("figures", hits, len(rows))
