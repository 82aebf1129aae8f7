"""Pins of a map: places as marks with a label."""

from __future__ import annotations

from collections.abc import Iterable

from reports.content.model import MapPlace
from reports.render.map_svg import Pin


def build_pins(things: Iterable[MapPlace]) -> list[Pin]:
    """Return the places as pins of a map."""
    return [
        Pin(t.id, t.name, t.kind, t.spots, f"{t.name} ({t.kind}): {t.where}; {t.support}") for t in things
    ]
