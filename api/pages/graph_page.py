"""The page of the graph view: filters, what is shown as tables, and the place where the script draws it."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.dependencies import Serving
from api.pages.templates import rendered
from api.responses import API, page_of, with_day
from api.routes.graph_view import STANDINGS, Filters, Sight, view_data
from api.strings import GRAPH
from graph.model.ontology import PREDICATE_CLASSES, load_ontology

router = APIRouter(include_in_schema=False)
MOST_IN_REPORT = 100


@router.get("/graph")
def graph(request: Request, service: Serving, sight: Sight, filters: Filters, as_of: str = "") -> Response:
    """A view of the graph; complete as tables, drawn where the script runs."""
    look = service.look(as_of)
    view = view_data(service, look, sight, filters)
    names = {node["id"]: node["name"] for node in view["nodes"]}
    here = {**sight.given(), **filters.given()}
    data: dict[str, Any] = {
        "g": GRAPH,
        "view": view,
        "names": names,
        "sight": sight,
        "filters": filters,
        "labels": [*load_ontology().abstract, *load_ontology().kinds],
        "predicates": [*PREDICATE_CLASSES[1:], *sorted(load_ontology().vocabulary)],
        "known_standings": STANDINGS,
        "modalities": list(load_ontology().modalities),
        "opens": {
            n["id"]: _opens(n["id"], here, look.day) for n in view["nodes"] if n["hidden_ties"] or n["many"]
        },
        "report": _report([n["id"] for n in view["nodes"] if n["seed"]], look.day),
        "part": {line["id"]: page_of(line["start"], look.day) for line in view["lines"] if not line["fact"]},
    }
    json = with_day(f"{API}/view", look.day, **here)
    return rendered(request, "graph.html", data, as_of=look.day, json=json)


def _opens(id_: str, here: dict[str, Any], day: str | None) -> str:
    """The address of the same view with this entity among its seeds, where all its ties are followed."""
    seeds = [seed for seed in str(here.get("seed", "")).split(",") if seed]
    kept = {name: value for name, value in here.items() if name not in ("from", "to")}
    return with_day("/graph", day, **{**kept, "seed": ",".join([*seeds, id_])})


def _report(seeds: list[str], day: str | None) -> str:
    """The address of a report on the seeds, "" where there are none."""
    ids = ",".join(seeds[:MOST_IN_REPORT])
    return with_day(f"{API}/reports", day, ids=ids, format="html") if seeds else ""
