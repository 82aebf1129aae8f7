"""The application: routes, errors in the form asked for, and what stands before them."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.dependencies import service_of
from api.middleware.access import Gate, Record
from api.middleware.log import logger
from api.middleware.response_cache import Answers
from api.models import ProblemShape
from api.pages import graph_page, pages
from api.problems import MEDIA_TYPE, Problem, of_error
from api.routes import (
    downloads,
    entities,
    evidence,
    graph_view,
    health,
    map_and_time,
    questions,
    schema,
    static_files,
)
from graph.model.errors import EnvironmentProblem, ScamgraphError
from reports.render.layout import warm

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Scope

    from api.service import Service

ABOUT = (
    "A knowledge graph in which every fact leads back to exact words, a speaker, a document and a date. "
    "Documents and independent origins are counted apart, denials separately; an allegation stays one."
)


def application(service: Service, log: Any = None) -> ASGIApp:
    """The whole application over one service, closed with it."""
    log = log or logger()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        # Large pictures are placed by heavy libraries: loaded now, no reader waits for them.
        threading.Thread(target=warm, daemon=True).start()
        log.info("started", cypher=service.settings.cypher, token=bool(service.settings.token_sha256))
        yield
        service.close()
        log.info("stopped")

    app = FastAPI(
        title="scamgraph",
        version=version("scamgraph"),
        description=ABOUT,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.service = service
    app.state.log = log
    for module in (entities, evidence, map_and_time, downloads, questions, schema, health, graph_view):
        app.include_router(module.router)
    app.include_router(static_files.router)
    app.include_router(graph_page.router)
    pages.add_to(app)
    _add_errors(app)
    _describe_problems(app)

    def word(scope: Scope, problem: Problem) -> Response:
        return answered(Request({**scope, "app": app}), problem)

    return Record(Gate(Answers(app, service, word), service.settings), log)


def _add_errors(app: FastAPI) -> None:
    @app.exception_handler(Problem)
    async def problem(request: Request, error: Problem) -> Response:
        return answered(request, error)

    @app.exception_handler(ScamgraphError)
    async def ours(request: Request, error: ScamgraphError) -> Response:
        if isinstance(error, EnvironmentProblem):
            service_of(request).lost()
            request.app.state.log.error("engine", message=error.message, request_id=_request_id(request))
        return answered(request, of_error(error))

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        return answered(request, _of_validation(error))

    @app.exception_handler(HTTPException)
    async def other(request: Request, error: HTTPException) -> Response:
        found = answered(request, Problem(error.status_code, str(error.detail)))
        found.headers.update(error.headers or {})
        return found

    # So that the server's own handling of what nobody foresaw does not answer in plain text.
    @app.exception_handler(Exception)
    async def unforeseen(request: Request, _: Exception) -> Response:
        return answered(request, Problem(500, "Something went wrong here."))


def answered(request: Request, problem: Problem) -> Response:
    """A problem as a page for people, as a problem document for everything else."""
    if not request.url.path.startswith(("/api/", "/health", "/ready", "/openapi.json")):
        return pages.problem_page(request, problem)
    body = problem.encoded(request.url.path, _request_id(request))
    return Response(body, problem.status, headers=problem.headers, media_type=MEDIA_TYPE)


def _request_id(request: Request) -> str:
    return str(request.scope.get("request_id", ""))


def _of_validation(error: RequestValidationError) -> Problem:
    errors = tuple(
        {"field": ".".join(str(part) for part in found["loc"][1:]) or "body", "detail": str(found["msg"])}
        for found in error.errors()
    )
    named = ", ".join(dict.fromkeys(found["field"] for found in errors))
    return Problem(422, f"What is given has the wrong form: {named}.", errors=errors)


def _describe_problems(app: FastAPI) -> None:
    """Put the problem document's shape into the description, and our errors in place of the framework's."""
    made = app.openapi

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = made()
            shapes = schema.setdefault("components", {}).setdefault("schemas", {})
            shape = ProblemShape.model_json_schema(ref_template="#/components/schemas/{model}")
            shapes |= shape.pop("$defs", {})
            shapes[ProblemShape.__name__] = shape
            for name in ("HTTPValidationError", "ValidationError"):
                shapes.pop(name, None)
        return app.openapi_schema or {}

    app.openapi = described  # type: ignore[method-assign] # how FastAPI documents it
