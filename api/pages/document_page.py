"""The page of a document: its text and its claims beside each other, and one chosen claim in full."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from api.dependencies import ServiceDep
from api.pages.page_data import build_answer_data
from api.pages.reader_text import find_overlaps
from api.pages.templates import render_page
from api.responses import build_claim_url, build_json_url
from api.routes import evidence, questions
from api.strings import CLASSES, STANDINGS
from queries.ask.query_library import load_library
from queries.browse.document import load_annotated_text
from queries.browse.entity import list_conflicts_of
from queries.browse.parallels import load_parallels

if TYPE_CHECKING:
    from api.service import Service
    from queries.browse.scope import Scope

router = APIRouter(include_in_schema=False)
OWN_VOICE = "-"
"""The value of the filter by speaker for claims that name none: the document says them itself."""
MOST_OVERLAPS = 6

Claim = dict[str, Any]
Choice = Annotated[str, Query(max_length=300)]
FIELDS: dict[str, Callable[[Claim], str]] = {
    "by": lambda claim: claim["said_by"][0] if claim["said_by"] else OWN_VOICE,
    "modality": lambda claim: str(claim["modality"]),
    "class": lambda claim: str(claim["predicate_class"]),
    "standing": lambda claim: str(claim["standing"]),
}
"""The filters by their parameter, and the value of a claim."""


@router.get("/document/{slug}")
def show_document(  # noqa: PLR0913, PLR0917 - each is a parameter
    request: Request,
    service: ServiceDep,
    slug: str,
    as_of: str = "",
    claim: Choice = "",
    by: Choice = "",
    modality: Choice = "",
    standing: Choice = "",
    kind: Annotated[str, Query(max_length=300, alias="class")] = "",
) -> Response:
    """Show a document's record, its claims and, if available, its text with the claims marked."""
    scope = service.open_window(as_of)
    record = evidence.load_document(service, slug)
    # Names are withheld before claims are filtered: a filter by a name would otherwise tell that it is here.
    reader = service.redact_names(load_annotated_text(scope, record, service.text_of))
    chosen = {"by": by, "modality": modality, "class": kind, "standing": standing}
    claims = _number_claims(reader, chosen)
    shared = questions.ask_question(
        service, load_library()["lineage"], {"document": record["id"]}, scope.day, None
    )
    data = {
        "record": record,
        "reader": {**reader, "claims": claims},
        "filters": [_build_filter(name, claims, chosen[name]) for name in FIELDS],
        "shown": sum(entry["shown"] for entry in claims),
        "lineage": build_answer_data(shared),
        "conflicts": list_conflicts_of(service.store, record["id"]) if scope.day is None else [],
        **_choose_claim(service, scope, record["id"], claims, claim),
    }
    return render_page(
        request,
        "document.html",
        data,
        as_of=scope.day,
        json=build_json_url(record["id"], scope.day),
        echo={"wanted": claim},
    )


def _number_claims(reader: Mapping[str, Any], chosen: Mapping[str, str]) -> list[Claim]:
    """Return the claims with their numbers, what they overlap, and whether the filters show them."""
    overlaps = find_overlaps(reader["claims"])
    unmarked = set(reader["unmatched"]) if reader["held"] else {claim["id"] for claim in reader["claims"]}
    return [
        {
            **claim,
            "number": number,
            "overlaps": overlaps[number][:MOST_OVERLAPS],
            "values": {name: value_of(claim) for name, value_of in FIELDS.items()},
            "shown": all(
                not chosen[name] or chosen[name] == value_of(claim) for name, value_of in FIELDS.items()
            ),
            "marked": claim["id"] not in unmarked,
        }
        for number, claim in enumerate(reader["claims"], start=1)
    ]


def _build_filter(name: str, claims: Sequence[Claim], chosen: str) -> dict[str, Any]:
    """Return a filter with its options and how many claims each has, the most frequent first."""
    words = {"class": CLASSES, "standing": STANDINGS}.get(name, {})
    counts = Counter(claim["values"][name] for claim in claims)
    options = [
        {"value": value, "words": words.get(value, value), "n": n} for value, n in counts.most_common()
    ]
    return {"name": name, "chosen": chosen, "options": options}


def _choose_claim(
    service: Service, scope: Scope, document: str, claims: Sequence[Claim], digest: str
) -> dict[str, Any]:
    """Return the chosen claim's number, what other documents print of the same, and its neighbours."""
    order = [claim for claim in claims if claim["shown"]]
    number = next((claim["number"] for claim in claims if claim["id"] == f"claim/{digest}"), 0)
    before = next((claim for claim in reversed(order) if claim["number"] < number), None)
    after = next((claim for claim in order if claim["number"] > number), None)
    found = (
        load_parallels(scope, f"claim/{digest}", service.text_of, service.redact_names) if number else None
    )
    return {
        "chosen": number,
        "parallels": found,
        "before": build_claim_url(document, before["id"], scope.day) if before else "",
        "after": build_claim_url(document, after["id"], scope.day) if after else "",
    }
