"""Routes of what lies behind a line: facts, claims, documents, conflicts, events, figures, lineages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Path, Query
from starlette.responses import RedirectResponse, Response

from api import models
from api.dependencies import AsOf, Cursor, Limit, Possibly, Serving, missing, problems
from api.problems import Problem
from api.responses import by_page, json_of, page_of, reply, with_day
from queries.ask.ask import ask, render_cypher
from queries.ask.parameters import MOST_ROWS
from queries.ask.serialize import as_data
from queries.browse import document as documents_read
from queries.browse import evidence as read
from queries.browse import listings
from queries.browse.entity import list_conflicts_of, load_entity

if TYPE_CHECKING:
    from api.service import Service
    from queries.browse.scope import Scope

router = APIRouter(prefix="/api/v1")
Digest = Annotated[str, Path(max_length=64, description="The hexadecimal part of its id.")]
Slug = Annotated[str, Path(max_length=200, description="Its id without the prefix.")]


def fact_data(service: Service, look: Scope, digest: str) -> dict[str, Any]:
    """A fact with its evidence. Raises Problem 404."""
    found = read.load_fact(look, f"fact/{digest}")
    if found is None:
        detail = "There is no fact of this id here."
        if look.day is not None and read.is_fact_known(service.look(None), f"fact/{digest}"):
            detail = f"Nobody is known to have stated this by {look.day}."
        raise Problem(404, detail, hint="Facts are found through an entity or a document.")
    evidence = read.list_citations(look, found["claim_ids"], service.text_of)
    return {
        **found,
        "evidence": evidence,
        "conflicts": read.list_conflicts_of_claims(look, found["claim_ids"]),
    }


@router.get("/facts/{digest}", response_model=models.Fact, responses=problems(404), tags=["evidence"])
def one_fact(service: Serving, digest: Digest, as_of: AsOf = None, possibly: Possibly = False) -> Response:
    """A fact in words, its roll-up, and every passage behind it."""
    look = service.look(as_of, possibly=possibly)
    found = fact_data(service, look, digest)
    found["cypher"] = render_cypher(service.store, "evidence", {"fact": found["id"]})
    return reply(service, found, look, page=page_of(found["id"], as_of))


@router.get("/claims/{digest}", response_model=models.Claim, responses=problems(404), tags=["evidence"])
def one_claim(service: Serving, digest: Digest, as_of: AsOf = None, possibly: Possibly = False) -> Response:
    """A claim as it was read, with its citation and the names it uses."""
    look = service.look(as_of, possibly=possibly)
    found = read.load_claim(look, f"claim/{digest}", service.text_of)
    if found is None:
        by = f" that was known by {look.day}" if look.day else ""
        raise Problem(404, f"There is no claim of this id here{by}.")
    page = page_of(found["fact"], as_of) if found.get("fact") else page_of(found["document"], as_of)
    return reply(service, found, look, page=page)


@router.get(
    "/documents",
    response_model=models.Page[dict[str, Any]],
    responses=problems(),
    tags=["documents"],
)
def all_documents(
    service: Serving, limit: Limit = 50, cursor: Cursor = None, as_of: AsOf = None, possibly: Possibly = False
) -> Response:
    """Documents by day of publication, undated ones last."""
    look = service.look(as_of, possibly=possibly)
    question = f"documents {look.day} {look.perhaps}"
    data = by_page(question, cursor, limit, lambda skip: listings.list_documents(look, skip, limit))
    return reply(service, data, look, page=with_day("/documents", as_of))


def held_document(service: Service, slug: str) -> dict[str, Any]:
    """A document's record. Raises Problem 404 with the nearest."""
    record = documents_read.load_document(service.store, f"document/{slug}")
    if record is None:
        raise missing(service, "document", "document", slug)
    return record


