"""Shell completion of the named questions."""

from __future__ import annotations

from cli.completion.offers import Offer, filter_offers
from queries.ask.query_library import load_library


def complete_questions(incomplete: str) -> list[Offer]:
    """Offer the named questions."""
    return filter_offers({name: query.title for name, query in load_library().items()}, incomplete)
