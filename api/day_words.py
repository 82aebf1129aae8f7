"""Sentences on how much was known by a day. None of them counts as known what only may have been."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.strings import CHARTS
from graph.rules.date_windows import format_window
from queries.browse.days import DayCounts, find_day_counts, list_days
from queries.wording.answer_sentence import Count

if TYPE_CHECKING:
    from api.service import Service


def load_days(service: Service) -> list[DayCounts]:
    """Return the days on which anything became known; they are read once per version of the graph."""
    days: list[DayCounts] = service.cache_by_version(("days",), lambda: list_days(service.store))
    return days


def describe_day(days: list[DayCounts], day: str) -> str:
    """Return how many statements were known by a day for certain, and how many only possibly."""
    counts, by = find_day_counts(days, day), format_window((day, day))
    if counts is None or not (counts.claims_known or counts.claims_possible):
        return str(CHARTS.day_nothing.format(day=by))
    possible = format(Count(counts.claims_possible), "statement")
    if not counts.claims_known:
        return str(CHARTS.day_possible.format(possible=possible, day=by))
    certain = CHARTS.day_certain.format(
        known=format(Count(counts.claims_known), "statement"),
        documents=format(Count(counts.documents_known), "document"),
        day=by,
    )
    if not counts.claims_possible:
        return f"{certain}."
    return f"{certain}; {CHARTS.day_more.format(possible=f'{counts.claims_possible:,}')}"
