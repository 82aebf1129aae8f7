"""Templates to pages: everything is escaped, every address is made in one place."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from jinja2 import DictLoader, Environment, StrictUndefined
from starlette.responses import HTMLResponse, Response

from api.dependencies import service_of
from api.responses import alternate, json_of, page_of, with_day
from api.routes.static_files import asset
from api.strings import CLASSES, GRAPH, STANDINGS, T
from queries.wording.answer_sentence import Count, join_items

if TYPE_CHECKING:
    from fastapi import Request

    from api.service import Service


@cache
def environment() -> Environment:
    """The templates of the package; what a template names and nobody gave is an error, not nothing."""
    folder = files("api").joinpath("templates")
    sources = {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir()}
    made = Environment(
        loader=DictLoader(sources),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"counted": counted, "plain": plain, "hex": lambda id_: id_.partition("/")[2]}
    made.globals |= {"t": T, "classes": CLASSES, "standings": STANDINGS, "page_of": page_of}
    made.globals |= {"with_day": with_day, "asset": asset, "graph_words": GRAPH}
    return made


def counted(number: int, noun: str, more: str = "") -> str:
    """A number with its noun: "1 claim", "3 claims"."""
    return format(Count(number), f"{noun}|{more}")


def plain(value: Any) -> str:
    """A cell of an answer as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return join_items([plain(item) for item in value])
    return f"{value:,}" if isinstance(value, int) else str(value)


def rendered(  # noqa: PLR0913 - what a page takes
    request: Request,
    template: str,
    data: dict[str, Any],
    *,
    as_of: str | None = None,
    json: str = "",
    status: int = 200,
) -> Response:
    """A page. `json` is the address of the same as JSON; names of protected people are taken out."""
    service: Service = service_of(request)
    shown = service.shown(data) if status == 200 else data
    carried = [(k, v) for k, v in request.query_params.multi_items() if k not in ("as_of", "cursor")]
    about = {
        "as_of": as_of,
        "json": json,
        "path": request.url.path,
        "carried": carried,
        "revision": service.revision() if status == 200 else None,
        "unfinished": service.unfinished() if status == 200 else "",
    }
    html = environment().get_template(template).render({**shown, **about})
    return HTMLResponse(html, status, headers=alternate(json, "application/json") if json else {})


def json_address(id_: str, as_of: str | None) -> str:
    """The address of the JSON about something."""
    return json_of(id_, as_of)
