"""The map as SVG, for pages and reports: equirectangular, true to scale at 12.5 degrees north.

A point is drawn only if the precision of a place allows one. A town's centre is a ring, a thing
said to be somewhere in a town is a broken square beside it, and a province is hatched.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from reports.content.places import HOME, Ring, Spot, find_position, load_shapes
from reports.render.map_labels import SIZE, LabelPlacer
from reports.render.map_legend import draw_legend
from reports.render.tokens import PAPER

_SURFACE = PAPER["surface"]
_ACCENT = PAPER["accent"]
_ACCUSATION = PAPER["accusation"]

_PARALLEL = math.cos(math.radians(12.5))
_SITES = frozenset({"Compound", "Facility"})
_CM_PER_PIXEL = 0.0144
MOST_AROUND = 10
"""With more sites in one place, one mark shows their number."""
DRAWN_WITH_ANOTHER = frozenset({"KH-25"})


NOTE = (
    "Equirectangular, true to scale at 12.5° north. Shapes: Natural Earth, where Tboung Khmum still belongs "
    "to Kampong Cham. Places: GeoNames (CC BY 4.0)."
)


@dataclass(frozen=True, slots=True)
class Pin:
    """One place on the map; `title` is its tooltip, `link` may be empty."""

    id: str
    name: str
    kind: str
    spots: tuple[Spot, ...]
    title: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """Extent of a map: degrees west, south, east, north; pixels per degree; names for orientation."""

    name: str
    title: str
    box: tuple[float, float, float, float]
    scale: float
    names: tuple[tuple[str, float, float], ...]

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        west, south, east, north = self.box
        return round((east - west) * _PARALLEL * self.scale), round((north - south) * self.scale)

    @property
    def print_width(self) -> float:
        """Width in print, in cm: both maps fit beside each other on A4, with labels of 7 points."""
        return round(self.size[0] * _CM_PER_PIXEL, 2)

    def to_pixels(self, lon: float, lat: float) -> tuple[float, float]:
        """Return a position in pixels."""
        west, _, _, north = self.box
        return round((lon - west) * _PARALLEL * self.scale, 1), round((north - lat) * self.scale, 1)

    def has_point(self, lon: float, lat: float) -> bool:
        """Return whether a position lies in the frame."""
        west, south, east, north = self.box
        return west <= lon <= east and south <= lat <= north


CAMBODIA = Frame(
    "cambodia",
    "Cambodia and its borders",
    (102.0, 9.9, 107.9, 14.9),
    112,
    (
        ("Thailand", 102.55, 14.62), ("Laos", 106.0, 14.65), ("Vietnam", 107.2, 11.6),
        ("Gulf of Thailand", 102.8, 10.5),
    ),
)  # fmt: skip
REGION = Frame(
    "region",
    "The countries around",
    (92.0, -10.6, 127.0, 27.5),
    14.7,
    (
        ("Myanmar", 96.0, 21.5), ("Thailand", 101.9, 16.2), ("Laos", 103.2, 19.8), ("Vietnam", 107.9, 14.9),
        ("China", 108.0, 25.6), ("Malaysia", 102.3, 4.4), ("Indonesia", 113.7, -1.0),
        ("Philippines", 121.6, 16.9), ("Cambodia", 104.9, 12.6),
    ),
)  # fmt: skip
FRAMES = (CAMBODIA, REGION)


def select_pins(frame: Frame, pins: Iterable[Pin]) -> list[Pin]:
    """Return the pins that a frame shows at least partly."""
    return [pin for pin in pins if any(_is_shown(frame, spot) for spot in pin.spots)]


def _is_shown(frame: Frame, spot: Spot) -> bool:
    """Return whether a frame shows a spot: the region shows what the map of Cambodia does not."""
    position = find_position(spot)
    # What is somewhere in a country could be anywhere in it: no mark would be true.
    if position is None or (spot.how == "country" and spot.somewhere):
        return False
    lat, lon = position
    if spot.area:
        return frame.has_point(lon, lat) and (frame is CAMBODIA) == (spot.how == "province")
    home = CAMBODIA.has_point(lon, lat)
    return home if frame is CAMBODIA else frame.has_point(lon, lat) and not home


def render_map_svg(frame: Frame, pins: Sequence[Pin]) -> str:
    """Render one map as an SVG element with a text alternative.

    The table beside it has the same content.
    """
    shown, (width, height) = select_pins(frame, pins), frame.size
    marks = {_name_mark(frame, spot) for pin in shown for spot in pin.spots if _is_shown(frame, spot)}
    legend, bottom = draw_legend(f"map-{frame.name}", marks, width, height)
    linked = any(pin.link for pin in shown)
    id_, role = f"map-{frame.name}", "group" if linked else "img"
    areas = {spot.area: pin for pin in shown for spot in pin.spots if spot.area and not spot.somewhere}
    parts = [
        f'<svg class="map" id="{id_}" viewBox="0 0 {width} {bottom}" role="{role}" '
        f'aria-labelledby="{id_}-t" aria-describedby="{id_}-d" xmlns="http://www.w3.org/2000/svg" '
        f'font-family="inherit" font-size="{SIZE}">',
        f'<title id="{id_}-t">{escape(frame.title)}</title>',
        f'<desc id="{id_}-d">{escape(_describe_pins(shown))}</desc>',
        f'<defs><pattern id="{id_}-h" width="7" height="7" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect class="hatched" width="7" height="7" '
        f'fill="{PAPER["hatch-ground"]}"/>'
        f'<path class="hatching" d="M0 0V7" stroke="{PAPER["hatch"]}" stroke-width="2"/>'
        f'</pattern><clipPath id="{id_}-c"><rect width="{width}" height="{height}"/></clipPath></defs>',
        f'<g clip-path="url(#{id_}-c)">'
        f'<rect class="sea" width="{width}" height="{height}" fill="{PAPER["sea"]}"/><g class="land">',
    ]
    for code, rings in sorted(load_shapes().items()):
        if _has_outline(frame, code):
            parts.append(_draw_land(frame, code, rings, areas.get(code)))
    parts.append("</g>")
    parts += (
        f'<g class="name" transform="translate({x} {y})"><text text-anchor="middle" fill="{PAPER["soft"]}" '
        f'font-style="italic">{name}</text></g>'
        for name, lon, lat in frame.names
        for x, y in [frame.to_pixels(lon, lat)]
    )
    parts += _draw_marks(frame, shown)
    return "".join([*parts, "</g>", *legend, "</svg>"])


def _has_outline(frame: Frame, code: str) -> bool:
    """Return whether a frame draws a shape: the region has Cambodia as a whole, its own map the provinces."""
    if code.startswith(HOME):
        return (code == HOME) == (frame is REGION) and code not in DRAWN_WITH_ANOTHER
    return True


def _name_mark(frame: Frame, spot: Spot) -> str:
    """Return which mark of the legend shows a spot."""
    if spot.somewhere:
        return "somewhere"
    if spot.area:
        return "province" if frame is CAMBODIA else "country"
    return "point" if spot.how == "point" else "town"


def _describe_pins(shown: Sequence[Pin]) -> str:
    if not shown:
        return "Nothing is marked on this map."
    names = ", ".join(pin.name for pin in shown[:12])
    more = f" and {len(shown) - 12} more" if len(shown) > 12 else ""
    return f"Marked: {names}{more}. The table lists each of them, and how precisely its position is known."


def _draw_land(frame: Frame, code: str, rings: Sequence[Ring], pin: Pin | None) -> str:
    """Draw a province or country; one with a pin is hatched or tinted, and links to its page."""
    path, province = _build_path(frame, rings), code.startswith(HOME)
    if not path:
        return ""
    colour, line, width = (PAPER["land"] if province else PAPER["far"]), PAPER["border"], 1.0
    if code == HOME:
        province, width = pin is None, 0.3
    kind = "home" if province else "abroad"
    if pin is not None:
        kind += " told"
        colour, line = (
            (f"url(#map-{frame.name}-h)", _ACCENT) if province else (PAPER["named-area"], PAPER["named-edge"])
        )
    drawing = (
        f'<path class="{kind}" d="{path}" fill="{colour}" stroke="{line}" stroke-width="{width}" '
        'vector-effect="non-scaling-stroke"/>'
    )
    return drawing if pin is None else _add_link(pin, drawing, "area")


def _build_path(frame: Frame, rings: Sequence[Ring]) -> str:
    """Return the rings that reach into the frame as one path.

    Points closer than a pixel to the last are left out.
    """
    west, south, east, north = frame.box
    parts = []
    for ring in rings:
        lons, lats = [lon for lon, _ in ring], [lat for _, lat in ring]
        if min(lons) >= east or max(lons) <= west or min(lats) >= north or max(lats) <= south:
            continue
        points: list[tuple[float, float]] = []
        for x, y in (frame.to_pixels(*point) for point in ring):
            if not points or abs(x - points[-1][0]) + abs(y - points[-1][1]) >= 1:
                points.append((x, y))
        parts.append("M" + "L".join(f"{x:g} {y:g}" for x, y in points) + "Z")
    return "".join(parts)


def _draw_marks(frame: Frame, shown: Sequence[Pin]) -> Iterator[str]:
    """Draw every mark at its position: the place itself in the middle, what is somewhere in it around it."""
    pins_by_position: defaultdict[tuple[float, float], tuple[list[tuple[Pin, Spot]], list[Pin]]]
    pins_by_position = defaultdict(lambda: ([], []))
    for pin in shown:
        for spot in pin.spots:
            position = find_position(spot)
            if position is None or not _is_shown(frame, spot) or (spot.area and not spot.somewhere):
                continue
            lat, lon = position
            own, around = pins_by_position[frame.to_pixels(lon, lat)]
            if spot.somewhere:
                around.append(pin)
            else:
                own.append((pin, spot))
    labels = LabelPlacer(frame.size, [(name, *frame.to_pixels(lon, lat)) for name, lon, lat in frame.names])
    for at, (own, around) in pins_by_position.items():
        labels.add_box(at, 11, 11)
        for x, y in _list_offsets(own, around):
            labels.add_box((at[0] + x, at[1] + y), 8, 8)
    for at, (own, around) in sorted(pins_by_position.items()):
        yield from _draw_group(at, own, around, labels)


def _draw_group(
    at: tuple[float, float], own: Sequence[tuple[Pin, Spot]], around: Sequence[Pin], labels: LabelPlacer
) -> Iterator[str]:
    yield f'<g class="spot" transform="translate({at[0]:g} {at[1]:g})">'
    if len(around) > MOST_AROUND:
        words, width = f"{len(around)} things are said to be somewhere in it", 12 + 12 * len(str(len(around)))
        yield (
            f'<g class="mark site"><title>{words}; the table names them</title>'
            f'<rect x="8" y="-31" width="{width}" height="22" fill="{_SURFACE}" stroke="{_ACCUSATION}" '
            f'stroke-dasharray="4 2"/><text x="14" y="-12" fill="{PAPER["ink"]}">{len(around)}</text></g>'
        )
    else:
        for pin, (x, y) in zip(around, _list_offsets(own, around), strict=True):
            yield _add_link(pin, _draw_square(pin, x, y), "site")
    for pin, spot in own:
        if spot.how == "point":
            yield _add_link(
                pin, f'<circle r="5" fill="{_ACCUSATION}" stroke="{_SURFACE}" stroke-width="1.5"/>', "point"
            )
        else:
            ring = (
                f'<circle r="8" fill="{_SURFACE}" fill-opacity="0.6" stroke="{_ACCENT}" stroke-width="2.5"/>'
            )
            yield _add_link(pin, ring, "town")
        yield labels.draw_label(at, pin.name, 14)
    for pin, (x, y) in zip(around, _list_offsets(own, around), strict=False):
        if label := labels.draw_label((at[0] + x, at[1] + y), pin.name, 12):
            yield f'<g transform="translate({x:g} {y:g})">{label}</g>'
    yield "</g>"


def _list_offsets(own: Sequence[object], around: Sequence[Pin]) -> list[tuple[float, float]]:
    """List where the marks of what is somewhere in a place are, relative to it; none if they are too many."""
    if len(around) > MOST_AROUND:
        return []
    reach = 21 if own else 0 if len(around) == 1 else 14
    angles = [math.radians(-60 + number * 360 / max(len(around), 6)) for number in range(len(around))]
    return [(round(reach * math.cos(angle), 1), round(reach * math.sin(angle), 1)) for angle in angles]


def _draw_square(pin: Pin, x: float, y: float) -> str:
    """Draw the mark of something that is somewhere in a place: broken, since nobody knows where in it."""
    colour = _ACCUSATION if pin.kind in _SITES else PAPER["soft"]
    return (
        f'<rect x="{x - 5.5:g}" y="{y - 5.5:g}" width="11" height="11" fill="{_SURFACE}" stroke="{colour}" '
        'stroke-width="1.8" stroke-dasharray="3 2"/>'
    )


def _add_link(pin: Pin, drawing: str, kind: str) -> str:
    content = f"<title>{escape(pin.title)}</title>{drawing}"
    attributes = f'class="mark {kind}" data-kind={quoteattr(pin.kind)}'
    if not pin.link:
        return f"<g {attributes}>{content}</g>"
    return f"<a href={quoteattr(pin.link)} {attributes} aria-label={quoteattr(pin.title)}>{content}</a>"
