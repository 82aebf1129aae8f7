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
from reports.content.places import PLACE_KINDS
from reports.render.axis_svg import Bar, Track, render_axis_svg
from reports.render.map_svg import FRAMES, NOTE, Pin, render_map_svg, select_pins

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

router = APIRouter(include_in_schema=False)
CARDS, ROWS = 20, 50


@router.get("/map")
def show_map(request: Request, service: ServiceDep, kind: str = "", as_of: str = "") -> Response:
    """Show places and sites on a map, each as precisely as is known, and in a list."""
    scope = service.open_window(as_of)
    data = service.redact_names(map_and_time.load_map(scope, kind))
    pins = [_build_pin(item, scope.day) for item in data["items"]]
    maps = [(frame, render_map_svg(frame, pins)) for frame in FRAMES]
    shown = {pin.id for frame in FRAMES for pin in select_pins(frame, pins)}
    page_data: dict[str, Any] = {
        "maps": maps,
        "on": [item for item in data["items"] if item["id"] in shown],
        "off": [item for item in data["items"] if item["id"] not in shown],
        "truncated": data["truncated"],
        "kind": kind,
        "kinds": PLACE_KINDS,
        "map_note": NOTE,
    }
    return render_page(
        request,
        "map.html",
        page_data,
        as_of=scope.day,
        json=add_url_params("/api/v1/map", scope.day, kind=kind),
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
    scope = service.open_window(as_of)
    params = request.query_params
    if len(entity) > 200:
        raise Problem(400, "A name has at most 200 letters.", field="entity")
    filters = {
        "entity": entity.strip(),
        "class": params.get("class", ""),
        "from": params.get("from", "").strip(),
        "to": to.strip(),
    }
    data = service.redact_names(map_and_time.load_timeline(service, scope, filters, cursor, ROWS))
    picture = render_axis_svg(
        "timeline",
        T.timeline_picture,
        [
            Track(T.track_happened, _build_item_bars(data, scope.day)),
            Track(T.track_published, _build_publication_bars(data, scope.day)),
        ],
    )
    json = add_url_params("/api/v1/timeline", scope.day, **filters)
    more = add_url_params("/timeline", scope.day, **filters, cursor=data["next"])
    page_data = {"found": data, "wanted": filters, "more": more, "picture": picture}
    return render_page(request, "timeline.html", page_data, as_of=scope.day, json=json)


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
            document["label"],
            "",
            document["first"] or "",
            document["last"] or "",
            style="published",
            uncertain=document["uncertain"],
            link=build_page_url(document["id"], day),
        )
        for document in data["published"]
    )


@router.get("/figures/{slug}")
def show_series(request: Request, service: ServiceDep, slug: str, as_of: str = "") -> Response:
    """Show every number of a series on its own days; none is summed or preferred."""
    scope = service.open_window(as_of)
    series = service.redact_names(evidence.load_series(service, scope, slug, 200))
    possible_series = series.get("apart", {}).items()
    pictures = [_draw_series(series["name"], series["rows"], 0)]
    pictures += [
        _draw_series(heading, answer["rows"], n)
        for n, (heading, answer) in enumerate(possible_series, start=1)
    ]
    data = {"series": series, "pictures": pictures}
    return render_page(
        request, "figures.html", data, as_of=scope.day, json=build_json_url(series["id"], scope.day)
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
    scope = service.open_window(as_of)
    data = {"found": map_and_time.load_board(service, scope, kind, cursor, CARDS), "kind": kind}
    json = add_url_params("/api/v1/conflicts", scope.day, kind=kind)
    return render_page(request, "conflicts.html", data, as_of=scope.day, json=json)
