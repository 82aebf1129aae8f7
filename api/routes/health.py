"""Routes about the server itself: whether it lives, whether it can answer, what the graph holds."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from api import models
from api.dependencies import AsOf, Serving, problems
from api.responses import reply, with_day
from queries.browse import listings

router = APIRouter()


@router.get("/health", response_model=models.Health, tags=["server"])
async def health() -> Response:
    """Whether the server lives; it asks nothing of the engine."""
    return JSONResponse({"status": "good"})


@router.get("/ready", response_model=models.Health, responses=problems(), tags=["server"])
def ready(service: Serving) -> Response:
    """Whether the engine answers: 503 where it does not."""
    service.store.read("RETURN 1 AS one", timeout=5.0)
    return JSONResponse({"status": "good"})


@router.get("/api/v1/status", response_model=models.Holds, responses=problems(), tags=["server"])
def status(service: Serving, as_of: AsOf = None) -> Response:
    """How much the graph holds: claims, facts, documents, lineages, speakers."""
    look = service.look(as_of)
    return reply(service, listings.count_contents(look), look, page=with_day("/", as_of))
