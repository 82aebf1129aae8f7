"""Named questions that a query asks, with their parameters filled in where it gives them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from queries.ask.query_library import NamedQuery, load_library
from queries.search.marking import STOP_WORDS, mark_words
from queries.search.model import Group, Hit, Piece
from queries.search.search_words import SearchWords

if TYPE_CHECKING:
    from graph.model.name_matching import Match
    from queries.search.context import SearchContext

MOST_QUESTIONS = 8
CLOSE = 90
"""Out of 100, how alike a query and a title must be."""
_ABOUT_ENTITY = (("about", "an entity"), ("speaker", "someone"), ("first-said", "an entity"))
"""Questions offered for an entity that the query names, and the words of their titles in its place."""


def find_questions(context: SearchContext, matches: list[Match]) -> Group:
    """Return the questions that a query asks or whose titles have its words; those that can be run first."""
    hits: dict[str, Hit] = {}
    for hit in (*_list_runnable(context, matches), *_list_titled(context.words)):
        hits.setdefault(hit.id, hit)
    found = list(hits.values())[:MOST_QUESTIONS]
    return Group("questions", tuple(context.select_page(found)), len(found))


def _list_runnable(context: SearchContext, matches: list[Match]) -> Iterator[Hit]:
    library, words = load_library(), context.words
    if words.numbers:
        number = words.numbers[0]
        yield _fill(library["who-says"], {"number": _write(number)}, f"Who says {number:,}?")
    elif words.asks_who:
        yield _fill(library["who-says"], {"word": words.text}, f"Who says “{words.text}”?")
    for match in [match for match in matches if match.is_name_match][:1]:
        for name, place in _ABOUT_ENTITY:
            query = library[name]
            title = query.title.replace(place, context.names.redact(match.name))
            yield _fill(query, {"entity": match.id}, title)


def _list_titled(words: SearchWords) -> Iterator[Hit]:
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only a search needs it

    titles = {query.name: query.title for query in load_library().values() if query.group}
    typed = " ".join(word for word in words.words if word not in STOP_WORDS)
    if len(typed) < 3 or words.numbers:
        return
    lowered = {name: title.lower() for name, title in titles.items()}
    near = process.extract(
        typed, lowered, scorer=fuzz.partial_token_set_ratio, limit=len(titles), score_cutoff=CLOSE
    )
    ranked = sorted(near, key=lambda each: (-fuzz.token_sort_ratio(typed, each[0]), each[2]))
    for _, _, name in ranked:
        yield Hit(
            f"question/{name}",
            "Question",
            mark_words([titles[name]], words)[0],
            f"question/{name}",
            more={"name": name, "params": {}, "runnable": not _needs_values(load_library()[name])},
        )


def _needs_values(query: NamedQuery) -> bool:
    return bool(query.needs) or any(not param.optional for param in query.asked)


def _fill(query: NamedQuery, params: dict[str, str], title: str) -> Hit:
    return Hit(
        f"question/{query.name}",
        "Question",
        (Piece(title, False),),
        f"question/{query.name}",
        (Piece(query.title, False),),
        {"name": query.name, "params": params, "runnable": True},
    )


def _write(number: float) -> str:
    return str(int(number)) if number == int(number) else str(number)
