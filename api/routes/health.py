"""Routes about the server: whether it runs, whether it can answer, and what the graph contains."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from api import models
from api.dependencies import AsOf, ServiceDep, describe_problems
from api.responses import add_url_params, build_json_response
from queries.browse import listings

router = APIRouter()


@router.get("/health", response_model=models.Health, tags=["server"])
async def check_health() -> Response:
    """Check that the server runs, without a query to the engine."""
    return JSONResponse({"status": "good"})


@router.get("/ready", response_model=models.Health, responses=describe_problems(), tags=["server"])
def check_ready(service: ServiceDep) -> Response:
    """Check that the engine responds: status 503 if it does not, with what is done about it."""
    service.store.read("RETURN 1 AS one")
    return JSONResponse({"status": "good"})


@router.get(
    "/api/v1/status", response_model=models.GraphCounts, responses=describe_problems(), tags=["server"]
)
def read_status(service: ServiceDep, as_of: AsOf = None) -> Response:
    """Return how many claims, facts, documents, lineages, and speakers the graph has."""
    scope = service.open_window(as_of)
    return build_json_response(
        service, listings.count_contents(scope), scope, page=add_url_params("/", as_of)
    )
