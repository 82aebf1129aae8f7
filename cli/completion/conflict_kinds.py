"""Shell completion of the kinds of conflict."""

from __future__ import annotations

from cli.completion.offers import Offer, filter_offers
from graph.rules.conflicts.registry import RULES


def complete_conflict_kinds(incomplete: str) -> list[Offer]:
    """Offer the kinds of conflict."""
    return filter_offers({rule.kind: rule.title for rule in RULES}, incomplete)