@router.get("/documents/{slug}", response_model=models.Document, responses=problems(404), tags=["documents"])
def one_document(service: Serving, slug: Slug, as_of: AsOf = None, possibly: Possibly = False) -> Response:
    """A document's record, the outline of its claims, and what text it shares with others."""
    look = service.look(as_of, possibly=possibly)
    record = held_document(service, slug)
    lineage = as_data(ask(service.store, "lineage", {"document": record["id"]}, as_of=look.day))
    claims = documents_read.load_outline(look, record["id"])
    data = {**record, "claims": claims, "lineage": lineage["rows"]}
    return reply(service, data, look, page=page_of(record["id"], as_of))


@router.get("/documents/{slug}/text", response_model=models.Text, responses=problems(404), tags=["documents"])
def text_of(service: Serving, slug: Slug, as_of: AsOf = None, possibly: Possibly = False) -> Response:
    """The text in pieces with their claims where it is held and has its digest; else the outline."""
    look = service.look(as_of, possibly=possibly)
    record = held_document(service, slug)
    data = documents_read.load_annotated_text(look, record, service.text_of)
    return reply(service, data, look, page=page_of(record["id"], as_of))


@router.get("/lineages", response_model=models.Asked, responses=problems(), tags=["documents"])
def lineages(service: Serving, limit: Limit = 100, as_of: AsOf = None) -> Response:
    """Which documents print the same text, as the question `lineage` answers it."""
    look = service.look(as_of)
    answer = ask(service.store, "lineage", {"limit": limit}, text_of=service.text_of, as_of=look.day)
    return reply(service, as_data(answer), look, page=with_day("/question/lineage", as_of))


@router.get(
    "/figures",
    response_model=models.Page[dict[str, Any]],
    responses=problems(),
    tags=["figures"],
)
def all_series(
    service: Serving, limit: Limit = 50, cursor: Cursor = None, as_of: AsOf = None, possibly: Possibly = False
) -> Response:
    """Series of figures by name: what is counted, and how many numbers there are."""
    look = service.look(as_of, possibly=possibly)
    question = f"figures {look.day} {look.perhaps}"
    data = by_page(question, cursor, limit, lambda skip: listings.list_series(look, skip, limit))
    return reply(service, data, look, page=with_day("/figures", as_of))


def series_data(service: Service, look: Scope, slug: str, limit: int) -> dict[str, Any]:
    """Every number of one series. Raises Problem 404 with the nearest."""
    record = load_entity(service.store, f"series/{slug}")
    if record is None:
        raise missing(service, "series", "series", slug)
    answer = as_data(
        ask(
            service.store,
            "figures",
            {"series": record["name"], "limit": limit},
            text_of=service.text_of,
            timeout=service.settings.query_seconds,
            as_of=look.day,
        )
    )
    # The question looks for the name in the names of series: another may hold it, too.
    for told in (answer, *answer.get("apart", {}).values()):
        told["rows"] = [row for row in told["rows"] if row.get("series") == record["name"]]
    return {**answer, "id": record["id"], "name": record["name"]}


@router.get("/figures/{slug}", response_model=models.Series, responses=problems(404), tags=["figures"])
def one_series(service: Serving, slug: Slug, limit: Limit = 200, as_of: AsOf = None) -> Response:
    """Every number of a series with its window, wordings and speakers; none is summed or preferred."""
    look = service.look(as_of)
    data = series_data(service, look, slug, limit)
    return reply(service, data, look, page=page_of(data["id"], as_of))


@router.get(
    "/conflicts",
    response_model=models.Page[dict[str, Any]],
    responses=problems(),
    tags=["conflicts"],
)
def all_conflicts(  # noqa: PLR0913, PLR0917 - each is a parameter
    service: Serving,
    kind: Annotated[str, Query(max_length=80, examples=["denial"])] = "",
    limit: Limit = 50,
    cursor: Cursor = None,
    as_of: AsOf = None,
    possibly: Possibly = False,
) -> Response:
    """Where claims disagree, by kind."""
    look = service.look(as_of, possibly=possibly)
    question = f"conflicts {kind} {look.day} {look.perhaps}"
    data = by_page(question, cursor, limit, lambda skip: conflicts_listed(service, look, kind, skip, limit))
    return reply(service, data, look, page=with_day("/conflicts", as_of))


