"""Routes that hand on a part of the graph: a report in sentences with footnotes, a bundle to check offline.

The same code as `scamgraph report` and `scamgraph export bundle`. What is asked for is bounded before the
work begins, since a thread cannot be stopped: so many claims at most, one such work at a time, and between
its steps a look at the clock.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response, StreamingResponse

from api.dependencies import AsOf, Possibly, Serving, problems
from api.problems import Problem
from api.routes import questions
from api.service import field
from graph.model.errors import EnvironmentProblem

if TYPE_CHECKING:
    from api.service import Service
    from reports.part.closure import Closure
    from reports.part.selection import Choice, Chooser

router = APIRouter(prefix="/api/v1", tags=["reports"])
MOST_CLAIMS = 5_000
MOST_IDS = 300
PIECE = 64 * 1024
WAIT_SECONDS = 5.0
TYPES = {
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "pdf": "application/pdf",
}
WAYS = ("entity", "event", "series", "conflict", "ask", "ids")
_OURS = frozenset({*WAYS, "from", "to", "format", "as_of", "possibly"})
_busy = threading.Lock()

Form = Annotated[Literal["html", "md", "pdf"], Query(alias="format", description="Its form.")]
Text = Annotated[str, Query(max_length=200)]
Bytes = {"schema": {"type": "string", "format": "binary"}}


class Wanted:
    """What a part of the graph is asked by: exactly one of these, `from` and `to` together being one."""

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
        self.given = {name: text for name, text in zip(WAYS, ways, strict=True) if text.strip()}
        self.ends = (from_.strip(), to.strip())
        self.as_of = as_of or None
        self.possibly = possibly


class Clock:
    """How long a work may take, asked between its steps."""

    def __init__(self, seconds: float) -> None:
        self._until = time.monotonic() + seconds

    def check(self) -> None:
        """Raises Problem 504 when it is over."""
        if time.monotonic() > self._until:
            raise Problem(504, "It took too long.", hint="Ask for less, or use the command line.")


@contextmanager
def _alone() -> Iterator[None]:
    """One such work at a time: it takes a core for seconds. Raises Problem 503 where another goes on."""
    if not _busy.acquire(timeout=WAIT_SECONDS):
        raise Problem(503, "Another report is being made.", hint="Try again in a few seconds.")
    try:
        yield
    finally:
        _busy.release()


def _part(service: Service, wanted: Wanted, more: Mapping[str, str], clock: Clock) -> tuple[Choice, Closure]:
    """What is asked for, closed; `more` are parameters of a question. Raises Problem that names a field."""
    from reports.part.closure_reader import close  # noqa: PLC0415
    from reports.part.selection import chooser, withhold_names  # noqa: PLC0415 - heavy, and seldom asked for

    with field("as_of"):
        choose = chooser(service.store, wanted.as_of, perhaps=wanted.possibly)
    try:
        choice = withhold_names(_choice(choose, wanted, more), service.names())
    except Problem as problem:
        problem.hint = service.shown(problem.hint)  # it names what comes nearest
        raise
    if len(choice.claims) > MOST_CLAIMS:
        told = f"{len(choice.claims):,} claims are too many here: at most {MOST_CLAIMS:,}."
        raise Problem(400, told, hint="`scamgraph report` and `scamgraph export bundle` have no such limit.")
    clock.check()
    part = close(service.store, choice.claims, choice.moment)
    clock.check()
    return choice, part


def _choice(choose: Chooser, wanted: Wanted, more: Mapping[str, str]) -> Choice:
    ways = [*wanted.given, *(["from"] if any(wanted.ends) else [])]
    if len(ways) != 1:
        hint = "entity, event, series, conflict, ids=a,b,c, ask=NAME with its parameters, or from and to."
        fault = ways[-1] if ways else "entity"
        raise Problem(400, "Ask for exactly one part of the graph.", hint=hint, field=fault)
    way = ways[0]
    with field(way):
        if way == "from":
            if not all(wanted.ends):
                raise Problem(400, "A path has two ends.", hint="from=... and to=...", field="to")
            return choose.path(*wanted.ends)
        text = wanted.given[way]
        if way == "ids":
            return choose.ids(_ids(text))
        if way == "ask":
            questions.named_question(text)
            return choose.ask(text, {k: v for k, v in more.items() if k not in _OURS})
        return {
            "entity": choose.entity,
            "event": choose.event,
            "series": choose.series,
            "conflict": choose.conflict,
        }[way](text)


def _ids(text: str) -> list[str]:
    found = list(dict.fromkeys(one.strip() for one in text.split(",") if one.strip()))
    if not found or len(found) > MOST_IDS:
        raise Problem(400, f"Give one id at least and {MOST_IDS} at most.", field="ids")
    return found


def _named(service: Service, choice: Choice, suffix: str) -> dict[str, str]:
    """The header that makes it a download, with a name that any system takes, and of nobody withheld."""
    name = re.sub(r"[^a-z0-9]+", "-", service.shown(choice.title).lower()).strip("-")[:60] or "part"
    return {"content-disposition": f'attachment; filename="scamgraph-{name}.{suffix}"'}


@router.get(
    "/reports",
    responses={**problems(404), 200: {"content": dict.fromkeys(TYPES.values(), Bytes)}},
    response_class=Response,
)
def report(
    request: Request,
    service: Serving,
    wanted: Annotated[Wanted, Depends()],
    form: Form = "html",
) -> Response:
    """A report on a part of the graph, as a file.

    Every sentence has footnotes to its passages. People who may be victims are left out, as it says.
    """
    from reports.content.build import How  # noqa: PLC0415
    from reports.content.build import report as built  # noqa: PLC0415
    from reports.render.output import rendered  # noqa: PLC0415

    clock = Clock(service.settings.answer_seconds)
    with _alone():
        choice, part = _part(service, wanted, request.query_params, clock)
        made = built(choice, part, How(service.text_of))
        clock.check()
        try:
            body = rendered(made, f".{form}")
        except EnvironmentProblem as error:
            raise Problem(400, error.message, hint=error.hint, field="format") from error
    return Response(body, media_type=TYPES[form], headers=_named(service, choice, form))


@router.get(
    "/exports/bundle",
    responses={**problems(404), 200: {"content": {"application/zip": Bytes}}},
    response_class=StreamingResponse,
)
def bundle(
    request: Request,
    service: Serving,
    wanted: Annotated[Wanted, Depends()],
) -> Response:
    """A part of the graph as data in the forms of several trades, zipped; `scamgraph verify` checks it."""
    from reports.bundle.write import bundle_files, zipped  # noqa: PLC0415

    clock = Clock(service.settings.answer_seconds)
    with _alone():
        choice, part = _part(service, wanted, request.query_params, clock)
        body = zipped(bundle_files(choice, part).files)
    headers = {**_named(service, choice, "zip"), "cache-control": "no-store"}
    pieces = (body[place : place + PIECE] for place in range(0, len(body), PIECE))
    return StreamingResponse(pieces, media_type="application/zip", headers=headers)
