"""The questions of the home page, by theme, each about what this graph documents best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from api.responses import add_url_params, build_page_url
from api.strings import HOME
from queries.browse import front_page
from queries.wording.answer_sentence import Count

if TYPE_CHECKING:
    from queries.browse.scope import Scope

Link = dict[str, str]
Rows = Sequence[Mapping[str, Any]]
MOST = 3
LISTED_ELSEWHERE = 3
"""Conflicts that the page shows in full."""
MOST_LETTERS = 80
"""A longer title of a conflict is left out: cut, it could name one side alone."""


def list_themes(scope: Scope, best: Mapping[str, Rows], disputed: Rows) -> list[dict[str, Any]]:
    """Return questions by theme: who says it, how many, what contradicts, what connects, what is missing.

    Args:
        scope: The graph, as of today or a day.
        best: The best documented entities, as lists `people`, `bodies`, and `sites`.
        disputed: The conflicts between the most documents, with the titles of their kinds.
    """
    questions = (
        _ask_who(scope),
        _ask_how_many(scope),
        _ask_what_contradicts(scope, disputed[LISTED_ELSEWHERE:]),
        _ask_what_connects(scope, best),
        _ask_what_is_missing(scope),
    )
    return [
        {"title": title, "questions": listed} for title, listed in zip(HOME.themes, questions, strict=True)
    ]


def _ask_who(scope: Scope) -> list[Link]:
    values = [row["value"] for row in front_page.list_repeated_figures(scope, MOST)]
    return [
        _link(HOME.who_says.format(number=f"{value:,}"), "/question/who-says", scope, number=value)
        for value in values
    ]


def _ask_how_many(scope: Scope) -> list[Link]:
    return [
        {
            "words": HOME.how_many.format(series=row["name"], numbers=f"{Count(row['figures']):number}"),
            "href": build_page_url(row["id"], scope.day),
        }
        for row in front_page.list_biggest_series(scope, MOST)
        if row["figures"] > 1
    ]


def _ask_what_contradicts(scope: Scope, conflicts: Rows) -> list[Link]:
    about = [(row, row["about"] or row["explanation"]) for row in conflicts]
    links = [
        {"words": f"{row['kind_title']}: {words}", "href": build_page_url(row["id"], scope.day)}
        for row, words in about
        if len(words) <= MOST_LETTERS
    ]
    return [*links, _link(HOME.contradicts, "/conflicts", scope)]


def _ask_what_connects(scope: Scope, best: Mapping[str, Rows]) -> list[Link]:
    starts = [entity for entity in (*best["people"][:2], *best["bodies"][:2]) if entity["named"]][:1]
    return [
        _link(
            HOME.ties.format(start=start["in_sentence"], end=end["in_sentence"]),
            "/question/paths",
            scope,
            **{"from": start["id"], "to": end["id"]},
        )
        for start in starts
        for end in (*best["bodies"][:1], *best["sites"][:1])
        if start["id"] != end["id"]
    ]


def _ask_what_is_missing(scope: Scope) -> list[Link]:
    accused = front_page.list_accused(scope, 1)
    return [
        _link(HOME.operators, "/question/compounds", scope),
        *(
            _link(
                HOME.answers.format(name=actor["in_sentence"]),
                "/question/denials",
                scope,
                accused=actor["id"],
            )
            for actor in accused
        ),
    ]


def _link(words: str, path: str, scope: Scope, **params: Any) -> Link:
    return {"words": words, "href": add_url_params(path, scope.day, **params)}
