"""The home page: what the graph holds, what is new and disputed, questions to start from, and a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.dependencies import ServiceDep
from api.pages.home_questions import LISTED_ELSEWHERE, list_themes
from api.pages.report_parts import Excerpt, load_facts_excerpt
from api.pages.templates import render_page
from api.responses import add_url_params
from graph.model.errors import TooLong
from graph.model.ontology import load_ontology
from graph.rules.conflicts.registry import RULES
from queries.browse import front_page, listings

if TYPE_CHECKING:
    from collections.abc import Callable

    from api.service import Service
    from queries.browse.scope import Scope

router = APIRouter(include_in_schema=False)
KINDS = (
    ("Person", "people"),
    ("Organization", "bodies"),
    ("Compound", "sites"),
    ("Nationality", "nationalities"),
)
"""Labels whose best documented entities are listed, with the name of their list."""
MOST = 6
MOST_FACTS = 14


@router.get("/")
def show_home(request: Request, service: ServiceDep, as_of: str = "") -> Response:
    """Show what the graph holds and where to begin."""
    scope = service.open_window(as_of)
    data = service.cache_by_version(("home", str(scope.day)), lambda: _load_home(service, scope))
    data = {**data, "kinds": sorted(load_ontology().kinds)}
    json = add_url_params("/api/v1/status", scope.day)
    return render_page(request, "home.html", data, as_of=scope.day, json=json)


def _load_home(service: Service, scope: Scope) -> dict[str, Any]:
    """Load the page; what takes too long to count or rank is None, and the rest is shown."""
    return {
        "holds": _load_in_time(lambda: listings.count_contents(scope)),
        "ranked": _load_in_time(lambda: _load_ranked(service, scope)),
    }


def _load_in_time(load: Callable[[], dict[str, Any]]) -> dict[str, Any] | None:
    try:
        return load()
    except TooLong:
        return None


def _load_ranked(service: Service, scope: Scope) -> dict[str, Any]:
    best = {name: front_page.list_best_documented(scope, label, MOST) for label, name in KINDS}
    titles = {rule.kind: rule.title for rule in RULES}
    rows = front_page.list_disputed(service.store, MOST) if scope.day is None else []
    disputed = [{**row, "kind_title": titles[row["kind"]]} for row in rows]
    facts = front_page.list_facts_between_actors(scope, MOST_FACTS)
    known = any(best.values())
    return {
        "newest": front_page.list_newest_documents(scope, 4),
        "disputed": disputed[:LISTED_ELSEWHERE],
        "best": best,
        "themes": [theme for theme in list_themes(scope, best, disputed) if theme["questions"] and known],
        "excerpt": load_facts_excerpt(service, scope, facts) if facts else Excerpt(),
    }
