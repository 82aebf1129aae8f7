"""Disagreements of a report with their sides, and what people judged."""

from collections.abc import Sequence

from graph.model.claims import Claim
from graph.rules.conflicts.model import CAUTIONS, CONTRADICTIONS, Conflict
from graph.store.judgements import select_judgements
from queries.wording.answer_sentence import Count
from reports.content.agreement import split_versions
from reports.content.footnotes import Footnotes
from reports.content.model import (
    CitedText,
    ConflictBlock,
)
from reports.content.source_sections import JUDGED
from reports.content.wording import Wording
from reports.part.closure import Closure, sort_claims

SIDE_SENTENCES = 2
"""Maximum number of sentences of one side of a conflict; the others are counted."""


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
            f"Judged {JUDGED[decision.judgement]} by {decision.by} on {decision.on}: {decision.reason}"
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
    """Return the sentences of one side, each with those who say it; the most frequent first."""
    by_fact: dict[str, list[Claim]] = {}
    for claim in sort_claims(claims):
        by_fact.setdefault(claim.fact or claim.id, []).append(claim)
    versions = [version for same in by_fact.values() for version in split_versions(same)]
    versions.sort(key=lambda version: -len(version.claims))
    sentences = [wording.format_version(version) for version in versions]
    more = len(sentences) - SIDE_SENTENCES
    rest = [f"And {Count(more):more statement}."] if more > 0 else []
    return CitedText(" ".join(sentences[:SIDE_SENTENCES] + rest), notes.add_notes(claims))
