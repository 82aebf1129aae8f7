"""The answer to a search as data, the same for the HTTP interface, the page, and the command line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from api import cursors
from api.responses import add_url_params, build_page_url, describe_list
from queries.search.model import MOST_PAGED

if TYPE_CHECKING:
    from queries.browse.scope import Scope
    from queries.search.model import Facet, Filters, Group, Hit, Piece, SearchRequest, SearchResult

_URL_NAMES = {"first": "from", "last": "to"}
"""Filters whose parameter in a URL has another name."""


def describe_search(request: SearchRequest, scope: Scope, group: str) -> str:
    """Return the question that a group's cursor belongs to."""
    return describe_list(f"search {request.text!r} {build_filter_params(request.filters)} {group}", scope)


def build_filter_params(filters: Filters) -> dict[str, str]:
    """Return the filters that are set, by the names of their parameters."""
    return {_URL_NAMES.get(name, name): value for name, value in asdict(filters).items() if value}


def build_search_answer(scope: Scope, request: SearchRequest, result: SearchResult) -> dict[str, Any]:
    """Return the answer to a search as data, with links to pages and cursors of next pages."""
    return {
        "query": request.text,
        "number": result.numbers[0] if result.numbers else None,
        "total": result.total,
        "at_least": result.at_least,
        "groups": [_build_group(scope, request, group) for group in result.groups],
        "facets": [_build_facet(facet) for facet in result.facets],
        "faceted": {"claims": result.faceted, "truncated": result.facets_truncated},
        "filters": build_filter_params(request.filters),
        "searched": asdict(result.searched) if result.searched else None,
        "nearest": [
            {
                "text": suggestion.text,
                "id": suggestion.id,
                "url": add_url_params("/search", scope.day, q=suggestion.text),
            }
            for suggestion in result.nearest
        ],
        "notes": list(result.notes),
    }


def _build_group(scope: Scope, request: SearchRequest, group: Group) -> dict[str, Any]:
    last = request.skip + len(group.hits)
    has_next = group.hits and last < min(group.total, MOST_PAGED)
    return {
        "name": group.name,
        "total": group.total,
        "at_least": group.at_least,
        "items": [_build_hit(scope, hit) for hit in group.hits],
        "next": cursors.encode_cursor(describe_search(request, scope, group.name), last)
        if has_next
        else None,
    }


def _build_hit(scope: Scope, hit: Hit) -> dict[str, Any]:
    return {
        **hit.more,
        "id": hit.id,
        "kind": hit.kind,
        "title": _build_pieces(hit.title),
        "snippet": _build_pieces(hit.snippet),
        "url": _build_url(scope, hit),
    }


def _build_url(scope: Scope, hit: Hit) -> str:
    if hit.kind == "Question":
        return add_url_params(f"/question/{hit.more['name']}", scope.day, **hit.more["params"])
    url = build_page_url(hit.page, scope.day)
    claims = [hit.id] if hit.kind == "Claim" and hit.page.startswith("document/") else []
    claims += hit.more["claims"][:1] if hit.kind == "Passage" else []
    return f"{url}#c-{claims[0].removeprefix('claim/')}" if claims else url


def _build_pieces(pieces: Sequence[Piece]) -> list[dict[str, Any]]:
    return [piece._asdict() for piece in pieces]


def _build_facet(facet: Facet) -> dict[str, Any]:
    return {
        "name": facet.name,
        "values": [asdict(value) for value in facet.values],
        "truncated": facet.truncated,
    }
