"""The ASGI application: routes, error handlers, and middleware."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.dependencies import get_service
from api.middleware.access import AccessMiddleware, RequestLogMiddleware
from api.middleware.lanes import LaneMiddleware
from api.middleware.log import build_logger
from api.middleware.response_cache import ResponseCacheMiddleware
from api.models import ProblemShape
from api.pages import graph_page, pages
from api.problems import MEDIA_TYPE, Problem, convert_error
from api.routes import (
    downloads,
    entities,
    evidence,
    graph_view,
    health,
    map_and_time,
    questions,
    schema,
    search,
    static_files,
    tables,
)
from graph.model.errors import EngineGone, EnvironmentProblem, ScamgraphError
from reports.render.layout import load_libraries

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Scope

    from api.service import Service

ABOUT = (
    "A knowledge graph in which every fact leads back to exact words, a speaker, a document and a date. "
    "Documents and independent origins are counted apart, denials separately; an allegation stays one."
)


def build_application(service: Service, log: Any = None) -> ASGIApp:
    """Build the ASGI application over one service, which closes with it."""
    log = log or build_logger()

    @asynccontextmanager
    async def run_lifespan(_: FastAPI) -> AsyncIterator[None]:
        # Large pictures are placed by heavy libraries: loaded now, no reader waits for them.
        threading.Thread(target=load_libraries, daemon=True).start()
        await run_in_threadpool(service.engine.start, lambda message: log.warning("engine", message=message))
        log.info("started", cypher=service.settings.cypher, token=bool(service.settings.token_sha256))
        yield
        service.close()
        log.info("stopped")

    app = FastAPI(
        title="scamgraph",
        version=version("scamgraph"),
        description=ABOUT,
        lifespan=run_lifespan,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.service = service
    app.state.log = log
    for module in (
        entities,
        evidence,
        map_and_time,
        downloads,
        questions,
        schema,
        search,
        health,
        graph_view,
        tables,
    ):
        app.include_router(module.router)
    app.include_router(static_files.router)
    app.include_router(graph_page.router)
    pages.register_pages(app)
    _register_error_handlers(app)
    _describe_problems(app)

    def render_problem(scope: Scope, problem: Problem) -> Response:
        return build_problem_response(Request({**scope, "app": app}), problem)

    limited = LaneMiddleware(app, service.settings, render_problem)
    cached = ResponseCacheMiddleware(limited, service, render_problem)
    return RequestLogMiddleware(AccessMiddleware(cached, service.settings), log)


def _register_error_handlers(app: FastAPI) -> None:
    @app.exception_handler(Problem)
    async def handle_problem(request: Request, error: Problem) -> Response:
        return build_problem_response(request, error)

    @app.exception_handler(ScamgraphError)
    async def handle_scamgraph_error(request: Request, error: ScamgraphError) -> Response:
        engine = get_service(request).engine
        if isinstance(error, EnvironmentProblem) and engine.problem is None:
            engine.report_failure()
            request.app.state.log.error("engine", message=error.message, request_id=_read_request_id(request))
        problem = engine.problem if isinstance(error, EngineGone) else None
        return build_problem_response(request, problem or convert_error(error))

    @app.exception_handler(RequestValidationError)
    async def handle_validation_error(request: Request, error: RequestValidationError) -> Response:
        return build_problem_response(request, _build_validation_problem(error))

    @app.exception_handler(HTTPException)
    async def handle_http_error(request: Request, error: HTTPException) -> Response:
        response = build_problem_response(request, Problem(error.status_code, str(error.detail)))
        response.headers.update(error.headers or {})
        return response

    # Without it the server answers an unexpected error in plain text.
    @app.exception_handler(Exception)
    async def handle_unexpected_error(request: Request, _: Exception) -> Response:
        return build_problem_response(request, Problem(500, "Something went wrong here."))


def build_problem_response(request: Request, problem: Problem) -> Response:
    """Build a page for people, or a problem document for every other client."""
    if not request.url.path.startswith(("/api/", "/health", "/ready", "/openapi.json")):
        return pages.render_problem_page(request, problem)
    body = problem.encode_document(request.url.path, _read_request_id(request))
    return Response(body, problem.status, headers=problem.headers, media_type=MEDIA_TYPE)


def _read_request_id(request: Request) -> str:
    return str(request.scope.get("request_id", ""))


def _build_validation_problem(error: RequestValidationError) -> Problem:
    errors = tuple(
        {"field": ".".join(str(part) for part in fault["loc"][1:]) or "body", "detail": str(fault["msg"])}
        for fault in error.errors()
    )
    fields = ", ".join(dict.fromkeys(fault["field"] for fault in errors))
    return Problem(422, f"What is given has the wrong form: {fields}.", errors=errors)


def _describe_problems(app: FastAPI) -> None:
    """Add the problem schema to the OpenAPI description and remove the framework's error schemas."""
    build_framework_schema = app.openapi

    def build_openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = build_framework_schema()
            shapes = schema.setdefault("components", {}).setdefault("schemas", {})
            shape = ProblemShape.model_json_schema(ref_template="#/components/schemas/{model}")
            shapes |= shape.pop("$defs", {})
            shapes[ProblemShape.__name__] = shape
            for name in ("HTTPValidationError", "ValidationError"):
                shapes.pop(name, None)
        return app.openapi_schema or {}

    app.openapi = build_openapi  # type: ignore[method-assign] # how FastAPI documents it
