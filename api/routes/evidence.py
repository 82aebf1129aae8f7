"""Routes of the evidence: facts, claims, documents, conflicts, events, figures, and lineages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Path, Query
from starlette.responses import RedirectResponse, Response

from api import models
from api.dependencies import AsOf, Cursor, Limit, Possibly, ServiceDep, build_not_found, describe_problems
from api.problems import Problem
from api.responses import (
    add_url_params,
    build_json_response,
    build_json_url,
    build_page_url,
    describe_list,
    paginate,
)
from queries.ask.ask import ask, render_cypher
from queries.ask.parameters import MOST_ROWS
from queries.ask.serialize import as_data, as_rows
from queries.browse import document as documents_read
from queries.browse import evidence as read
from queries.browse import listings
from queries.browse.entity import list_conflicts_of, load_entity
from queries.browse.parallels import load_parallels

if TYPE_CHECKING:
    from api.service import Service
    from queries.browse.scope import Scope

router = APIRouter(prefix="/api/v1")
Digest = Annotated[str, Path(max_length=64, description="The hexadecimal part of its id.")]
Slug = Annotated[str, Path(max_length=200, description="Its id without the prefix.")]


def load_fact(service: Service, scope: Scope, digest: str) -> dict[str, Any]:
    """Return a fact with its evidence. Raises Problem 404."""
    fact = read.load_fact(scope, f"fact/{digest}")
    if fact is None:
        detail = "No fact here has this id."
        if scope.day is not None and read.is_fact_known(service.open_window(None), f"fact/{digest}"):
            detail = f"Nobody is known to have stated this by {scope.day}."
        raise Problem(404, detail, hint="Facts are found through an entity or a document.")
    citations = read.list_citations(scope, fact["claim_ids"], service.text_of)
    return {
        **fact,
        "evidence": citations,
        "conflicts": read.list_conflicts_of_claims(scope, fact["claim_ids"]),
    }


@router.get(
    "/facts/{digest}", response_model=models.Fact, responses=describe_problems(404), tags=["evidence"]
)
def read_fact(
    service: ServiceDep, digest: Digest, as_of: AsOf = None, possibly: Possibly = False
) -> Response:
    """Return a fact in words, its roll-up, and every passage behind it."""
    scope = service.open_window(as_of, possibly=possibly)
    fact = load_fact(service, scope, digest)
    fact["cypher"] = render_cypher(service.store, "evidence", {"fact": fact["id"]})
    return build_json_response(service, fact, scope, page=build_page_url(fact["id"], as_of))


@router.get(
    "/claims/{digest}", response_model=models.Claim, responses=describe_problems(404), tags=["evidence"]
)
def read_claim(
    service: ServiceDep, digest: Digest, as_of: AsOf = None, possibly: Possibly = False
) -> Response:
    """Return a claim as it was read, with its citation and the names it uses."""
    scope = service.open_window(as_of, possibly=possibly)
    claim = read.load_claim(scope, f"claim/{digest}", service.text_of)
    if claim is None:
        known_by = f" that was known by {scope.day}" if scope.day else ""
        raise Problem(404, f"There is no claim of this id here{known_by}.")
    page = (
        build_page_url(claim["fact"], as_of)
        if claim.get("fact")
        else build_page_url(claim["document"], as_of)
    )
    return build_json_response(service, claim, scope, page=page)


@router.get(
    "/claims/{digest}/parallels",
    response_model=models.Parallels,
    responses=describe_problems(404),
    tags=["evidence"],
)
def read_parallels(
    service: ServiceDep, digest: Digest, as_of: AsOf = None, possibly: Possibly = False
) -> Response:
    """Return what other documents print of the same as a claim, with the words that differ.

    These are claims that make the same fact or count in the same figure, and reprinted passages. Without
    the texts, statements are compared instead of quotes.
    """
    scope = service.open_window(as_of, possibly=possibly)
    data = load_parallels(scope, f"claim/{digest}", service.text_of, service.redact_names)
    if data is None:
        known_by = f" that was known by {scope.day}" if scope.day else ""
        raise Problem(404, f"There is no claim of this id here{known_by}.")
    page = build_page_url(data["claim"]["document"], as_of)
    return build_json_response(service, data, scope, page=page)


@router.get(
    "/documents",
    response_model=models.Page[dict[str, Any]],
    responses=describe_problems(),
    tags=["documents"],
)
def list_documents(
    service: ServiceDep,
    limit: Limit = 50,
    cursor: Cursor = None,
    as_of: AsOf = None,
    possibly: Possibly = False,
) -> Response:
    """List documents by day of publication, undated ones last."""
    scope = service.open_window(as_of, possibly=possibly)
    question = describe_list("documents", scope)
    data = paginate(question, cursor, limit, lambda skip: listings.list_documents(scope, skip, limit))
    return build_json_response(service, data, scope, page=add_url_params("/documents", as_of))


def load_document(service: Service, slug: str) -> dict[str, Any]:
    """Return a document's record. Raises Problem 404 with the nearest."""
    record = documents_read.load_document(service.store, f"document/{slug}")
    if record is None:
        raise build_not_found(service, "document", "document", slug)
    return record


