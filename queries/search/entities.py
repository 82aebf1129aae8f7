"""Entities by name, alias, the beginning of a name, or description."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.model.name_disambiguation import filter_plausible_matches
from graph.model.name_matching import Match, rank_candidates
from graph.store.entity_search import NameSearch, remove_protected, search_entities
from graph.store.full_text import ENTITIES, NoTextIndex, build_text_query, search_text
from graph.store.name_completion import complete_names
from queries.browse.listings import find_named_entities
from queries.search.marking import mark_words
from queries.search.model import Group, Hit, Suggestion

if TYPE_CHECKING:
    from queries.search.context import SearchContext
    from queries.search.name_guard import NameGuard

MOST_MATCHES = 100
MOST_SUGGESTED = 3
_DESCRIBED = "RETURN c.id AS id LIMIT $most"


def find_matches(context: SearchContext, kind: str) -> list[Match]:
    """Return the entities that a query may mean, best first: called so, beginning so, described so, near.

    `kind` is a label of the vocabulary, "" for any.
    """
    store, words = context.store, context.words
    label = kind or None
    matches = search_entities(store, words.text, kind=label, limit=MOST_MATCHES, descriptions=False)
    plausible = filter_plausible_matches(words.text, matches)
    certain = [match for match in plausible if match.is_name_match]
    further = complete_names(store, words.text, kind=kind, limit=MOST_MATCHES)
    further += _find_described(context, kind)
    near = [match for match in plausible if not match.is_name_match]
    unique: dict[str, Match] = {}
    for match in (*certain, *further, *near):
        unique.setdefault(match.id, match)
    ordered = list(unique.values())
    if context.names.has_names:
        ordered = remove_protected(store, ordered)
    if context.view.condition and ordered:
        known = find_named_entities(
            replace(context.scope, door=context.view), [match.id for match in ordered]
        )
        ordered = [match for match in ordered if match.id in known]
    return ordered


def _find_described(context: SearchContext, kind: str) -> list[Match]:
    """Return the entities whose description has the words."""
    store, words = context.store, context.words
    query = build_text_query(words.words, words.spellings)
    rows = []
    if query:
        with suppress(NoTextIndex):
            rows = search_text(store, ENTITIES, query, _DESCRIBED, {"most": MOST_MATCHES})
    candidates = NameSearch(store, kind).load_candidates([row["id"] for row in rows])
    matches = [match._replace(how="description") for match in rank_candidates(words.text, candidates)]
    return remove_protected(store, matches)


def suggest_names(matches: list[Match], names: NameGuard) -> tuple[Suggestion, ...]:
    """Return the nearest names if no entity has the name of the query."""
    if any(match.is_name_match for match in matches):
        return ()
    near = [match for match in matches if match.how == "near"][:MOST_SUGGESTED]
    return tuple(Suggestion(names.redact(match.name), match.id) for match in near)


def build_entity_group(context: SearchContext, matches: list[Match]) -> Group:
    """Return one page of the entities, with the matching name marked."""
    shown = [context.names.redact(match._asdict()) for match in context.select_page(matches)]
    titles = mark_words([match["name"] for match in shown], context.words)
    snippets = mark_words([match["matched"] for match in shown], context.words)
    hits = tuple(
        Hit(
            match["id"],
            match["kind"],
            title,
            match["id"],
            snippet if match["matched"] != match["name"] else (),
            {"name": match["name"], "how": match["how"], "matched": match["matched"]},
        )
        for match, title, snippet in zip(shown, titles, snippets, strict=True)
    )
    return Group("entities", hits, len(matches), len(matches) >= MOST_MATCHES)
