"""The route of the search for everything, asked while a user types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from api import cursors, search_models
from api.dependencies import MOST, AsOf, Cursor, Possibly, ServiceDep, describe_problems
from api.problems import Problem, check_known
from api.responses import add_url_params, build_json_response
from api.routes.entities import check_kind
from api.search_answer import build_filter_params, build_search_answer, describe_search
from api.service import Service, translate_input_errors
from graph.rules.as_of import parse_day
from graph.rules.rollup import STRENGTH
from queries.search.model import FIRST_HITS, Filters, GroupName, SearchRequest, SearchResult
from queries.search.search import search

if TYPE_CHECKING:
    from queries.browse.scope import Scope

router = APIRouter(prefix="/api/v1", tags=["search"])
PAGE_HITS = 20
"""Hits of a group that is shown alone, unless `limit` is given."""
Id = Annotated[str, Query(max_length=250)]
Day = Annotated[str, Query(max_length=40, examples=["2026-01-21"])]


def build_filters(**values: str) -> Filters:
    """Return filters from parameters. Raises Problem that names one that is unknown or has a wrong form."""
    filters = Filters(**values)
    if filters.kind:
        check_kind(filters.kind)
    if filters.modality:
        check_known(filters.modality, STRENGTH, "modality", "modality")
    for name, field in (("first", "from"), ("last", "to")):
        if values.get(name):
            with translate_input_errors(field):
                values[name] = parse_day(values[name])
    return Filters(**values)


def run_search(service: Service, scope: Scope, request: SearchRequest) -> SearchResult:
    """Return what a text finds, without the names of protected people. Raises Problem."""
    with translate_input_errors("q"):
        return search(scope, request, service.passages, service.load_protected_names())


@router.get(
    "/search",
    response_model=search_models.SearchAnswer,
    responses=describe_problems(),
    summary="Search everything",
)
def search_all(  # noqa: PLR0913, PLR0917 - each is a parameter
    service: ServiceDep,
    q: Annotated[
        str,
        Query(min_length=1, max_length=200, description="Words, a name, or a number.", examples=["1,440"]),
    ],
    group: Annotated[GroupName | None, Query(description="Only this group.")] = None,
    kind: Annotated[str, Query(max_length=40, description="A kind of entity.", examples=["Person"])] = "",
    document: Id = "",
    speaker: Id = "",
    from_: Annotated[Day, Query(alias="from", description="Published on this day or later.")] = "",
    to: Annotated[Day, Query(description="Published on this day or earlier.")] = "",
    modality: Annotated[str, Query(max_length=40, examples=["alleged"])] = "",
    nationality: Id = "",
    place: Id = "",
    limit: Annotated[
        int | None,
        Query(ge=1, le=MOST, description="Maximum number of hits of a group: 5; 20 with `group`."),
    ] = None,
    facets: Annotated[bool, Query(description="Whether to count the claims found; slower.")] = True,
    cursor: Cursor = None,
    as_of: AsOf = None,
    possibly: Possibly = False,
) -> Response:
    """Search entities, figures, claims, documents, events, conflicts, questions, and passages at once."""
    scope = service.open_window(as_of, possibly=possibly)
    filters = build_filters(
        kind=kind,
        document=document,
        speaker=speaker,
        first=from_,
        last=to,
        modality=modality,
        nationality=nationality,
        place=place,
    )
    request = SearchRequest(q, filters, group, limit or (PAGE_HITS if group else FIRST_HITS), facets=facets)
    if cursor is not None:
        request = continue_group(request, scope, cursor)
    answer = build_search_answer(scope, request, run_search(service, scope, request))
    page = add_url_params("/search", as_of, q=q, **build_filter_params(filters))
    return build_json_response(service, answer, scope, page=page, redacted=True)


def continue_group(request: SearchRequest, scope: Scope, cursor: str) -> SearchRequest:
    """Return the search of the hits after a cursor. Raises Problem for a cursor of another search."""
    if request.group is None:
        raise Problem(400, "A cursor continues one group.", hint="Add `group` with its name.", field="cursor")
    question = describe_search(request, scope, request.group)
    skip = int(cursors.decode_cursor(question, cursor, 0))
    return SearchRequest(request.text, request.filters, request.group, request.limit, skip)
