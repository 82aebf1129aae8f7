"""Routes of the explorer's graph: a view with the place of everything in it, and what unfolds from where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from api import models
from api.dependencies import AsOf, Possibly, Serving, problems
from api.problems import Problem
from api.responses import reply, with_day
from api.routes import questions
from api.routes.entities import held_entity
from api.service import field
from graph.model.ontology import load_ontology
from graph.rules.as_of import parse_date_range
from graph.store.entity_search import resolve
from queries.ask.ask import render_cypher
from queries.ask.query_library import load_library
from queries.ask.serialize import as_data
from queries.browse import graph_view as read
from queries.browse import tie_reader
from queries.values.nations import NATIONALITY, find_nationality_or_embassy
from reports.content.model import Line, Network, Node
from reports.render.layout import place as placed
from reports.render.network_svg import shape_of

if TYPE_CHECKING:
    from api.service import Service
    from queries.browse.scope import Scope

router = APIRouter(prefix="/api/v1/view", tags=["view"])
DRAWN = 300
MOST_NAMED = 300
"""How many entities an address may name."""
STANDINGS = ("fact", "accusation", "proceeding", "finding")


@dataclass(frozen=True, slots=True)
class Sifted:
    """The filters of a view as they are given; several in one field stand with commas between."""

    kind: str = ""
    predicate: str = ""
    standing: str = ""
    modality: str = ""
    origins: int = 0
    happened: str = ""
    place: str = ""
    nationality: str = ""

    def given(self) -> dict[str, str]:
        """Those that are set, as parameters of an address."""
        named = {name: getattr(self, name) for name in self.__slots__}
        return {name: str(value) for name, value in named.items() if value not in ("", 0)}


def sifted(  # noqa: PLR0913, PLR0917 - each is a parameter
    kind: Annotated[str, Query(max_length=200, examples=["Person,Organization"])] = "",
    predicate: Annotated[str, Query(max_length=400, examples=["HEADS"])] = "",
    standing: Annotated[str, Query(max_length=60, examples=["accusation"])] = "",
    modality: Annotated[str, Query(max_length=80, examples=["alleged"])] = "",
    origins: Annotated[int, Query(ge=0, le=1000, description="At least so many independent origins.")] = 0,
    happened: Annotated[str, Query(max_length=60, examples=["2026-01-16/2026-01-20"])] = "",
    place: Annotated[str, Query(max_length=200, examples=["place/cambodia"])] = "",
    nationality: Annotated[str, Query(max_length=200, examples=["nationality/indonesian"])] = "",
) -> Sifted:
    """The filters of a request."""
    return Sifted(kind, predicate, standing, modality, origins, happened, place, nationality)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a view is of, as an address says it: ids with commas between; `opened` are unfoldings,
    `entity~TYPE~SIDE`.
    """

    seed: str = ""
    opened: str = ""
    hidden: str = ""
    start: str = ""
    end: str = ""
    depth: int = 1
    limit: int = DRAWN

    def given(self) -> dict[str, Any]:
        """What is set, as parameters of an address."""
        named = {
            "seed": self.seed,
            "open": self.opened,
            "hide": self.hidden,
            "from": self.start,
            "to": self.end,
        }
        found: dict[str, Any] = {name: value for name, value in named.items() if value}
        if self.depth != 1:
            found["depth"] = self.depth
        if self.limit != DRAWN:
            found["limit"] = self.limit
        return found


Ids = Query(max_length=6000, description="Ids of entities, with commas between.")


def shown(  # noqa: PLR0913, PLR0917 - each is a parameter
    seed: Annotated[str, Ids] = "",
    opened: Annotated[str, Query(alias="open", max_length=4000, description="`entity~TYPE~SIDE`, …")] = "",
    hidden: Annotated[str, Query(alias="hide", max_length=6000)] = "",
    start: Annotated[str, Query(alias="from", max_length=200, description="One end of paths.")] = "",
    end: Annotated[str, Query(alias="to", max_length=200, description="The other end of paths.")] = "",
    depth: Annotated[int, Query(ge=0, le=read.DEEPEST, description="How far around the seeds.")] = 1,
    limit: Annotated[int, Query(ge=1, le=read.MOST_NODES, description="At most so many entities.")] = DRAWN,
) -> Shown:
    """What a request is to show."""
    return Shown(seed, opened, hidden, start, end, depth, limit)


