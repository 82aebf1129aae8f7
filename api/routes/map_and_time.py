"""Routes of the map, the timeline, the days on which anything became known, and the conflict board."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import Response

from api import models
from api.dependencies import AsOf, Cursor, Limit, Possibly, ServiceDep, describe_problems
from api.problems import Problem, check_known
from api.responses import add_url_params, build_json_response, paginate
from api.routes import questions
from api.routes.evidence import load_conflicts, load_past_conflicts
from api.service import Service, translate_input_errors
from api.strings import CLASSES
from graph.rules.as_of import parse_day
from queries.ask.query_library import load_library
from queries.ask.serialize import as_rows, list_facts
from queries.browse import evidence, times
from queries.browse.listings import ListPage
from queries.browse.places import load_places
from reports.content.places import describe_spots, find_spots

if TYPE_CHECKING:
    from queries.browse.scope import Scope

router = APIRouter(prefix="/api/v1")
MOST_TIMED = 200
PLACE_KINDS = ("Country", "Province", "City", "BorderCrossing", "Region", "Compound", "Facility", "Embassy")


def load_map(look: Scope, kind: str) -> dict[str, Any]:
    """Return places and sites of the graph: where each lies, and how much is said about it.

    Raises Problem.
    """
    if kind and kind not in PLACE_KINDS:
        raise Problem(
            400, f"No place is a {kind!r}.", hint=f"Known are: {', '.join(PLACE_KINDS)}.", field="kind"
        )
    found = load_places(look)
    names = {id_: entry.name for id_, entry in found.entries.items()}
    items = []
    for one in found.told:
        if kind and one.entry.kind != kind:
            continue
        where = find_spots(one.entry.id, found.entries, found.said)
        items.append(
            {
                "id": one.entry.id,
                "name": one.entry.name,
                "kind": one.entry.kind,
                "precision": one.entry.precision,
                "where": describe_spots(where, names),
                "spots": where,
                "facts": one.facts,
                "documents": one.documents,
                "speakers": one.speakers,
            }
        )
    return {"items": items, "total": len(items), "truncated": found.more}


@router.get("/map", response_model=models.ItemList, responses=describe_problems(), tags=["places"])
def list_places(
    service: ServiceDep,
    kind: Annotated[str, Query(max_length=40, examples=["Compound"])] = "",
    as_of: AsOf = None,
    possibly: Possibly = False,
) -> Response:
    """List places and sites: where each lies, as precisely as is known, and how much is said about it."""
    look = service.open_window(as_of, possibly=possibly)
    return build_json_response(
        service, load_map(look, kind), look, page=add_url_params("/map", as_of, kind=kind)
    )


def load_timeline(
    service: Service, look: Scope, wanted: dict[str, str], cursor: str | None, limit: int
) -> dict[str, Any]:
    """Return what happened when, and when the documents that report it came out. Raises Problem.

    `wanted` has `entity`, `class`, `from`, and `to`, "" for any. Without an entity, the items are
    events by their first day; with one, the statements about it, at most MOST_TIMED.
    """
    for name in ("from", "to"):
        if wanted[name]:
            with translate_input_errors(name):
                wanted = {**wanted, name: parse_day(wanted[name])}
    if wanted["class"]:
        check_known(wanted["class"], CLASSES, "class", "class")
    if wanted["entity"]:
        found = _load_statements(service, look, wanted)
    else:
        question = f"timeline {wanted['class']} {wanted['from']} {wanted['to']} {look.day} {look.perhaps}"
        some = paginate(
            question, cursor, limit, lambda skip: times.list_dated_events(look, wanted, skip, limit)
        )
        found = {**some, "notes": [], "style": "event"}
    documents = {d for item in found["items"] for window in item["windows"] for d in window["documents"]}
    return {**found, "published": times.list_publications(look.store, sorted(documents))}


def _load_statements(service: Service, look: Scope, wanted: dict[str, str]) -> dict[str, Any]:
    given = {name: wanted[name] for name in ("entity", "from", "to") if wanted[name]}
    answer = questions.ask_question(
        service, load_library()["timeline"], given | {"limit": str(MOST_TIMED)}, look.day, None
    )
    rows = list(as_rows(answer))
    told = times.load_claim_times(look.store, [claim for row in rows for claim in row["claims"]])
    items = []
    for row in rows:
        mine = [told[claim] for claim in row["claims"] if claim in told]
        if wanted["class"] and not any(one["class"] == wanted["class"] for one in mine):
            continue
        affirmed = [one for one in mine if one["polarity"] == "affirm"]
        items.append(
            {
                "id": next(iter(list_facts(row)), ""),
                "name": row["statement"],
                "standing": row["standing"],
                "denied": not affirmed,
                "said_by": row["said_by"],
                "first_published": row["first_published"],
                "documents": row["documents"],
                "origins": row["origins"],
                "windows": times.collect_windows(affirmed or mine),
            }
        )
    total, cut = len(items), len(rows) == MOST_TIMED
    return {
        "items": items,
        "total": total,
        "limit": MOST_TIMED,
        "truncated": cut,
        "next": None,
        "notes": list(answer.notes),
        "style": "statement",
    }


@router.get(
    "/timeline", response_model=models.Page[dict[str, Any]], responses=describe_problems(), tags=["events"]
)
def read_timeline(  # noqa: PLR0913, PLR0917 - each is a parameter
    service: ServiceDep,
    entity: Annotated[str, Query(max_length=200, examples=["person/chen-zhi"])] = "",
    class_: Annotated[str, Query(alias="class", max_length=40, examples=["LEGAL_ACTION"])] = "",
    from_: Annotated[str, Query(alias="from", max_length=40, examples=["2026-01-01"])] = "",
    to: Annotated[str, Query(max_length=40, examples=["2026-01-31"])] = "",
    limit: Limit = 50,
    cursor: Cursor = None,
    as_of: AsOf = None,
    possibly: Possibly = False,
) -> Response:
    """Return what happened (events, or statements about an entity), and what was published about it."""
    look = service.open_window(as_of, possibly=possibly)
    wanted = {"entity": entity.strip(), "class": class_, "from": from_.strip(), "to": to.strip()}
    data = load_timeline(service, look, wanted, cursor, limit)
    return build_json_response(service, data, look, page=add_url_params("/timeline", as_of, **wanted))


@router.get("/days", response_model=models.ItemList, responses=describe_problems(), tags=["server"])
def list_days(service: ServiceDep) -> Response:
    """List the days on which anything became known, for an as-of slider."""
    items = times.list_days(service.store)
    return build_json_response(service, {"items": items, "total": len(items)})


def load_board(service: Service, look: Scope, kind: str, cursor: str | None, limit: int) -> dict[str, Any]:
    """Return conflicts with the cited claims of their sides and the judgement on each.

    Raises Problem.
    """
    from graph.rules.conflicts.registry import RULES  # noqa: PLC0415 - only the board tells of rules

    if kind:
        check_known(kind, [rule.kind for rule in RULES], "kind of conflict", "kind")

    def read_cards(skip: int) -> ListPage:
        if look.day is None:
            return _load_current_cards(service, look, kind, skip, limit)
        return _load_past_cards(service, look, kind, skip, limit)

    question = f"board {kind} {look.day} {look.perhaps}"
    rules = {rule.kind: {"title": rule.title, "finds": rule.finds} for rule in RULES}
    return {**paginate(question, cursor, limit, read_cards), "rules": rules}


def _load_current_cards(service: Service, look: Scope, kind: str, skip: int, limit: int) -> ListPage:
    found = load_conflicts(service, look, kind, skip, limit)
    held = evidence.load_sides(look, [row["id"] for row in found.rows])
    claims = [claim for _, sides in held.values() for side in sides.values() for claim in side]
    cited = {c["claim"]: c for c in evidence.list_citations(look, claims, service.text_of)}
    cards = []
    for row in found.rows:
        about, sides = held[row["id"]]
        judged = {name: about.get(name) for name in ("judgement", "judged_by", "judged_on", "judged_why")}
        told = [[cited[claim] for claim in sides[number]] for number in sorted(sides)]
        cards.append(_build_card(row["id"], row["kind"], about, told, origins=True) | judged)
    return ListPage(cards, found.total)


def _load_past_cards(service: Service, look: Scope, kind: str, skip: int, limit: int) -> ListPage:
    """Return the conflicts as of a day, recomputed; one that still exists keeps its page."""
    page, ids = load_past_conflicts(service, look, kind, skip, limit)
    cards = []
    for row in page.rows:
        sides: dict[int, list[Any]] = {}
        for words_, citation in zip(row["sides"], row["citations"], strict=True):
            sides.setdefault(int(words_.partition(":")[0]), []).append(citation)
        about = {"explanation": row["conflict"], "settles": row["settles"]}
        judged = {"judgement": row["judgement"], "judged_by": None, "judged_on": None, "judged_why": None}
        told_sides = [sides[number] for number in sorted(sides)]
        cards.append(
            _build_card(ids.get(row["conflict"]), row["kind"], about, told_sides, origins=False) | judged
        )
    return ListPage(cards, page.total)


def _build_card(
    id_: str | None, kind: str, about: dict[str, Any], sides: list[list[Any]], *, origins: bool
) -> dict[str, Any]:
    return {
        "id": id_,
        "kind": kind,
        "explanation": about["explanation"],
        "settles": about["settles"],
        "sides": [
            {
                "claims": side,
                "documents": len({c["document"] for c in side}),
                "origins": len({c["origin"] for c in side}) if origins else None,
            }
            for side in sides
        ],
    }
