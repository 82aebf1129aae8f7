"""HTML pages, each with one stable URL and complete without a script."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, FastAPI, Request
from starlette.responses import RedirectResponse, Response

from api.dependencies import ServiceDep
from api.pages import chart_pages, document_page, home_page, search_page
from api.pages.page_data import build_answer_data, load_entity_data
from api.pages.templates import render_page
from api.problems import Problem
from api.responses import (
    add_url_params,
    build_claim_url,
    build_json_url,
    build_page_url,
    paginate,
)
from api.routes import entities, evidence, questions
from queries.ask.ask import render_cypher
from queries.ask.query_library import group_queries
from queries.browse import listings
from queries.browse.evidence import is_fact_known, list_citations

if TYPE_CHECKING:
    from queries.ask.query_library import NamedQuery
    from queries.browse.listings import ListPage
    from queries.browse.scope import Scope

router = APIRouter(include_in_schema=False)
SHOWN = 50
HAVE_PAGES = ("document", "event", "series", "fact")


def register_pages(app: FastAPI) -> None:
    """Add the pages to an application."""
    app.include_router(router)
    app.include_router(home_page.router)
    app.include_router(search_page.router)
    app.include_router(chart_pages.router)
    app.include_router(document_page.router)


def render_problem_page(request: Request, problem: Problem) -> Response:
    """Render a page that says in words what went wrong."""
    data = {"problem": problem.build_document(), "as_of": None, "json": ""}
    response = render_page(request, "problem.html", data, status=problem.status)
    response.headers.update(problem.headers)
    return response


@router.get("/entity/{kind}/{slug}")
def show_entity(  # noqa: PLR0913, PLR0917 - each is a parameter
    request: Request,
    service: ServiceDep,
    kind: str,
    slug: str,
    as_of: str = "",
    relation: str = "",
    side: str = "",
) -> Response:
    """Show everything claimed about an entity, with who says it and who denies it."""
    scope = service.open_window(as_of)
    if kind in HAVE_PAGES:
        return RedirectResponse(build_page_url(f"{kind}/{slug}", scope.day), 308)
    record = entities.load_entity(service, kind, slug)
    if "same_as" in record:
        return RedirectResponse(build_page_url(record["same_as"], scope.day), 308)
    tie = (relation, side if side in ("SUBJECT", "OBJECT") else "") if relation else None
    data = load_entity_data(service, scope, record, tie)
    return render_page(
        request, "entity.html", data, as_of=scope.day, json=build_json_url(record["id"], scope.day)
    )


@router.get("/fact/{digest}")
def show_fact(request: Request, service: ServiceDep, digest: str, as_of: str = "") -> Response:
    """Show a fact and every passage behind it."""
    scope = service.open_window(as_of)
    if scope.day is not None and not is_fact_known(scope, f"fact/{digest}"):
        scope = service.open_window(as_of, possibly=True)
    fact = evidence.load_fact(service, scope, digest)
    cypher = render_cypher(service.store, "evidence", {"fact": fact["id"]})
    data = {"fact": fact, "cypher": cypher, "possibly": scope.perhaps}
    return render_page(
        request, "fact.html", data, as_of=scope.day, json=build_json_url(fact["id"], scope.day)
    )


@router.get("/claim/{digest}")
def show_claim(service: ServiceDep, digest: str, as_of: str = "") -> Response:
    """Redirect to a claim on the page of its document. Raises Problem 404."""
    scope = service.open_window(as_of)
    citations = list_citations(scope, [f"claim/{digest}"], service.text_of)
    if not citations:
        raise Problem(404, "There is no claim of this id here.")
    return RedirectResponse(build_claim_url(citations[0]["document"], f"claim/{digest}", scope.day), 307)


@router.get("/conflict/{digest}")
def show_conflict(request: Request, service: ServiceDep, digest: str, as_of: str = "") -> Response:
    """Show a conflict with its sides."""
    scope = service.open_window(as_of)
    conflict = evidence.load_conflict(service, scope, digest)
    json = build_json_url(conflict["id"], scope.day)
    return render_page(request, "conflict.html", {"conflict": conflict}, as_of=scope.day, json=json)


@router.get("/event/{slug}")
def show_event(request: Request, service: ServiceDep, slug: str, as_of: str = "") -> Response:
    """Show an event: who took part, and by which claims."""
    scope = service.open_window(as_of)
    event = evidence.load_event(service, scope, slug)
    if "same_as" in event:
        return RedirectResponse(build_page_url(event["same_as"], scope.day), 308)
    json = build_json_url(event["id"], scope.day)
    return render_page(request, "event.html", {"event": event}, as_of=scope.day, json=json)


@router.get("/question/{name}")
def show_question(
    request: Request, service: ServiceDep, name: str, as_of: str = "", happened: str = ""
) -> Response:
    """Show the form of a named question and, if all that it needs is given, its answer."""
    scope = service.open_window(as_of)
    query = questions.find_question(name)
    params = {
        key: value
        for key, value in request.query_params.items()
        if key not in questions.OWN_PARAMS and value.strip()
    }
    answer = None
    if _has_required(query, params):
        day = None if query.day else scope.day
        answer = questions.ask_question(service, query, params, day, happened or None)
    data: dict[str, Any] = {
        "query": questions.describe_question(query),
        "given": params,
        "happened": happened,
        "answer": build_answer_data(answer) if answer else None,
        "nearest": build_answer_data(answer.nearest) if answer and answer.nearest else None,
        "apart": [(heading, build_answer_data(possible)) for heading, possible in answer.apart]
        if answer
        else [],
    }
    json = add_url_params(f"/api/v1/questions/{query.name}", scope.day, happened=happened, **params)
    return render_page(request, "question.html", data, as_of=scope.day, json=json if answer else "")


def _has_required(query: NamedQuery, params: dict[str, str]) -> bool:
    """Return whether a question can be asked with the parameters given."""
    required = all(parameter.name in params for parameter in query.asked if not parameter.optional)
    return required and (
        not query.needs or any(all(name in params for name in group) for group in query.needs)
    )


@router.get("/questions")
def list_questions(request: Request, service: ServiceDep, as_of: str = "") -> Response:
    """List every named question."""
    scope = service.open_window(as_of)
    data = {"groups": group_queries()}
    return render_page(request, "questions.html", data, as_of=scope.day, json="/api/v1/questions")


@router.get("/docs")
def show_interface(request: Request, service: ServiceDep) -> Response:
    """Show the HTTP interface, from its OpenAPI description."""
    schema = request.app.openapi()
    operations = [
        {"method": method.upper(), "path": path, **operation}
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]
    return render_page(request, "interface.html", {"operations": operations, "about": schema["info"]})


def _add_list_page(name: str, read: Callable[[Scope, int, int], ListPage]) -> None:
    """Add the page of a list."""

    def show_list(
        request: Request, service: ServiceDep, as_of: str = "", cursor: str | None = None
    ) -> Response:
        scope = service.open_window(as_of)
        question = f"page of {name} {scope.day}"

        def read_rows(skip: int) -> ListPage:
            return read(scope, skip, SHOWN)

        csv = add_url_params(f"/api/v1/tables/{name}", scope.day)
        data = {"found": paginate(question, cursor, SHOWN, read_rows), "what": name, "csv": csv}
        return render_page(
            request, "list.html", data, as_of=scope.day, json=add_url_params(f"/api/v1/{name}", scope.day)
        )

    router.add_api_route(f"/{name}", show_list, methods=["GET"], name=name)


_add_list_page("documents", listings.list_documents)
_add_list_page("events", listings.list_events)
