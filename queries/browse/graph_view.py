"""A view of the graph: the entities around some, or those with most origins, and the ties between them.

What does not fit is counted, never silently gone: entities past the limit, ties of entities that have too
many, lines past the most that are drawn.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from graph.model.batching import chunks
from graph.model.ontology import load_ontology
from graph.store.fact_mapping import FactRow
from queries.browse.entity import names_of, read_plurals
from queries.browse.tie_reader import (
    MOST_TIES,
    PARTS,
    READ_SECONDS,
    Wanted,
    key_of,
    predicates_of_types,
    ties_between,
    ties_of,
)
from queries.wording.fact_wording import style, verb

if TYPE_CHECKING:
    from queries.browse.scope import Window

MOST_NODES = 1000
LINES_A_NODE = 3
"""A view has at most so many lines for each entity that it may have."""
DEEPEST = 3
FEW = 12
"""Of so few entities the ties between hubs are sought, too: those of a path, or of a handful of seeds."""
MOST_RANKED = 200_000
"""In a graph of more claims no view begins by ranking all entities: it takes a seed, or a place."""
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
class Opened:
    """An entity unfolded by one type of tie; `side` is SUBJECT where it acts, OBJECT, or ""."""

    entity: str
    type: str
    side: str = ""

    def follows(self, tie: FactRow) -> bool:
        """Whether a tie is one of those unfolded."""
        forward = tie.start == self.entity and self.side != "OBJECT"
        backward = tie.end == self.entity and self.side != "SUBJECT"
        return tie.type == self.type and (forward or backward)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a view is asked to show."""

    seeds: tuple[str, ...]
    opened: tuple[Opened, ...]
    hidden: frozenset[str]
    depth: int
    limit: int
    wanted: Wanted


@dataclass(slots=True)
class _Growing:
    """A view as it grows: entities in the order they came, ties read so far, what did not fit."""

    look: Window
    asked: Asked
    nodes: dict[str, int] = field(default_factory=dict)
    ties: dict[str, FactRow] = field(default_factory=dict)
    read: set[str] = field(default_factory=set)
    cut: dict[str, int] = field(default_factory=dict)
    outside: set[str] = field(default_factory=set)
    hubs: set[str] = field(default_factory=set)

    def fetch(self, ids: Iterable[str], *, ranked: bool) -> None:
        """Read the ties of those of `ids` whose ties are not known yet; `ranked`: the best of hubs, too."""
        fresh = [id_ for id_ in ids if id_ not in self.read]
        read = ties_of if ranked else ties_between
        for some in chunks(fresh, 100):
            found = read(self.look, some, self.asked.wanted)
            self.hubs.update(found.hubs)
            self.ties.update((key_of(tie), tie) for tie in found.rows)
            self.cut.update(found.cut)
        self.read.update(id_ for id_ in fresh if id_ not in self.hubs)

    def grow(self, level: int, follows: Mapping[str, Sequence[Opened]] | None = None) -> None:
        """Take in the neighbours of the entities of a level, or those that `follows` unfolds, best first."""
        edge = list(follows) if follows else [id_ for id_, found in self.nodes.items() if found == level]
        self.fetch(edge, ranked=level == 0 or follows is not None)
        inside = set(edge)
        for tie in sorted(self.ties.values(), key=_rank):
            for one, other in ((tie.start, tie.end), (tie.end, tie.start)):
                if one not in inside or other in self.nodes or other in self.asked.hidden:
                    continue
                if follows is not None and not any(opened.follows(tie) for opened in follows[one]):
                    continue
                if len(self.nodes) < self.asked.limit:
                    self.nodes[other] = level + 1
                else:
                    self.outside.add(other)


