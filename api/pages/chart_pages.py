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
from api.responses import add_url_params, build_json_url, build_page_url, paginate
from api.routes import evidence, map_and_time
from api.strings import CHARTS, T
from graph.rules.date_windows import format_window
from queries.browse import listings
from reports.content.places import PLACE_KINDS
from reports.render.axis_svg import NARROW, Bar, Track, render_axis_svg
from reports.render.map_svg import FRAMES, NOTE, Pin, render_map_svg, select_pins
from reports.render.strip_svg import build_shared_axis, render_strip_svg
from reports.render.tokens import use_custom_properties

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

router = APIRouter(include_in_schema=False)
CARDS, ROWS = 20, 50


@router.get("/map")
def show_map(  # noqa: PLR0913, PLR0917 - each is a parameter
    request: Request, service: ServiceDep, kind: str = "", entity: str = "", to: str = "", as_of: str = ""
) -> Response:
    """Show places and sites on a map, each as precisely as is known, and in a list."""
    scope = service.open_window(as_of)
    filters = _read_filters(request, entity, to) | {"kind": kind}
    data = service.redact_names(map_and_time.load_map(service, scope, filters))
    pins = [_build_pin(item, scope.day) for item in data["items"]]
    maps = [(frame, use_custom_properties(render_map_svg(frame, pins))) for frame in FRAMES]
    shown = {pin.id for frame in FRAMES for pin in select_pins(frame, pins)}
    page_data: dict[str, Any] = {
        "maps": maps,
        "on": [item for item in data["items"] if item["id"] in shown],
        "off": [item for item in data["items"] if item["id"] not in shown],
        "truncated": data["truncated"],
        "wanted": filters,
        "entity_name": data["entity"]["name"] if data["entity"] else "",
        "filtered": _describe_filters(filters, data["entity"]),
        "kinds": PLACE_KINDS,
        "map_note": NOTE,
        "csv": add_url_params("/api/v1/tables/map", scope.day, **filters),
    }
    return render_page(
        request,
        "map.html",
        page_data,
        as_of=scope.day,
        json=add_url_params("/api/v1/map", scope.day, **filters),
    )


def _read_filters(request: Request, entity: str, to: str) -> dict[str, str]:
    """Return the filters of a page; `class` and `from` are no names of Python. Raises Problem."""
    if len(entity) > 200:
        raise Problem(400, "A name has at most 200 letters.", field="entity")
    params = request.query_params
    return map_and_time.read_filters(entity, params.get("class", ""), params.get("from", ""), to)


def _describe_filters(filters: Mapping[str, str], entity: Mapping[str, str] | None) -> str:
    """Return what the counts of a map are limited to, "" for no limit."""
    days = (filters["from"], filters["to"])
    parts = [CHARTS.map_filter_entity.format(name=entity["name"])] if entity else []
    parts += [CHARTS.map_filter_days.format(days=format_window(days))] if any(days) else []
    return CHARTS.map_filtered.format(filters=" and ".join(parts)) if parts else ""


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
    filters = _read_filters(request, entity, to)
    data = service.redact_names(map_and_time.load_timeline(service, scope, filters, cursor, ROWS))
    tracks = [
        Track(T.track_happened, _build_item_bars(data, scope.day)),
        Track(T.track_published, _build_publication_bars(data, scope.day)),
    ]
    picture = _draw_axis("timeline", T.timeline_picture, tracks)
    json = add_url_params("/api/v1/timeline", scope.day, **filters)
    more = add_url_params("/timeline", scope.day, **filters, cursor=data["next"])
    id_, name = map_and_time.find_entity(service, filters["entity"])
    page_data = {
        "found": data,
        "wanted": filters,
        "entity_name": name if id_ == filters["entity"] else "",
        "more": more,
        "picture": picture,
        "csv": add_url_params("/api/v1/tables/timeline", scope.day, **filters),
    }
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


