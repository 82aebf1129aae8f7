"""A view of the graph: the entities around some seeds, or those with most origins, and their ties.

What does not fit is always counted: entities past the limit, ties of entities that have too many,
lines past the maximum number of lines.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from graph.model.batching import iter_batches
from graph.model.fact_types import parse_fact_type
from graph.model.ontology import load_ontology
from graph.store.fact_mapping import FactRow
from queries.browse.entity import load_names, read_plurals
from queries.browse.tie_reader import (
    MOST_TIES,
    PARTS,
    READ_SECONDS,
    TieFilter,
    build_tie_key,
    load_ties,
    load_ties_between,
)
from queries.wording.fact_wording import choose_style, render_verb

if TYPE_CHECKING:
    from queries.browse.scope import Scope

MOST_NODES = 1000
LINES_A_NODE = 3
"""Maximum number of lines of a view for each entity that its limit allows."""
DEEPEST = 3
FEW = 12
"""Up to this number of entities, the ties between hubs are read, too: for a path, or for a few seeds."""
MOST_RANKED = 200_000
"""In a graph with more claims, no view begins by ranking all entities: it needs a seed or a place."""
NOTHING_LEFT = {"nodes": 0, "lines": 0, "ties": 0, "hubs": 0}

_MOST_ORIGINS = """
MATCH (e:Entity)<-[:SUBJECT|OBJECT]-(c:Claim /* AS OF c */)
WHERE c.fact IS NOT NULL AND e.kind IN $kinds AND c.predicate_class <> 'DOC_META'
  AND (size($standings) = 0 OR c.standing IN $standings)
  AND (size($modalities) = 0 OR c.modality IN $modalities)
WITH e.id AS id, count(DISTINCT c.origin) AS origins, count(DISTINCT c.fact) AS facts
ORDER BY origins DESC, facts DESC, id LIMIT $limit
RETURN id
"""
_OF_FACTS = """
UNWIND $facts AS fact
MATCH (c:Claim {fact: fact} /* AS OF c */)-[:SUBJECT|OBJECT]->(e:Entity) WHERE e.kind IN $kinds
WITH e.id AS id, count(DISTINCT c.origin) AS origins, count(DISTINCT c.fact) AS facts
ORDER BY origins DESC, facts DESC, id LIMIT $limit
RETURN id
"""


@dataclass(frozen=True, slots=True)
class Expansion:
    """An entity expanded by one type of tie; `side` is SUBJECT where it acts, OBJECT, or ""."""

    entity: str
    type: str
    side: str = ""

    def has_tie(self, tie: FactRow) -> bool:
        """Return whether a tie is one of those expanded."""
        forward = tie.start == self.entity and self.side != "OBJECT"
        backward = tie.end == self.entity and self.side != "SUBJECT"
        return tie.type == self.type and (forward or backward)


@dataclass(frozen=True, slots=True)
class ViewRequest:
    """The contents that a view is to show."""

    seeds: tuple[str, ...]
    opened: tuple[Expansion, ...]
    hidden: frozenset[str]
    depth: int
    limit: int
    wanted: TieFilter


@dataclass(slots=True)
class _ViewBuilder:
    """A view under construction: entities in the order of arrival, ties read so far, what did not fit."""

    look: Scope
    asked: ViewRequest
    nodes: dict[str, int] = field(default_factory=dict)
    ties: dict[str, FactRow] = field(default_factory=dict)
    read: set[str] = field(default_factory=set)
    cut: dict[str, int] = field(default_factory=dict)
    outside: set[str] = field(default_factory=set)
    hubs: set[str] = field(default_factory=set)

    def fetch(self, ids: Iterable[str], *, ranked: bool) -> None:
        """Read the ties of those of `ids` not read yet; with `ranked` also the best ties of hubs."""
        unread = [id_ for id_ in ids if id_ not in self.read]
        read = load_ties if ranked else load_ties_between
        for batch in iter_batches(unread, 100):
            ties = read(self.look, batch, self.asked.wanted)
            self.hubs.update(ties.hubs)
            self.ties.update((build_tie_key(tie), tie) for tie in ties.rows)
            self.cut.update(ties.cut)
        self.read.update(id_ for id_ in unread if id_ not in self.hubs)

    def add_neighbours(self, level: int, expansions: Mapping[str, Sequence[Expansion]] | None = None) -> None:
        """Add the neighbours of a level's entities, or those that `expansions` reach, best first."""
        frontier = (
            list(expansions)
            if expansions
            else [id_ for id_, node_level in self.nodes.items() if node_level == level]
        )
        self.fetch(frontier, ranked=level == 0 or expansions is not None)
        inside = set(frontier)
        for tie in sorted(self.ties.values(), key=_rank):
            for near_end, far_end in ((tie.start, tie.end), (tie.end, tie.start)):
                if near_end not in inside or far_end in self.nodes or far_end in self.asked.hidden:
                    continue
                if expansions is not None and not any(
                    expansion.has_tie(tie) for expansion in expansions[near_end]
                ):
                    continue
                if len(self.nodes) < self.asked.limit:
                    self.nodes[far_end] = level + 1
                else:
                    self.outside.add(far_end)


