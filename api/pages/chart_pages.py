"""The pages with a picture: map, timeline, a series of figures on its axis, and the board of conflicts.

Each picture is drawn by the server, as in a report, and escaped where it is drawn; a table tells the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.dependencies import Serving
from api.pages.templates import counted, json_address, plain, rendered
from api.problems import Problem
from api.responses import page_of, with_day
from api.routes import evidence, map_and_time
from api.strings import T
from reports.render.axis_svg import Bar, Track, axis_svg
from reports.render.map_svg import FRAMES, NOTE, Pin, drawn_in, map_svg

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

router = APIRouter(include_in_schema=False)
CARDS, ROWS = 20, 50


@router.get("/map")
def map_page(request: Request, service: Serving, kind: str = "", as_of: str = "") -> Response:
    """Places and sites on a map, each as precisely as is known, and a list that tells the same."""
    look = service.look(as_of)
    data = service.shown(map_and_time.map_data(look, kind))
    pins = [_pin(item, look.day) for item in data["items"]]
    drawn = [(frame, map_svg(frame, pins)) for frame in FRAMES]
    shown = {pin.id for frame in FRAMES for pin in drawn_in(frame, pins)}
    told: dict[str, Any] = {
        "maps": drawn,
        "on": [item for item in data["items"] if item["id"] in shown],
        "off": [item for item in data["items"] if item["id"] not in shown],
        "truncated": data["truncated"],
        "kind": kind,
        "kinds": map_and_time.PLACE_KINDS,
        "map_note": NOTE,
    }
    return rendered(
        request, "map.html", told, as_of=look.day, json=with_day("/api/v1/map", look.day, kind=kind)
    )


def _pin(item: Mapping[str, Any], day: str | None) -> Pin:
    support = [counted(item["facts"], "fact"), counted(item["documents"], "document")]
    support.append(counted(item["speakers"], "speaker"))
    title = f"{item['name']} ({item['kind']}): {item['where']}; {', '.join(support)}"
    return Pin(item["id"], item["name"], item["kind"], tuple(item["spots"]), title, page_of(item["id"], day))


@router.get("/timeline")
def timeline(  # noqa: PLR0913, PLR0917 - each is a parameter
    request: Request,
    service: Serving,
    entity: str = "",
    to: str = "",
    as_of: str = "",
    cursor: str | None = None,
) -> Response:
    """What happened and what was published, on two tracks, and a table that tells the same."""
    look = service.look(as_of)
    given = request.query_params
    if len(entity) > 200:
        raise Problem(400, "A name has at most 200 letters.", field="entity")
    wanted = {
        "entity": entity.strip(),
        "class": given.get("class", ""),
        "from": given.get("from", "").strip(),
        "to": to.strip(),
    }
    data = service.shown(map_and_time.timeline_data(service, look, wanted, cursor, ROWS))
    picture = axis_svg(
        "timeline",
        T.timeline_picture,
        [Track(T.track_happened, _happened(data, look.day)), Track(T.track_published, _out(data, look.day))],
    )
    json = with_day("/api/v1/timeline", look.day, **wanted)
    more = with_day("/timeline", look.day, **wanted, cursor=data["next"])
    told = {"found": data, "wanted": wanted, "more": more, "picture": picture}
    return rendered(request, "timeline.html", told, as_of=look.day, json=json)


def _happened(data: Mapping[str, Any], day: str | None) -> tuple[Bar, ...]:
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
                    link=page_of(item["id"], day) if item["id"] else "",
                )
            )
    return tuple(bars)


def _out(data: Mapping[str, Any], day: str | None) -> tuple[Bar, ...]:
    return tuple(
        Bar(
            one["label"],
            "",
            one["first"] or "",
            one["last"] or "",
            style="published",
            uncertain=one["uncertain"],
            link=page_of(one["id"], day),
        )
        for one in data["published"]
    )


@router.get("/figures/{slug}")
def series(request: Request, service: Serving, slug: str, as_of: str = "") -> Response:
    """Every number of a series on its own days; none is summed or preferred."""
    look = service.look(as_of)
    found = service.shown(evidence.series_data(service, look, slug, 200))
    apart = found.get("apart", {}).items()
    pictures = [_windows(found["name"], found["rows"], 0)]
    pictures += [_windows(heading, other["rows"], n) for n, (heading, other) in enumerate(apart, start=1)]
    data = {"series": found, "pictures": pictures}
    return rendered(request, "figures.html", data, as_of=look.day, json=json_address(found["id"], look.day))


def _windows(title: str, rows: Iterable[Mapping[str, Any]], number: int) -> str:
    """Numbers of a series as bars; each leads to its row."""
    bars = tuple(
        Bar(
            plain(row["figure"]),
            plain(row["said_by"]),
            row["from"] or "",
            row["to"] or "",
            link=f"#figure-{number}-{place}",
        )
        for place, row in enumerate(rows, start=1)
    )
    return axis_svg(f"windows-{number}", f"{title}: {T.figures_picture}", [Track("", bars)], shade=True)


@router.get("/conflicts")
def conflicts(
    request: Request, service: Serving, kind: str = "", as_of: str = "", cursor: str | None = None
) -> Response:
    """Disagreements as cards, their sides next to each other."""
    look = service.look(as_of)
    data = {"found": map_and_time.board(service, look, kind, cursor, CARDS), "kind": kind}
    json = with_day("/api/v1/conflicts", look.day, kind=kind)
    return rendered(request, "conflicts.html", data, as_of=look.day, json=json)
