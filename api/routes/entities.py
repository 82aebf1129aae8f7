"""Routes of entities: search, record, claims, and neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Path, Query
from starlette.responses import RedirectResponse, Response

from api import cursors, models
from api.dependencies import AsOf, Cursor, Limit, Possibly, ServiceDep, build_not_found, describe_problems
from api.problems import check_known
from api.responses import (
    add_url_params,
    build_json_response,
    build_json_url,
    build_list_envelope,
    build_page_url,
    describe_list,
    paginate,
)
from api.service import Service, translate_input_errors
from graph.model.name_disambiguation import filter_plausible_matches
from graph.model.ontology import load_ontology
from graph.store.entity_search import search_entities
from queries.browse import entity as read
from queries.browse import listings
from queries.browse.evidence import list_citations

if TYPE_CHECKING:
    from graph.model.name_matching import Match
    from queries.browse.scope import Scope

router = APIRouter(prefix="/api/v1/entities", tags=["entities"])
Kind = Annotated[str, Path(max_length=40, description="The prefix of its id.", examples=["person"])]
Slug = Annotated[str, Path(max_length=200, description="The rest of its id.", examples=["chen-zhi"])]


def split_matches(name: str, query: str) -> list[dict[str, Any]]:
    """Split a name into pieces and mark those that match words of the query."""
    words = sorted({word for word in query.casefold().split() if word}, key=len, reverse=True)
    lower = name.casefold()
    if len(lower) != len(name):  # case folding changed the length: marks would be wrong
        return [{"text": name, "hit": False}]
    marks = [False] * len(name)
    for word in words:
        place = lower.find(word)
        while place >= 0:
            marks[place : place + len(word)] = [True] * len(word)
            place = lower.find(word, place + len(word))
    pieces: list[dict[str, Any]] = []
    for letter, hit in zip(name, marks, strict=True):
        if pieces and pieces[-1]["hit"] is hit:
            pieces[-1]["text"] += letter
        else:
            pieces.append({"text": letter, "hit": hit})
    return pieces


def build_search_results(
    service: Service, scope: Scope, query: str, kind: str | None, limit: int
) -> dict[str, Any]:
    """Return the entities that a text may mean, best first, with the match marked. Raises Problem."""
    label = check_kind(kind) if kind else None
    with translate_input_errors("q"):
        matches = search_entities(service.store, query, kind=label, limit=100)
    if scope.day is not None:
        known_ids = listings.find_named_entities(scope, [match.id for match in matches])
        matches = [match for match in matches if match.id in known_ids]
    has_name_match = any(match.is_name_match for match in matches)
    suggestions = (
        []
        if has_name_match
        else [service.redact_names(match.name) for match in filter_plausible_matches(query, matches)[:3]]
    )
    shown = matches[:limit]
    return {
        "items": [_build_hit(service, match, query) for match in shown],
        "total": len(matches),
        "limit": limit,
        "truncated": len(matches) > limit,
        "next": None,
        "did_you_mean": suggestions,
    }


def _build_hit(service: Service, match: Match, query: str) -> dict[str, Any]:
    data: dict[str, Any] = service.redact_names(
        {"id": match.id, "name": match.name, "kind": match.kind, "score": match.score, "how": match.how}
    )
    matched = service.redact_names(match.matched)
    return {**data, "matched": matched, "highlight": split_matches(str(matched or data["name"] or ""), query)}


def check_kind(kind: str) -> str:
    """Return a kind of the vocabulary. Raises Problem that names the field for an unknown kind."""
    ontology = load_ontology()
    check_known(kind, sorted({*ontology.kinds, *ontology.abstract}), "kind", "kind")
    return kind


@router.get("", response_model=models.Hits, responses=describe_problems(), summary="Find or list entities")
def find_entities(  # noqa: PLR0913, PLR0917 - each is a parameter
    service: ServiceDep,
    q: Annotated[
        str | None, Query(max_length=200, description="Name, alias, id, misspelling.", examples=["chen zi"])
    ] = None,
    kind: Annotated[str | None, Query(max_length=40, examples=["Person"])] = None,
    limit: Limit = 20,
    cursor: Cursor = None,
    as_of: AsOf = None,
    possibly: Possibly = False,
) -> Response:
    """Find the entities that `q` may mean, best first; without `q`, list all by id."""
    scope = service.open_window(as_of, possibly=possibly)
    page = add_url_params("/search", as_of, q=q, kind=kind)
    if q is not None:
        return build_json_response(
            service, build_search_results(service, scope, q, kind, limit), scope, page=page
        )
    question = describe_list(f"entities {kind}", scope)
    after = str(cursors.decode_cursor(question, cursor, ""))
    entity_page = listings.list_entities(scope, check_kind(kind) if kind else "Entity", after, limit + 1)
    items = entity_page.rows[:limit]
    following = items[-1]["id"] if len(entity_page.rows) > limit else None
    return build_json_response(
        service, build_list_envelope(items, entity_page.total, limit, question, following), scope, page=page
    )


def load_entity(service: Service, kind: str, slug: str) -> dict[str, Any]:
    """Return an entity's record, or only the id of the entity that replaced it, as `same_as`.

    Raises Problem 404 with the nearest.
    """
    record = read.load_entity(service.store, f"{kind}/{slug}")
    if record is None:
        raise build_not_found(service, "entity", "entity", slug)
    return record


@router.get(
    "/{kind}/{slug}",
    response_model=models.Entity,
    responses=describe_problems(404),
    summary="One entity's record",
)
def read_entity(service: ServiceDep, kind: Kind, slug: Slug, as_of: AsOf = None) -> Response:
    """Return an entity's record and what no source states about it; protected people have no names."""
    scope = service.open_window(as_of)
    record = load_entity(service, kind, slug)
    if "same_as" in record:
        return RedirectResponse(build_json_url(record["same_as"], as_of), 308)
    data = {**record, "not_stated": read.list_unstated(scope, record)}
    return build_json_response(service, data, scope, page=build_page_url(record["id"], as_of))


