"""The search page: hits by group, with facets; or all entities of a kind, if there is nothing to search."""

from __future__ import annotations

import calendar
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from api import cursors
from api.dependencies import ServiceDep
from api.pages.templates import render_page
from api.problems import Problem, check_known
from api.responses import add_url_params, build_list_envelope
from api.routes import entities, questions
from api.routes.search import PAGE_HITS, build_filters, continue_group, run_search
from api.search_answer import build_filter_params, build_search_answer
from graph.model.ontology import load_ontology
from queries.ask.query_library import load_library
from queries.browse import listings
from queries.search.model import FIRST_HITS, GROUPS, Filters, SearchRequest
from queries.search.search_words import parse_search_words

if TYPE_CHECKING:
    from api.service import Service
    from queries.browse.scope import Scope

router = APIRouter(include_in_schema=False)
SHOWN = 50
WHO_SAYS = "who-says"
MOST_LETTERS = 200
NAMES = {"from": "first", "to": "last"}
"""Parameters of the address whose filter has another name."""
FILTERS = ("kind", "document", "speaker", "from", "to", "modality", "nationality", "place")


@router.get("/search")
def show_search(
    request: Request, service: ServiceDep, q: str = "", as_of: str = "", cursor: str | None = None
) -> Response:
    """Show what a text finds, or all entities of a kind."""
    scope = service.open_window(as_of)
    query = q.strip()
    if len(q) > MOST_LETTERS:
        raise Problem(400, f"A search has at most {MOST_LETTERS} letters.", field="q")
    if not query:
        return _show_entities(request, service, scope, cursor)
    given = {name: request.query_params.get(name, "").strip() for name in FILTERS}
    filters = build_filters(**{NAMES.get(name, name): value for name, value in given.items()})
    group = request.query_params.get("group") or None
    if group:
        check_known(group, GROUPS, "group", "group")
    searched = SearchRequest(query, filters, group, PAGE_HITS if group else FIRST_HITS)  # type: ignore[arg-type] # checked
    if cursor is not None:
        searched = continue_group(searched, scope, cursor)
    found = build_search_answer(scope, searched, run_search(service, scope, searched))
    params = build_filter_params(filters)
    data = {
        "found": found,
        "group": group or "",
        "asked": _answer_question(service, scope, found) if parse_search_words(query).asks_who else None,
        "labels": _label_filters(found, filters),
        "narrowed": _narrow,
        "without": _drop,
    }
    json = add_url_params("/api/v1/search", scope.day, q=query, group=group, **params)
    return render_page(
        request, "search.html", data, as_of=scope.day, json=json, echo={"query": query, "filters": params}
    )


def _answer_question(service: Service, scope: Scope, found: dict[str, Any]) -> dict[str, Any] | None:
    """Return the question that the words ask ("who says 1,440?") with its answer in a sentence."""
    hits = [hit for group in found["groups"] if group["name"] == "questions" for hit in group["items"]]
    asked = next((hit for hit in hits if hit["name"] == WHO_SAYS and hit["params"]), None)
    if asked is None:
        return None
    answer = questions.ask_question(service, load_library()[WHO_SAYS], asked["params"], scope.day, None)
    return {**asked, "answer": answer.sentence}


def _label_filters(found: dict[str, Any], filters: Filters) -> dict[str, str]:
    """Return the names of what is filtered by, where the counts beside the hits know them."""
    return {
        facet["name"]: value["label"]
        for facet in found["facets"]
        for value in facet["values"]
        if value["active"] and getattr(filters, facet["name"], "")
    }


def _narrow(params: dict[str, str], facet: str, value: dict[str, Any]) -> dict[str, str]:
    """Return the filters with a value of a facet, or without it if it is set."""
    if facet == "date":
        others = _drop(_drop(params, "from"), "to")
        return others if value["active"] else others | _bound_month(value["value"])
    return _drop(params, facet) if value["active"] else {**params, facet: value["value"]}


def _bound_month(month: str) -> dict[str, str]:
    """Return the first and the last day of a month such as 2026-01."""
    year, number = (int(part) for part in month.split("-"))
    return {"from": f"{month}-01", "to": f"{month}-{calendar.monthrange(year, number)[1]:02}"}


def _drop(params: dict[str, str], name: str) -> dict[str, str]:
    return {key: value for key, value in params.items() if key != name}


def _show_entities(request: Request, service: Service, scope: Scope, cursor: str | None) -> Response:
    kind = request.query_params.get("kind", "")
    question = f"page of entities {kind} {scope.day}"
    after = str(cursors.decode_cursor(question, cursor, ""))
    label = entities.check_kind(kind) if kind else "Entity"
    page = listings.list_entities(scope, label, after, SHOWN + 1)
    rows = page.rows[:SHOWN]
    following = rows[-1]["id"] if len(page.rows) > SHOWN else None
    data = {
        "found": build_list_envelope(rows, page.total, SHOWN, question, following),
        "kind": kind,
        "kinds": sorted(load_ontology().kinds),
    }
    json = add_url_params("/api/v1/entities", scope.day, kind=kind)
    return render_page(request, "entities.html", data, as_of=scope.day, json=json)
