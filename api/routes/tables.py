"""Whole lists as CSV: every row of what a page or the JSON interface shows in parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, Path, Query
from starlette.responses import Response, StreamingResponse

from api.dependencies import AsOf, Possibly, ServiceDep, describe_problems
from api.routes.evidence import load_conflicts
from api.routes.map_and_time import Class, Entity, From, To, list_timeline_rows, load_map, read_filters
from queries.browse import listings
from queries.export.csv_table import BOM, Cell, iter_csv_lines

if TYPE_CHECKING:
    from api.service import Service
    from queries.browse.scope import Scope

router = APIRouter(prefix="/api/v1")
CHUNK = 500
"""Rows read at once."""

TableName = Literal["documents", "figures", "events", "conflicts", "timeline", "map"]


@dataclass(frozen=True, slots=True)
class TableRequest:
    """A table to write: the graph as of a day, and the filters of its page."""

    service: Service
    scope: Scope
    filters: dict[str, str]


Read = Callable[[TableRequest, int], listings.ListPage]
"""Reads the rows after a number of rows."""


def _read_map(request: TableRequest, skip: int) -> listings.ListPage:
    items = load_map(request.service, request.scope, request.filters)["items"]
    return listings.ListPage(items[skip:], len(items))


_TABLES: dict[str, tuple[tuple[str, ...], Read]] = {
    "documents": (
        ("id", "published", "label", "publisher", "agency", "language", "claims", "lineage", "retracted"),
        lambda request, skip: listings.list_documents(request.scope, skip, CHUNK),
    ),
    "figures": (
        ("id", "name", "unit", "scope", "figures", "first", "last", "speakers", "said_by", "claims",
         "documents"),
        lambda request, skip: listings.list_series(request.scope, skip, CHUNK),
    ),
    "events": (
        ("id", "first", "last", "name", "places", "participants", "participant_count", "claims", "documents",
         "disputed"),
        lambda request, skip: listings.list_events(request.scope, skip, CHUNK),
    ),
    "conflicts": (
        ("id", "kind", "explanation", "judgement", "sides", "claims", "documents"),
        lambda request, skip: load_conflicts(
            request.service, request.scope, request.filters["kind"], skip, CHUNK
        ),
    ),
    "timeline": (
        ("id", "name", "windows", "standing", "denied", "said_by", "first_published", "documents", "origins",
         "speakers"),
        lambda request, skip: list_timeline_rows(
            request.service, request.scope, request.filters, skip, CHUNK
        ),
    ),
    "map": (
        ("id", "name", "kind", "precision", "where", "facts", "documents", "speakers"),
        _read_map,
    ),
}  # fmt: skip


@router.get(
    "/tables/{table}",
    responses={**describe_problems(404), 200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
    response_class=StreamingResponse,
    tags=["lists"],
)
def export_table(  # noqa: PLR0913, PLR0917 - each is a parameter
    service: ServiceDep,
    table: Annotated[TableName, Path(description="The list.")],
    kind: Annotated[str, Query(max_length=40, description="Of conflicts, or of places.")] = "",
    entity: Entity = "",
    class_: Class = "",
    from_: From = "",
    to: To = "",
    as_of: AsOf = None,
    possibly: Possibly = False,
) -> Response:
    """Return all rows of a list as CSV, with the filters of its page. Filters of other lists are ignored."""
    scope = service.open_window(as_of, possibly=possibly)
    filters = read_filters(entity, class_, from_, to) | {"kind": kind}
    columns, read = _TABLES[table]
    request = TableRequest(service, scope, filters)
    first = read(request, 0)  # a wrong filter must be refused before the response begins
    lines = iter_csv_lines(columns, _iter_rows(request, first, columns, read))
    headers = {"content-disposition": f'attachment; filename="scamgraph-{table}.csv"'}
    body = (text.encode() for text in _start_with(BOM, lines))
    return StreamingResponse(body, media_type="text/csv; charset=utf-8", headers=headers)


def _start_with(text: str, lines: Iterator[str]) -> Iterator[str]:
    yield text
    yield from lines


def _iter_rows(
    request: TableRequest, page: listings.ListPage, columns: tuple[str, ...], read: Read
) -> Iterator[list[Cell]]:
    seen = 0
    while page.rows:
        for row in request.service.redact_names(page.rows):
            yield [_format_cell(row.get(column)) for column in columns]
        seen += len(page.rows)
        if seen >= page.total:
            return
        page = read(request, seen)


def _format_cell(value: Any) -> Cell:
    """Format a value as a cell; the parts of a list have semicolons between them."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return "; ".join(str(_format_cell(item)) for item in value)
    if isinstance(value, Mapping):
        return str(value.get("name") or value.get("edtf") or "")
    return value if value is None or isinstance(value, str | int | float) else str(value)
