"""Comparison of the passages of a part with the texts at hand."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from graph.model.records import Span
from queries.wording.answer_sentence import Count
from queries.wording.citations import TextOf
from reports.bundle.manifest import RECORDS
from reports.part.closure import Closure


@dataclass(frozen=True, slots=True)
class PassageCheck:
    """What was compared, in words, and the passages whose words do not have their SHA-256."""

    check: str
    problems: tuple[str, ...]


def check_passages(part: Closure, text_of: TextOf) -> PassageCheck:
    """Compare every passage with its text, if the text is available."""
    texts = {dossier.document.id: text_of(dossier.document.text_sha256) for dossier in part.records.dossiers}
    available = sum(text is not None for text in texts.values())
    problems, compared = [], 0
    for claim in part.claims.values():
        text = texts.get(claim.document)
        if text is None:
            continue
        for span in (Span(claim.start, claim.end, claim.sha256), *claim.also):
            compared += 1
            words = text[span.start : span.end]
            if hashlib.sha256(words.encode()).hexdigest() != span.sha256:
                place = f"characters {span.start}-{span.end} of {claim.document}"
                problems.append(f"{RECORDS}: {claim.id}: {place} differ from the text")
    check = f"{Count(compared):passage} compared with {Count(available):text}"
    missing = len(texts) - available
    if missing:
        check += f"; passages of {Count(missing):document} without a text here not compared"
    return PassageCheck(f"{check}.", tuple(problems))
