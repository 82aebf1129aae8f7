"""The ties of some entities: facts between entities and parts in events, today or as of a day.

Both sources give what a view shows (`graph.store.fact_mapping.FactRow`), best supported first where
an entity has too many.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.model.batching import iter_batches
from graph.model.fact_types import build_denied_type, parse_fact_type
from graph.model.ontology import Ontology
from graph.rules.as_of import DateRange
from graph.rules.derive import list_participations
from graph.rules.rollup import compute_participation_rollup
from graph.store.fact_mapping import FactRow, build_fact_rows
from graph.store.row_mapping import claim_from_row
from graph.write.statements import build_participation_relationship
from queries.as_of.graph_reader import open_reader
from queries.network.projection import resolve_types

if TYPE_CHECKING:
    from graph.model.claims import Claim
    from graph.rules.derive import Participation
    from queries.browse.scope import Scope

PARTS = ("INVOLVES", "AT")
"""Who took part in an event, and where it was."""
MOST_TIES = 200
"""Of an entity with more ties only these are drawn; how many others there are is told."""
MOST_CLAIMS = 20_000
READ_SECONDS = 15.0
"""How long one read of a view may take."""
NO_NODES = ("Document", "Occasion", "Series")

_TIES = """
UNWIND $ids AS id MATCH (e:Scamgraph {{id: id}})
CALL (e) {{
  MATCH (e)-[f:{types}]-(n:Entity) WHERE {fits}
  RETURN f ORDER BY f.origins DESC, f.claims DESC, f.fact LIMIT {most}
}}
RETURN DISTINCT startNode(f).id AS a, endNode(f).id AS b, type(f) AS type, properties(f) AS p
"""
_FEW_TIES = """
UNWIND $ids AS id MATCH (e:Scamgraph {{id: id}})
CALL (e) {{ MATCH (e)-[f:{types}]-(n:Entity) WHERE {fits} RETURN f LIMIT {most} }}
RETURN id, startNode(f).id AS a, endNode(f).id AS b, type(f) AS type, properties(f) AS p
"""
_COUNT = """
UNWIND $ids AS id MATCH (e:Scamgraph {{id: id}})
RETURN id, COUNT {{ MATCH (e)-[f:{types}]-(n:Entity) WHERE {fits} }} AS n
"""
_FITS = (
    "n.kind IN $kinds AND CASE WHEN f.claims > 0 THEN f.origins ELSE f.denial_origins END >= $origins "
    "AND (size($standings) = 0 OR f.standing IN $standings) "
    "AND (size($modalities) = 0 OR f.modality IN $modalities) "
    "AND ($first = '' OR (coalesce(f.happened_from, f.happened_to) IS NOT NULL "
    "AND coalesce(f.happened_from, '') <= $last AND coalesce(f.happened_to, '9999-12-31') >= $first))"
)
_CLAIMS = """
UNWIND $ids AS id MATCH (e:Scamgraph {id: id})<-[:SUBJECT|OBJECT|WITH|ABOUT]-(c:Claim /* AS OF c */)
WHERE c.fact IS NOT NULL WITH DISTINCT c LIMIT $limit RETURN properties(c) AS c
"""
_FACTS_OF = """
UNWIND $ids AS id MATCH (e:Scamgraph {id: id})<-[:SUBJECT|OBJECT|WITH]-(c:Claim /* AS OF c */)
WHERE c.fact IS NOT NULL RETURN DISTINCT c.fact AS fact LIMIT $limit
"""
_WITHIN = """
UNWIND $ids AS id MATCH (:Scamgraph {id: id})<-[w:LOCATED_IN]-(e:Entity) WHERE w.fact IS NULL
RETURN DISTINCT e.id AS id
"""
_OF_NATIONALITY = "MATCH (e:Entity {nationality: $id}) RETURN e.id AS id LIMIT $limit"


@dataclass(frozen=True, slots=True)
class TieFilter:
    """Filters of the ties that are shown. Empty tuples and None mean any.

    `about` are the facts about a place or nationality, `touching` the entities that represent it.
    """

    kinds: tuple[str, ...]
    types: tuple[str, ...]
    standings: tuple[str, ...] = ()
    modalities: tuple[str, ...] = ()
    origins: int = 0
    happened: DateRange | None = None
    about: frozenset[str] | None = None
    touching: frozenset[str] = frozenset()

    def to_params(self) -> dict[str, Any]:
        """Return the filters as the engine takes them."""
        when = self.happened
        return {
            "kinds": list(self.kinds),
            "origins": self.origins,
            "standings": list(self.standings),
            "modalities": list(self.modalities),
            "first": when.first if when else "",
            "last": when.last if when else "",
        }

    def is_match(self, tie: FactRow) -> bool:
        """Return whether a tie matches, whatever its ends are."""
        told = tie.properties
        origins = told["origins"] if told["claims"] else told["denial_origins"]
        return (
            tie.type in self.types
            and origins >= self.origins
            and (not self.standings or told["standing"] in self.standings)
            and (not self.modalities or told["modality"] in self.modalities)
            and self._is_in_time(told)
            and self._is_about(tie)
        )

    def _is_in_time(self, told: Mapping[str, Any]) -> bool:
        if self.happened is None:
            return True
        first, last = told.get("happened_from", ""), told.get("happened_to", "")
        if not first and not last:
            return False
        return first <= self.happened.last and (last or "9999-12-31") >= self.happened.first

    def _is_about(self, tie: FactRow) -> bool:
        if self.about is None or not self.touching.isdisjoint((tie.start, tie.end)):
            return True
        return tie.properties.get("fact") in self.about


@dataclass(frozen=True, slots=True)
class Ties:
    """Ties in the order of their support, and by entity how many were left out because it has too many.

    `hubs` have more ties than are shown, uncounted.
    """

    rows: tuple[FactRow, ...]
    cut: Mapping[str, int]
    hubs: frozenset[str] = frozenset()


def build_tie_key(tie: FactRow) -> str:
    """Return the key of a line: its fact; for a part in an event its event, role and entity."""
    fact: str | None = tie.properties.get("fact")
    return fact or f"part {tie.start} {tie.properties.get('role', 'place')} {tie.end}"


def resolve_tie_types(words: Iterable[str], ontology: Ontology) -> tuple[str, ...]:
    """Return types of ties by predicates, classes or types; without any, all but those of documents.

    A predicate includes its denied facts. Raises InputError for an unknown word.
    """
    asked = [word.strip().upper() for word in words if word.strip()]
    parts = [word for word in asked if word in PARTS]
    named = [word for word in asked if word not in PARTS and not parse_fact_type(word).denied]
    denied = {word for word in asked if word in ontology.denied_fact_types}
    found = resolve_types(named, ontology) if named else set()
    if not asked:
        documents = {p.name for p in ontology.vocabulary.values() if p.predicate_class == "DOC_META"}
        found, parts = set(ontology.fact_types) - documents, list(PARTS)
    elif unknown := [word for word in asked if parse_fact_type(word).denied and word not in denied]:
        resolve_types(unknown, ontology)
    return tuple(sorted({*found, *map(build_denied_type, found), *denied, *parts}))


def resolve_entity_kinds(labels: Iterable[str], ontology: Ontology) -> tuple[str, ...]:
    """Return kinds of entity by their labels; without any, all that are shown."""
    asked = tuple(label for label in labels if label)
    return tuple(
        kind
        for kind in ontology.kinds
        if kind not in NO_NODES and (not asked or ontology.is_allowed(kind, asked))
    )


def expand_place(look: Scope, id_: str) -> set[str]:
    """Return a place and all that the registry puts into it."""
    found, edge = {id_}, [id_]
    while edge and len(found) < MOST_CLAIMS:
        rows = look.store.read(_WITHIN, {"ids": edge})
        edge = [row["id"] for row in rows if row["id"] not in found]
        found.update(edge)
    return found


def expand_nationality(look: Scope, id_: str) -> set[str]:
    """Return a nationality and the people and groups that are of it."""
    rows = look.store.read(_OF_NATIONALITY, {"id": id_, "limit": MOST_CLAIMS})
    return {id_, *(row["id"] for row in rows)}


def find_facts_about(look: Scope, ids: Iterable[str]) -> frozenset[str]:
    """Return the facts about these entities, as an end or in a role."""
    found: set[str] = set()
    for some in iter_batches(sorted(ids)):
        rows = look.reads.read(_FACTS_OF, {"ids": some, "limit": MOST_CLAIMS})
        found.update(row["fact"] for row in rows)
    return frozenset(found)


def load_ties(look: Scope, ids: Sequence[str], wanted: TieFilter) -> Ties:
    """Return the ties of these entities. As of a day they are derived from what was known then."""
    if not ids:
        return Ties((), {})
    return _derive_ties(look, ids, wanted) if look.day is not None else _read_stored_ties(look, ids, wanted)


def load_ties_between(look: Scope, ids: Sequence[str], wanted: TieFilter) -> Ties:
    """Return the ties of these entities, but of hubs only those that one of the others has.

    This is cheap for any graph. Ranking the ties of a hub takes seconds where it has tens of thousands.
    """
    if look.day is not None or not ids:
        return load_ties(look, ids, wanted)
    query = _FEW_TIES.format(types="|".join(wanted.types), fits=_FITS, most=MOST_TIES + 1)
    rows = look.reads.read(query, {**wanted.to_params(), "ids": list(ids)}, timeout=READ_SECONDS)
    seen = Counter(row["id"] for row in rows)
    hubs = frozenset(id_ for id_ in ids if seen[id_] > MOST_TIES)
    told = (FactRow(r["a"], r["b"], r["type"], r["p"]) for r in rows if r["id"] not in hubs)
    held = {build_tie_key(tie): tie for tie in told if wanted.is_match(tie)}
    return Ties(_sort_ties(held.values()), {}, hubs)


def _read_stored_ties(look: Scope, ids: Sequence[str], wanted: TieFilter) -> Ties:
    types = "|".join(wanted.types)
    params = {**wanted.to_params(), "ids": list(ids)}
    query = _TIES.format(types=types, fits=_FITS, most=MOST_TIES)
    rows = [
        FactRow(r["a"], r["b"], r["type"], r["p"])
        for r in look.reads.read(query, params, timeout=READ_SECONDS)
    ]
    seen = Counter(end for row in rows for end in {row.start, row.end})
    full = [id_ for id_ in ids if seen[id_] >= MOST_TIES]
    cut: dict[str, int] = {}
    if full:
        counted = look.reads.read(
            _COUNT.format(types=types, fits=_FITS), {**params, "ids": full}, timeout=READ_SECONDS
        )
        cut = {row["id"]: row["n"] - seen[row["id"]] for row in counted if row["n"] > seen[row["id"]]}
    return Ties(_sort_ties(row for row in rows if wanted.is_match(row)), cut)


def _derive_ties(look: Scope, ids: Sequence[str], wanted: TieFilter) -> Ties:
    claims = look.reads.read(_CLAIMS, {"ids": list(ids), "limit": MOST_CLAIMS})
    found = open_reader(look.store)
    limits = getattr(look.door, "limits", None)
    told = [claim_from_row(row["c"]) for row in claims]
    around = [claim for claim in found.load_with_related(told) if limits is None or limits.is_visible(claim)]
    derived = found.derive(around)
    around = [derived.claims.get(claim.id, claim) for claim in around]
    rows = [row for row, _ in build_fact_rows(around, found.context)]
    parts: dict[Participation, list[Claim]] = defaultdict(list)
    for claim in around:
        for part in list_participations(claim, found.context):
            parts[part].append(claim)
    for part, some in parts.items():
        link = build_participation_relationship(
            part, compute_participation_rollup(some, found.context.find_speaker_name)
        )
        rows.append(FactRow(link.start, link.end, link.type, link.properties))
    asked = set(ids)
    near = [
        row
        for row in rows
        if not asked.isdisjoint((row.start, row.end))
        and row.start
        and row.end
        and not row.end.startswith(("value/", "claim/"))
        and not row.start.startswith("claim/")
        and wanted.is_match(row)
    ]
    return _limit_ties(_sort_ties(near), asked)


def _limit_ties(rows: tuple[FactRow, ...], asked: set[str]) -> Ties:
    """Return the ties of each entity, up to the maximum that is shown."""
    seen: Counter[str] = Counter()
    cut: Counter[str] = Counter()
    kept = []
    for row in rows:
        ends = asked & {row.start, row.end}
        if all(seen[end] >= MOST_TIES for end in ends):
            cut.update(ends)
        else:
            seen.update(ends)
            kept.append(row)
    return Ties(tuple(kept), dict(cut))


def _sort_ties(rows: Iterable[FactRow]) -> tuple[FactRow, ...]:
    return tuple(sorted(rows, key=_rank_tie))


def _rank_tie(row: FactRow) -> tuple[int, int, str]:
    return -row.properties["origins"], -row.properties["claims"], build_tie_key(row)