def drawn(look: Window, asked: Asked) -> dict[str, Any]:
    """A view: `nodes`, `lines`, and in `left_out` how many of each did not fit.

    `begin` says that the graph is too large to be shown without a seed.
    """
    growing = _Growing(look, asked)
    if asked.seeds:
        growing.nodes.update((id_, 0) for id_ in asked.seeds if id_ not in asked.hidden)
        for level in range(min(asked.depth, DEEPEST)):
            growing.grow(level)
    elif asked.wanted.about is None and _claims(look) > MOST_RANKED:
        return {"nodes": [], "lines": [], "left_out": NOTHING_LEFT, "begin": True}
    else:
        best = _with_most_origins(look, asked)
        growing.nodes.update((id_, 1) for id_ in best[: asked.limit] if id_ not in asked.hidden)
        growing.outside.update(best[asked.limit :])
    _unfold(growing)
    growing.fetch(growing.nodes, ranked=len(growing.nodes) <= FEW)
    return _told(growing)


def _claims(look: Window) -> int:
    n: int = look.store.read("MATCH (c:Claim) RETURN count(c) AS n")[0]["n"]
    return n


def _unfold(growing: _Growing) -> None:
    for opened in growing.asked.opened:
        if opened.entity in growing.nodes:
            growing.grow(growing.nodes[opened.entity], {opened.entity: (opened,)})


def _with_most_origins(look: Window, asked: Asked) -> list[str]:
    """The entities with most independent origins, and one page more, so that what is left out shows."""
    wanted = asked.wanted
    params = {**wanted.params(), "limit": asked.limit * 2 + len(asked.hidden)}
    if wanted.about is not None:
        rows = look.reads.read(_OF_FACTS, {**params, "facts": sorted(wanted.about)}, timeout=READ_SECONDS)
    else:
        rows = look.reads.read(_MOST_ORIGINS, params, timeout=READ_SECONDS)
    return [row["id"] for row in rows]


def _told(growing: _Growing) -> dict[str, Any]:
    asked, nodes = growing.asked, growing.nodes
    inside = [tie for tie in growing.ties.values() if tie.start in nodes and tie.end in nodes]
    inside.sort(key=_rank)
    kept = inside[: asked.limit * LINES_A_NODE]
    tied = {end for tie in kept for end in (tie.start, tie.end)}
    shown = [id_ for id_ in nodes if id_ in tied or nodes[id_] == 0]
    near: dict[str, set[str]] = defaultdict(set)
    for tie in growing.ties.values():
        near[tie.start].add(tie.end)
        near[tie.end].add(tie.start)
    wanted = set(asked.wanted.kinds)
    names = names_of(growing.look.store, [*shown, *growing.outside])
    shown = [id_ for id_ in shown if id_ in names and (names[id_]["kind"] in wanted or nodes[id_] == 0)]
    present = set(shown)
    plurals = read_plurals(growing.look.store, shown)
    lines = [_line(tie, names, plurals) for tie in kept if tie.start in present and tie.end in present]
    outside = {id_ for id_ in growing.outside - present if id_ in names and names[id_]["kind"] in wanted}
    return {
        "nodes": [
            {
                "id": id_,
                "name": names[id_]["name"],
                "kind": names[id_]["kind"],
                "seed": nodes[id_] == 0,
                "degree": _degree(growing, id_, len(near[id_] - {id_})),
                "hidden_ties": len(near[id_] - {id_} - present) + growing.cut.get(id_, 0),
                "many": id_ in growing.hubs,
            }
            for id_ in shown
        ],
        "lines": lines,
        "left_out": {
            "nodes": len(outside),
            "lines": len(inside) - len(kept),
            "ties": sum(growing.cut.values()),
            "hubs": len(growing.hubs & present),
        },
        "begin": False,
    }


def _degree(growing: _Growing, id_: str, known: int) -> int:
    """How many an entity is tied to; of a hub that nobody counted only that it is more than are drawn."""
    return max(known, MOST_TIES) if id_ in growing.hubs else known + growing.cut.get(id_, 0)


def _rank(tie: FactRow) -> tuple[int, int, str]:
    return -tie.properties["origins"], -tie.properties["claims"], key_of(tie)