Filters = Annotated[Sifted, Depends(sifted)]
Sight = Annotated[Shown, Depends(shown)]


def _listed(text: str, field_name: str) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    if len(found) > MOST_NAMED:
        raise Problem(400, f"At most {MOST_NAMED} can be named here.", field=field_name)
    return found


def entity_id(service: Service, text: str, name: str = "entity") -> str:
    """The id that an entity, given by id or by name, goes by now.

    Raises Problem: 404 with what comes nearest for an unknown id or name, 400 for a name of several.
    """
    if "/" not in text:
        with field(name):
            return resolve(service.store, text)
    kind, _, slug = text.partition("/")
    record = held_entity(service, kind, slug)
    return str(record.get("same_as") or record["id"])


def _nationality_id(service: Service, text: str) -> str:
    """The id of the nationality that a text means, be it a country. Raises Problem 404 that lists all."""
    with field("nationality"):
        return find_nationality_or_embassy(service.store, text, NATIONALITY)[0].id


def _among(words: Iterable[str], known: Iterable[str], name: str) -> tuple[str, ...]:
    found, allowed = tuple(words), tuple(known)
    for word in found:
        if word not in allowed:
            hint = f"Known are: {', '.join(allowed)}."
            raise Problem(400, f"There is no {name} {word!r}.", hint=hint, field=name)
    return found


def wanted(service: Service, look: Scope, filters: Sifted) -> tie_reader.TieFilter:
    """The filters looked up. Raises Problem naming the field at fault."""
    ontology = load_ontology()
    labels = _among(_listed(filters.kind, "kind"), (*ontology.kinds, *ontology.abstract), "kind")
    with field("predicate"):
        types = tie_reader.resolve_tie_types(_listed(filters.predicate, "predicate"), ontology)
    with field("happened"):
        happened = parse_date_range(filters.happened) if filters.happened.strip() else None
    touching: set[str] = set()
    about: frozenset[str] | None = None
    for name, stands_for in (
        ("place", tie_reader.expand_place),
        ("nationality", tie_reader.expand_nationality),
    ):
        text = getattr(filters, name).strip()
        if text:
            id_ = _nationality_id(service, text) if name == "nationality" else entity_id(service, text, name)
            ids = stands_for(look, id_)
            facts = tie_reader.find_facts_about(look, ids)
            about = facts if about is None else about & facts
            touching = ids if not touching else touching & ids
    return tie_reader.TieFilter(
        kinds=tie_reader.resolve_entity_kinds(labels, ontology),
        types=types,
        standings=_among(_listed(filters.standing, "standing"), STANDINGS, "standing"),
        modalities=_among(_listed(filters.modality, "modality"), ontology.modalities, "modality"),
        origins=filters.origins,
        happened=happened,
        about=about,
        touching=frozenset(touching),
    )


def _opened(service: Service, text: str) -> tuple[read.Expansion, ...]:
    known = {*load_ontology().fact_types, *load_ontology().denied_fact_types, *tie_reader.PARTS}
    found = []
    for part in _listed(text, "open"):
        entity, _, rest = part.partition("~")
        type_, _, side = rest.partition("~")
        if type_ not in known or side not in ("", "SUBJECT", "OBJECT"):
            hint = "Give entity~TYPE or entity~TYPE~SUBJECT, as /api/v1/view/expand lists them."
            raise Problem(400, f"{part!r} unfolds nothing.", hint=hint, field="open")
        found.append(read.Expansion(entity_id(service, entity, "open"), type_, side))
    return tuple(found)


def view_data(service: Service, look: Scope, sight: Shown, filters: Sifted) -> dict[str, Any]:
    """A view: entities with their places, lines, what was left out, and the path where one is asked for.

    Raises Problem naming the field at fault.
    """
    key = ("view", look.day, look.perhaps, sight, filters)
    return service.once(key, lambda: _view(service, look, sight, filters))


