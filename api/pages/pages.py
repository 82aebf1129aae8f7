"""The pages: one stable address each, complete without a script."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, FastAPI, Request
from starlette.responses import RedirectResponse, Response

from api import cursors
from api.dependencies import Serving
from api.pages import chart_pages
from api.pages.page_data import answer_data, entity_data
from api.pages.templates import json_address, rendered
from api.problems import Problem
from api.responses import by_page, listing, page_of, with_day
from api.routes import entities, evidence, questions
from graph.model.ontology import load_ontology
from queries.ask.ask import render_cypher
from queries.ask.query_library import group_queries, load_library
from queries.browse import document as documents_read
from queries.browse import listings
from queries.browse.entity import list_conflicts_of
from queries.browse.evidence import is_fact_known, list_citations

if TYPE_CHECKING:
    from queries.ask.query_library import NamedQuery
    from queries.browse.listings import ListPage
    from queries.browse.scope import Scope

router = APIRouter(include_in_schema=False)
SHOWN = 50
HAVE_PAGES = {"document": "/document/", "event": "/event/", "series": "/figures/", "fact": "/fact/"}


def add_to(app: FastAPI) -> None:
    """Add the pages to an application."""
    app.include_router(router)
    app.include_router(chart_pages.router)


def problem_page(request: Request, problem: Problem) -> Response:
    """What went wrong, in words."""
    data = {"problem": problem.document(), "as_of": None, "json": ""}
    found = rendered(request, "problem.html", data, status=problem.status)
    found.headers.update(problem.headers)
    return found


@router.get("/")
def home(request: Request, service: Serving, as_of: str = "") -> Response:
    """Search, what the graph holds, and doors to its lists."""
    look = service.look(as_of)
    data = {"holds": listings.count_contents(look), "kinds": sorted(load_ontology().kinds)}
    return rendered(request, "home.html", data, as_of=look.day, json=with_day("/api/v1/status", look.day))


@router.get("/search")
def search(  # noqa: PLR0913, PLR0917 - each is a parameter
    request: Request,
    service: Serving,
    q: str = "",
    kind: str = "",
    as_of: str = "",
    cursor: str | None = None,
) -> Response:
    """Entities found, or all of a kind."""
    look = service.look(as_of)
    if len(q) > 200:
        raise Problem(400, "A search has at most 200 letters.", field="q")
    if q.strip():
        found = entities.search(service, look, q, kind or None, SHOWN)
    else:
        question = f"page of entities {kind} {look.day}"
        after = str(cursors.decoded(question, cursor, ""))
        label = entities.known_label(kind) if kind else "Entity"
        some = listings.list_entities(look, label, after, SHOWN + 1)
        rows = [{**row, "highlight": [{"text": str(row["name"]), "hit": False}]} for row in some.rows[:SHOWN]]
        following = rows[-1]["id"] if len(some.rows) > SHOWN else None
        found = listing(rows, some.total, SHOWN, question, following) | {"did_you_mean": []}
    data = {"found": found, "q": q, "kind": kind, "kinds": sorted(load_ontology().kinds)}
    json = with_day("/api/v1/entities", look.day, q=q.strip(), kind=kind)
    return rendered(request, "search.html", data, as_of=look.day, json=json)


@router.get("/entity/{kind}/{slug}")
def entity(  # noqa: PLR0913, PLR0917 - each is a parameter
    request: Request,
    service: Serving,
    kind: str,
    slug: str,
    as_of: str = "",
    relation: str = "",
    side: str = "",
) -> Response:
    """Everything claimed about an entity, with who says it and who denies it."""
    look = service.look(as_of)
    if kind in HAVE_PAGES:
        return RedirectResponse(page_of(f"{kind}/{slug}", look.day), 308)
    record = entities.held_entity(service, kind, slug)
    if "same_as" in record:
        return RedirectResponse(page_of(record["same_as"], look.day), 308)
    tie = (relation, side if side in ("SUBJECT", "OBJECT") else "") if relation else None
    data = entity_data(service, look, record, tie)
    return rendered(request, "entity.html", data, as_of=look.day, json=json_address(record["id"], look.day))


@router.get("/document/{slug}")
def document(request: Request, service: Serving, slug: str, as_of: str = "") -> Response:
    """A document's record, its claims, and its text with them marked where it is held."""
    look = service.look(as_of)
    record = evidence.held_document(service, slug)
    reader = documents_read.load_annotated_text(look, record, service.text_of)
    shared = questions.asked(service, load_library()["lineage"], {"document": record["id"]}, look.day, None)
    number = {claim["id"]: n for n, claim in enumerate(reader["claims"], start=1)}
    ends: dict[int, list[int]] = {}
    for claim in reader["claims"]:
        ends.setdefault(claim["end"], []).append(number[claim["id"]])
    data = {
        "record": record,
        "reader": reader,
        "number": number,
        "ends": ends,
        "lineage": answer_data(shared),
        "conflicts": list_conflicts_of(service.store, record["id"]) if look.day is None else [],
    }
    return rendered(request, "document.html", data, as_of=look.day, json=json_address(record["id"], look.day))


