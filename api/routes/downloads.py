"""Routes that download a part of the graph: a report with footnotes, or a bundle to check offline.

They run the same code as `scamgraph report` and `scamgraph export bundle`. A thread cannot be
stopped, so the work is limited before it begins: a maximum number of claims, one job at a time
(`Settings.downloads`), and a time limit that is checked between steps.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response, StreamingResponse

from api.dependencies import AsOf, Possibly, ServiceDep, describe_problems
from api.problems import Problem
from api.routes import questions
from api.service import translate_input_errors
from graph.model.errors import EnvironmentProblem
from graph.rules.as_of import parse_day
from reports.content.build import ReportOptions, build_report
from reports.content.model import Imprint
from reports.part.closure_reader import load_closure
from reports.part.selection import create_selection_builder, redact_selection
from reports.render.output import FORMAT_NAMES, REPORT_FORMATS, render_report

if TYPE_CHECKING:
    from api.service import Service
    from reports.part.closure import Closure
    from reports.part.selection import Selection, SelectionBuilder

router = APIRouter(prefix="/api/v1", tags=["reports"])
MOST_CLAIMS = 5_000
MOST_IDS = 300
PIECE = 64 * 1024
WAYS = ("entity", "event", "series", "conflict", "ask", "ids")
_OWN_PARAMS = frozenset({*WAYS, "from", "to", "format", "author", "date", "as_of", "possibly"})

FormatName = Literal[FORMAT_NAMES]  # type: ignore[valid-type] # of the table, known when this is imported
Form = Annotated[FormatName, Query(alias="format", description="Its form.")]
Text = Annotated[str, Query(max_length=200)]
Bytes = {"schema": {"type": "string", "format": "binary"}}


class SelectionParams:
    """Parameters that select a part of the graph: exactly one, where `from` and `to` count as one."""

    def __init__(  # noqa: PLR0913, PLR0917 - each is a parameter
        self,
        entity: Annotated[str, Query(max_length=200, examples=["person/chen-zhi"])] = "",
        event: Text = "",
        series: Text = "",
        conflict: Text = "",
        ids: Annotated[str, Query(max_length=6000, description="Ids of anything, commas between.")] = "",
        from_: Annotated[str, Query(alias="from", max_length=200, description="An end of a path.")] = "",
        to: Text = "",
        ask: Annotated[str, Query(max_length=80, description="A named question; with its parameters.")] = "",
        as_of: AsOf = None,
        possibly: Possibly = False,
    ) -> None:
        ways = (entity, event, series, conflict, ask, ids)
        self.values = {name: text for name, text in zip(WAYS, ways, strict=True) if text.strip()}
        self.ends = (from_.strip(), to.strip())
        self.as_of = as_of or None
        self.possibly = possibly


class Deadline:
    """Time limit of a job, checked between its steps."""

    def __init__(self, seconds: float) -> None:
        self._until = time.monotonic() + seconds

    def check(self) -> None:
        """Raise Problem 504 if the time is over."""
        if time.monotonic() > self._until:
            raise Problem(504, "It took too long.", hint="Ask for less, or use the command line.")


def _load_part(
    service: Service, params: SelectionParams, question_params: Mapping[str, str], clock: Deadline
) -> tuple[Selection, Closure]:
    """Load the selection and its closure; `question_params` are parameters of a question.

    Raises Problem that names a field.
    """
    with translate_input_errors("as_of"):
        builder = create_selection_builder(service.store, params.as_of, perhaps=params.possibly)
    try:
        selection = redact_selection(
            _build_selection(builder, params, question_params), service.load_protected_names()
        )
    except Problem as problem:
        problem.hint = service.redact_names(problem.hint)  # it lists similar names
        raise
    if len(selection.claims) > MOST_CLAIMS:
        detail = f"{len(selection.claims):,} claims are too many here: at most {MOST_CLAIMS:,}."
        raise Problem(
            400, detail, hint="`scamgraph report` and `scamgraph export bundle` have no such limit."
        )
    clock.check()
    part = load_closure(service.store, selection.claims, selection.moment)
    clock.check()
    return selection, part


def _build_selection(
    builder: SelectionBuilder, params: SelectionParams, question_params: Mapping[str, str]
) -> Selection:
    ways = [*params.values, *(["from"] if any(params.ends) else [])]
    if len(ways) != 1:
        hint = "entity, event, series, conflict, ids=a,b,c, ask=NAME with its parameters, or from and to."
        fault = ways[-1] if ways else "entity"
        raise Problem(400, "Ask for exactly one part of the graph.", hint=hint, field=fault)
    way = ways[0]
    with translate_input_errors(way):
        if way == "from":
            if not all(params.ends):
                raise Problem(400, "A path has two ends.", hint="from=... and to=...", field="to")
            return builder.select_path(*params.ends)
        text = params.values[way]
        if way == "ids":
            return builder.select_ids(_parse_ids(text))
        if way == "ask":
            questions.find_question(text)
            return builder.select_question(
                text, {name: value for name, value in question_params.items() if name not in _OWN_PARAMS}
            )
        return {
            "entity": builder.select_entity,
            "event": builder.select_event,
            "series": builder.select_series,
            "conflict": builder.select_conflict,
        }[way](text)


def _parse_ids(text: str) -> list[str]:
    ids = list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    if not ids or len(ids) > MOST_IDS:
        raise Problem(400, f"Give one id at least and {MOST_IDS} at most.", field="ids")
    return ids


def _build_download_header(service: Service, selection: Selection, suffix: str) -> dict[str, str]:
    """Return the header that makes the response a download.

    The file name is valid on any system and contains no withheld name.
    """
    name = re.sub(r"[^a-z0-9]+", "-", service.redact_names(selection.title).lower()).strip("-")[:60] or "part"
    return {"content-disposition": f'attachment; filename="scamgraph-{name}.{suffix}"'}


@router.get(
    "/reports",
    responses={
        **describe_problems(404),
        200: {"content": {REPORT_FORMATS[name].media_type: Bytes for name in FORMAT_NAMES}},
    },
    response_class=Response,
)
def export_report(  # noqa: PLR0913, PLR0917 - each is a parameter
    request: Request,
    service: ServiceDep,
    params: Annotated[SelectionParams, Depends()],
    form: Form = "html",
    author: Annotated[str, Query(description="The author to print under the title.", max_length=200)] = "",
    day: Annotated[str, Query(alias="date", description="The date to print; default: today.")] = "",
) -> Response:
    """Return a report on a part of the graph, as a file.

    Every sentence has footnotes to its passages. People who may be victims are left out, as the
    report says.
    """
    clock = Deadline(service.settings.answer_seconds)
    selection, part = _load_part(service, params, request.query_params, clock)
    with translate_input_errors("date"):
        printed = parse_day(day) if day else date.today().isoformat()
    imprint = Imprint(" ".join(author.split()), printed, str(service.load_revision()))
    report = build_report(selection, part, ReportOptions(service.text_of, imprint=imprint))
    clock.check()
    try:
        body = render_report(report, REPORT_FORMATS[form])
    except EnvironmentProblem as error:
        raise Problem(400, error.message, hint=error.hint, field="format") from error
    return Response(
        body,
        media_type=REPORT_FORMATS[form].media_type,
        headers=_build_download_header(service, selection, form),
    )


@router.get(
    "/exports/bundle",
    responses={**describe_problems(404), 200: {"content": {"application/zip": Bytes}}},
    response_class=StreamingResponse,
)
def export_bundle(
    request: Request,
    service: ServiceDep,
    params: Annotated[SelectionParams, Depends()],
) -> Response:
    """Return a part of the graph as a zip of data in several formats; `scamgraph verify` checks it."""
    from reports.bundle.write import build_bundle, build_zip  # noqa: PLC0415

    clock = Deadline(service.settings.answer_seconds)
    selection, part = _load_part(service, params, request.query_params, clock)
    body = build_zip(build_bundle(selection, part).files)
    headers = {**_build_download_header(service, selection, "zip"), "cache-control": "no-store"}
    pieces = (body[place : place + PIECE] for place in range(0, len(body), PIECE))
    return StreamingResponse(pieces, media_type="application/zip", headers=headers)
