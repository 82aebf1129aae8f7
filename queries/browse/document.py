"""One document: its record, and its text with the claims marked in it where the text is available."""

from __future__ import annotations

import hashlib
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import msgspec

from graph.model.protected import mask_stretches
from graph.store.row_mapping import document_from_row
from queries.browse.scope import Scope, select_first
from queries.wording.citations import NO_MATCH, NOT_HELD, TextOf

if TYPE_CHECKING:
    from graph.store.protocols import ReadStore

NOT_OUT = "nothing of this document was known for certain by that day"

_RECORD = """
MATCH (d:Document:Scamgraph {id: $id})
OPTIONAL MATCH (p:Scamgraph {id: d.publisher})
OPTIONAL MATCH (a:Scamgraph {id: d.agency})
RETURN properties(d) AS d, p.name AS publisher, a.name AS agency
"""
_CLAIMS = """
MATCH (c:Claim {document: $id} /* AS OF c */)
RETURN c {.id, .says, .start, .end, .sha256, .section, .fact, .modality, .polarity, .predicate,
    .predicate_class, .standing, .hedge, .quoted} AS c,
  COLLECT { MATCH (c)-[s:SAID_BY]->(x) RETURN x.name ORDER BY s.order } AS said_by
ORDER BY c.start, c.end, c.id
"""


def load_document(store: ReadStore, id_: str) -> dict[str, Any] | None:
    """Return a document's record with its readings and the names of publisher and agency, or None."""
    row = select_first(store.read(_RECORD, {"id": id_}))
    if row is None:
        return None
    dossier = document_from_row(row["d"])
    return {
        **msgspec.to_builtins(dossier.document),
        "protected_at": dossier.document.protected_at,
        "publisher_name": row["publisher"],
        "agency_name": row["agency"],
        "coded": msgspec.to_builtins(dossier.coded),
    }


def load_outline(scope: Scope, id_: str) -> list[dict[str, Any]]:
    """Return the claims of a document that `scope` shows, in the order of its text."""
    return [{**row["c"], "said_by": row["said_by"]} for row in scope.reads.read(_CLAIMS, {"id": id_})]


def load_annotated_text(scope: Scope, record: dict[str, Any], text_of: TextOf) -> dict[str, Any]:
    """Return a document's text in pieces, each with its claims; without the text only the outline.

    A piece is `{start, end, text, claims}`; offsets count code points. A claim whose passage does not
    have its digest is in `unmatched` and marks nothing. `state` says why there is no text, or is empty.
    """
    claims = load_outline(scope, record["id"])
    empty = {
        "document": record["id"],
        "label": record["label"],
        "length": record["length"],
        "claims": claims,
        "pieces": [],
        "unmatched": [],
    }
    if scope.day is not None and not claims:
        return {**empty, "held": False, "state": NOT_OUT}
    text = text_of(record["text_sha256"])
    if text is None:
        return {**empty, "held": False, "state": NOT_HELD}
    if hashlib.sha256(text.encode()).hexdigest() != record["text_sha256"]:
        return {**empty, "held": False, "state": NO_MATCH}
    fitting = [claim for claim in claims if _has_digest(text, claim)]
    unmatched = [claim["id"] for claim in claims if not _has_digest(text, claim)]
    return {
        **empty,
        "held": True,
        "state": "",
        "pieces": _redact_pieces(split_text(text, fitting), record),
        "unmatched": unmatched,
    }


def _has_digest(text: str, claim: dict[str, Any]) -> bool:
    words = text[claim["start"] : claim["end"]]
    return bool(hashlib.sha256(words.encode()).hexdigest() == claim["sha256"])


def _redact_pieces(pieces: list[dict[str, Any]], record: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the pieces without the words that name people who may be victims."""
    stretches = record["protected_at"] or ()
    return [{**piece, "text": mask_stretches(piece["text"], piece["start"], stretches)} for piece in pieces]


def split_text(text: str, claims: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Split a text at every end of a claim: consecutive pieces that make the whole text."""
    cuts = sorted({0, len(text), *(claim["start"] for claim in claims), *(claim["end"] for claim in claims)})
    pieces = []
    for start, end in pairwise(cuts):
        claim_ids = [claim["id"] for claim in claims if claim["start"] <= start and claim["end"] >= end]
        pieces.append({"start": start, "end": end, "text": text[start:end], "claims": claim_ids})
    return pieces