@router.get("/fact/{digest}")
def fact(request: Request, service: Serving, digest: str, as_of: str = "") -> Response:
    """A fact and every passage behind it."""
    look = service.look(as_of)
    if look.day is not None and not is_fact_known(look, f"fact/{digest}"):
        look = service.look(as_of, possibly=True)
    found = evidence.fact_data(service, look, digest)
    cypher = render_cypher(service.store, "evidence", {"fact": found["id"]})
    data = {"fact": found, "cypher": cypher, "possibly": look.perhaps}
    return rendered(request, "fact.html", data, as_of=look.day, json=json_address(found["id"], look.day))


@router.get("/claim/{digest}")
def claim(service: Serving, digest: str, as_of: str = "") -> Response:
    """A claim is shown with its fact, or with its document where it has none."""
    look = service.look(as_of)
    told = list_citations(look, [f"claim/{digest}"], service.text_of)
    if not told:
        raise Problem(404, "There is no claim of this id here.")
    return RedirectResponse(f"{page_of(told[0]['document'], look.day)}#c-{digest}", 307)


@router.get("/conflict/{digest}")
def conflict(request: Request, service: Serving, digest: str, as_of: str = "") -> Response:
    """A disagreement with its sides."""
    look = service.look(as_of)
    found = evidence.conflict_data(service, look, digest)
    json = json_address(found["id"], look.day)
    return rendered(request, "conflict.html", {"conflict": found}, as_of=look.day, json=json)


@router.get("/event/{slug}")
def event(request: Request, service: Serving, slug: str, as_of: str = "") -> Response:
    """An event: who took part, by which claims."""
    look = service.look(as_of)
    found = evidence.event_data(service, look, slug)
    if "same_as" in found:
        return RedirectResponse(page_of(found["same_as"], look.day), 308)
    json = json_address(found["id"], look.day)
    return rendered(request, "event.html", {"event": found}, as_of=look.day, json=json)


@router.get("/question/{name}")
def question(request: Request, service: Serving, name: str, as_of: str = "", happened: str = "") -> Response:
    """A named question: its form and, where all it needs is given, its answer."""
    look = service.look(as_of)
    query = questions.named_question(name)
    given = {k: v for k, v in request.query_params.items() if k not in questions.OURS and v.strip()}
    asked = None
    if _enough(query, given):
        day = None if name == "known-on" else look.day
        asked = questions.asked(service, query, given, day, happened or None)
    data: dict[str, Any] = {
        "query": questions.described(query),
        "given": given,
        "happened": happened,
        "answer": answer_data(asked) if asked else None,
        "nearest": answer_data(asked.nearest) if asked and asked.nearest else None,
        "apart": [(heading, answer_data(other)) for heading, other in asked.apart] if asked else [],
    }
    json = with_day(f"/api/v1/questions/{query.name}", look.day, happened=happened, **given)
    return rendered(request, "question.html", data, as_of=look.day, json=json if asked else "")


def _enough(query: NamedQuery, given: dict[str, str]) -> bool:
    """Whether a question can be asked with what is given."""
    required = all(p.name in given for p in query.asked if not p.optional)
    return required and (not query.needs or any(all(n in given for n in group) for group in query.needs))


@router.get("/questions")
def all_questions(request: Request, service: Serving, as_of: str = "") -> Response:
    """Every named question."""
    look = service.look(as_of)
    data = {"groups": group_queries()}
    return rendered(request, "questions.html", data, as_of=look.day, json="/api/v1/questions")


@router.get("/docs")
def interface(request: Request, service: Serving) -> Response:
    """The HTTP interface, from its own description."""
    schema = request.app.openapi()
    operations = [
        {"method": method.upper(), "path": path, **told}
        for path, methods in schema["paths"].items()
        for method, told in methods.items()
    ]
    return rendered(request, "interface.html", {"operations": operations, "about": schema["info"]})


def _list(name: str, read: Callable[[Scope, int, int], ListPage]) -> None:
    """Add the page of a list."""

    def listed(request: Request, service: Serving, as_of: str = "", cursor: str | None = None) -> Response:
        look = service.look(as_of)
        question = f"page of {name} {look.day}"

        def some(skip: int) -> ListPage:
            return read(look, skip, SHOWN)

        data = {"found": by_page(question, cursor, SHOWN, some), "what": name}
        return rendered(
            request, "list.html", data, as_of=look.day, json=with_day(f"/api/v1/{name}", look.day)
        )

    router.add_api_route(f"/{name}", listed, methods=["GET"], name=name)


_list("documents", listings.list_documents)
_list("figures", listings.list_series)
_list("events", listings.list_events)
