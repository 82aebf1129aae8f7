"""How the interface answers: JSON, its envelope for lists, and links between JSON and pages."""

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
PAGES = {"document": "/document/{}", "fact": "/fact/{}", "conflict": "/conflict/{}", "event": "/event/{}",
         "series": "/figures/{}"}  # fmt: skip
JSON_OF = {"document": "documents", "fact": "facts", "conflict": "conflicts", "event": "events",
           "series": "figures", "claim": "claims"}  # fmt: skip


def page_of(id_: str, as_of: str | None = None) -> str:
    """The address of the page about something, by its id."""
    prefix, _, rest = id_.partition("/")
    known = PAGES.get(prefix)
    path = known.format(quote(rest)) if known else f"/entity/{quote(prefix)}/{quote(rest)}"
    return with_day(path, as_of)


def json_of(id_: str, as_of: str | None = None) -> str:
    """The address of the JSON about something, by its id."""
    prefix, _, rest = id_.partition("/")
    known = JSON_OF.get(prefix)
    path = f"{API}/{known}/{quote(rest)}" if known else f"{API}/entities/{quote(prefix)}/{quote(rest)}"
    return with_day(path, as_of)


def with_day(path: str, as_of: str | None, **params: Any) -> str:
    """An address with a day, and other parameters that have a value."""
    given = {name: value for name, value in {**params, "as_of": as_of}.items() if value not in (None, "")}
    return f"{path}?{urlencode(given)}" if given else path


def alternate(address: str, media_type: str) -> dict[str, str]:
    """The header that leads to the same thing in another form."""
    return {"link": f'<{address}>; rel="alternate"; type="{media_type}"'}


def reply(
    service: Service, data: Mapping[str, Any], look: Scope | None = None, *, page: str = ""
) -> Response:
    """Data as JSON, with the revision it was read at and the page that shows the same."""
    about: dict[str, Any] = {"revision": service.revision()}
    if unfinished := service.unfinished():
        about["unfinished"] = unfinished
    if look is not None and look.day is not None:
        about["as_of"] = look.day
        about["possibly"] = look.perhaps
    body = msgspec.json.encode({**service.shown(data), **about})
    headers = alternate(page, "text/html") if page else {}
    return Response(body, media_type="application/json", headers=headers)


def listing(items: Sequence[Any], total: int, limit: int, question: str, following: Any) -> dict[str, Any]:
    """The envelope of a list; `following` is where the next page begins, None where there is none."""
    return {
        "items": list(items),
        "total": total,
        "limit": limit,
        "truncated": following is not None,
        "next": cursors.encoded(question, following) if following is not None else None,
    }


def by_page(question: str, cursor: str | None, limit: int, read: Callable[[int], ListPage]) -> dict[str, Any]:
    """The page of a list that `cursor` stands for; `read` gives the rows after so many.

    `question` names the list, so that no cursor of another is taken for one of this. Raises Problem for a
    cursor that is none of this list.
    """
    skip = int(cursors.decoded(question, cursor, 0))
    found = read(skip)
    last = skip + len(found.rows)
    following = last if found.rows and last < found.total else None
    return listing(found.rows, found.total, limit, question, following)
