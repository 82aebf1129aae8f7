"""What other documents print of the same as a claim: the same fact or figure, and reprinted passages."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from graph.model.protected import mask_stretches
from graph.store.row_mapping import claim_from_row
from queries.browse.document import load_document
from queries.browse.evidence import list_citations
from queries.browse.scope import Scope, select_first
from queries.wording.word_differences import compare_words

if TYPE_CHECKING:
    from graph.model.claims import Claim
    from queries.wording.citations import TextOf

Redact = Callable[[Any], Any]
"""Returns data without the names of protected people."""

MOST_PARALLELS = 24
_CLAIM = "MATCH (c:Claim {id: $id} /* AS OF c */) RETURN properties(c) AS c"
_SAME_FACT = """
MATCH (c:Claim {fact: $fact} /* AS OF c */)
RETURN c.id AS id, c.document AS document
ORDER BY coalesce(c.published_to, '9999'), document, c.start, id LIMIT $limit
"""
_SAME_FIGURE = """
UNWIND $figures AS figure
MATCH (f:Figure {id: figure})<-[:COUNTS]-(c:Claim /* AS OF c */)
WITH DISTINCT c
RETURN c.id AS id, c.document AS document
ORDER BY coalesce(c.published_to, '9999'), document, c.start, id LIMIT $limit
"""
_REPRINTS = """
MATCH (a:Document:Scamgraph)-[r:REPRINTS]->(b:Document)
WHERE r.lineage IS NOT NULL AND (a.id = $document OR b.id = $document)
  AND EXISTS { MATCH (c:Claim {document: a.id} /* AS OF c */) }
  AND EXISTS { MATCH (c:Claim {document: b.id} /* AS OF c */) }
RETURN a.id AS later, b.id AS earlier, coalesce(r.passages, []) AS passages
ORDER BY later, earlier
"""
_MOST_READ = 2000


def load_parallels(scope: Scope, id_: str, text_of: TextOf, redact: Redact) -> dict[str, Any] | None:
    """Return a claim's citation with what other documents print of the same, or None without the claim.

    `items` are claims of other documents that make the same fact or count in the same figure (`shares`);
    `reprints` are passages of other documents that print the words of this one. Each has the words of both
    sides in runs (`here`, `there`) and says what was compared: the quotes, or without texts the statements.
    The words are compared after `redact`, so that no run holds a part of a name that is withheld.
    """
    row = select_first(scope.reads.read(_CLAIM, {"id": id_}))
    if row is None:
        return None
    claim = claim_from_row(row["c"])
    shares = _find_shares(scope, claim)
    shown = list(shares)[:MOST_PARALLELS]
    citation, *others = redact(list_citations(scope, [id_, *shown], text_of))
    return {
        "claim": citation,
        "items": [
            {**other, "shares": shares[other["claim"]], **_compare(citation, other)} for other in others
        ],
        "total": len(shares),
        "reprints": [_compare_passages(redact(pair)) for pair in _load_reprints(scope, claim, text_of)],
    }


def _find_shares(scope: Scope, claim: Claim) -> dict[str, list[str]]:
    """Return the claims of other documents that state the same, with what they share: fact, figure."""
    asked: list[tuple[str, str, dict[str, Any]]] = []
    if claim.fact:
        asked.append(("fact", _SAME_FACT, {"fact": claim.fact}))
    if claim.figures:
        asked.append(("figure", _SAME_FIGURE, {"figures": list(claim.figures)}))
    shares: dict[str, list[str]] = {}
    for name, query, params in asked:
        for row in scope.reads.read(query, {**params, "limit": _MOST_READ}):
            if row["document"] != claim.document:
                shares.setdefault(row["id"], []).append(name)
    return shares


def _compare(here: dict[str, Any], there: dict[str, Any]) -> dict[str, Any]:
    """Compare the quotes of two citations, or their statements if a quote is missing."""
    compared = "quotes" if here["quote"] and there["quote"] else "statements"
    key = "quote" if compared == "quotes" else "says"
    return {"compared": compared, **_build_runs(here[key], there[key])}


def _build_runs(here: str, there: str) -> dict[str, Any]:
    runs_here, runs_there = compare_words(here, there)
    return {"here": [run._asdict() for run in runs_here], "there": [run._asdict() for run in runs_there]}


def _load_reprints(scope: Scope, claim: Claim, text_of: TextOf) -> list[dict[str, Any]]:
    """Return the passages of other documents that print the words around a claim, with both texts if held."""
    pairs = []
    for row in scope.reads.read(_REPRINTS, {"document": claim.document}):
        is_later = row["later"] == claim.document
        for later, earlier, how in map(_parse_passage, row["passages"]):
            here, there = (later, earlier) if is_later else (earlier, later)
            if here[0] <= claim.start and claim.end <= here[1]:
                pairs.append((row["earlier"] if is_later else row["later"], here, there, how))
    own = _PassageReader(scope, text_of)
    return [
        {
            **own.describe_document(other),
            "start": there[0],
            "end": there[1],
            "how": how,
            "words_here": own.read_words(claim.document, here),
            "words_there": own.read_words(other, there),
        }
        for other, here, there, how in pairs
    ]


def _parse_passage(stored: str) -> tuple[tuple[int, int], tuple[int, int], str]:
    """Return the offsets in the later and the earlier document, and how alike they are."""
    spans, _, how = stored.partition(" ")
    later, _, earlier = spans.partition("=")
    return _parse_span(later), _parse_span(earlier), how


def _parse_span(span: str) -> tuple[int, int]:
    start, _, end = span.partition("-")
    return int(start), int(end)


def _compare_passages(pair: dict[str, Any]) -> dict[str, Any]:
    shown = {name: value for name, value in pair.items() if name not in ("words_here", "words_there")}
    here, there = pair["words_here"], pair["words_there"]
    return {**shown, **(_build_runs(here, there) if here and there else {"here": [], "there": []})}


class _PassageReader:
    """A reader of passages by document and offsets, each document looked up once."""

    def __init__(self, scope: Scope, text_of: TextOf) -> None:
        self._scope = scope
        self._text_of = text_of
        self._records: dict[str, dict[str, Any]] = {}

    def _load_record(self, id_: str) -> dict[str, Any]:
        if id_ not in self._records:
            self._records[id_] = load_document(self._scope.store, id_) or {}
        return self._records[id_]

    def describe_document(self, id_: str) -> dict[str, Any]:
        """Return the id, label and day of a document."""
        record = self._load_record(id_)
        published = record.get("published") or {}
        return {"document": id_, "label": record.get("label", id_), "published": published.get("edtf", "")}

    def read_words(self, id_: str, span: tuple[int, int]) -> str:
        """Return the words of a span without withheld names; "" without the text."""
        record = self._load_record(id_)
        sha256 = record.get("text_sha256", "")
        text = self._text_of(sha256)
        if text is None or hashlib.sha256(text.encode()).hexdigest() != sha256:
            return ""
        return mask_stretches(text[slice(*span)], span[0], record["protected_at"] or ())