@router.get("/figures")
def show_all_series(
    request: Request, service: ServiceDep, as_of: str = "", cursor: str | None = None
) -> Response:
    """Show every series as a small picture of its numbers, in a table."""
    scope = service.open_window(as_of)
    page = paginate(
        f"page of figures {scope.day}", cursor, ROWS, lambda skip: listings.list_series(scope, skip, ROWS)
    )
    series = service.redact_names(page["items"])
    axis = build_shared_axis(number for row in series for number in row["numbers"])
    data = {
        "found": page,
        "axis_days": format_window((axis.first, axis.last)) if axis else "",
        "strips": [
            use_custom_properties(render_strip_svg(row["name"], row["numbers"], axis)) for row in series
        ],
    }
    json = add_url_params("/api/v1/figures", scope.day)
    return render_page(request, "series_list.html", data, as_of=scope.day, json=json)


@router.get("/figures/{slug}")
def show_series(request: Request, service: ServiceDep, slug: str, to: str = "", as_of: str = "") -> Response:
    """Show every number of a series on its own days; none is summed or preferred."""
    scope = service.open_window(as_of)
    filters = _read_filters(request, "", to)
    days = (filters["from"], filters["to"])
    series = service.redact_names(evidence.load_series(service, scope, slug, 200))
    total = len(series["rows"])
    series = _filter_series(series, days)
    possible_series = series.get("apart", {}).items()
    pictures = [_draw_series(series["name"], series["rows"], 0)]
    pictures += [
        _draw_series(heading, answer["rows"], n)
        for n, (heading, answer) in enumerate(possible_series, start=1)
    ]
    data = {"series": series, "pictures": pictures, "wanted": filters, "total": total}
    return render_page(
        request, "figures.html", data, as_of=scope.day, json=build_json_url(series["id"], scope.day)
    )


def _filter_series(series: dict[str, Any], days: tuple[str, str]) -> dict[str, Any]:
    """Return a series with only the numbers that have a day within these; an empty end is open."""
    if not any(days):
        return series
    apart = {
        heading: {**answer, "rows": _filter_rows(answer["rows"], days)}
        for heading, answer in series.get("apart", {}).items()
    }
    return {**series, "rows": _filter_rows(series["rows"], days), "apart": apart}


def _filter_rows(rows: Iterable[dict[str, Any]], days: tuple[str, str]) -> list[dict[str, Any]]:
    first, last = days[0] or "0001", days[1] or "9999"
    return [
        row
        for row in rows
        if (row["from"] or row["to"]) and (row["to"] or "9999") >= first and (row["from"] or "0001") <= last
    ]


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
    return _draw_axis(f"windows-{number}", f"{title}: {T.figures_picture}", [Track("", bars)], shade=True)


def _draw_axis(id_: str, title: str, tracks: list[Track], *, shade: bool = False) -> str:
    """Draw a picture twice: the style sheet shows the one that fits the window."""
    wide = render_axis_svg(id_, title, tracks, shade=shade)
    narrow = render_axis_svg(f"{id_}-narrow", title, tracks, shade=shade, layout=NARROW)
    return (
        use_custom_properties(
            f'<div class="wide-picture">{wide}</div><div class="narrow-picture">{narrow}</div>'
        )
        if wide
        else ""
    )


@router.get("/conflicts")
def show_conflicts(
    request: Request, service: ServiceDep, kind: str = "", as_of: str = "", cursor: str | None = None
) -> Response:
    """Show conflicts as cards, with their sides next to each other."""
    scope = service.open_window(as_of)
    csv = add_url_params("/api/v1/tables/conflicts", scope.day, kind=kind)
    board = map_and_time.load_board(service, scope, kind, cursor, CARDS)
    data = {"found": board, "kind": kind, "csv": csv}
    json = add_url_params("/api/v1/conflicts", scope.day, kind=kind)
    return render_page(request, "conflicts.html", data, as_of=scope.day, json=json)
