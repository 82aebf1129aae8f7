"""Locations of places and sites, never more precise than the registry or a source gives them.

The `precision` of a place says what its coordinates mean: a town's centre is no building. What is
only said to be in a place lies somewhere in it. A province or country is an area
(`region.topojson`, Natural Earth by `scripts/geodata`; in it Tboung Khmum is still a part of
Kampong Cham).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any, Literal

from graph.model.records import EntityEntry

PLACE_KINDS = ("Country", "Province", "City", "BorderCrossing", "Region", "Compound", "Facility", "Embassy")
"""Kinds of entity that a map shows, in the order in which a page offers them."""
Fineness = Literal["point", "town", "province", "country"]
EXACT = frozenset({"point", "exact", "address", "building", "gate", "site", "entrance"})
"""Words for a `precision` that a single point on a map may stand for; others are a centre of something."""
NOWHERE_WORDS = "no source here, and no gazetteer, tells where"
_WORDS: dict[Fineness, str] = {
    "point": "at the point given",
    "town": "a town, known by its centre",
    "province": "a province, as a whole",
    "country": "a country, as a whole",
}
HOME = "KH"
"""The country that the shapes have by its provinces; its own shape is all of them."""
_MISSING = {"KH-25": "KH-3"}
"""Provinces that the source of the shapes still counts to another."""

Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something lies: degrees (WGS 84) of a point or town, or the ISO code of an area without degrees.

    `place` is the entity whose coordinates or shape these are. `somewhere`: what lies there is only
    said to be in that place (`said`, by a source; else by the registry). `through` is a place between
    the two whose own location is not given.
    """

    how: Fineness
    place: str
    lat: float | None = None
    lon: float | None = None
    area: str = ""
    somewhere: bool = False
    said: bool = False
    through: str = ""


def find_spots(
    id_: str, entries: Mapping[str, EntityEntry], stated: Mapping[str, Collection[str]]
) -> tuple[Spot, ...]:
    """Return where an entity lies, the most precise first; none if no location is given.

    `stated` are the places that sources put it in. If one of two places contains the other, the smaller
    counts.
    """
    return _find_spots(id_, entries, stated, frozenset())


def _find_spots(
    id_: str,
    entries: Mapping[str, EntityEntry],
    stated: Mapping[str, Collection[str]],
    visited: frozenset[str],
) -> tuple[Spot, ...]:
    entry = entries.get(id_)
    if entry is None or id_ in visited:
        return ()
    own = _find_own_spot(entry)
    if own is not None:
        return (own,)
    stated_places = [place for place in sorted(stated.get(id_, ())) if place in entries]
    wide = {up for place in stated_places for up in _find_containing(place, entries)}
    places = [(place, True) for place in stated_places if place not in wide]
    places = places or [(place, False) for place in (entry.city, entry.within) if place in entries][:1]
    spots: dict[Spot, None] = {}
    for place, by_source in places:
        for spot in _find_spots(place, entries, stated, visited | {id_}):
            through = spot.through or (place if spot.somewhere else "")
            spots[replace(spot, somewhere=True, said=by_source, through=through)] = None
    return tuple(sorted(spots, key=lambda spot: (list(_WORDS).index(spot.how), spot.place)))


def _find_own_spot(entry: EntityEntry) -> Spot | None:
    if entry.lat is not None and entry.lon is not None:
        how: Fineness = "point" if entry.precision.casefold() in EXACT else "town"
        return Spot(how, entry.id, lat=entry.lat, lon=entry.lon)
    if entry.iso and (entry.kind == "Country" or entry.iso in load_shapes() or entry.iso in _MISSING):
        return Spot("country" if entry.kind == "Country" else "province", entry.id, area=entry.iso)
    return None


def _find_containing(id_: str, entries: Mapping[str, EntityEntry]) -> set[str]:
    """Return the places that a place is within, according to the registry."""
    containing: set[str] = set()
    while (entry := entries.get(id_)) is not None and entry.within and entry.within not in containing:
        id_ = entry.within
        containing.add(id_)
    return containing


def describe_spots(spots: Collection[Spot], name: Mapping[str, str], nowhere: str = NOWHERE_WORDS) -> str:
    """Describe where something lies, no more precisely than is known; `name` names places.

    `nowhere` is the text for something without a spot: a part of a graph cannot speak for all of it.
    """
    parts = []
    for spot in spots:
        place = name.get(spot.place, spot.place)
        if spot.somewhere:
            by = "as a source says" if spot.said else "by the registry"
            through = name.get(spot.through, spot.through)
            parts.append(
                f"in {through}, {by}: somewhere in {place}" if through else f"somewhere in {place}, {by}"
            )
        else:
            parts.append(_WORDS[spot.how])
    return "; or ".join(parts) or nowhere


@cache
def load_shapes() -> Mapping[str, tuple[Ring, ...]]:
    """Return provinces of Cambodia (`KH-20`), Cambodia (`KH`), and countries around (`TH`) as rings.

    A ring has pairs of longitude and latitude.
    """
    topology = json.loads(files("reports.content").joinpath("region.topojson").read_text("utf-8"))
    arcs = [_decode_arc(arc, topology["transform"]) for arc in topology["arcs"]]
    shapes = {}
    for shape in topology["objects"]["region"]["geometries"]:
        polygons = shape.get("arcs", ())
        rings = polygons if shape["type"] == "Polygon" else [ring for polygon in polygons for ring in polygon]
        if rings:
            shapes[shape["id"]] = tuple(_join_arcs(ring, arcs) for ring in rings)
    shapes[HOME] = tuple(
        ring for code, rings in shapes.items() if code.startswith(f"{HOME}-") for ring in rings
    )
    for missing, holder in _MISSING.items():
        shapes.setdefault(missing, shapes[holder])
    return shapes


def _decode_arc(steps: list[list[int]], transform: Mapping[str, Any]) -> Ring:
    (kx, ky), (dx, dy) = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for step_x, step_y in steps:
        x, y = x + step_x, y + step_y
        points.append((x * kx + dx, y * ky + dy))
    return tuple(points)


def _join_arcs(numbers: list[int], arcs: list[Ring]) -> Ring:
    """Join arcs into a ring; a number below zero is an arc in reverse."""
    points: list[tuple[float, float]] = []
    for number in numbers:
        line = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += line[1:] if points else line
    return tuple(points)


def find_position(spot: Spot) -> tuple[float, float] | None:
    """Return the latitude and longitude of a spot, or of its area's centroid; None for an unknown area."""
    if spot.lat is not None and spot.lon is not None:
        return spot.lat, spot.lon
    return compute_centroid(spot.area) if spot.area in load_shapes() else None


def compute_centroid(area: str) -> tuple[float, float]:
    """Return the latitude and longitude of the centroid of an area's largest ring.

    Raises KeyError for an unknown area.
    """
    largest = max(load_shapes()[area], key=lambda ring: abs(_compute_area(ring)))
    total = _compute_area(largest)
    x = y = 0.0
    for (ax, ay), (bx, by) in pairwise(largest):
        cross = ax * by - bx * ay
        x, y = x + (ax + bx) * cross, y + (ay + by) * cross
    return y / (6 * total), x / (6 * total)


def _compute_area(ring: Ring) -> float:
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairwise(ring)) / 2
