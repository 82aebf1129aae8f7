"""What a shell offers for a value: within a time limit, and nothing on a failure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from cli.time_limit import run_within
from graph.model.characters import make_visible

Offer = tuple[str, str]
"""A value, and what a shell shows beside it."""
SECONDS = 2.0


def filter_offers(texts_by_name: Mapping[str, str], start: str) -> list[Offer]:
    """Return the names that begin with `start`, each with its text."""
    return [(name, text) for name, text in texts_by_name.items() if name.startswith(start)]


def collect_offers(offer: Callable[[], Iterable[Offer]]) -> list[Offer]:
    """Return the offers of `offer`, or none after SECONDS or on any failure.

    A prompt is no place for an error, nor for a character that steers the terminal.
    """
    try:
        offers = run_within(SECONDS, lambda: list(offer()))
    except Exception:
        return []
    return [(make_visible(value), make_visible(text)) for value, text in offers]
