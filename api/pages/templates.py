"""Rendering of page templates: all output is escaped, and each URL is built in one place."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from jinja2 import DictLoader, Environment, StrictUndefined
from starlette.responses import HTMLResponse, Response

from api.day_words import describe_day, load_days
from api.dependencies import get_service
from api.pages.reader_text import split_paragraphs
from api.responses import add_url_params, build_alternate_link, build_claim_url, build_page_url
from api.routes.static_files import build_asset_url
from api.strings import (
    CHARTS,
    CHIPS,
    CLASSES,
    COLUMNS,
    GRAPH,
    HEADLINES,
    HOME,
    PARAMETERS,
    READER,
    ROLES,
    SEARCH,
    STANDINGS,
    T,
)
from graph.rules.conflicts.registry import RULES
from graph.rules.date_windows import describe_edtf
from queries.wording.answer_sentence import Count, join_items
from reports.render.output import REPORT_FORMATS
from reports.render.shapes import choose_shape

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import Request

    from api.service import Service


SECTIONS = (
    ("conflicts", T.conflicts),
    ("figures", T.figures),
    ("graph", T.network),
    ("timeline", T.timeline),
    ("map", T.map),
    ("events", T.events),
    ("documents", T.documents),
    ("questions", T.questions),
)
"""Sections of the explorer, in the order of the navigation."""


@cache
def build_environment() -> Environment:
    """Build the Jinja environment of the package's templates; an undefined name is an error."""
    folder = files("api").joinpath("templates")
    sources = {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir()}
    environment = Environment(
        loader=DictLoader(sources),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "counted": format_count,
        "plain": format_cell,
        "hex": lambda id_: id_.partition("/")[2],
        "shape": choose_shape,
        "day": format_day,
        "window": describe_edtf,
        "spaced": split_words,
        "worded": lambda name: name.replace("_", " ").lower(),
    }
    environment.globals |= {
        "t": T,
        "classes": CLASSES,
        "standings": STANDINGS,
        "roles": ROLES,
        "page_of": build_page_url,
    }
    environment.globals |= {"claim_url": build_claim_url, "paragraphs_of": split_paragraphs}
    environment.globals |= {"with_day": add_url_params, "asset": build_asset_url, "graph_words": GRAPH}
    environment.globals |= {"reader_words": READER, "search_words": SEARCH, "chart_words": CHARTS, "h": HOME}
    environment.globals |= {"report_formats": tuple(REPORT_FORMATS.values()), "sections": SECTIONS}
    environment.globals |= {"headlines": HEADLINES, "chips": CHIPS, "column_words": COLUMNS}
    environment.globals |= {"parameter_words": PARAMETERS}
    environment.globals |= {"conflict_titles": {rule.kind: rule.title for rule in RULES}}
    return environment


def format_count(number: int, noun: str, more: str = "") -> str:
    """Format a number with its noun: "1 claim", "3 claims"."""
    return format(Count(number), f"{noun}|{more}")


def format_cell(value: Any) -> str:
    """Format a cell of an answer as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return describe_edtf(value)
    if isinstance(value, list | tuple):
        return join_items([format_cell(item) for item in value])
    return f"{value:,}" if isinstance(value, int) else str(value)


def split_words(name: str) -> str:
    """Return the name of a kind as words: "GovernmentBody" as "Government body"."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return words[:1] + words[1:].lower() if " " in words else words


def format_day(edtf: str | None) -> str:
    """Format when a document came out: "21 January 2026", "undated, not before 19 January 2026".

    The reason for an inferred day, in brackets behind it, is left out.
    """
    day = (edtf or "").partition(" (")[0]
    if day.endswith("/"):
        return str(T.not_before.format(day=describe_edtf(day[:-1])))
    return describe_edtf(day) if day else str(T.undated)


def render_page(  # noqa: PLR0913 - the parts of a page
    request: Request,
    template: str,
    data: dict[str, Any],
    *,
    as_of: str | None = None,
    json: str = "",
    status: int = 200,
    echo: Mapping[str, Any] | None = None,
) -> Response:
    """Render a page without the names of protected people.

    `json` is the URL of the same data as JSON. `echo` is what the reader typed. It is shown as it is: a
    withheld name in its place would tell that the name is in the graph.
    """
    service: Service = get_service(request)
    shown = service.redact_names(data) if status == 200 else data
    params = [
        (key, value) for key, value in request.query_params.multi_items() if key not in ("as_of", "cursor")
    ]
    about = {
        "as_of": as_of,
        "json": json,
        "path": request.url.path,
        "carried": params,
        "carried_once": dict(params),
        "day_words": describe_day(load_days(service), as_of) if as_of else "",
        "revision": service.load_revision() if status == 200 else None,
        "unfinished": service.describe_unfinished() if status == 200 else "",
    }
    html = build_environment().get_template(template).render({**shown, **about, **(echo or {})})
    return HTMLResponse(html, status, headers=build_alternate_link(json, "application/json") if json else {})
