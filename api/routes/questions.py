"""Routes of named questions, Cypher queries, and exports."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec
from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response, StreamingResponse

from api import models
from api.clients import identify_client
from api.dependencies import AsOf, Possibly, ServiceDep, describe_problems
from api.problems import Problem, convert_input_error
from api.responses import add_url_params, build_json_response
from api.service import translate_input_errors
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
OWN_PARAMS = ("as_of", "happened")
Name = Annotated[str, Path(max_length=80, examples=["who-says"])]


def describe_question(query: NamedQuery) -> dict[str, Any]:
    """Return a named question with its parameters and columns."""
    return {
        "name": query.name,
        "group": query.group,
        "title": query.title,
        "note": query.note,
        "needs": [list(group) for group in query.needs],
        "parameters": [
            {
                "name": parameter.name,
                "type": parameter.type,
                "optional": parameter.optional,
                "text": parameter.text,
                "example": parameter.example,
            }
            for parameter in query.asked
        ],
        "columns": [{"name": column.name, "text": column.text} for column in query.columns],
        "cypher": query.source,
    }


def find_question(name: str) -> NamedQuery:
    """Return the question of this name. Raises Problem 404 with the nearest."""
    from rapidfuzz import process  # noqa: PLC0415 - only wrong names need it

    query = load_library().get(name)
    if query is None:
        matches = process.extract(name, list(load_library()), limit=3, score_cutoff=40)
        nearest = tuple({"name": match[0]} for match in matches)
        raise Problem(404, "No question has this name.", nearest=nearest)
    return query


def ask_question(
    service: Service, query: NamedQuery, params: dict[str, str], as_of: str | None, happened: str | None
) -> Answer:
    """Return the answer to a named question.

    Raises Problem, which names the parameter at fault if there is one.
    """
    with translate_input_errors("as_of"):
        if query.day and as_of is not None:
            raise InputError(f"The question {query.name!r} names its day itself.", hint="Leave as_of out.")
    if as_of is not None:
        service.open_window(as_of)
    try:
        return ask(
            service.store,
            query.name,
            params,
            text_of=service.text_of,
            timeout=service.settings.query_seconds,
            as_of=as_of,
            happened=happened,
        )
    except InputError as error:
        field = _find_faulty_parameter(query, params, error)
        raise convert_input_error(error, hint=_remove_shell_hint(error.hint), field=field) from error


def _remove_shell_hint(hint: str) -> str:
    """Return a hint, or "" if it says what to type in a shell."""
    return "" if "scamgraph " in hint or "--" in hint else hint


def _find_faulty_parameter(query: NamedQuery, params: dict[str, str], error: InputError) -> str:
    """Return the parameter that an error message is about, "" if the message does not say."""
    if isinstance(error, UnclearName):
        return next((name for name, value in params.items() if value == error.text), "")
    for name in (*params, *(parameter.name for parameter in query.asked)):
        if f"parameter {name!r}" in error.message:
            return name
    for name, value in params.items():
        if repr(value) in error.message or f"“{value.strip()}”" in error.message:
            return name
    return "happened" if "not one day" in error.message or "open end" in error.message else ""


@router.get("/questions", response_model=models.ItemList, responses=describe_problems(), tags=["questions"])
def list_questions(service: ServiceDep) -> Response:
    """List every named question with its parameters."""
    items = [describe_question(query) for query in load_library().values()]
    return build_json_response(service, {"items": items, "total": len(items)}, page="/questions")


@router.get(
    "/questions/{name}",
    response_model=models.QuestionAnswer,
    responses=describe_problems(404),
    tags=["questions"],
)
def read_answer(
    request: Request,
    service: ServiceDep,
    name: Name,
    as_of: AsOf = None,
    happened: Annotated[str | None, Query(max_length=60, examples=["2026-01-16/2026-01-20"])] = None,
) -> Response:
    """Return the answer to a named question; its parameters are those of the URL: `?number=1440`."""
    query = find_question(name)
    params = {key: value for key, value in request.query_params.items() if key not in OWN_PARAMS}
    data = as_data(ask_question(service, query, params, as_of, happened))
    page = add_url_params(f"/question/{query.name}", as_of, happened=happened, **params)
    return build_json_response(service, {**data, **({"as_of": as_of} if as_of else {})}, page=page)


@router.post("/cypher", response_model=models.Rows, responses=describe_problems(404), tags=["questions"])
def run_cypher(service: ServiceDep, request: models.CypherQuery, http: Request) -> Response:
    """Run a read-only Cypher query; it stops at its time limit, and rows past its limit are cut."""
    if not service.settings.cypher:
        raise Problem(404, "Free Cypher is switched off here.", hint="The named questions are open.")
    store, seconds = service.store, service.settings.query_seconds
    with translate_input_errors("query"), service.heavy_clients.watch(identify_client(http.scope)):
        rows = run_user_query(
            store,
            request.query,
            request.params,
            limit=request.limit,
            timeout=seconds,
            most_bytes=service.settings.most_answer,
        )
        records = list(rows)
    data = {
        "rows": records,
        "cut": rows.cut,
        "at_least": rows.at_least,
        "truncated": rows.cut > 0,
        "note": rows.note,
        "warnings": list(rows.warnings),
    }
    return build_json_response(service, data)


What = Literal["claims", "figures", "origins", "lineage", "conflicts"]


@router.get(
    "/exports/{what}",
    response_class=StreamingResponse,
    responses={
        **describe_problems(),
        200: {"content": {"application/x-ndjson": {"schema": {"type": "string"}}}, "description": "Lines"},
    },
    tags=["exports"],
)
def export_records(
    service: ServiceDep, what: What, as_of: AsOf = None, possibly: Possibly = False
) -> Response:
    """Return everything of one kind, one JSON object per line, as docs/schemas specify.

    Protected names are left out.
    """
    with translate_input_errors("as_of"):
        moment = find_moment(service.store, as_of or None, perhaps=possibly)
    records = iter(_build_exporters()[what](service.store_without_timeout, moment))
    # The first record is built before the response begins, so that an error can still be reported.
    first = list(islice(records, 1))
    headers = {"content-disposition": f'attachment; filename="{what}.jsonl"', "cache-control": "no-store"}
    return StreamingResponse(
        _encode_lines(chain(first, records)), media_type="application/x-ndjson", headers=headers
    )


def _encode_lines(records: Iterable[ExportRecord]) -> Iterator[bytes]:
    encode = msgspec.json.Encoder().encode
    for record in records:
        yield encode(record) + b"\n"


def _build_exporters() -> dict[str, Callable[[Store, Moment | None], Iterable[ExportRecord]]]:
    from queries.export import claims, evidence  # noqa: PLC0415 - heavy, and rarely used

    return {
        "claims": lambda store, moment: claims.export_claims(store, moment=moment),
        "figures": lambda store, moment: evidence.export_figures(store, moment=moment),
        "origins": lambda store, moment: evidence.export_origins(store, moment=moment),
        "lineage": lambda store, moment: evidence.export_lineage(store, moment=moment),
        "conflicts": lambda store, moment: evidence.export_conflicts(store, moment=moment),
    }
