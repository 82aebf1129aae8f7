"""Dependencies of routes: service, day, limit, and cursor; documented errors; ids near an unknown one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends, Query, Request

from api.models import ProblemShape
from api.problems import MEDIA_TYPE, Problem
from api.service import Service

if TYPE_CHECKING:
    from graph.model.name_matching import Match

MOST = 200


def get_service(request: Request) -> Service:
    """Return the service of the application."""
    service: Service = request.app.state.service
    return service


async def _resolve_service(request: Request) -> Service:  # a coroutine needs no thread
    return get_service(request)


ServiceDep = Annotated[Service, Depends(_resolve_service)]
AsOf = Annotated[
    str | None,
    Query(description="As known on this day.", examples=["2026-01-21"], max_length=40),
]
Possibly = Annotated[bool, Query(description="With as_of: include what was only possibly known on that day.")]
Limit = Annotated[int, Query(ge=1, le=MOST, description="Maximum number of items.")]
Cursor = Annotated[
    str | None, Query(max_length=500, description="Where to go on: `next` of the page before.")
]

_DESCRIPTIONS = {
    400: "A parameter is wrong; `errors` names it",
    401: "The token is missing or wrong",
    404: "There is no such thing; `nearest` (for an id) or `candidates` (for a name) are what may be meant",
    422: "A parameter has the wrong form; `errors` names it",
    429: "Too many requests of this client or of all at once; try again after `Retry-After` seconds",
    503: "The engine does not answer, or the graph is not complete; try again after `Retry-After` seconds",
    504: "It took too long",
}


def describe_problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the errors of a route for its OpenAPI description.

    The errors that every route can give are always included.
    """
    schema = {"$ref": f"#/components/schemas/{ProblemShape.__name__}"}
    content = {MEDIA_TYPE: {"schema": schema}}
    return {
        status: {"description": _DESCRIPTIONS[status], "content": content}
        for status in sorted({*statuses, 400, 401, 422, 429, 503, 504})
    }


def build_not_found(service: Service, what: str, prefix: str, slug: str) -> Problem:
    """Build the 404 problem of an unknown id, with the nearest ids."""
    nearest = tuple(
        service.redact_names({"id": match.id, "name": match.name, "kind": match.kind})
        for match in find_near_matches(service, slug)
        if not prefix or match.id.startswith(f"{prefix}/") or prefix == "entity"
    )
    return Problem(404, f"There is no {what} of this id here.", nearest=nearest[:5])


def find_near_matches(service: Service, slug: str) -> list[Match]:
    """Return the entities that a mistyped slug may mean."""
    from graph.store.entity_search import search_entities  # noqa: PLC0415 - only wrong ids need it

    words = " ".join(part for part in slug.replace("-", " ").split() if part.isprintable())[:100]
    if not any(letter.isalnum() for letter in words):
        return []
    return search_entities(service.store, words, limit=20)