def _view(service: Service, look: Scope, sight: Shown, filters: Sifted) -> dict[str, Any]:
    seeds = tuple(entity_id(service, id_, "seed") for id_ in _listed(sight.seed, "seed"))
    path = _path(service, look, sight) if sight.start and sight.end else None
    ends: list[str] = []
    if path is not None:
        on_it = (id_ for row in path["rows"] for id_ in (row["from_id"], row["to_id"]))
        ends = [entity_id(service, sight.start, "from"), entity_id(service, sight.end, "to")]
        seeds = tuple(dict.fromkeys([*ends, *on_it, *seeds]))
    asked = read.ViewRequest(
        seeds=seeds,
        opened=_opened(service, sight.opened),
        hidden=frozenset(_listed(sight.hidden, "hide")),
        depth=0 if path is not None else sight.depth,
        limit=sight.limit,
        wanted=wanted(service, look, filters),
    )
    found = read.build_view(look, asked)
    if path is not None:  # only its ends were asked about, not what lies between
        for node in found["nodes"]:
            node["seed"] = node["id"] in ends
    _place(found)
    return {**found, "path": path, "limit": sight.limit, "depth": asked.depth}


def _path(service: Service, look: Scope, sight: Shown) -> dict[str, Any]:
    """The ways between two ends, as the question `paths` answers it."""
    given = {"from": sight.start, "to": sight.end, "k": "3"}
    answer = questions.asked(service, load_library()["paths"], given, look.day, None)
    told = as_data(answer)
    nearest = told.get("nearest") or {}
    return {
        "answer": told["answer"],
        "notes": told["notes"],
        "stated": bool(told["rows"]),
        "nearest": nearest.get("answer", ""),
        "rows": [_hop(row) for row in told["rows"]],
    }


def _hop(row: dict[str, Any]) -> dict[str, Any]:
    kept = ("path", "hop", "from", "to", "from_id", "to_id", "fact", "tie", "weakest", "standing", "modality",
            "documents", "origins", "denied", "caution", "said_by")  # fmt: skip
    return {name: row.get(name) for name in kept}


def _place(found: dict[str, Any]) -> None:
    """Give every entity its place and shape, as a report draws them."""
    nodes = [Node(n["id"], n["name"] or n["id"], n["kind"] or "", n["seed"]) for n in found["nodes"]]
    lines = [
        Line(
            one["id"],
            one["start"],
            one["end"],
            one["words"],
            one["statement"],
            one["style"],
            one["asserted"],
            (),
        )
        for one in found["lines"]
    ]
    at = placed(Network(tuple(sorted(nodes, key=lambda n: (n.name, n.id))), tuple(lines))).at
    for node in found["nodes"]:
        node["x"], node["y"] = at[node["id"]]
        node["shape"] = shape_of(node["kind"] or "")


@router.get("", response_model=models.View, responses=problems(404), summary="A view of the graph")
def view(
    service: Serving, sight: Sight, filters: Filters, as_of: AsOf = None, possibly: Possibly = False
) -> Response:
    """Entities around the seeds, or those with most independent origins, with the ties between them.

    The same view always has the same places. `left_out` counts what did not fit.
    """
    look = service.look(as_of, possibly=possibly)
    data = view_data(service, look, sight, filters)
    return reply(service, data, look, page=with_day("/graph", as_of, **sight.given(), **filters.given()))


@router.get(
    "/expand", response_model=models.Unfoldings, responses=problems(404), summary="What unfolds from where"
)
def expand(  # noqa: PLR0913, PLR0917 - each is a parameter
    service: Serving,
    entity: Annotated[str, Query(max_length=200, examples=["person/chen-zhi"])],
    filters: Filters,
    side: Annotated[str, Query(pattern="^(SUBJECT|OBJECT|)$")] = "",
    limit: Annotated[int, Query(ge=1, le=DRAWN)] = 60,
    as_of: AsOf = None,
    possibly: Possibly = False,
) -> Response:
    """By which types of tie an entity unfolds, with counts; with `predicate` also what they lead to."""
    look = service.look(as_of, possibly=possibly)
    id_ = entity_id(service, entity)
    asked = wanted(service, look, filters)
    counts = [row for row in read.list_expansions(look, id_, asked) if side in ("", row["side"])]
    data: dict[str, Any] = {
        "entity": id_,
        "counts": counts,
        "nodes": [],
        "lines": [],
        "left_out": read.NOTHING_LEFT,
    }
    data["cypher"] = render_cypher(service.store, "about", {"entity": id_})
    if filters.predicate:
        opened = tuple(read.Expansion(id_, row["type"], row["side"]) for row in counts)
        found = read.build_view(look, read.ViewRequest((id_,), opened, frozenset(), 0, limit + 1, asked))
        _place(found)
        data |= found
    return reply(service, data, look, page=with_day("/graph", as_of, seed=id_, **filters.given()))
