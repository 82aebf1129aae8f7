"""The page of the graph view: filters, the view as tables, and the element that the script draws in."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.dependencies import ServiceDep
from api.pages.templates import render_page
from api.responses import API, add_url_params, build_page_url
from api.routes.graph_view import Filters, Sight, load_view
from api.strings import GRAPH
from graph.model.ontology import PREDICATE_CLASSES, STANDINGS, load_ontology

router = APIRouter(include_in_schema=False)
MOST_IN_REPORT = 100


@router.get("/graph")
def show_graph(
    request: Request, service: ServiceDep, sight: Sight, filters: Filters, as_of: str = ""
) -> Response:
    """Show a view of the graph: complete as tables, and drawn if the script runs."""
    scope = service.open_window(as_of)
    view = load_view(service, scope, sight, filters)
    names = {node["id"]: node["name"] for node in view["nodes"]}
    params = {**sight.to_params(), **filters.to_params()}
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
            node["id"]: _build_expand_url(node["id"], params, scope.day)
            for node in view["nodes"]
            if node["hidden_ties"] or node["many"]
        },
        "report": _build_report_url([node["id"] for node in view["nodes"] if node["seed"]], scope.day),
        "part": {
            line["id"]: build_page_url(line["start"], scope.day) for line in view["lines"] if not line["fact"]
        },
    }
    json = add_url_params(f"{API}/view", scope.day, **params)
    return render_page(request, "graph.html", data, as_of=scope.day, json=json)


def _build_expand_url(id_: str, params: dict[str, Any], day: str | None) -> str:
    """Return the URL of the same view with this entity as a seed, so that all its ties are followed."""
    seeds = [seed for seed in str(params.get("seed", "")).split(",") if seed]
    filters = {name: value for name, value in params.items() if name not in ("from", "to")}
    return add_url_params("/graph", day, **{**filters, "seed": ",".join([*seeds, id_])})


def _build_report_url(seeds: list[str], day: str | None) -> str:
    """Return the URL of a report on the seeds, "" without seeds."""
    ids = ",".join(seeds[:MOST_IN_REPORT])
    return add_url_params(f"{API}/reports", day, ids=ids, format="html") if seeds else ""
