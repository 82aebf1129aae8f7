"""Routes of the map, the timeline, the days on which anything became known, and the conflict board."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import Response

from api import models
from api.day_words import describe_day, load_days
from api.dependencies import AsOf, Cursor, Limit, Possibly, ServiceDep, describe_problems
from api.problems import Problem, check_known
from api.responses import add_url_params, build_json_response, describe_list, paginate
from api.routes import questions
from api.routes.evidence import load_conflicts, load_past_conflicts
from api.service import Service, translate_input_errors
from graph.model.ontology import PREDICATE_CLASSES
from graph.rules.as_of import parse_day
from graph.rules.conflicts.registry import RULES
from queries.ask.parameters import MOST_ROWS, bind_parameters
from queries.ask.query_library import load_library
from queries.ask.serialize import as_rows, list_facts
from queries.browse import evidence, times
from queries.browse.listings import ListPage
from queries.browse.places import load_places
from reports.content.places import PLACE_KINDS, describe_spots, find_spots

if TYPE_CHECKING:
    from queries.browse.scope import Scope

router = APIRouter(prefix="/api/v1")
MOST_TIMED = 200
Entity = Annotated[str, Query(max_length=200, examples=["person/chen-zhi"], description="A name or an id.")]
Class = Annotated[str, Query(alias="class", max_length=40, examples=["LEGAL_ACTION"])]
From = Annotated[str, Query(alias="from", max_length=40, examples=["2026-01-01"])]
To = Annotated[str, Query(max_length=40, examples=["2026-01-31"])]


def read_filters(entity: str, class_: str, first: str, last: str) -> dict[str, str]:
    """Return the filters of a request by their names: `entity`, `class`, and ISO days `from` and `to`.

    "" is any. Raises Problem that names the filter.
    """
    filters = {"entity": entity.strip(), "class": class_, "from": first.strip(), "to": last.strip()}
    for name in ("from", "to"):
        if filters[name]:
            with translate_input_errors(name):
                filters[name] = parse_day(filters[name])
    if class_:
        check_known(class_, PREDICATE_CLASSES, "class", "class")
    return filters


def find_entity(service: Service, text: str) -> tuple[str, str]:
    """Return id and name of the entity that a filter names, "" twice for an empty one. Raises Problem."""
    if not text:
        return "", ""
    with translate_input_errors("entity"):
        bound = bind_parameters(service.store, load_library()["about"], {"entity": text})
    return str(bound.values["entity"]), bound.shown["entity"]


def load_map(service: Service, scope: Scope, filters: Mapping[str, str]) -> dict[str, Any]:
    """Return places and sites of the graph: where each lies, and how much is said about it.

    `filters` has `kind`, `entity`, `from`, and `to`, "" for any. Raises Problem.
    """
    kind = filters["kind"]
    if kind and kind not in PLACE_KINDS:
        raise Problem(
            400, f"No place is a {kind!r}.", hint=f"Known are: {', '.join(PLACE_KINDS)}.", field="kind"
        )
    entity, entity_name = find_entity(service, filters["entity"])
    places = load_places(scope, entity=entity, first=filters["from"], last=filters["to"])
    names = {id_: entry.name for id_, entry in places.entries.items()}
    items = []
    for place in places.told:
        if kind and place.entry.kind != kind:
            continue
        spots = find_spots(place.entry.id, places.entries, places.said)
        items.append(
            {
                "id": place.entry.id,
                "name": place.entry.name,
                "kind": place.entry.kind,
                "precision": place.entry.precision,
                "where": describe_spots(spots, names),
                "spots": spots,
                "facts": place.facts,
                "documents": place.documents,
                "speakers": place.speakers,
            }
        )
    return {
        "items": items,
        "total": len(items),
        "truncated": places.more,
        "entity": {"id": entity, "name": entity_name} if entity else None,
    }


@router.get("/map", response_model=models.ItemList, responses=describe_problems(), tags=["places"])
def list_places(  # noqa: PLR0913, PLR0917 - each is a parameter
    service: ServiceDep,
    kind: Annotated[str, Query(max_length=40, examples=["Compound"])] = "",
    entity: Entity = "",
    from_: From = "",
    to: To = "",
    as_of: AsOf = None,
    possibly: Possibly = False,
) -> Response:
    """List places and sites: where each lies, as precisely as is known, and how much is said about it.

    With `entity`, `from` or `to`, only statements that name it, or that speak of those days, count.
    """
    scope = service.open_window(as_of, possibly=possibly)
    filters = {**read_filters(entity, "", from_, to), "kind": kind}
    page = add_url_params("/map", as_of, **{**filters, "class": ""})
    return build_json_response(service, load_map(service, scope, filters), scope, page=page)


def load_timeline(
    service: Service, scope: Scope, filters: dict[str, str], cursor: str | None, limit: int
) -> dict[str, Any]:
    """Return what happened when, and when the documents that report it came out. Raises Problem.

    `filters` are those of `read_filters`. Without an entity, the items are events by their first day; with
    one, the statements about it, at most MOST_TIMED.
    """
    if filters["entity"]:
        timeline = _load_statements(service, scope, filters, MOST_TIMED)
    else:
        question = describe_list(f"timeline {filters['class']} {filters['from']} {filters['to']}", scope)
        page = paginate(
            question, cursor, limit, lambda skip: times.list_dated_events(scope, filters, skip, limit)
        )
        timeline = {**page, "notes": [], "style": "event"}
    documents = {
        document
        for item in timeline["items"]
        for window in item["windows"]
        for document in window["documents"]
    }
    return {**timeline, "published": times.list_publications(scope.store, sorted(documents))}


def list_timeline_rows(
    service: Service, scope: Scope, filters: dict[str, str], skip: int, limit: int
) -> ListPage:
    """Return rows of a timeline after a number of them; statements about an entity come all at once."""
    if not filters["entity"]:
        return times.list_dated_events(scope, filters, skip, limit)
    items = _load_statements(service, scope, filters, MOST_ROWS)["items"]
    return ListPage(items[skip:], len(items))


def _load_statements(service: Service, scope: Scope, filters: dict[str, str], most: int) -> dict[str, Any]:
    params = {name: filters[name] for name in ("entity", "from", "to") if filters[name]}
    answer = questions.ask_question(
        service, load_library()["timeline"], params | {"limit": str(most)}, scope.day, None
    )
    rows = list(as_rows(answer))
    times_by_claim = times.load_claim_times(scope.store, [claim for row in rows for claim in row["claims"]])
    items = []
    for row in rows:
        claim_times = [times_by_claim[claim] for claim in row["claims"] if claim in times_by_claim]
        if filters["class"] and not any(
            claim_time["class"] == filters["class"] for claim_time in claim_times
        ):
            continue
        affirmed = [claim_time for claim_time in claim_times if claim_time["polarity"] == "affirm"]
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
                "windows": times.collect_windows(affirmed or claim_times),
            }
        )
    total, cut = len(items), len(rows) == most
    return {
        "items": items,
        "total": total,
        "limit": most,
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
    entity: Entity = "",
    class_: Class = "",
    from_: From = "",
    to: To = "",
    limit: Limit = 50,
    cursor: Cursor = None,
    as_of: AsOf = None,
    possibly: Possibly = False,
) -> Response:
    """Return what happened (events, or statements about an entity), and what was published about it."""
    scope = service.open_window(as_of, possibly=possibly)
    filters = read_filters(entity, class_, from_, to)
    data = load_timeline(service, scope, filters, cursor, limit)
    return build_json_response(service, data, scope, page=add_url_params("/timeline", as_of, **filters))


@router.get("/days", response_model=models.DayList, responses=describe_problems(), tags=["server"])
def list_days(service: ServiceDep) -> Response:
    """List the days on which anything became known, and how much was known by the end of each."""
    days = load_days(service)
    items = [{**asdict(counts), "sentence": describe_day(days, counts.day)} for counts in days]
    return build_json_response(service, {"items": items, "total": len(items)})


def load_board(service: Service, scope: Scope, kind: str, cursor: str | None, limit: int) -> dict[str, Any]:
    """Return conflicts with the cited claims of their sides and the judgement on each.

    Raises Problem.
    """
    if kind:
        check_known(kind, [rule.kind for rule in RULES], "kind of conflict", "kind")

    def read_cards(skip: int) -> ListPage:
        if scope.day is None:
            return _load_current_cards(service, scope, kind, skip, limit)
        return _load_past_cards(service, scope, kind, skip, limit)

    rules = {rule.kind: {"title": rule.title, "finds": rule.finds} for rule in RULES}
    return {**paginate(describe_list(f"board {kind}", scope), cursor, limit, read_cards), "rules": rules}


def _load_current_cards(service: Service, scope: Scope, kind: str, skip: int, limit: int) -> ListPage:
    page = load_conflicts(service, scope, kind, skip, limit)
    conflicts = evidence.load_sides(scope, [row["id"] for row in page.rows])
    claims = [claim for _, sides in conflicts.values() for side in sides.values() for claim in side]
    cited = {
        citation["claim"]: citation for citation in evidence.list_citations(scope, claims, service.text_of)
    }
    try:
        cards = [_build_current_card(row, conflicts, cited) for row in page.rows]
    except KeyError:  # a load replaced a conflict or a claim between two of these reads
        raise Problem(503, "The graph changed while this was read.", hint="Try again.") from None
    return ListPage(cards, page.total)


def _build_current_card(
    row: Any, conflicts: dict[str, tuple[dict[str, Any], dict[int, list[str]]]], cited: dict[str, Any]
) -> dict[str, Any]:
    conflict, sides = conflicts[row["id"]]
    judgement = {name: conflict.get(name) for name in ("judgement", "judged_by", "judged_on", "judged_why")}
    cited_sides = [[cited[claim] for claim in sides[number]] for number in sorted(sides)]
    return _build_card(row["id"], row["kind"], conflict, cited_sides, origins=True) | judgement


def _load_past_cards(service: Service, scope: Scope, kind: str, skip: int, limit: int) -> ListPage:
    """Return the conflicts as of a day, recomputed; one that still exists keeps its page."""
    page, ids = load_past_conflicts(service, scope, kind, skip, limit)
    cards = []
    for row in page.rows:
        conflict = {"explanation": row["conflict"], "settles": row["settles"], "ask": row["ask"]}
        judgement = {"judgement": row["judgement"], "judged_by": None, "judged_on": None, "judged_why": None}
        cited_sides = _split_sides(row["sides"], row["citations"])
        cards.append(
            _build_card(ids.get(row["conflict"]), row["kind"], conflict, cited_sides, origins=False)
            | judgement
        )
    return ListPage(cards, page.total)


def _split_sides(texts: list[str], citations: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Return the citations of each side, given in the order of sides.

    `texts` are what the sides say, each text once: "2: ...". Several citations can say the same.
    """
    numbered = [(int(number), says) for number, _, says in (text.partition(": ") for text in texts)]
    sides: dict[int, list[dict[str, Any]]] = {}
    current = 1
    for citation in citations:
        matching = (number for number, says in numbered if says.startswith(citation["says"]))
        current = min((number for number in matching if number >= current), default=current)
        sides.setdefault(current, []).append(citation)
    return [sides[number] for number in sorted(sides)]


def _build_card(
    id_: str | None, kind: str, conflict: dict[str, Any], sides: list[list[Any]], *, origins: bool
) -> dict[str, Any]:
    return {
        "id": id_,
        "kind": kind,
        "explanation": conflict["explanation"],
        "settles": conflict["settles"],
        "ask": conflict.get("ask"),
        "sides": [
            {
                "claims": side,
                "documents": len({citation["document"] for citation in side}),
                "origins": len({citation["origin"] for citation in side}) if origins else None,
            }
            for side in sides
        ],
    }
