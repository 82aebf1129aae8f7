"""Where things lie: as precisely as the registry or a source tells, and never more so.

A place with coordinates lies where its `precision` says they are: a town's centre is no building. What is
only said to be in a place lies somewhere in it. A province or country is an area (`region.topojson`, Natural
Earth by `scripts/geodata`; in it Tboung Khmum is still a part of Kampong Cham).
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
_MISSING = {"KH-25": "KH-3"}
"""Provinces that the source of the shapes still counts to another."""

Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something lies: degrees (WGS 84) for a point or town, the ISO code of an area otherwise.

    `place` is the entity whose coordinates or shape these are. `somewhere`: what lies there is only said to
    be in that place (`said`, by a source; else by the registry). `through` is a place between the two, whose
    own whereabouts nobody tells.
    """

    how: Fineness
    place: str
    lat: float = 0.0
    lon: float = 0.0
    area: str = ""
    somewhere: bool = False
    said: bool = False
    through: str = ""


def spots(
    id_: str, entries: Mapping[str, EntityEntry], said: Mapping[str, Collection[str]]
) -> tuple[Spot, ...]:
    """Where an entity lies, the finest first; none where nobody tells.

    `said` are the places that sources put it in. Of two of which one holds the other the smaller counts.
    """
    return _spots(id_, entries, said, frozenset())


def _spots(
    id_: str, entries: Mapping[str, EntityEntry], said: Mapping[str, Collection[str]], seen: frozenset[str]
) -> tuple[Spot, ...]:
    entry = entries.get(id_)
    if entry is None or id_ in seen:
        return ()
    own = _own(entry)
    if own is not None:
        return (own,)
    told = [place for place in sorted(said.get(id_, ())) if place in entries]
    wide = {up for place in told for up in _above(place, entries)}
    given = [(place, True) for place in told if place not in wide]
    given = given or [(place, False) for place in (entry.city, entry.within) if place in entries][:1]
    found: dict[Spot, None] = {}
    for place, by_source in given:
        for spot in _spots(place, entries, said, seen | {id_}):
            through = spot.through or (place if spot.somewhere else "")
            found[replace(spot, somewhere=True, said=by_source, through=through)] = None
    return tuple(sorted(found, key=lambda s: (list(_WORDS).index(s.how), s.place)))


def _own(entry: EntityEntry) -> Spot | None:
    if entry.lat is not None and entry.lon is not None:
        how: Fineness = "point" if entry.precision.casefold() in EXACT else "town"
        return Spot(how, entry.id, lat=entry.lat, lon=entry.lon)
    if entry.iso and (entry.kind == "Country" or entry.iso in shapes() or entry.iso in _MISSING):
        return Spot("country" if entry.kind == "Country" else "province", entry.id, area=entry.iso)
    return None


def _above(id_: str, entries: Mapping[str, EntityEntry]) -> set[str]:
    """The places that a place is within, as the registry has it."""
    found: set[str] = set()
    while (entry := entries.get(id_)) is not None and entry.within and entry.within not in found:
        id_ = entry.within
        found.add(id_)
    return found


def words(found: Collection[Spot], name: Mapping[str, str], nowhere: str = NOWHERE_WORDS) -> str:
    """Where something lies, in words that claim no more than is known; `name` names places.

    `nowhere` is said of what has no spot: who looks at a part of a graph alone cannot speak for all of it.
    """
    told = []
    for spot in found:
        place = name.get(spot.place, spot.place)
        if spot.somewhere:
            by = "as a source says" if spot.said else "by the registry"
            through = name.get(spot.through, spot.through)
            told.append(
                f"in {through}, {by}: somewhere in {place}" if through else f"somewhere in {place}, {by}"
            )
        else:
            told.append(_WORDS[spot.how])
    return "; or ".join(told) or nowhere


@cache
def shapes() -> Mapping[str, tuple[Ring, ...]]:
    """Provinces of Cambodia (`KH-20`) and countries around (`TH`): rings of longitude and latitude."""
    held = json.loads(files("reports.content").joinpath("region.topojson").read_text("utf-8"))
    arcs = [_arc(arc, held["transform"]) for arc in held["arcs"]]
    found = {}
    for shape in held["objects"]["region"]["geometries"]:
        polygons = shape.get("arcs", ())
        rings = polygons if shape["type"] == "Polygon" else [ring for one in polygons for ring in one]
        if rings:
            found[shape["id"]] = tuple(_ring(ring, arcs) for ring in rings)
    for missing, holder in _MISSING.items():
        found.setdefault(missing, found[holder])
    return found


def _arc(steps: list[list[int]], transform: Mapping[str, Any]) -> Ring:
    (kx, ky), (dx, dy) = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for step_x, step_y in steps:
        x, y = x + step_x, y + step_y
        points.append((x * kx + dx, y * ky + dy))
    return tuple(points)


def _ring(numbers: list[int], arcs: list[Ring]) -> Ring:
    """Lines one after the other; a number below zero is a line walked backwards."""
    points: list[tuple[float, float]] = []
    for number in numbers:
        line = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += line[1:] if points else line
    return tuple(points)


def middle(area: str) -> tuple[float, float]:
    """Latitude and longitude of the middle of an area's largest ring. Raises KeyError for no such area."""
    largest = max(shapes()[area], key=lambda ring: abs(_size(ring)))
    total = _size(largest)
    x = y = 0.0
    for (ax, ay), (bx, by) in pairwise(largest):
        cross = ax * by - bx * ay
        x, y = x + (ax + bx) * cross, y + (ay + by) * cross
    return y / (6 * total), x / (6 * total)


def _size(ring: Ring) -> float:
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairwise(ring)) / 2
