"""What a shell offers for a value: within a time limit, and nothing on a failure."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping

Offer = tuple[str, str]
"""A value, and what a shell shows beside it."""
SECONDS = 2.0


def filter_offers(texts_by_name: Mapping[str, str], start: str) -> list[Offer]:
    """Return the names that begin with `start`, each with its text."""
    return [(name, text) for name, text in texts_by_name.items() if name.startswith(start)]


def collect_offers(offer: Callable[[], Iterable[Offer]]) -> list[Offer]:
    """Return the offers of `offer`, or none after SECONDS or on any failure.

    A prompt is no place for an error.
    """
    offered: list[Offer] = []

    def collect() -> None:
        try:
            offered.extend(offer())
        except Exception:
            offered.clear()

    worker = threading.Thread(target=collect, daemon=True)
    worker.start()
    worker.join(SECONDS)
    return [] if worker.is_alive() else offered
