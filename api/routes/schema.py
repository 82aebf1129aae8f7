"""Routes that show the schema: labels, relationship types, properties, closed values."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import Response

from api import models
from api.dependencies import ServiceDep, describe_problems
from api.problems import Problem
from api.responses import build_json_response
from queries.schema.graph_schema import UnknownName, find_item, read_schema

router = APIRouter(prefix="/api/v1")
Name = Annotated[str, Path(max_length=80, examples=["Compound"])]


@router.get("/schema", response_model=models.Schema, responses=describe_problems(), tags=["schema"])
def list_schema(service: ServiceDep) -> Response:
    """List the labels, relationship types and closed values of the graph, with counts and examples."""
    found = service.cache_by_version(("schema",), lambda: read_schema(service.store))
    groups = {"labels": found.labels, "relationships": found.types, "values": found.values}
    return build_json_response(
        service, {name: [item.as_data() for item in items] for name, items in groups.items()}
    )


@router.get(
    "/schema/{name}",
    response_model=models.SchemaItemAnswer,
    responses=describe_problems(404),
    tags=["schema"],
)
def read_schema_item(service: ServiceDep, name: Name) -> Response:
    """Show one label, relationship type or property, with what it means and an example."""
    try:
        item = find_item(service.store, name)
    except UnknownName as error:
        nearest = tuple({"name": near} for near in error.nearest)
        raise Problem(404, error.message, hint="GET /api/v1/schema lists all.", nearest=nearest) from error
    return build_json_response(service, item.as_data())
