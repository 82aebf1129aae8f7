"""Passages of the texts at hand that have the words of a query, with the claims that lie in them."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.model.protected import parse_stretches
from graph.store.metadata import read_state
from queries.search.marking import build_match, cut_snippet, mark_words
from queries.search.model import Group, Hit, Piece
from queries.search.passage_index import HeldText, PassageHit, PassageIndex

if TYPE_CHECKING:
    from graph.store.protocols import ReadStore
    from queries.browse.scope import Scope
    from queries.search.claim_view import ClaimView
    from queries.search.context import SearchContext
    from queries.wording.citations import TextOf

MOST_ROWS = 300
"""Maximum number of passages that are read for one query."""
INDEX_FILE = "passages.sqlite"
_DOCUMENTS = """
MATCH (d:Document:Scamgraph)
RETURN d.id AS id, d.text_sha256 AS sha256, d.protected_at AS protected_at ORDER BY id
"""
_IN_VIEW = """
UNWIND $ids AS id MATCH (d:Document {id: id})<-[:IN]-(c:Claim /* AS OF c */)
RETURN DISTINCT d.id AS id, d.label AS label
"""
_CLAIMS_IN = """
UNWIND $spans AS span MATCH (c:Claim {document: span.document} /* AS OF c */)
WITH span, c WHERE c.start >= span.start AND c.end <= span.end
RETURN span.key AS span, c.id AS claim ORDER BY c.start, claim
"""


@dataclass(slots=True)
class Passages:
    """The passages that can be searched: those of the documents of a graph whose texts are at hand.

    Threads share it. The index is opened by the first search, and follows the graph.
    """

    text_of: TextOf
    file: Path | None = None
    _index: PassageIndex | None = None
    _documents: tuple[Any, dict[str, str]] | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def load_documents(self, store: ReadStore) -> tuple[PassageIndex, dict[str, str]]:
        """Return the index, with all texts at hand in it, and their documents by the keys of the texts."""
        state = read_state(store)
        version = (state.graph, state.revision)
        with self._lock:
            if self._index is None:
                self._index = PassageIndex(self.text_of, self.file)
            if self._documents is None or self._documents[0] != version:
                texts = [
                    HeldText(row["id"], row["sha256"] or "", tuple(parse_stretches(row["protected_at"])))
                    for row in store.read(_DOCUMENTS)
                ]
                self._documents = version, self._index.update(texts)
            return self._index, self._documents[1]

    def close(self) -> None:
        """Close the index."""
        if self._index is not None:
            self._index.close()


def find_passages(context: SearchContext, passages: Passages) -> Group:
    """Return one page of the passages, best first."""
    view, words, names = context.view, context.words, context.names
    match = build_match(words, "AND", numbers="numbers")
    if not match:
        return Group("passages")
    index, documents = passages.load_documents(view.store)
    rows = [row for row in index.search(match, MOST_ROWS + 1) if row.key in documents]
    is_cut = len(rows) > MOST_ROWS
    labels = _read_labels(view, [documents[row.key] for row in rows])
    rows = [row for row in rows[:MOST_ROWS] if documents[row.key] in labels]
    rows = [row for row in rows if names.may_show(row.words, words)]
    shown = context.select_page(rows)
    claims = _read_claims(view, [(documents[row.key], row) for row in shown])
    snippets = mark_words([names.redact(row.words) for row in shown], words)
    hits = []
    for number, (row, snippet) in enumerate(zip(shown, snippets, strict=True)):
        document = {"id": documents[row.key], "label": names.redact(labels[documents[row.key]])}
        hits.append(_build_hit(row, document, cut_snippet(snippet), claims.get(number, [])))
    return Group("passages", tuple(hits), len(rows), is_cut)


def count_texts(scope: Scope, passages: Passages) -> int:
    """Return how many documents of the graph have their texts at hand, among those that `scope` shows."""
    _, documents = passages.load_documents(scope.store)
    return len(_read_labels(scope.reads, list(documents.values())))


def _build_hit(
    row: PassageHit, document: dict[str, str], snippet: tuple[Piece, ...], claims: list[str]
) -> Hit:
    return Hit(
        f"{document['id']}#{row.start}-{row.end}",
        "Passage",
        (Piece(document["label"], False),),
        document["id"],
        snippet,
        {"document": document, "start": row.start, "end": row.end, "claims": claims},
    )


def _read_labels(view: ReadStore, ids: Sequence[str]) -> dict[str, str]:
    """Return the labels of those of these documents that have a claim in view, by id."""
    rows = view.read(_IN_VIEW, {"ids": sorted(set(ids))}) if ids else []
    return {row["id"]: row["label"] for row in rows}


def _read_claims(view: ClaimView, spans: Sequence[tuple[str, PassageHit]]) -> dict[int, list[str]]:
    """Return the claims whose passages lie within these spans, by the number of the span."""
    claims: dict[int, list[str]] = {}
    params = [
        {"key": number, "document": document, "start": row.start, "end": row.end}
        for number, (document, row) in enumerate(spans)
    ]
    for row in view.read(_CLAIMS_IN, {"spans": params}) if params else []:
        claims.setdefault(row["span"], []).append(row["claim"])
    return claims
