"""Responses of the HTTP interface: JSON, the envelope of lists, and links between JSON and pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import msgspec
from starlette.responses import Response

from api import cursors

if TYPE_CHECKING:
    from api.service import Service
    from queries.browse.listings import ListPage
    from queries.browse.scope import Scope

API = "/api/v1"
PAGES = {"document": "/document", "fact": "/fact", "conflict": "/conflict", "event": "/event",
         "series": "/figures"}  # fmt: skip
RECORDS = {"document": "/documents", "fact": "/facts", "conflict": "/conflicts", "event": "/events",
           "series": "/figures", "claim": "/claims"}  # fmt: skip


def build_page_url(id_: str, as_of: str | None = None) -> str:
    """Return the URL of the page about something, by its id."""
    return add_url_params(_build_path(id_, PAGES, "/entity"), as_of)


def build_claim_url(document: str, claim: str, as_of: str | None = None) -> str:
    """Return the URL of a claim on the page of its document, at its words."""
    digest = claim.partition("/")[2]
    return f"{add_url_params(_build_path(document, PAGES, '/entity'), as_of, claim=digest)}#c-{digest}"


def build_json_url(id_: str, as_of: str | None = None) -> str:
    """Return the URL of the JSON about something, by its id."""
    return add_url_params(API + _build_path(id_, RECORDS, "/entities"), as_of)


def _build_path(id_: str, paths: Mapping[str, str], entity_path: str) -> str:
    """Return the path of an id by its prefix; the path of an entity has the prefix in it."""
    prefix, _, rest = id_.partition("/")
    return f"{paths.get(prefix) or f'{entity_path}/{quote(prefix)}'}/{quote(rest)}"


def add_url_params(path: str, as_of: str | None, **params: Any) -> str:
    """Return a URL with a day and the other parameters that have a value."""
    query = {name: value for name, value in {**params, "as_of": as_of}.items() if value not in (None, "")}
    return f"{path}?{urlencode(query)}" if query else path


def build_alternate_link(address: str, media_type: str) -> dict[str, str]:
    """Return the header that links to the same data in another media type."""
    return {"link": f'<{address}>; rel="alternate"; type="{media_type}"'}


def build_json_response(
    service: Service,
    data: Mapping[str, Any],
    scope: Scope | None = None,
    *,
    page: str = "",
    redacted: bool = False,
) -> Response:
    """Return data as JSON, with the revision it was read at and the page that shows the same.

    `redacted`: the data has no withheld names but in a user's own words, which are repeated as they are.
    """
    state: dict[str, Any] = {"revision": service.load_revision()}
    if unfinished := service.describe_unfinished():
        state["unfinished"] = unfinished
    if scope is not None and scope.day is not None:
        state["as_of"] = scope.day
        state["possibly"] = scope.perhaps
    shown = data if redacted else service.redact_names(data)
    body = msgspec.json.encode({**shown, **state})
    headers = build_alternate_link(page, "text/html") if page else {}
    return Response(body, media_type="application/json", headers=headers)


def build_list_envelope(
    items: Sequence[Any], total: int, limit: int, question: str, following: Any
) -> dict[str, Any]:
    """Return the envelope of a list.

    `following` is where the next page begins, None without a next page.
    """
    return {
        "items": list(items),
        "total": total,
        "limit": limit,
        "truncated": following is not None,
        "next": cursors.encode_cursor(question, following) if following is not None else None,
    }


def describe_list(name: str, scope: Scope) -> str:
    """Return the question that a list answers, with its day: a cursor belongs to it."""
    return f"{name} {scope.day} {scope.perhaps}"


def paginate(
    question: str, cursor: str | None, limit: int, read: Callable[[int], ListPage]
) -> dict[str, Any]:
    """Return the page of a list at `cursor`; `read` returns the rows after a number of rows.

    `question` names the list, so that a cursor of another list is refused. Raises Problem for a
    cursor that does not belong to this list.
    """
    skip = int(cursors.decode_cursor(question, cursor, 0))
    page = read(skip)
    last = skip + len(page.rows)
    following = last if page.rows and last < page.total else None
    return build_list_envelope(page.rows, page.total, limit, question, following)
