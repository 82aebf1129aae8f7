"""Sections of a report besides its statements: figures, timeline, conflicts, network, and sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import cast

from graph.model.claims import Claim
from graph.model.fact_types import parse_fact_type
from graph.model.quantity_wording import format_quantity
from graph.model.records import Dossier, Modality
from graph.rules.conflicts.model import CAUTIONS, CONTRADICTIONS, Conflict
from graph.rules.date_windows import format_window
from graph.rules.derive import list_participations
from graph.rules.figures import Figure
from graph.rules.rollup import compute_rollup
from graph.rules.statement_choice import choose_statement
from graph.store.fact_mapping import build_figure_row
from graph.store.judgements import select_judgements
from queries.wording.answer_sentence import Count
from queries.wording.fact_wording import choose_style
from reports.content.agreement import split_versions
from reports.content.footnotes import Footnotes, choose_url, describe_published
from reports.content.model import (
    CitedText,
    ConflictBlock,
    DecisionBlock,
    DocumentBlock,
    FigureBlock,
    FigureLine,
    Line,
    Network,
    Node,
    OriginBlock,
    TimelineLine,
)
from reports.content.statements import describe_support
from reports.content.wording import Wording, describe_time
from reports.part.closure import Closure, sort_claims

NO_DAYS = "Days not given"
SIDE_SENTENCES = 1
"""Maximum number of sentences of one side of a conflict; the others are counted."""
_ORIGIN_KINDS = {
    "occasion": "one utterance: {}",
    "speech": "said by {}",
    "lineage": "one text printed in several documents",
    "document": "the document itself: {}",
}
_ROLE_WORDS = {"agent": "acting party", "patient": "affected", "leaver": "who left", "site": "site left"}
_JUDGED = {"same": "the same", "different": "different", "unsure": "open"}


def build_figures(
    part: Closure, wording: Wording, notes: Footnotes, claims: set[str]
) -> tuple[FigureBlock, ...]:
    """Return every figure of the series of which one of these claims has a number."""
    series_ids = {s for id_ in claims for s in part.claims[id_].series}
    return tuple(_build_figure_block(part, wording, notes, series) for series in sorted(series_ids))


def _build_figure_block(part: Closure, wording: Wording, notes: Footnotes, series: str) -> FigureBlock:
    figures = [figure for figure in part.figures.values() if figure.series == series]
    ordered = sorted(
        figures,
        key=lambda figure: (
            figure.window[0] or figure.window[1] or "9999",
            figure.window[1] or "9999",
            -(figure.quantity.value or 0),
            figure.id,
        ),
    )
    lines = []
    for figure in ordered:
        row = build_figure_row(figure, part.claims, part.context)
        value = figure.quantity.value
        lines.append(
            FigureLine(
                number=row["name"],
                value=float(value) if value is not None else None,
                window_from=figure.window[0],
                window_to=figure.window[1],
                window=format_window(figure.window) if any(figure.window) else NO_DAYS,
                said=tuple(_list_sightings(part, wording, notes, figure)),
                support=describe_support(row["documents"], row["origins"]),
                denied=not any(part.claims[sighting.claim].affirms for sighting in figure.seen),
            )
        )
    entry = part.series.get(series)
    scope = "; ".join(text for text in (entry.scope, entry.note) if text) if entry else ""
    return FigureBlock(series, entry.name if entry else series, scope, tuple(lines))


def _list_sightings(part: Closure, wording: Wording, notes: Footnotes, figure: Figure) -> Iterator[CitedText]:
    """List one statement for each wording of a number and each window given for it, and how many more."""
    by_wording: dict[tuple[str, str], list[Claim]] = {}
    for sighting in figure.seen:
        key = format_quantity(sighting.quantity), format_window(sighting.window)
        by_wording.setdefault(key, []).append(part.claims[sighting.claim])
    name = format_quantity(figure.quantity)
    ordered = sorted(by_wording.items(), key=lambda pair: pair[0][0] != name)
    shown: list[Claim] = []
    others: list[Claim] = []
    for (number, _), claims in ordered:
        first, *rest = split_versions(claims)
        others += (claim for version in rest for claim in version.claims)
        shown += first.claims
        lead = "" if number == name else f"As {number}: "
        yield CitedText(lead + wording.format_version(first), notes.add_notes(first.claims))
    more = [claim for claim in others if not any(_has_common_passage(claim, other) for other in shown)]
    if more:
        words = f"{Count(len(more)):more passage gives|more passages give} this figure."
        yield CitedText(words, notes.add_notes(more))


def _has_common_passage(one: Claim, other: Claim) -> bool:
    """Return whether two claims read the same words of a document."""
    return one.document == other.document and one.start < other.end and other.start < one.end


def build_timeline(
    wording: Wording, notes: Footnotes, facts: Iterable[Sequence[Claim]]
) -> tuple[TimelineLine, ...]:
    """Return affirmed facts that have a time, ordered by time; one line for each time of a fact."""
    lines = []
    for claims in facts:
        times: dict[str, list[Claim]] = {}
        for claim in claims:
            if claim.when_edtf and claim.affirms and claim.predicate_class != "DOC_META":
                times.setdefault(claim.when_edtf, []).append(claim)
        for timed in times.values():
            sentence = CitedText(wording.format_sentence(timed), notes.add_notes(timed))
            first = timed[0]
            lines.append(TimelineLine(first.when_from, first.when_to, describe_time(first), sentence))
    return tuple(
        sorted(lines, key=lambda line: (line.first or line.last, line.last or "9999", line.said.text))
    )


def find_conflicts_with(part: Closure, claims: set[str]) -> list[Conflict]:
    """Return the conflicts that one of these claims is part of, in the order of their numbers."""
    conflicts = (c for c in part.conflicts if not claims.isdisjoint(id_ for side in c.sides for id_ in side))
    return sorted(conflicts, key=lambda c: (_rank_conflict(c.kind), c.kind, c.explanation, c.id))


def _rank_conflict(kind: str) -> int:
    """Return the place of a kind: contradictions, then gaps and rival readings, then cautions."""
    if kind in CONTRADICTIONS:
        return 0
    return 2 if kind in CAUTIONS else 1


def build_conflicts(
    part: Closure, wording: Wording, notes: Footnotes, conflicts: Sequence[Conflict]
) -> tuple[ConflictBlock, ...]:
    """Return conflicts with their sides and how people judged them."""
    judged = select_judgements(part.records.decisions)
    blocks = []
    for number, conflict in enumerate(conflicts, start=1):
        decision = judged.get(conflict.id)
        judgement = (
            f"Judged {_JUDGED[decision.judgement]} by {decision.by} on {decision.on}: {decision.reason}"
            if decision
            else "Not yet reviewed."
        )
        sides = tuple(
            _build_side([part.claims[id_] for id_ in side], wording, notes) for side in conflict.sides
        )
        blocks.append(
            ConflictBlock(
                number,
                conflict.id,
                conflict.kind,
                conflict.explanation,
                conflict.settles,
                conflict.ask,
                judgement,
                sides,
            )
        )
    return tuple(blocks)


def _build_side(claims: Sequence[Claim], wording: Wording, notes: Footnotes) -> CitedText:
    """Return the statements of one side, each once with all who make it; one sentence of each fact."""
    by_fact: dict[str, list[Claim]] = {}
    for claim in sort_claims(claims):
        by_fact.setdefault(claim.fact or claim.id, []).append(claim)
    versions = [split_versions(same) for same in by_fact.values()]
    firsts = sorted((version[0] for version in versions), key=lambda version: -len(version.claims))
    sentences = [wording.format_version(version) for version in firsts]
    more = len(sentences) - SIDE_SENTENCES
    rest = [f"And {Count(more):more statement}."] if more > 0 else []
    return CitedText(" ".join(sentences[:SIDE_SENTENCES] + rest), notes.add_notes(claims))


def build_network(  # noqa: PLR0913 - the data of the picture and its options
    part: Closure,
    wording: Wording,
    notes: Footnotes,
    facts: Iterable[Sequence[Claim]],
    centre_ids: set[str],
    *,
    events: bool,
) -> Network:
    """Return the facts and the entities that they tie; values and statements are no nodes.

    With `events`, also who and what appears in an event.
    """
    canonical, ontology = part.context.canonical, part.context.ontology
    lines, ends = [], set(centre_ids & set(part.entities))
    all_facts = list(facts)
    if events:
        lines = _build_event_lines(part, notes, all_facts)
        ends |= {end for line in lines for end in (line.start, line.end)}
    for claims in all_facts:
        first = claims[0]
        start, end = canonical(first.subject), canonical(first.object)
        outside = [
            id_ for id_ in (start, end) if not id_ or id_.startswith(("value/", "claim/", "document/"))
        ]
        if outside or first.predicate_class == "DOC_META":
            continue
        ends |= {start, end}
        rolled = compute_rollup(claims, part.context.find_speaker_name)
        affirmed = any(claim.affirms for claim in claims)
        agentless = parse_fact_type(first.relation).agentless
        words = ontology.build_wording(
            first.predicate,
            cast(Modality, rolled.modality),
            "affirm" if affirmed else "deny",
            agentless=agentless,
            plural=_is_plural(part, start),
        )
        style = choose_style(first.standing, rolled.modality, affirmed=affirmed)
        says = choose_statement(claims).says
        lines.append(
            Line(first.fact, start, end, words, says, style, rolled.asserted, notes.find_notes(claims))
        )
    nodes = [
        Node(
            id_,
            wording.format_name(id_),
            part.entities[id_].kind if id_ in part.entities else "",
            id_ in centre_ids,
        )
        for id_ in ends
    ]
    return Network(
        tuple(sorted(nodes, key=lambda n: (n.name, n.id))),
        tuple(sorted(lines, key=lambda line: (line.start, line.end, line.words, line.fact))),
    )


def _is_plural(part: Closure, id_: str) -> bool:
    return id_ in part.entities and part.entities[id_].plural


def _build_event_lines(part: Closure, notes: Footnotes, facts: Iterable[Sequence[Claim]]) -> list[Line]:
    """Return lines from events to who appears in them, by the claims of these facts."""
    participations: dict[tuple[str, str], dict[str, list[Claim]]] = {}
    for claim in (claim for claims in facts for claim in claims if claim.affirms):
        for participation in list_participations(claim, part.context):
            participations.setdefault((participation.event, participation.entity), {}).setdefault(
                participation.role, []
            ).append(claim)
    lines = []
    for (event, entity), roles in participations.items():
        part_of = ", ".join(sorted(role.replace("_", " ") for role in roles))
        words = ", ".join(sorted(_ROLE_WORDS.get(role, role.replace("_", " ")) for role in roles))
        appears = "appear" if _is_plural(part, entity) else "appears"
        says = (
            f"{part.context.name(entity)} {appears} in the event “{part.context.name(event)}” as {part_of}."
        )
        claims = [claim for role_claims in roles.values() for claim in role_claims]
        lines.append(Line("", event, entity, words, says, "event", False, notes.find_notes(claims)))
    return lines


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
        yield f"This document {stands[lineage.judgement]} {name} ({share:.0%} of its words, {passages})."


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
        words = f"{decision.about}: {items}: {_JUDGED[decision.judgement]}"
        if decision.withdrawn:
            words += f" (withdrawn {decision.withdrawn.on}: {decision.withdrawn.reason})"
        blocks.append(DecisionBlock(decision.id, words, decision.reason, f"{decision.by}, {decision.on}"))
    return tuple(sorted(blocks, key=lambda d: d.id))
