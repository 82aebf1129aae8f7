"""Routes that ask: named questions, free Cypher; and exports as downloads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec
from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response, StreamingResponse

from api import models
from api.dependencies import AsOf, Possibly, Serving, problems
from api.problems import Problem, of_input
from api.responses import reply, with_day
from api.service import field
from graph.model.errors import InputError, UnclearName
from queries.as_of.graph_reader import find_moment
from queries.ask.ask import Answer, ask
from queries.ask.query_library import NamedQuery, load_library
from queries.ask.serialize import as_data
from queries.cypher.free_query import run_user_query

if TYPE_CHECKING:
    from api.service import Service
    from graph.model.export_records import ExportRecord
    from graph.rules.as_of import AsOf as Moment
    from graph.store.store import Store

router = APIRouter(prefix="/api/v1")
OURS = ("as_of", "happened")
Name = Annotated[str, Path(max_length=80, examples=["who-says"])]


def described(query: NamedQuery) -> dict[str, Any]:
    """A named question with its parameters and columns."""
    return {
        "name": query.name,
        "group": query.group,
        "title": query.title,
        "note": query.note,
        "needs": [list(group) for group in query.needs],
        "parameters": [
            {"name": p.name, "type": p.type, "optional": p.optional, "text": p.text, "example": p.example}
            for p in query.asked
        ],
        "columns": [{"name": c.name, "text": c.text} for c in query.columns],
        "cypher": query.source,
    }


def named_question(name: str) -> NamedQuery:
    """The question of this name. Raises Problem 404 with the nearest."""
    from rapidfuzz import process  # noqa: PLC0415 - only wrong names need it

    found = load_library().get(name)
    if found is None:
        near = process.extract(name, list(load_library()), limit=3, score_cutoff=40)
        nearest = tuple({"name": match[0]} for match in near)
        raise Problem(404, "There is no question of this name.", nearest=nearest)
    return found


def asked(
    service: Service, query: NamedQuery, given: dict[str, str], as_of: str | None, happened: str | None
) -> Answer:
    """The answer to a named question. Raises Problem that names the parameter at fault, where one is."""
    with field("as_of"):
        if query.name == "known-on" and as_of is not None:
            raise InputError("The question 'known-on' names its day itself.", hint="Leave as_of out.")
    if as_of is not None:
        service.look(as_of)
    try:
        return ask(
            service.store,
            query.name,
            given,
            text_of=service.text_of,
            timeout=service.settings.query_seconds,
            as_of=as_of,
            happened=happened,
        )
    except InputError as error:
        at_fault = _at_fault(query, given, error)
        raise of_input(error, hint=_without_shell(error.hint), field=at_fault) from error


def _without_shell(hint: str) -> str:
    """A hint without what is to be typed in a shell."""
    return "" if "scamgraph " in hint or "--" in hint else hint


def _at_fault(query: NamedQuery, given: dict[str, str], error: InputError) -> str:
    """The parameter that an error speaks of, as far as its words tell."""
    if isinstance(error, UnclearName):
        return next((name for name, value in given.items() if value == error.text), "")
    for name in (*given, *(p.name for p in query.asked)):
        if f"parameter {name!r}" in error.message:
            return name
    for name, value in given.items():
        if repr(value) in error.message or f"“{value.strip()}”" in error.message:
            return name
    return "happened" if "not one day" in error.message or "open end" in error.message else ""


@router.get("/questions", response_model=models.Listed, responses=problems(), tags=["questions"])
def questions(service: Serving) -> Response:
    """Every named question with its parameters."""
    items = [described(query) for query in load_library().values()]
    return reply(service, {"items": items, "total": len(items)}, page="/questions")


@router.get("/questions/{name}", response_model=models.Asked, responses=problems(404), tags=["questions"])
def question(
    request: Request,
    service: Serving,
    name: Name,
    as_of: AsOf = None,
    happened: Annotated[str | None, Query(max_length=60, examples=["2026-01-16/2026-01-20"])] = None,
) -> Response:
    """The answer to a named question; its parameters are those of the address: `?number=1440`."""
    query = named_question(name)
    given = {key: value for key, value in request.query_params.items() if key not in OURS}
    data = as_data(asked(service, query, given, as_of, happened))
    page = with_day(f"/question/{query.name}", as_of, happened=happened, **given)
    return reply(service, {**data, **({"as_of": as_of} if as_of else {})}, page=page)


@router.post("/cypher", response_model=models.Rows, responses=problems(404), tags=["questions"])
def cypher(service: Serving, asked_for: models.Cypher) -> Response:
    """The rows of a free question in Cypher; it only reads, ends at its time limit, is cut at its limit."""
    if not service.settings.cypher:
        raise Problem(404, "Free Cypher is switched off here.", hint="The named questions are open.")
    with field("query"):
        seconds = service.settings.query_seconds
        rows = run_user_query(
            service.store, asked_for.query, asked_for.params, limit=asked_for.limit, timeout=seconds
        )
        held = list(rows)
    told = {
        "rows": held,
        "cut": rows.cut,
        "at_least": rows.at_least,
        "truncated": rows.cut > 0,
        "note": rows.note,
        "warnings": list(rows.warnings),
    }
    return reply(service, told)


What = Literal["claims", "figures", "origins", "lineage", "conflicts"]


@router.get(
    "/exports/{what}",
    response_class=StreamingResponse,
    responses={
        **problems(),
        200: {"content": {"application/x-ndjson": {"schema": {"type": "string"}}}, "description": "Lines"},
    },
    tags=["exports"],
)
def export(service: Serving, what: What, as_of: AsOf = None, possibly: Possibly = False) -> Response:
    """Everything of one kind, one JSON object a line, as docs/schemas promise; protected names left out."""
    with field("as_of"):
        moment = find_moment(service.store, as_of or None, perhaps=possibly)
    records = iter(_exports()[what](service.unlimited, moment))
    # The first one is made before the answer begins, so that what is wrong can still be told.
    first = list(islice(records, 1))
    headers = {"content-disposition": f'attachment; filename="{what}.jsonl"', "cache-control": "no-store"}
    return StreamingResponse(
        _lines(chain(first, records)), media_type="application/x-ndjson", headers=headers
    )


def _lines(records: Iterable[ExportRecord]) -> Iterator[bytes]:
    encode = msgspec.json.Encoder().encode
    for record in records:
        yield encode(record) + b"\n"


def _exports() -> dict[str, Callable[[Store, Moment | None], Iterable[ExportRecord]]]:
    from queries.export import claims  # noqa: PLC0415 - heavy, and seldom asked for
    from queries.export import evidence as others  # noqa: PLC0415

    return {
        "claims": lambda store, moment: claims.export_claims(store, moment=moment),
        "figures": lambda store, moment: others.export_figures(store, moment=moment),
        "origins": lambda store, moment: others.export_origins(store, moment=moment),
        "lineage": lambda store, moment: others.export_lineage(store, moment=moment),
        "conflicts": lambda store, moment: others.export_conflicts(store, moment=moment),
    }