@router.get(
    "/documents/{slug}", response_model=models.Document, responses=describe_problems(404), tags=["documents"]
)
def read_document(
    service: ServiceDep, slug: Slug, as_of: AsOf = None, possibly: Possibly = False
) -> Response:
    """Return a document's record, the outline of its claims, and the text it shares with others."""
    scope = service.open_window(as_of, possibly=possibly)
    record = load_document(service, slug)
    lineage = as_data(ask(service.store, "lineage", {"document": record["id"]}, as_of=scope.day))
    claims = documents_read.load_outline(scope, record["id"])
    data = {**record, "claims": claims, "lineage": lineage["rows"]}
    return build_json_response(service, data, scope, page=build_page_url(record["id"], as_of))


@router.get(
    "/documents/{slug}/text", response_model=models.Text, responses=describe_problems(404), tags=["documents"]
)
def read_document_text(
    service: ServiceDep, slug: Slug, as_of: AsOf = None, possibly: Possibly = False
) -> Response:
    """Return the text in pieces with their claims, or the outline.

    The text is included if it is available and matches its digest.
    """
    scope = service.open_window(as_of, possibly=possibly)
    record = load_document(service, slug)
    data = documents_read.load_annotated_text(scope, record, service.text_of)
    return build_json_response(service, data, scope, page=build_page_url(record["id"], as_of))


@router.get(
    "/lineages", response_model=models.QuestionAnswer, responses=describe_problems(), tags=["documents"]
)
def list_lineages(service: ServiceDep, limit: Limit = 100, as_of: AsOf = None) -> Response:
    """List the documents that print the same text, as the question `lineage` answers it."""
    scope = service.open_window(as_of)
    answer = ask(service.store, "lineage", {"limit": limit}, text_of=service.text_of, as_of=scope.day)
    return build_json_response(
        service, as_data(answer), scope, page=add_url_params("/question/lineage", as_of)
    )


@router.get(
    "/figures",
    response_model=models.Page[dict[str, Any]],
    responses=describe_problems(),
    tags=["figures"],
)
def list_series(
    service: ServiceDep,
    limit: Limit = 50,
    cursor: Cursor = None,
    as_of: AsOf = None,
    possibly: Possibly = False,
) -> Response:
    """List series of figures by name: what is counted, and how many numbers there are."""
    scope = service.open_window(as_of, possibly=possibly)
    question = describe_list("figures", scope)
    data = paginate(question, cursor, limit, lambda skip: listings.list_series(scope, skip, limit))
    return build_json_response(service, data, scope, page=add_url_params("/figures", as_of))


def load_series(service: Service, scope: Scope, slug: str, limit: int) -> dict[str, Any]:
    """Return every number of one series. Raises Problem 404 with the nearest."""
    record = load_entity(service.store, f"series/{slug}")
    if record is None:
        raise build_not_found(service, "series", "series", slug)
    answer = as_data(
        ask(
            service.store,
            "figures",
            {"series": record["name"], "limit": limit},
            text_of=service.text_of,
            timeout=service.settings.query_seconds,
            as_of=scope.day,
        )
    )
    # The question matches parts of names, so that other series may match, too.
    for table in (answer, *answer.get("apart", {}).values()):
        table["rows"] = [row for row in table["rows"] if row.get("series") == record["name"]]
    return {**answer, "id": record["id"], "name": record["name"]}


@router.get(
    "/figures/{slug}", response_model=models.Series, responses=describe_problems(404), tags=["figures"]
)
def read_series(service: ServiceDep, slug: Slug, limit: Limit = 200, as_of: AsOf = None) -> Response:
    """Return every number of a series with its window, wordings, and speakers.

    None is summed or preferred.
    """
    scope = service.open_window(as_of)
    data = load_series(service, scope, slug, limit)
    return build_json_response(service, data, scope, page=build_page_url(data["id"], as_of))


@router.get(
    "/conflicts",
    response_model=models.Page[dict[str, Any]],
    responses=describe_problems(),
    tags=["conflicts"],
)
def list_conflicts(  # noqa: PLR0913, PLR0917 - each is a parameter
    service: ServiceDep,
    kind: Annotated[str, Query(max_length=80, examples=["denial"])] = "",
    limit: Limit = 50,
    cursor: Cursor = None,
    as_of: AsOf = None,
    possibly: Possibly = False,
) -> Response:
    """List where claims disagree, by kind."""
    scope = service.open_window(as_of, possibly=possibly)
    question = describe_list(f"conflicts {kind}", scope)
    data = paginate(question, cursor, limit, lambda skip: load_conflicts(service, scope, kind, skip, limit))
    return build_json_response(service, data, scope, page=add_url_params("/conflicts", as_of))


