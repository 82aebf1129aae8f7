"""Documents, origins and decisions that a report rests on."""

from collections.abc import Iterator, Mapping

from graph.model.claims import Claim
from graph.model.records import Dossier
from queries.wording.answer_sentence import Count
from reports.content.footnotes import Footnotes, choose_url, describe_published
from reports.content.model import (
    DecisionBlock,
    DocumentBlock,
    OriginBlock,
)
from reports.content.wording import Wording
from reports.part.closure import Closure

_ORIGIN_KINDS = {
    "occasion": "one utterance: {}",
    "speech": "said by {}",
    "lineage": "one text printed in several documents",
    "document": "the document itself: {}",
}
JUDGED = {"same": "the same", "different": "different", "unsure": "open"}
"""What a decision says of its items."""


def build_documents(part: Closure, wording: Wording, notes: Footnotes) -> tuple[DocumentBlock, ...]:
    """Return the documents of the cited claims, and name those they share text with."""
    cited: dict[str, list[Claim]] = {}
    for claim in notes.cited_claims:
        cited.setdefault(claim.document, []).append(claim)
    blocks = [
        _build_document(part, wording, part.dossiers[id_], notes.find_notes(cited[id_])) for id_ in cited
    ]
    return tuple(sorted(blocks, key=lambda d: d.id))


def _build_document(
    part: Closure, wording: Wording, dossier: Dossier, numbers: tuple[int, ...]
) -> DocumentBlock:
    document = dossier.document
    retracted = document.retracted
    return DocumentBlock(
        id=document.id,
        label=document.label,
        publisher=_format_name(wording, document.publisher),
        author=_format_name(wording, document.author),
        agency=_format_name(wording, document.agency),
        published=describe_published(document),
        language=document.language,
        url=choose_url(document),
        text_sha256=document.text_sha256,
        length=document.length,
        coded="; ".join(f"{reading.by}, {reading.on}" for reading in dossier.coded),
        retracted=f"Retracted {retracted.on}: {retracted.reason}" if retracted else "",
        lineage=tuple(_describe_lineage(part, document.id)),
        notes=numbers,
    )


def _format_name(wording: Wording, id_: str) -> str:
    return wording.format_name(id_) if "/" in id_ else id_


def _describe_lineage(part: Closure, document: str) -> Iterator[str]:
    for _, lineage in sorted(part.lineage.items()):
        entry = lineage.entry
        if document not in (entry.a, entry.b):
            continue
        other_id = entry.b if document == entry.a else entry.a
        share = entry.share_a if document == entry.a else entry.share_b
        dossier = part.dossiers.get(other_id)
        name = f"“{dossier.document.label}”" if dossier else other_id
        if not entry.passages and lineage.judgement != "not":
            perhaps = "" if lineage.judgement == "reprint" else "perhaps "
            yield f"This document and {name} are {perhaps}one text by decision: a reprint or a translation."
            continue
        stands = {
            "reprint": "shares its text with",
            "not": "is judged no reprint of",
            "unsure": "may share text with",
        }
        passages = f"{Count(len(entry.passages)):passage}"
        relation = stands.get(lineage.judgement, stands["unsure"])
        yield f"This document {relation} {name} ({share:.0%} of its words, {passages})."


def build_origins(part: Closure, wording: Wording, notes: Footnotes) -> tuple[OriginBlock, ...]:
    """Return the origins of the cited claims, and why claims were merged where it was not obvious."""
    by_origin: dict[str, list[Claim]] = {}
    for claim in notes.cited_claims:
        by_origin.setdefault(claim.origin, []).append(claim)
    blocks = []
    for id_, claims in by_origin.items():
        key = part.origins[id_]
        source = ""
        if "/" in key.source and not key.source.startswith("lineage/"):
            source = wording.format_name_in_sentence(key.source)
        words = _ORIGIN_KINDS.get(key.kind, key.kind).format(source)
        why = tuple(sorted({claim.origin_why for claim in claims if claim.origin_why}))
        count = len({claim.document for claim in claims})
        blocks.append(OriginBlock(id_, words, count, notes.find_notes(claims), why))
    return tuple(sorted(blocks, key=lambda block: block.notes))


def build_decisions(part: Closure, names: Mapping[str, str], people: set[str]) -> tuple[DecisionBlock, ...]:
    """Return the judgements that this part of the graph rests on, without those on any of these people."""
    blocks = []
    for decision in part.records.decisions:
        if not people.isdisjoint(decision.items):
            continue
        items = ", ".join(
            f"{names.get(item, item)} ({item})" if item in names else item for item in decision.items
        )
        words = f"{decision.about}: {items}: {JUDGED.get(decision.judgement, decision.judgement)}"
        if decision.withdrawn:
            words += f" (withdrawn {decision.withdrawn.on}: {decision.withdrawn.reason})"
        blocks.append(DecisionBlock(decision.id, words, decision.reason, f"{decision.by}, {decision.on}"))
    return tuple(sorted(blocks, key=lambda d: d.id))
