"""Pins of a map: places as marks with a label."""

from __future__ import annotations

from collections.abc import Iterable

from reports.content.model import MapThing
from reports.render.map_svg import Pin


def pins(things: Iterable[MapThing]) -> list[Pin]:
    """The things as a map takes them."""
    return [
        Pin(t.id, t.name, t.kind, t.spots, f"{t.name} ({t.kind}): {t.where}; {t.support}") for t in things
    ]
