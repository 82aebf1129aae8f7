"""What routes take from a request: the service, a day, how many; and what they look up before answering."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends, Query, Request

from api.models import ProblemShape
from api.problems import MEDIA_TYPE, Problem
from api.service import Service

if TYPE_CHECKING:
    from graph.model.name_matching import Match

MOST = 200


def service_of(request: Request) -> Service:
    """The service of the application."""
    service: Service = request.app.state.service
    return service


async def _service(request: Request) -> Service:  # a coroutine: no thread for so little
    return service_of(request)


Serving = Annotated[Service, Depends(_service)]
AsOf = Annotated[
    str | None,
    Query(description="As known on this day.", examples=["2026-01-21"], max_length=40),
]
Possibly = Annotated[bool, Query(description="With as_of: what was only possibly known by then, too.")]
Limit = Annotated[int, Query(ge=1, le=MOST, description="At most so many.")]
Cursor = Annotated[
    str | None, Query(max_length=500, description="Where to go on: `next` of the page before.")
]

_TOLD = {
    400: "A parameter is wrong; `errors` names it",
    401: "The token is missing or wrong",
    404: "There is no such thing; `nearest` (for an id) or `candidates` (for a name) are what may be meant",
    422: "A parameter has the wrong form; `errors` names it",
    503: "The engine does not answer; try again",
    504: "It took too long",
}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The errors a route can answer with, for the description; some every route can."""
    schema = {"$ref": f"#/components/schemas/{ProblemShape.__name__}"}
    content = {MEDIA_TYPE: {"schema": schema}}
    return {
        status: {"description": _TOLD[status], "content": content}
        for status in sorted({*statuses, 400, 401, 422, 503, 504})
    }


def missing(service: Service, what: str, prefix: str, slug: str) -> Problem:
    """The problem of an id that is not there, with those nearest to it."""
    nearest = tuple(
        service.shown({"id": match.id, "name": match.name, "kind": match.kind})
        for match in near(service, slug)
        if not prefix or match.id.startswith(f"{prefix}/") or prefix == "entity"
    )
    return Problem(404, f"There is no {what} of this id here.", nearest=nearest[:5])


def near(service: Service, slug: str) -> list[Match]:
    """What a mistyped slug may mean."""
    from graph.store.entity_search import search_entities  # noqa: PLC0415 - only wrong ids need it

    words = " ".join(part for part in slug.replace("-", " ").split() if part.isprintable())[:100]
    if not any(letter.isalnum() for letter in words):
        return []
    return search_entities(service.store, words, limit=20)