def conflicts_listed(service: Service, look: Scope, kind: str, skip: int, limit: int) -> listings.ListPage:
    """Conflicts by kind; those of a day are derived anew, and have an id only if they stand so today."""
    if look.day is None:
        return listings.list_conflicts(service.store, kind, skip, limit)
    answer = ask(service.store, "conflicts", {"kind": kind or None, "limit": MOST_ROWS}, as_of=look.day)
    told = [answer, *(other for _, other in answer.apart if look.perhaps)]
    rows = [row for one in told for row in one.rows]
    shown = rows[skip : skip + limit]
    lasting = listings.find_current_conflicts(
        service.store, [claim for row in shown for claim in row["claims"]]
    )
    return listings.ListPage([_then(row, lasting) for row in shown], len(rows))


def _then(row: dict[str, Any], lasting: dict[str, str]) -> dict[str, Any]:
    return {
        "id": lasting.get(row["conflict"]),
        "kind": row["kind"],
        "explanation": row["conflict"],
        "judgement": row["judgement"],
        "sides": len({side.partition(":")[0] for side in row["sides"]}),
        "claims": len(row["claims"]),
        "documents": row["documents"],
    }


def conflict_data(service: Service, look: Scope, digest: str) -> dict[str, Any]:
    """A conflict with its sides. Raises Problem 404 with some that there are."""
    found = read.load_conflict(look, f"conflict/{digest}", service.text_of)
    if found is None:
        raise Problem(404, "There is no conflict of this id here.", hint="/conflicts lists them.")
    return found


@router.get(
    "/conflicts/{digest}", response_model=models.Conflict, responses=problems(404), tags=["conflicts"]
)
def one_conflict(
    service: Serving, digest: Digest, as_of: AsOf = None, possibly: Possibly = False
) -> Response:
    """A conflict, the cited claims of each side, and what would settle it."""
    look = service.look(as_of, possibly=possibly)
    found = conflict_data(service, look, digest)
    return reply(service, found, look, page=page_of(found["id"], as_of))


@router.get(
    "/events",
    response_model=models.Page[dict[str, Any]],
    responses=problems(),
    tags=["events"],
)
def all_events(
    service: Serving, limit: Limit = 50, cursor: Cursor = None, as_of: AsOf = None, possibly: Possibly = False
) -> Response:
    """Events in the order of their days."""
    look = service.look(as_of, possibly=possibly)
    question = f"events {look.day} {look.perhaps}"
    data = by_page(question, cursor, limit, lambda skip: listings.list_events(look, skip, limit))
    return reply(service, data, look, page=with_day("/events", as_of))


def event_data(service: Service, look: Scope, slug: str) -> dict[str, Any]:
    """An event with who took part and the claims about it, or the one it is decided to be.

    Raises Problem 404 with the nearest.
    """
    record = load_entity(service.store, f"event/{slug}")
    if record is None:
        raise missing(service, "event", "event", slug)
    if "same_as" in record:
        return record
    id_ = record["id"]
    parts = read.list_participants(look, id_)
    claims = list(dict.fromkeys(claim for part in parts for claim in part["claims"]))
    told = read.list_citations(look, claims, service.text_of)
    return {
        **record,
        "parts": parts,
        "claims": told,
        "conflicts": read.filter_known_conflicts(look, list_conflicts_of(service.store, id_)),
    }


@router.get("/events/{slug}", response_model=models.Event, responses=problems(404), tags=["events"])
def one_event(service: Serving, slug: Slug, as_of: AsOf = None, possibly: Possibly = False) -> Response:
    """An event: who and what takes part, in which role, by which claims."""
    look = service.look(as_of, possibly=possibly)
    found = event_data(service, look, slug)
    if "same_as" in found:
        return RedirectResponse(json_of(found["same_as"], as_of), 308)
    return reply(service, found, look, page=page_of(found["id"], as_of))
