"""Pages with a chart: map, timeline, series of figures, and the board of conflicts.

The server draws each picture, as in a report, and escapes its text there; a table has the same
content.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.dependencies import ServiceDep
from api.pages.templates import format_cell, format_count, render_page
from api.problems import Problem
from api.responses import add_url_params, build_json_url, build_page_url
from api.routes import evidence, map_and_time
from api.strings import T
from reports.render.axis_svg import Bar, Track, render_axis_svg
from reports.render.map_svg import FRAMES, NOTE, Pin, render_map_svg, select_pins

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

router = APIRouter(include_in_schema=False)
CARDS, ROWS = 20, 50


@router.get("/map")
def show_map(request: Request, service: ServiceDep, kind: str = "", as_of: str = "") -> Response:
    """Show places and sites on a map, each as precisely as is known, and in a list."""
    look = service.open_window(as_of)
    data = service.redact_names(map_and_time.load_map(look, kind))
    pins = [_build_pin(item, look.day) for item in data["items"]]
    drawn = [(frame, render_map_svg(frame, pins)) for frame in FRAMES]
    shown = {pin.id for frame in FRAMES for pin in select_pins(frame, pins)}
    told: dict[str, Any] = {
        "maps": drawn,
        "on": [item for item in data["items"] if item["id"] in shown],
        "off": [item for item in data["items"] if item["id"] not in shown],
        "truncated": data["truncated"],
        "kind": kind,
        "kinds": map_and_time.PLACE_KINDS,
        "map_note": NOTE,
    }
    return render_page(
        request, "map.html", told, as_of=look.day, json=add_url_params("/api/v1/map", look.day, kind=kind)
    )


def _build_pin(item: Mapping[str, Any], day: str | None) -> Pin:
    support = [format_count(item["facts"], "fact"), format_count(item["documents"], "document")]
    support.append(format_count(item["speakers"], "speaker"))
    title = f"{item['name']} ({item['kind']}): {item['where']}; {', '.join(support)}"
    return Pin(
        item["id"], item["name"], item["kind"], tuple(item["spots"]), title, build_page_url(item["id"], day)
    )


@router.get("/timeline")
def show_timeline(  # noqa: PLR0913, PLR0917 - each is a parameter
    request: Request,
    service: ServiceDep,
    entity: str = "",
    to: str = "",
    as_of: str = "",
    cursor: str | None = None,
) -> Response:
    """Show what happened and what was published, on two tracks and in a table."""
    look = service.open_window(as_of)
    given = request.query_params
    if len(entity) > 200:
        raise Problem(400, "A name has at most 200 letters.", field="entity")
    wanted = {
        "entity": entity.strip(),
        "class": given.get("class", ""),
        "from": given.get("from", "").strip(),
        "to": to.strip(),
    }
    data = service.redact_names(map_and_time.load_timeline(service, look, wanted, cursor, ROWS))
    picture = render_axis_svg(
        "timeline",
        T.timeline_picture,
        [
            Track(T.track_happened, _build_item_bars(data, look.day)),
            Track(T.track_published, _build_publication_bars(data, look.day)),
        ],
    )
    json = add_url_params("/api/v1/timeline", look.day, **wanted)
    more = add_url_params("/timeline", look.day, **wanted, cursor=data["next"])
    told = {"found": data, "wanted": wanted, "more": more, "picture": picture}
    return render_page(request, "timeline.html", told, as_of=look.day, json=json)


def _build_item_bars(data: Mapping[str, Any], day: str | None) -> tuple[Bar, ...]:
    bars = []
    for item in data["items"]:
        for window in item["windows"]:
            style = item.get("standing", "event")
            bars.append(
                Bar(
                    item["name"],
                    "",
                    window["first"],
                    window["last"],
                    style=style if style != "denied" else "fact",
                    uncertain=window["uncertain"],
                    link=build_page_url(item["id"], day) if item["id"] else "",
                )
            )
    return tuple(bars)


def _build_publication_bars(data: Mapping[str, Any], day: str | None) -> tuple[Bar, ...]:
    return tuple(
        Bar(
            one["label"],
            "",
            one["first"] or "",
            one["last"] or "",
            style="published",
            uncertain=one["uncertain"],
            link=build_page_url(one["id"], day),
        )
        for one in data["published"]
    )


@router.get("/figures/{slug}")
def show_series(request: Request, service: ServiceDep, slug: str, as_of: str = "") -> Response:
    """Show every number of a series on its own days; none is summed or preferred."""
    look = service.open_window(as_of)
    found = service.redact_names(evidence.load_series(service, look, slug, 200))
    apart = found.get("apart", {}).items()
    pictures = [_draw_series(found["name"], found["rows"], 0)]
    pictures += [_draw_series(heading, other["rows"], n) for n, (heading, other) in enumerate(apart, start=1)]
    data = {"series": found, "pictures": pictures}
    return render_page(
        request, "figures.html", data, as_of=look.day, json=build_json_url(found["id"], look.day)
    )


def _draw_series(title: str, rows: Iterable[Mapping[str, Any]], number: int) -> str:
    """Draw the numbers of a series as bars; each bar links to its row."""
    bars = tuple(
        Bar(
            format_cell(row["figure"]),
            format_cell(row["said_by"]),
            row["from"] or "",
            row["to"] or "",
            link=f"#figure-{number}-{place}",
        )
        for place, row in enumerate(rows, start=1)
    )
    return render_axis_svg(
        f"windows-{number}", f"{title}: {T.figures_picture}", [Track("", bars)], shade=True
    )


@router.get("/conflicts")
def show_conflicts(
    request: Request, service: ServiceDep, kind: str = "", as_of: str = "", cursor: str | None = None
) -> Response:
    """Show conflicts as cards, with their sides next to each other."""
    look = service.open_window(as_of)
    data = {"found": map_and_time.load_board(service, look, kind, cursor, CARDS), "kind": kind}
    json = add_url_params("/api/v1/conflicts", look.day, kind=kind)
    return render_page(request, "conflicts.html", data, as_of=look.day, json=json)
