"""The home page: what the graph holds, what is new and disputed, questions to start from, and a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.dependencies import ServiceDep
from api.pages.report_parts import Excerpt, load_facts_excerpt
from api.pages.templates import render_page
from api.responses import add_url_params, build_page_url
from api.strings import HOME
from graph.model.errors import TooLong
from graph.model.ontology import load_ontology
from graph.rules.conflicts.registry import RULES
from queries.browse import front_page, listings
from queries.wording.answer_sentence import Count

if TYPE_CHECKING:
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
MOST_LETTERS = 80
"""Longer explanations of conflicts are no questions: cut, they would show one side alone."""


@router.get("/")
def show_home(request: Request, service: ServiceDep, as_of: str = "") -> Response:
    """Show what the graph holds and where to begin."""
    scope = service.open_window(as_of)
    data = service.cache_by_version(("home", str(scope.day)), lambda: _load_home(service, scope))
    data = {**data, "kinds": sorted(load_ontology().kinds)}
    json = add_url_params("/api/v1/status", scope.day)
    return render_page(request, "home.html", data, as_of=scope.day, json=json)


def _load_home(service: Service, scope: Scope) -> dict[str, Any]:
    """Load the page. A graph that is too large to be ranked in time keeps its counts and its search."""
    try:
        return {"holds": listings.count_contents(scope), "ranked": _load_ranked(service, scope)}
    except TooLong:
        return {"holds": None, "ranked": None}


def _load_ranked(service: Service, scope: Scope) -> dict[str, Any]:
    best = {name: front_page.list_best_documented(scope, label, MOST) for label, name in KINDS}
    titles = {rule.kind: rule.title for rule in RULES}
    rows = front_page.list_disputed(service.store, MOST) if scope.day is None else []
    disputed = [{**row, "kind_title": titles[row["kind"]]} for row in rows]
    facts = front_page.list_facts_between_actors(scope, MOST_FACTS)
    known = any(best.values())
    return {
        "newest": front_page.list_newest_documents(scope, 4),
        "disputed": disputed[:3],
        "best": best,
        "themes": [theme for theme in _list_themes(scope, best, disputed) if theme["questions"] and known],
        "excerpt": load_facts_excerpt(service, scope, facts) if facts else Excerpt(),
    }


def _list_themes(
    scope: Scope, best: dict[str, list[dict[str, Any]]], disputed: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Return questions by theme, each about what this graph documents best."""
    day = scope.day
    numbers = front_page.list_repeated_figures(scope, 3)
    series = front_page.list_biggest_series(scope, 3)
    people, bodies, sites = (best[name][:2] for name in ("people", "bodies", "sites"))
    named = [entity for entity in (*people, *bodies) if entity["named"]]
    who = [
        _link(
            HOME.who_says.format(number=f"{row['value']:,}"), "/question/who-says", day, number=row["value"]
        )
        for row in numbers
    ]
    many = [
        {
            "words": HOME.how_many.format(series=row["name"], numbers=f"{Count(row['figures']):number}"),
            "href": build_page_url(row["id"], day),
        }
        for row in series
        if row["figures"] > 1
    ]
    contradicts = [
        {
            "words": f"{row['kind_title']}: {row['about'] or row['explanation']}",
            "href": build_page_url(row["id"], day),
        }
        for row in disputed[3:]
        if len(row["about"] or row["explanation"]) <= MOST_LETTERS
    ] + [_link(HOME.contradicts, "/conflicts", day)]
    ties = [
        _link(
            HOME.ties.format(start=start["in_sentence"], end=end["in_sentence"]),
            "/question/paths", day, **{"from": start["id"], "to": end["id"]},
        )
        for start in named[:1]
        for end in (*bodies[:1], *sites[:1])
        if start["id"] != end["id"]
    ]  # fmt: skip
    missing = [
        _link(HOME.operators, "/question/compounds", day),
        *(
            _link(
                HOME.answers.format(name=actor["in_sentence"]), "/question/denials", day, accused=actor["id"]
            )
            for actor in front_page.list_accused(scope, 1)
        ),
    ]
    questions = (who, many, contradicts, ties, missing)
    return [
        {"title": title, "questions": listed} for title, listed in zip(HOME.themes, questions, strict=True)
    ]


def _link(words: str, path: str, day: str | None, **params: Any) -> dict[str, str]:
    return {"words": words, "href": add_url_params(path, day, **params)}