def load_conflicts(service: Service, scope: Scope, kind: str, skip: int, limit: int) -> listings.ListPage:
    """Return conflicts by kind.

    Those as of a day are recomputed, and have an id only if they exist in the same form today.
    """
    if scope.day is None:
        return listings.list_conflicts(service.store, kind, skip, limit)
    page, current_ids = load_past_conflicts(service, scope, kind, skip, limit)
    return listings.ListPage([_build_past_conflict(row, current_ids) for row in page.rows], page.total)


def load_past_conflicts(
    service: Service, scope: Scope, kind: str, skip: int, limit: int
) -> tuple[listings.ListPage, dict[str, str]]:
    """Return conflicts as of a day, recomputed, and the ids of those that exist today, by explanation."""
    params = {"kind": kind or None, "limit": MOST_ROWS}
    answer = ask(service.store, "conflicts", params, text_of=service.text_of, as_of=scope.day)
    answers = [answer, *(possible for _, possible in answer.apart if scope.perhaps)]
    rows = [row for part in answers for row in as_rows(part)]
    shown = rows[skip : skip + limit]
    claims = [claim for row in shown for claim in row["claims"]]
    return listings.ListPage(shown, len(rows)), listings.find_current_conflicts(service.store, claims)


def _build_past_conflict(row: dict[str, Any], current_ids: dict[str, str]) -> dict[str, Any]:
    return {
        "id": current_ids.get(row["conflict"]),
        "kind": row["kind"],
        "explanation": row["conflict"],
        "judgement": row["judgement"],
        "sides": len({side.partition(":")[0] for side in row["sides"]}),
        "claims": len(row["claims"]),
        "documents": row["documents"],
    }


def load_conflict(service: Service, scope: Scope, digest: str) -> dict[str, Any]:
    """Return a conflict with its sides.

    Raises Problem 404, whose hint says where conflicts are listed.
    """
    conflict = read.load_conflict(scope, f"conflict/{digest}", service.text_of)
    if conflict is None:
        raise Problem(404, "There is no conflict of this id here.", hint="/conflicts lists them.")
    return conflict


@router.get(
    "/conflicts/{digest}",
    response_model=models.Conflict,
    responses=describe_problems(404),
    tags=["conflicts"],
)
def read_conflict(
    service: ServiceDep, digest: Digest, as_of: AsOf = None, possibly: Possibly = False
) -> Response:
    """Return a conflict, the cited claims of each side, and what would settle it."""
    scope = service.open_window(as_of, possibly=possibly)
    conflict = load_conflict(service, scope, digest)
    return build_json_response(service, conflict, scope, page=build_page_url(conflict["id"], as_of))


@router.get(
    "/events",
    response_model=models.Page[dict[str, Any]],
    responses=describe_problems(),
    tags=["events"],
)
def list_events(
    service: ServiceDep,
    limit: Limit = 50,
    cursor: Cursor = None,
    as_of: AsOf = None,
    possibly: Possibly = False,
) -> Response:
    """List events in the order of their days."""
    scope = service.open_window(as_of, possibly=possibly)
    question = describe_list("events", scope)
    data = paginate(question, cursor, limit, lambda skip: listings.list_events(scope, skip, limit))
    return build_json_response(service, data, scope, page=add_url_params("/events", as_of))


def load_event(service: Service, scope: Scope, slug: str) -> dict[str, Any]:
    """Return an event with who took part and the claims about it.

    If a decision says that it is another event, return only that id, as `same_as`. Raises Problem 404
    with the nearest.
    """
    record = load_entity(service.store, f"event/{slug}")
    if record is None:
        raise build_not_found(service, "event", "event", slug)
    if "same_as" in record:
        return record
    id_ = record["id"]
    parts = read.list_participants(scope, id_)
    claims = list(dict.fromkeys(claim for part in parts for claim in part["claims"]))
    citations = read.list_citations(scope, claims, service.text_of)
    return {
        **record,
        "parts": parts,
        "claims": citations,
        "conflicts": read.filter_known_conflicts(scope, list_conflicts_of(service.store, id_)),
    }


@router.get("/events/{slug}", response_model=models.Event, responses=describe_problems(404), tags=["events"])
def read_event(service: ServiceDep, slug: Slug, as_of: AsOf = None, possibly: Possibly = False) -> Response:
    """Return an event: who and what takes part, in which role, and by which claims."""
    scope = service.open_window(as_of, possibly=possibly)
    event = load_event(service, scope, slug)
    if "same_as" in event:
        return RedirectResponse(build_json_url(event["same_as"], as_of), 308)
    return build_json_response(service, event, scope, page=build_page_url(event["id"], as_of))