@router.get(
    "/{kind}/{slug}/claims",
    response_model=models.Page[models.Citation],
    responses=describe_problems(404),
    summary="The claims that name it",
)
def list_entity_claims(  # noqa: PLR0913, PLR0917 - each is a parameter
    service: ServiceDep,
    kind: Kind,
    slug: Slug,
    limit: Limit = 50,
    cursor: Cursor = None,
    as_of: AsOf = None,
    possibly: Possibly = False,
) -> Response:
    """List every claim that names an entity, with its citation, by document and passage."""
    scope = service.open_window(as_of, possibly=possibly)
    id_ = resolve_current_id(service, kind, slug)

    def read_rows(skip: int) -> listings.ListPage:
        ids, total = read.list_claim_ids(scope, id_, skip, limit)
        return listings.ListPage(list_citations(scope, ids, service.text_of), total)

    return build_json_response(
        service,
        paginate(describe_list(f"claims {id_}", scope), cursor, limit, read_rows),
        scope,
        page=build_page_url(id_, as_of),
    )


@router.get(
    "/{kind}/{slug}/neighbours",
    response_model=models.Neighbours,
    responses=describe_problems(404),
    summary="What it is tied to",
)
def list_neighbours(  # noqa: PLR0913, PLR0917 - each is a parameter
    service: ServiceDep,
    kind: Kind,
    slug: Slug,
    relation: Annotated[str | None, Query(max_length=80, examples=["HEADS"])] = None,
    side: Annotated[str, Query(pattern="^(SUBJECT|OBJECT|)$")] = "",
    limit: Limit = 50,
    cursor: Cursor = None,
    as_of: AsOf = None,
    possibly: Possibly = False,
) -> Response:
    """Count the neighbours by each type of fact; with `relation`, also list the neighbours by it."""
    scope = service.open_window(as_of, possibly=possibly)
    id_ = resolve_current_id(service, kind, slug)
    counts = read.count_ties(scope, id_)
    data: dict[str, Any] = {"counts": counts}
    if relation is not None:
        question = describe_list(f"neighbours {id_} {relation} {side}", scope)
        tie = (relation, side)
        total = sum(
            count["neighbours"]
            for count in counts
            if count["relation"] == relation and side in ("", count["side"])
        )

        def read_rows(skip: int) -> listings.ListPage:
            return listings.ListPage(read.list_neighbours(scope, id_, tie, skip, limit), total)

        data |= paginate(question, cursor, limit, read_rows)
    return build_json_response(service, data, scope, page=build_page_url(id_, as_of))


def resolve_current_id(service: Service, kind: str, slug: str) -> str:
    """Return the current id of an entity. Raises Problem 404 with the nearest."""
    record = load_entity(service, kind, slug)
    return str(record.get("same_as") or record["id"])
