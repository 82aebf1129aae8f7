"""Documents, events, and conflicts whose label, name, or explanation has the words of a query."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.store.full_text import CONFLICTS, DOCUMENTS, EVENTS, TextIndex, build_text_query, search_text
from queries.browse.evidence import filter_known_conflicts
from queries.search.marking import mark_words
from queries.search.model import Group, GroupName, Hit

if TYPE_CHECKING:
    from queries.search.context import SearchContext

Row = dict[str, Any]

MOST_ROWS = 300
"""Maximum number of documents, events, or conflicts that are read for one query."""


@dataclass(frozen=True, slots=True)
class Listing:
    """How a group is found: its index, its text, and the query for those that a claim in view has part in."""

    group: GroupName
    index: TextIndex
    text: str
    kind: Callable[[Row], str]
    details: str
    shown: tuple[str, ...]


LISTINGS = (
    Listing(
        "documents",
        DOCUMENTS,
        "label",
        lambda _: "Document",
        """
UNWIND $ids AS id MATCH (d:Document {id: id})<-[:IN]-(c:Claim /* AS OF c */)
WITH d, count(c) AS claims
OPTIONAL MATCH (p:Scamgraph {id: d.publisher})
RETURN d.id AS id, claims, p.name AS publisher, d.published_edtf AS published, d.retracted_on AS retracted
""",
        ("claims", "publisher", "published", "retracted"),
    ),
    Listing(
        "events",
        EVENTS,
        "name",
        lambda _: "Event",
        """
UNWIND $ids AS id MATCH (e:Event {id: id})<-[:ABOUT]-(c:Claim /* AS OF c */)
RETURN e.id AS id, min(c.when_from) AS first, max(c.when_to) AS last, count(DISTINCT c) AS claims
""",
        ("claims", "first", "last"),
    ),
    Listing(
        "conflicts",
        CONFLICTS,
        "explanation",
        lambda row: str(row["kind"]),
        """
UNWIND $ids AS id MATCH (x:Conflict {id: id})-[:BETWEEN]->(c:Claim /* AS OF c */)
RETURN x.id AS id, x.judgement AS judgement, count(DISTINCT c) AS claims,
  count(DISTINCT c.document) AS documents
""",
        ("claims", "documents", "judgement"),
    ),
)


def find_listed(context: SearchContext, listing: Listing) -> Group:
    """Return one page of a group. Raises NoTextIndex."""
    if not context.words.words:
        return Group(listing.group)
    rows = _find_rows(context, listing)
    is_cut = len(rows) > MOST_ROWS
    rows = rows[:MOST_ROWS]
    if context.view.condition:
        details = _read_details(context, listing, rows)
        rows = [row for row in rows if row["id"] in details]
    shown = context.select_page(rows)
    details = _read_details(context, listing, shown)
    titles = mark_words([context.names.redact(row["text"]) for row in shown], context.words)
    hits = tuple(
        Hit(
            row["id"],
            listing.kind(row),
            title,
            row["id"],
            more={name: details.get(row["id"], {}).get(name) for name in listing.shown},
        )
        for row, title in zip(shown, titles, strict=True)
    )
    return Group(listing.group, hits, len(rows), is_cut)


def _find_rows(context: SearchContext, listing: Listing) -> list[Row]:
    words = context.words
    query = build_text_query(words.words, words.spellings)
    returned = f"RETURN c.id AS id, c.{listing.text} AS text, c.kind AS kind, score LIMIT $most"
    rows = search_text(context.store, listing.index, query, returned, {"most": MOST_ROWS + 1})
    rows = sorted(rows, key=lambda row: (-row["score"], row["id"]))
    rows = [row for row in rows if context.names.may_show(row["text"], words)]
    return filter_known_conflicts(context.scope, rows) if listing.index is CONFLICTS else rows


def _read_details(context: SearchContext, listing: Listing, rows: Sequence[Row]) -> dict[str, Row]:
    found = context.view.read(listing.details, {"ids": [row["id"] for row in rows]}) if rows else []
    return {row["id"]: row for row in found}
