"""Routes of the explorer's graph: a view with the position of each entity, and the ties of an entity."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from api import models
from api.dependencies import AsOf, Possibly, ServiceDep, describe_problems
from api.problems import Problem, check_known
from api.responses import add_url_params, build_json_response
from api.routes import questions
from api.routes.entities import resolve_current_id
from api.service import translate_input_errors
from graph.model.ontology import STANDINGS, load_ontology
from graph.rules.as_of import parse_date_range
from graph.store.entity_search import resolve
from queries.ask.ask import render_cypher
from queries.ask.query_library import load_library
from queries.ask.serialize import as_data
from queries.browse import graph_view as read
from queries.browse import tie_reader
from queries.values.nations import NATIONALITY, find_nationality_or_embassy
from reports.content.model import Line, Network, Node
from reports.render.layout import compute_layout as placed
from reports.render.network_svg import choose_shape

if TYPE_CHECKING:
    from api.service import Service
    from queries.browse.scope import Scope

router = APIRouter(prefix="/api/v1/view", tags=["view"])
DRAWN = 300
MOST_NAMED = 300
"""Maximum number of entities in one parameter of a URL."""


@dataclass(frozen=True, slots=True)
class ViewFilters:
    """The filters of a view as given; commas separate several values of one field."""

    kind: str = ""
    predicate: str = ""
    standing: str = ""
    modality: str = ""
    origins: int = 0
    happened: str = ""
    place: str = ""
    nationality: str = ""

    def to_params(self) -> dict[str, str]:
        """Return the filters that are set, as parameters of a URL."""
        values = {name: getattr(self, name) for name in self.__slots__}
        return {name: str(value) for name, value in values.items() if value not in ("", 0)}


def read_view_filters(  # noqa: PLR0913, PLR0917 - each is a parameter
    kind: Annotated[str, Query(max_length=200, examples=["Person,Organization"])] = "",
    predicate: Annotated[str, Query(max_length=400, examples=["HEADS"])] = "",
    standing: Annotated[str, Query(max_length=60, examples=["accusation"])] = "",
    modality: Annotated[str, Query(max_length=80, examples=["alleged"])] = "",
    origins: Annotated[int, Query(ge=0, le=1000, description="At least so many independent origins.")] = 0,
    happened: Annotated[str, Query(max_length=60, examples=["2026-01-16/2026-01-20"])] = "",
    place: Annotated[str, Query(max_length=200, examples=["place/cambodia"])] = "",
    nationality: Annotated[str, Query(max_length=200, examples=["nationality/indonesian"])] = "",
) -> ViewFilters:
    """Return the filters of a request."""
    return ViewFilters(kind, predicate, standing, modality, origins, happened, place, nationality)


@dataclass(frozen=True, slots=True)
class ViewParams:
    """The parameters of a view as a URL gives them; commas separate ids.

    `opened` are expanded ties, each `entity~TYPE~SIDE`.
    """

    seed: str = ""
    opened: str = ""
    hidden: str = ""
    start: str = ""
    end: str = ""
    depth: int = 1
    limit: int = DRAWN

    def to_params(self) -> dict[str, Any]:
        """Return what is set, as parameters of a URL."""
        values = {
            "seed": self.seed,
            "open": self.opened,
            "hide": self.hidden,
            "from": self.start,
            "to": self.end,
        }
        params: dict[str, Any] = {name: value for name, value in values.items() if value}
        if self.depth != 1:
            params["depth"] = self.depth
        if self.limit != DRAWN:
            params["limit"] = self.limit
        return params


Ids = Query(max_length=6000, description="Ids of entities, with commas between.")


def read_view_params(  # noqa: PLR0913, PLR0917 - each is a parameter
    seed: Annotated[str, Ids] = "",
    opened: Annotated[str, Query(alias="open", max_length=4000, description="`entity~TYPE~SIDE`, …")] = "",
    hidden: Annotated[str, Query(alias="hide", max_length=6000)] = "",
    start: Annotated[str, Query(alias="from", max_length=200, description="One end of paths.")] = "",
    end: Annotated[str, Query(alias="to", max_length=200, description="The other end of paths.")] = "",
    depth: Annotated[int, Query(ge=0, le=read.DEEPEST, description="How far around the seeds.")] = 1,
    limit: Annotated[int, Query(ge=1, le=read.MOST_NODES, description="Maximum number of entities.")] = DRAWN,
) -> ViewParams:
    """Return what a request is to show."""
    return ViewParams(seed, opened, hidden, start, end, depth, limit)


Filters = Annotated[ViewFilters, Depends(read_view_filters)]
Sight = Annotated[ViewParams, Depends(read_view_params)]


def _split_list(text: str, field_name: str) -> tuple[str, ...]:
    parts = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    if len(parts) > MOST_NAMED:
        raise Problem(400, f"At most {MOST_NAMED} can be named here.", field=field_name)
    return parts


def resolve_entity_id(service: Service, text: str, name: str = "entity") -> str:
    """Return the current id of an entity that is given by id or by name.

    Raises Problem: 404 with the nearest matches for an unknown id or name, 400 for an ambiguous name.
    """
    if "/" not in text:
        with translate_input_errors(name):
            return resolve(service.store, text)
    kind, _, slug = text.partition("/")
    return resolve_current_id(service, kind, slug)


def _resolve_nationality_id(service: Service, text: str) -> str:
    """Return the id of the nationality that a text means; the text may name a country.

    Raises Problem 404 that lists all.
    """
    with translate_input_errors("nationality"):
        return find_nationality_or_embassy(service.store, text, NATIONALITY)[0].id


def _check_words(words: tuple[str, ...], allowed: Iterable[str], name: str) -> tuple[str, ...]:
    for word in words:
        check_known(word, allowed, name, name)
    return words


def resolve_filters(service: Service, scope: Scope, filters: ViewFilters) -> tie_reader.TieFilter:
    """Resolve the filters to ids and types. Raises Problem that names the field at fault."""
    ontology = load_ontology()
    labels = _check_words(_split_list(filters.kind, "kind"), (*ontology.kinds, *ontology.abstract), "kind")
    with translate_input_errors("predicate"):
        types = tie_reader.resolve_tie_types(_split_list(filters.predicate, "predicate"), ontology)
    with translate_input_errors("happened"):
        happened = parse_date_range(filters.happened) if filters.happened.strip() else None
    touching: set[str] = set()
    about: frozenset[str] | None = None
    for name, stands_for in (
        ("place", tie_reader.expand_place),
        ("nationality", tie_reader.expand_nationality),
    ):
        text = getattr(filters, name).strip()
        if text:
            id_ = (
                _resolve_nationality_id(service, text)
                if name == "nationality"
                else resolve_entity_id(service, text, name)
            )
            ids = stands_for(scope, id_)
            facts = tie_reader.find_facts_about(scope, ids)
            about = facts if about is None else about & facts
            touching = ids if not touching else touching & ids
    return tie_reader.TieFilter(
        kinds=tie_reader.resolve_entity_kinds(labels, ontology),
        types=types,
        standings=_check_words(_split_list(filters.standing, "standing"), STANDINGS, "standing"),
        modalities=_check_words(_split_list(filters.modality, "modality"), ontology.modalities, "modality"),
        origins=filters.origins,
        happened=happened,
        about=about,
        touching=frozenset(touching),
    )


def _parse_expansions(service: Service, text: str) -> tuple[read.Expansion, ...]:
    tie_types = {*load_ontology().fact_types, *load_ontology().denied_fact_types, *tie_reader.PARTS}
    expansions = []
    for part in _split_list(text, "open"):
        entity, _, rest = part.partition("~")
        type_, _, side = rest.partition("~")
        if type_ not in tie_types or side not in ("", "SUBJECT", "OBJECT"):
            hint = "Give entity~TYPE or entity~TYPE~SUBJECT, as /api/v1/view/expand lists them."
            raise Problem(400, f"{part!r} unfolds nothing.", hint=hint, field="open")
        expansions.append(read.Expansion(resolve_entity_id(service, entity, "open"), type_, side))
    return tuple(expansions)


def load_view(service: Service, scope: Scope, sight: ViewParams, filters: ViewFilters) -> dict[str, Any]:
    """Return a view: entities with positions, lines, what was left out, and a path if one is requested.

    Raises Problem that names the field at fault.
    """
    key = ("view", scope.day, scope.perhaps, sight, filters)
    return service.cache_by_version(key, lambda: _build_view(service, scope, sight, filters))


def _build_view(service: Service, scope: Scope, sight: ViewParams, filters: ViewFilters) -> dict[str, Any]:
    seeds = tuple(resolve_entity_id(service, id_, "seed") for id_ in _split_list(sight.seed, "seed"))
    path = _find_paths(service, scope, sight) if sight.start and sight.end else None
    ends: list[str] = []
    if path is not None:
        hop_ids = (id_ for row in path["rows"] for id_ in (row["from_id"], row["to_id"]))
        ends = [resolve_entity_id(service, sight.start, "from"), resolve_entity_id(service, sight.end, "to")]
        seeds = tuple(dict.fromkeys([*ends, *hop_ids, *seeds]))
    view_request = read.ViewRequest(
        seeds=seeds,
        opened=_parse_expansions(service, sight.opened),
        hidden=frozenset(_split_list(sight.hidden, "hide")),
        depth=0 if path is not None else sight.depth,
        limit=sight.limit,
        wanted=resolve_filters(service, scope, filters),
    )
    view = read.build_view(scope, view_request)
    if path is not None:  # only the ends of a path are seeds, not what lies between
        for node in view["nodes"]:
            node["seed"] = node["id"] in ends
    _set_positions(view)
    return {**view, "path": path, "limit": sight.limit, "depth": view_request.depth}


def _find_paths(service: Service, scope: Scope, sight: ViewParams) -> dict[str, Any]:
    """Return the paths between two ends, as the question `paths` answers it."""
    params = {"from": sight.start, "to": sight.end, "k": "3"}
    answer = questions.ask_question(service, load_library()["paths"], params, scope.day, None)
    data = as_data(answer)
    nearest = data.get("nearest") or {}
    return {
        "answer": data["answer"],
        "notes": data["notes"],
        "stated": bool(data["rows"]),
        "nearest": nearest.get("answer", ""),
        "rows": [_select_hop_fields(row) for row in data["rows"]],
    }


def _select_hop_fields(row: dict[str, Any]) -> dict[str, Any]:
    fields = ("path", "hop", "from", "to", "from_id", "to_id", "fact", "tie", "weakest", "standing",
              "modality", "documents", "origins", "denied", "caution", "said_by")  # fmt: skip
    return {name: row.get(name) for name in fields}


def _set_positions(view: dict[str, Any]) -> None:
    """Set the position and shape of every entity, as a report draws them."""
    nodes = [
        Node(node["id"], node["name"] or node["id"], node["kind"] or "", node["seed"])
        for node in view["nodes"]
    ]
    lines = [
        Line(
            line["id"],
            line["start"],
            line["end"],
            line["words"],
            line["statement"],
            line["style"],
            line["asserted"],
            (),
        )
        for line in view["lines"]
    ]
    at = placed(Network(tuple(sorted(nodes, key=lambda node: (node.name, node.id))), tuple(lines))).at
    for node in view["nodes"]:
        node["x"], node["y"] = at[node["id"]]
        node["shape"] = choose_shape(node["kind"] or "")


@router.get("", response_model=models.View, responses=describe_problems(404), summary="A view of the graph")
def read_view(
    service: ServiceDep, sight: Sight, filters: Filters, as_of: AsOf = None, possibly: Possibly = False
) -> Response:
    """Return the entities around the seeds, or those with most independent origins, and their ties.

    The same view always has the same positions. `left_out` counts what did not fit.
    """
    scope = service.open_window(as_of, possibly=possibly)
    data = load_view(service, scope, sight, filters)
    return build_json_response(
        service, data, scope, page=add_url_params("/graph", as_of, **sight.to_params(), **filters.to_params())
    )


@router.get(
    "/expand",
    response_model=models.EntityExpansion,
    responses=describe_problems(404),
    summary="What unfolds from where",
)
def expand_entity(  # noqa: PLR0913, PLR0917 - each is a parameter
    service: ServiceDep,
    entity: Annotated[str, Query(max_length=200, examples=["person/chen-zhi"])],
    filters: Filters,
    side: Annotated[str, Query(pattern="^(SUBJECT|OBJECT|)$")] = "",
    limit: Annotated[int, Query(ge=1, le=DRAWN)] = 60,
    as_of: AsOf = None,
    possibly: Possibly = False,
) -> Response:
    """List the types of tie of an entity, with counts; with `predicate`, also what they lead to."""
    scope = service.open_window(as_of, possibly=possibly)
    id_ = resolve_entity_id(service, entity)
    tie_filter = resolve_filters(service, scope, filters)
    counts = [row for row in read.list_expansions(scope, id_, tie_filter) if side in ("", row["side"])]
    data: dict[str, Any] = {
        "entity": id_,
        "counts": counts,
        "nodes": [],
        "lines": [],
        "left_out": read.NOTHING_LEFT,
    }
    data["cypher"] = render_cypher(service.store, "about", {"entity": id_})
    if filters.predicate:
        expansions = tuple(read.Expansion(id_, row["type"], row["side"]) for row in counts)
        view = read.build_view(
            scope, read.ViewRequest((id_,), expansions, frozenset(), 0, limit + 1, tie_filter)
        )
        _set_positions(view)
        data |= view
    return build_json_response(
        service, data, scope, page=add_url_params("/graph", as_of, seed=id_, **filters.to_params())
    )