def build_view(scope: Scope, request: ViewRequest) -> dict[str, Any]:
    """Return a view: `nodes`, `lines`, and in `left_out` how many of each did not fit.

    `begin` says that the graph is too large to be shown without a seed.
    """
    builder = _ViewBuilder(scope, request)
    if request.seeds:
        builder.nodes.update((id_, 0) for id_ in request.seeds if id_ not in request.hidden)
        for level in range(min(request.depth, DEEPEST)):
            builder.add_neighbours(level)
    elif request.wanted.about is None and _count_claims(scope) > MOST_RANKED:
        return {"nodes": [], "lines": [], "left_out": NOTHING_LEFT, "begin": True}
    else:
        best = _rank_entities(scope, request)
        builder.nodes.update((id_, 1) for id_ in best[: request.limit] if id_ not in request.hidden)
        builder.outside.update(best[request.limit :])
    _expand_entities(builder)
    builder.fetch(builder.nodes, ranked=len(builder.nodes) <= FEW)
    return _render_view(builder)


def _count_claims(scope: Scope) -> int:
    count: int = scope.store.read("MATCH (c:Claim) RETURN count(c) AS n")[0]["n"]
    return count


def _expand_entities(builder: _ViewBuilder) -> None:
    for expansion in builder.asked.opened:
        if expansion.entity in builder.nodes:
            builder.add_neighbours(builder.nodes[expansion.entity], {expansion.entity: (expansion,)})


def _rank_entities(scope: Scope, request: ViewRequest) -> list[str]:
    """Return the entities with most independent origins, and one page more to count what is left out."""
    tie_filter = request.wanted
    params = {**tie_filter.to_params(), "limit": request.limit * 2 + len(request.hidden)}
    if tie_filter.about is not None:
        rows = scope.reads.read(
            _OF_FACTS, {**params, "facts": sorted(tie_filter.about)}, timeout=READ_SECONDS
        )
    else:
        rows = scope.reads.read(_MOST_ORIGINS, params, timeout=READ_SECONDS)
    return [row["id"] for row in rows]


def _render_view(builder: _ViewBuilder) -> dict[str, Any]:
    request, nodes = builder.asked, builder.nodes
    inside = [tie for tie in builder.ties.values() if tie.start in nodes and tie.end in nodes]
    inside.sort(key=_rank)
    drawn_ties = inside[: request.limit * LINES_A_NODE]
    tied = {end for tie in drawn_ties for end in (tie.start, tie.end)}
    shown = [id_ for id_ in nodes if id_ in tied or nodes[id_] == 0]
    near: dict[str, set[str]] = defaultdict(set)
    for tie in builder.ties.values():
        near[tie.start].add(tie.end)
        near[tie.end].add(tie.start)
    kinds = set(request.wanted.kinds)
    names = load_names(builder.look.store, [*shown, *builder.outside])
    shown = [id_ for id_ in shown if id_ in names and (names[id_]["kind"] in kinds or nodes[id_] == 0)]
    present = set(shown)
    plurals = read_plurals(builder.look.store, shown)
    lines = [
        _build_line(tie, names, plurals) for tie in drawn_ties if tie.start in present and tie.end in present
    ]
    outside = {id_ for id_ in builder.outside - present if id_ in names and names[id_]["kind"] in kinds}
    return {
        "nodes": [
            {
                "id": id_,
                "name": names[id_]["name"],
                "kind": names[id_]["kind"],
                "seed": nodes[id_] == 0,
                "degree": _compute_degree(builder, id_, len(near[id_] - {id_})),
                "hidden_ties": len(near[id_] - {id_} - present) + builder.cut.get(id_, 0),
                "many": id_ in builder.hubs,
            }
            for id_ in shown
        ],
        "lines": lines,
        "left_out": {
            "nodes": len(outside),
            "lines": len(inside) - len(drawn_ties),
            "ties": sum(builder.cut.values()),
            "hubs": len(builder.hubs & present),
        },
        "begin": False,
    }