def unfoldings(look: Window, entity: str, wanted: Wanted) -> list[dict[str, Any]]:
    """By which types of tie an entity can be unfolded, and how many neighbours and ties each has."""
    found: dict[tuple[str, str], list[FactRow]] = defaultdict(list)
    ties = [tie for tie in ties_of(look, [entity], wanted).rows if tie.start != tie.end]
    ends = [end for tie in ties for end in (tie.start, tie.end)]
    kinds, plurals = names_of(look.store, ends), read_plurals(look.store, ends)
    for tie in ties:
        other = tie.end if tie.start == entity else tie.start
        if other in kinds and kinds[other]["kind"] in wanted.kinds:
            found[tie.type, "SUBJECT" if tie.start == entity else "OBJECT"].append(tie)
    rows = [
        {
            "type": type_,
            "side": side,
            "says": _says(type_, side, some, plurals),
            "neighbours": len({tie.end if side == "SUBJECT" else tie.start for tie in some}),
            "ties": len(some),
        }
        for (type_, side), some in found.items()
    ]
    return sorted(rows, key=lambda row: (-row["neighbours"], row["type"], row["side"]))


@cache
def _predicates() -> dict[str, tuple[str, bool]]:
    return dict(predicates_of_types())


def _says(type_: str, side: str, ties: Sequence[FactRow], plurals: frozenset[str]) -> str:
    """A type of tie in words, from where one stands; nothing stronger than the strongest of the ties."""
    if type_ in PARTS:
        if type_ != "INVOLVES":
            return "place"
        return "involves" if side == "SUBJECT" else "appear in" if ties[0].end in plurals else "appears in"
    ontology = load_ontology()
    strongest = next((t for t in ties if t.properties["asserted"]), ties[0])
    words = verb(_parts(strongest, plural=strongest.start in plurals), ontology)
    if side == "SUBJECT":
        return words
    predicate, agentless = _predicates()[type_.removeprefix("NOT_")]
    if agentless or type_.startswith("NOT_"):
        return f"← {words}"
    modality = strongest.properties["modality"]
    return ontology.inverse_wording(predicate, modality, plural=strongest.end in plurals)


def _parts(tie: FactRow, *, plural: bool) -> dict[str, Any]:
    told = tie.properties
    predicate, _ = _predicates()[tie.type.removeprefix("NOT_")]
    return {
        "predicate": predicate,
        "relation": tie.type.removeprefix("NOT_"),
        "modalities": [told["modality"]] if told["claims"] else [],
        "denied": not told["claims"],
        "subject_plural": plural,
    }


def _line(tie: FactRow, names: Mapping[str, Any], plurals: frozenset[str]) -> dict[str, Any]:
    told = tie.properties
    affirmed = told["claims"] > 0 and not tie.type.startswith("NOT_")
    about: dict[str, Any] = {
        "id": key_of(tie),
        "fact": told.get("fact"),
        "start": tie.start,
        "end": tie.end,
        "type": tie.type,
        "denied": not affirmed,
        **{
            name: told[name]
            for name in ("standing", "modality", "asserted", "hedged", "documents", "origins")
        },
        **{name: told[name] for name in ("denials", "denial_origins", "said_by")},
        **{name: told.get(name) for name in ("happened_from", "happened_to", "first_published")},
    }
    if tie.type in PARTS:
        role = told.get("role", "place").replace("_", " ")
        event, entity = names[tie.start]["name"], names[tie.end]["name"]
        appears = "appear" if tie.end in plurals else "appears"
        says = f"{entity} {appears} in the event “{event}” as {role}."
        return {**about, "words": role, "statement": says, "style": "event"}
    return {
        **about,
        "words": verb(_parts(tie, plural=tie.start in plurals), load_ontology()),
        "statement": told["says"],
        "style": style(told["standing"], told["modality"], affirmed=affirmed),
    }
