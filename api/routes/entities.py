"""Routes of entities: search, one, its claims, its neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Path, Query
from starlette.responses import RedirectResponse, Response

from api import cursors, models
from api.dependencies import AsOf, Cursor, Limit, Possibly, Serving, missing, problems
from api.problems import Problem
from api.responses import by_page, json_of, listing, page_of, reply, with_day
from api.service import Service, field
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


def highlighted(name: str, query: str) -> list[dict[str, Any]]:
    """A name in pieces, those that are the query's words marked."""
    words = sorted({word for word in query.casefold().split() if word}, key=len, reverse=True)
    lower = name.casefold()
    if len(lower) != len(name):  # case folding moved the letters: nothing is marked rather than the wrong
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


def search(service: Service, look: Scope, query: str, kind: str | None, limit: int) -> dict[str, Any]:
    """Entities that a text may mean, best first, what matched marked. Raises Problem."""
    label = known_label(kind) if kind else None
    with field("q"):
        found = search_entities(service.store, query, kind=label, limit=100)
    if look.day is not None:
        then = listings.find_named_entities(look, [match.id for match in found])
        found = [match for match in found if match.id in then]
    called = any(match.is_name_match for match in found)
    meant = (
        [] if called else [service.shown(match.name) for match in filter_plausible_matches(query, found)[:3]]
    )
    shown = found[:limit]
    return {
        "items": [_hit(service, match, query) for match in shown],
        "total": len(found),
        "limit": limit,
        "truncated": len(found) > limit,
        "next": None,
        "did_you_mean": meant,
    }


def _hit(service: Service, match: Match, query: str) -> dict[str, Any]:
    data: dict[str, Any] = service.shown(
        {"id": match.id, "name": match.name, "kind": match.kind, "score": match.score, "how": match.how}
    )
    matched = service.shown(match.matched)
    return {**data, "matched": matched, "highlight": highlighted(str(matched or data["name"] or ""), query)}


def known_label(kind: str) -> str:
    """A kind of the vocabulary. Raises Problem naming the field."""
    ontology = load_ontology()
    labels = {*ontology.kinds, *ontology.abstract}
    if kind not in labels:
        hint = f"Known are: {', '.join(sorted(labels))}."
        raise Problem(400, f"There is no kind {kind!r}.", hint=hint, field="kind")
    return kind


@router.get("", response_model=models.Hits, responses=problems(), summary="Find or list entities")
def find_entities(  # noqa: PLR0913, PLR0917 - each is a parameter
    service: Serving,
    q: Annotated[
        str | None, Query(max_length=200, description="Name, alias, id, misspelling.", examples=["chen zi"])
    ] = None,
    kind: Annotated[str | None, Query(max_length=40, examples=["Person"])] = None,
    limit: Limit = 20,
    cursor: Cursor = None,
    as_of: AsOf = None,
    possibly: Possibly = False,
) -> Response:
    """Entities that `q` may mean, best first; without `q` all of them, by id."""
    look = service.look(as_of, possibly=possibly)
    page = with_day("/search", as_of, q=q, kind=kind)
    if q is not None:
        return reply(service, search(service, look, q, kind, limit), look, page=page)
    question = f"entities {kind} {look.day} {look.perhaps}"
    after = str(cursors.decoded(question, cursor, ""))
    found = listings.list_entities(look, known_label(kind) if kind else "Entity", after, limit + 1)
    items = found.rows[:limit]
    following = items[-1]["id"] if len(found.rows) > limit else None
    return reply(service, listing(items, found.total, limit, question, following), look, page=page)


def held_entity(service: Service, kind: str, slug: str) -> dict[str, Any]:
    """An entity's record, or where another has taken its place. Raises Problem 404 with the nearest."""
    record = read.load_entity(service.store, f"{kind}/{slug}")
    if record is None:
        raise missing(service, "entity", "entity", slug)
    return record


@router.get(
    "/{kind}/{slug}", response_model=models.Entity, responses=problems(404), summary="One entity's record"
)
def one_entity(service: Serving, kind: Kind, slug: Slug, as_of: AsOf = None) -> Response:
    """An entity's record, and what no source states of it; protected people without names."""
    look = service.look(as_of)
    record = held_entity(service, kind, slug)
    if "same_as" in record:
        return RedirectResponse(json_of(record["same_as"], as_of), 308)
    data = {**record, "not_stated": read.list_unstated(look, record)}
    return reply(service, data, look, page=page_of(record["id"], as_of))


@router.get(
    "/{kind}/{slug}/claims",
    response_model=models.Page[models.Citation],
    responses=problems(404),
    summary="The claims that name it",
)
def claims_of(  # noqa: PLR0913, PLR0917 - each is a parameter
    service: Serving,
    kind: Kind,
    slug: Slug,
    limit: Limit = 50,
    cursor: Cursor = None,
    as_of: AsOf = None,
    possibly: Possibly = False,
) -> Response:
    """Every claim that names an entity, with its citation, by document and passage."""
    look = service.look(as_of, possibly=possibly)
    id_ = _current(service, kind, slug)
    question = f"claims {id_} {look.day} {look.perhaps}"

    def some(skip: int) -> listings.ListPage:
        ids, total = read.list_claim_ids(look, id_, skip, limit)
        return listings.ListPage(list_citations(look, ids, service.text_of), total)

    return reply(service, by_page(question, cursor, limit, some), look, page=page_of(id_, as_of))


@router.get(
    "/{kind}/{slug}/neighbours",
    response_model=models.Neighbours,
    responses=problems(404),
    summary="What it is tied to",
)
def neighbours_of(  # noqa: PLR0913, PLR0917 - each is a parameter
    service: Serving,
    kind: Kind,
    slug: Slug,
    relation: Annotated[str | None, Query(max_length=80, examples=["HEADS"])] = None,
    side: Annotated[str, Query(pattern="^(SUBJECT|OBJECT|)$")] = "",
    limit: Limit = 50,
    cursor: Cursor = None,
    as_of: AsOf = None,
    possibly: Possibly = False,
) -> Response:
    """Counts per type of fact; with `relation` also the neighbours it leads to."""
    look = service.look(as_of, possibly=possibly)
    id_ = _current(service, kind, slug)
    counts = read.count_ties(look, id_)
    data: dict[str, Any] = {"counts": counts}
    if relation is not None:
        question = f"neighbours {id_} {relation} {side} {look.day} {look.perhaps}"
        tie = (relation, side)
        total = sum(c["neighbours"] for c in counts if c["relation"] == relation and side in ("", c["side"]))

        def some(skip: int) -> listings.ListPage:
            return listings.ListPage(read.list_neighbours(look, id_, tie, skip, limit), total)

        data |= by_page(question, cursor, limit, some)
    return reply(service, data, look, page=page_of(id_, as_of))


def _current(service: Service, kind: str, slug: str) -> str:
    """The id an entity goes by now."""
    record = held_entity(service, kind, slug)
    return str(record.get("same_as") or record["id"])
