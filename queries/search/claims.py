"""Claims whose words, verb, or numbers match a query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.store.full_text import CLAIMS, build_text_query, search_text
from queries.browse.evidence import list_citations
from queries.search.marking import mark_words
from queries.search.model import Group, Hit

if TYPE_CHECKING:
    from queries.search.context import SearchContext

Row = dict[str, Any]

MOST_ROWS = 300
"""Maximum number of claims that are ranked and counted in facets."""

_FIELDS = (
    "c.id AS id, c.document AS document, c.by AS by, c.voice AS voice, c.published_from AS published_from, "
    "c.modality AS modality, c.subject AS subject, c.object AS object, c.place AS place, c.says AS says, "
    "c.verb AS verb"
)
_RANKED = f"RETURN {_FIELDS}, score LIMIT $most"
_COUNT = "RETURN count(c) AS n"
_COUNTED = f"""
MATCH (f:Figure {{value: $number}})<-[:COUNTS]-(c:Claim /* AS OF c */) WHERE f:Scamgraph
RETURN {_FIELDS}, 0.0 AS score LIMIT $most
"""


@dataclass(frozen=True, slots=True)
class FoundClaims:
    """The claims found, best first, as rows; `total` is a lower bound if `at_least`."""

    rows: tuple[Row, ...] = ()
    total: int = 0
    at_least: bool = False

    @property
    def is_cut(self) -> bool:
        """Whether there are more claims than rows."""
        return self.at_least or self.total > len(self.rows)


def find_claims(context: SearchContext, most: int = MOST_ROWS) -> FoundClaims:
    """Return the claims that have all the words of a query, or its number.

    Raises NoTextIndex for a graph without a full-text index.
    """
    view, words, names = context.view, context.words, context.names
    if not words.words:
        return FoundClaims()
    query = build_text_query(words.words, words.spellings)
    ranked = search_text(view, CLAIMS, query, _RANKED, {"most": most + 1})
    counted = [
        row for number in words.numbers for row in view.read(_COUNTED, {"number": number, "most": most + 1})
    ]
    rows = sort_rows([*ranked, *counted])
    is_cut = len(rows) > most
    shown = [row for row in rows[:most] if names.may_show(f"{row['says']} {row['verb'] or ''}", words)]
    if not is_cut or counted or len(shown) < most:
        return FoundClaims(tuple(shown), len(shown), is_cut)
    total = search_text(view, CLAIMS, query, _COUNT, {})[0]["n"]
    # Protected names are looked for only in the claims that were read.
    return FoundClaims(tuple(shown), len(shown) if names.has_names else total, names.has_names)


def sort_rows(rows: Sequence[Row]) -> list[Row]:
    """Return rows of claims by score, each claim once."""
    best: dict[str, Row] = {}
    for row in rows:
        if row["id"] not in best or best[row["id"]]["score"] < row["score"]:
            best[row["id"]] = row
    return sorted(best.values(), key=lambda row: (-row["score"], row["id"]))


def build_claim_group(context: SearchContext, found: FoundClaims) -> Group:
    """Return the claims of one page, cited, with the matching words marked."""
    ids = [row["id"] for row in context.select_page(found.rows)]
    citations = context.names.redact(list_citations(context.scope, ids, lambda _: None))
    titles = mark_words([citation["says"] for citation in citations], context.words)
    hits = tuple(
        Hit(
            citation["claim"],
            "Claim",
            title,
            citation["fact"] or citation["document"],
            more=_describe_claim(citation),
        )
        for citation, title in zip(citations, titles, strict=True)
    )
    return Group("claims", hits, found.total, found.at_least)


def _describe_claim(citation: Row) -> Row:
    shown = ("fact", "published", "modality", "polarity", "hedge", "verb", "start", "end")
    return {
        **{name: citation[name] for name in shown},
        "document": {"id": citation["document"], "label": citation["label"]},
        "speakers": list(citation["speakers"]),
    }
