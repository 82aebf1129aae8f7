"""Search everything at once: `search` returns its groups, facets, and what comes nearest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from graph.model.errors import InputError
from graph.store.full_text import NoTextIndex
from queries.browse.listings import count_contents, list_entities
from queries.search.claim_view import open_claim_view, without_kind
from queries.search.claims import MOST_ROWS, FoundClaims, build_claim_group, find_claims
from queries.search.context import SearchContext
from queries.search.entities import build_entity_group, find_matches, suggest_names
from queries.search.facets import count_facets
from queries.search.figures import find_figures
from queries.search.listed import LISTINGS, find_listed
from queries.search.model import (
    GROUPS,
    MOST_PAGED,
    Filters,
    Group,
    GroupName,
    Searched,
    SearchRequest,
    SearchResult,
)
from queries.search.name_guard import NameGuard
from queries.search.passages import Passages, count_texts, find_passages
from queries.search.questions import find_questions
from queries.search.search_words import parse_search_words

if TYPE_CHECKING:
    from graph.model.name_matching import Match
    from queries.browse.scope import NameRedactor, Scope


@dataclass(slots=True)
class _Search:
    """One search under way. What several groups need is found once."""

    context: SearchContext
    filters: Filters
    passages: Passages
    notes: list[str]
    matches: list[Match] | None = None
    claims: FoundClaims | None = None

    def load_matches(self) -> list[Match]:
        """Return the entities that the query may mean."""
        if self.matches is None:
            context, filters = self.context, without_kind(self.filters)
            if filters != self.filters:
                context = replace(context, view=open_claim_view(context.scope, filters))
            self.matches = find_matches(context, self.filters.kind)
        return self.matches

    def load_claims(self) -> FoundClaims:
        """Return the claims found."""
        if self.claims is None:
            most = max(MOST_ROWS, self.context.skip + self.context.limit)
            self.claims = find_claims(self.context, min(most, MOST_PAGED))
        return self.claims

    def find_group(self, name: GroupName) -> Group:
        """Return one group; an empty one, with a note, if the graph has no full-text index."""
        try:
            return self._find(name)
        except NoTextIndex as error:
            note = f"{error.message} {error.hint}"
            if note not in self.notes:
                self.notes.append(note)
            return Group(name)

    def _find(self, name: GroupName) -> Group:
        finders: dict[GroupName, Callable[[], Group]] = {
            "entities": lambda: build_entity_group(self.context, self.load_matches()),
            "figures": lambda: find_figures(self.context),
            "claims": lambda: build_claim_group(self.context, self.load_claims()),
            "questions": lambda: find_questions(self.context, self.load_matches()),
            "passages": lambda: find_passages(self.context, self.passages),
        }
        for listing in LISTINGS:
            if listing.group == name:
                return find_listed(self.context, listing)
        return finders[name]()


def search(
    scope: Scope, request: SearchRequest, passages: Passages, names: NameRedactor | None
) -> SearchResult:
    """Return what a text finds, in groups.

    Args:
        scope: The graph, as of today or a day.
        request: The text, the filters, and the page.
        passages: The texts at hand.
        names: The names that are neither shown nor found by, None for a caller who may see all.

    Raises:
        InputError: The text has no letter or digit, or the kind does not exist.
    """
    if not any(character.isalnum() for character in request.text):
        raise InputError(
            f"There is nothing to look for in {request.text!r}.", hint="Give a word or a number."
        )
    words = parse_search_words(request.text.strip())
    notes = [words.note] if words.note else []
    view = open_claim_view(scope, request.filters)
    context = SearchContext(scope, view, words, NameGuard(names), request.skip, request.limit)
    work = _Search(context, request.filters, passages, notes)
    if request.group is not None:
        return SearchResult(words.numbers, (work.find_group(request.group),), notes=tuple(work.notes))
    groups = tuple(work.find_group(name) for name in GROUPS)
    return _complete(work, SearchResult(words.numbers, groups), with_facets=request.facets)


def _complete(work: _Search, result: SearchResult, *, with_facets: bool) -> SearchResult:
    """Return the result with its facets, the nearest names, and what was searched if nothing was found."""
    claims = work.claims or FoundClaims()
    counted = claims.rows if with_facets else []
    facets = count_facets(work.context.store, counted, work.filters, work.context.names)
    return replace(
        result,
        facets=facets,
        faceted=len(counted),
        facets_truncated=claims.is_cut,
        nearest=suggest_names(work.load_matches(), work.context.names),
        searched=_count_searched(work) if not result.total else None,
        notes=tuple(work.notes),
    )


def _count_searched(work: _Search) -> Searched:
    scope = work.context.scope
    counts = count_contents(scope)
    entities = list_entities(scope, "Entity", "", 1).total
    texts = count_texts(scope, work.passages)
    return Searched(entities, counts["claims"], counts["documents"], texts)