def _compute_degree(builder: _ViewBuilder, id_: str, neighbours: int) -> int:
    """Return the number of neighbours; for an uncounted hub, at least the maximum shown."""
    return max(neighbours, MOST_TIES) if id_ in builder.hubs else neighbours + builder.cut.get(id_, 0)


def _rank(tie: FactRow) -> tuple[int, int, str]:
    return -tie.properties["origins"], -tie.properties["claims"], build_tie_key(tie)


def list_expansions(scope: Scope, entity: str, tie_filter: TieFilter) -> list[dict[str, Any]]:
    """Return the types of tie that can expand an entity, with the neighbours and ties of each."""
    ties_by_type: dict[tuple[str, str], list[FactRow]] = defaultdict(list)
    ties = [tie for tie in load_ties(scope, [entity], tie_filter).rows if tie.start != tie.end]
    ends = [end for tie in ties for end in (tie.start, tie.end)]
    kinds, plurals = load_names(scope.store, ends), read_plurals(scope.store, ends)
    for tie in ties:
        neighbour = tie.end if tie.start == entity else tie.start
        if neighbour in kinds and kinds[neighbour]["kind"] in tie_filter.kinds:
            ties_by_type[tie.type, "SUBJECT" if tie.start == entity else "OBJECT"].append(tie)
    rows = [
        {
            "type": type_,
            "side": side,
            "says": _describe_tie_type(type_, side, group, plurals),
            "neighbours": len({tie.end if side == "SUBJECT" else tie.start for tie in group}),
            "ties": len(group),
        }
        for (type_, side), group in ties_by_type.items()
    ]
    return sorted(rows, key=lambda row: (-row["neighbours"], row["type"], row["side"]))


def _describe_tie_type(type_: str, side: str, ties: Sequence[FactRow], plurals: frozenset[str]) -> str:
    """Return a type of tie in words, from one side, no stronger than the strongest of the ties."""
    if type_ in PARTS:
        if type_ != "INVOLVES":
            return "place"
        return "involves" if side == "SUBJECT" else "appear in" if ties[0].end in plurals else "appears in"
    ontology = load_ontology()
    strongest = next((tie for tie in ties if tie.properties["asserted"]), ties[0])
    words = render_verb(_build_parts(strongest, plural=strongest.start in plurals), ontology)
    if side == "SUBJECT":
        return words
    parsed = parse_fact_type(type_)
    if parsed.agentless or parsed.denied:
        return f"← {words}"
    modality = strongest.properties["modality"]
    return ontology.build_inverse_wording(parsed.claim_predicate, modality, plural=strongest.end in plurals)


def _build_parts(tie: FactRow, *, plural: bool) -> dict[str, Any]:
    properties = tie.properties
    type_ = parse_fact_type(tie.type)
    return {
        "predicate": type_.claim_predicate,
        "relation": replace(type_, denied=False).name,
        "modalities": [properties["modality"]] if properties["claims"] else [],
        "denied": not properties["claims"],
        "subject_plural": plural,
    }


def _build_line(tie: FactRow, names: Mapping[str, Any], plurals: frozenset[str]) -> dict[str, Any]:
    properties = tie.properties
    affirmed = properties["claims"] > 0 and not parse_fact_type(tie.type).denied
    line: dict[str, Any] = {
        "id": build_tie_key(tie),
        "fact": properties.get("fact"),
        "start": tie.start,
        "end": tie.end,
        "type": tie.type,
        "denied": not affirmed,
        **{
            name: properties[name]
            for name in ("standing", "modality", "asserted", "hedged", "documents", "origins")
        },
        **{name: properties[name] for name in ("denials", "denial_origins", "said_by")},
        **{name: properties.get(name) for name in ("happened_from", "happened_to", "first_published")},
    }
    if tie.type in PARTS:
        role = properties.get("role", "place").replace("_", " ")
        event, entity = names[tie.start]["name"], names[tie.end]["name"]
        appears = "appear" if tie.end in plurals else "appears"
        says = f"{entity} {appears} in the event “{event}” as {role}."
        return {**line, "words": role, "statement": says, "style": "event"}
    return {
        **line,
        "words": render_verb(_build_parts(tie, plural=tie.start in plurals), load_ontology()),
        "statement": properties["says"],
        "style": choose_style(properties["standing"], properties["modality"], affirmed=affirmed),
    }
