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
"""Types of ties between an event and its participants or places."""
MOST_TIES = 200
"""Maximum number of ties drawn for one entity; the number of the others is reported."""
MOST_CLAIMS = 20_000
READ_SECONDS = 15.0
"""Maximum seconds for one read of a view."""
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
        properties = tie.properties
        origins = properties["origins"] if properties["claims"] else properties["denial_origins"]
        return (
            tie.type in self.types
            and origins >= self.origins
            and (not self.standings or properties["standing"] in self.standings)
            and (not self.modalities or properties["modality"] in self.modalities)
            and self._is_in_time(properties)
            and self._is_about(tie)
        )

    def _is_in_time(self, properties: Mapping[str, Any]) -> bool:
        if self.happened is None:
            return True
        first, last = properties.get("happened_from", ""), properties.get("happened_to", "")
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
    terms = [word.strip().upper() for word in words if word.strip()]
    parts = [word for word in terms if word in PARTS]
    named = [word for word in terms if word not in PARTS and not parse_fact_type(word).denied]
    denied = {word for word in terms if word in ontology.denied_fact_types}
    types = resolve_types(named, ontology) if named else set()
    if not terms:
        documents = {
            predicate.name
            for predicate in ontology.vocabulary.values()
            if predicate.predicate_class == "DOC_META"
        }
        types, parts = set(ontology.fact_types) - documents, list(PARTS)
    elif unknown := [word for word in terms if parse_fact_type(word).denied and word not in denied]:
        resolve_types(unknown, ontology)
    return tuple(sorted({*types, *map(build_denied_type, types), *denied, *parts}))


def resolve_entity_kinds(labels: Iterable[str], ontology: Ontology) -> tuple[str, ...]:
    """Return kinds of entity by their labels; without any, all that are shown."""
    allowed_labels = tuple(label for label in labels if label)
    return tuple(
        kind
        for kind in ontology.kinds
        if kind not in NO_NODES and (not allowed_labels or ontology.is_allowed(kind, allowed_labels))
    )


def expand_place(scope: Scope, id_: str) -> set[str]:
    """Return a place and everything that the registry locates in it."""
    places, frontier = {id_}, [id_]
    while frontier and len(places) < MOST_CLAIMS:
        rows = scope.store.read(_WITHIN, {"ids": frontier})
        frontier = [row["id"] for row in rows if row["id"] not in places]
        places.update(frontier)
    return places


def expand_nationality(scope: Scope, id_: str) -> set[str]:
    """Return a nationality and the people and groups that are of it."""
    rows = scope.store.read(_OF_NATIONALITY, {"id": id_, "limit": MOST_CLAIMS})
    return {id_, *(row["id"] for row in rows)}


def find_facts_about(scope: Scope, ids: Iterable[str]) -> frozenset[str]:
    """Return the facts about these entities, as an end or in a role."""
    facts: set[str] = set()
    for batch in iter_batches(sorted(ids)):
        rows = scope.reads.read(_FACTS_OF, {"ids": batch, "limit": MOST_CLAIMS})
        facts.update(row["fact"] for row in rows)
    return frozenset(facts)


def load_ties(scope: Scope, ids: Sequence[str], tie_filter: TieFilter) -> Ties:
    """Return the ties of these entities. As of a day they are derived from what was known then."""
    if not ids:
        return Ties((), {})
    return (
        _derive_ties(scope, ids, tie_filter)
        if scope.day is not None
        else _read_stored_ties(scope, ids, tie_filter)
    )


def load_ties_between(scope: Scope, ids: Sequence[str], tie_filter: TieFilter) -> Ties:
    """Return the ties of these entities; for hubs, only the ties shared with one of the others.

    This is cheap for any graph. Ranking the ties of a hub takes seconds where it has tens of thousands.
    """
    if scope.day is not None or not ids:
        return load_ties(scope, ids, tie_filter)
    query = _FEW_TIES.format(types="|".join(tie_filter.types), fits=_FITS, most=MOST_TIES + 1)
    rows = scope.reads.read(query, {**tie_filter.to_params(), "ids": list(ids)}, timeout=READ_SECONDS)
    seen = Counter(row["id"] for row in rows)
    hubs = frozenset(id_ for id_ in ids if seen[id_] > MOST_TIES)
    ties = (FactRow(row["a"], row["b"], row["type"], row["p"]) for row in rows if row["id"] not in hubs)
    tie_by_key = {build_tie_key(tie): tie for tie in ties if tie_filter.is_match(tie)}
    return Ties(_sort_ties(tie_by_key.values()), {}, hubs)


def _read_stored_ties(scope: Scope, ids: Sequence[str], tie_filter: TieFilter) -> Ties:
    types = "|".join(tie_filter.types)
    params = {**tie_filter.to_params(), "ids": list(ids)}
    query = _TIES.format(types=types, fits=_FITS, most=MOST_TIES)
    rows = [
        FactRow(row["a"], row["b"], row["type"], row["p"])
        for row in scope.reads.read(query, params, timeout=READ_SECONDS)
    ]
    seen = Counter(end for row in rows for end in {row.start, row.end})
    full = [id_ for id_ in ids if seen[id_] >= MOST_TIES]
    cut: dict[str, int] = {}
    if full:
        counted = scope.reads.read(
            _COUNT.format(types=types, fits=_FITS), {**params, "ids": full}, timeout=READ_SECONDS
        )
        cut = {row["id"]: row["n"] - seen[row["id"]] for row in counted if row["n"] > seen[row["id"]]}
    return Ties(_sort_ties(row for row in rows if tie_filter.is_match(row)), cut)


def _derive_ties(scope: Scope, ids: Sequence[str], tie_filter: TieFilter) -> Ties:
    claim_rows = scope.reads.read(_CLAIMS, {"ids": list(ids), "limit": MOST_CLAIMS})
    reader = open_reader(scope.store)
    limits = getattr(scope.door, "limits", None)
    claims = [claim_from_row(row["c"]) for row in claim_rows]
    related = [
        claim for claim in reader.load_with_related(claims) if limits is None or limits.is_visible(claim)
    ]
    derived = reader.derive(related)
    related = [derived.claims.get(claim.id, claim) for claim in related]
    rows = [row for row, _ in build_fact_rows(related, reader.context)]
    parts: dict[Participation, list[Claim]] = defaultdict(list)
    for claim in related:
        for part in list_participations(claim, reader.context):
            parts[part].append(claim)
    for part, part_claims in parts.items():
        link = build_participation_relationship(
            part, compute_participation_rollup(part_claims, reader.context.find_speaker_name)
        )
        rows.append(FactRow(link.start, link.end, link.type, link.properties))
    entity_ids = set(ids)
    near = [
        row
        for row in rows
        if not entity_ids.isdisjoint((row.start, row.end))
        and row.start
        and row.end
        and not row.end.startswith(("value/", "claim/"))
        and not row.start.startswith("claim/")
        and tie_filter.is_match(row)
    ]
    return _limit_ties(_sort_ties(near), entity_ids)


def _limit_ties(rows: tuple[FactRow, ...], entity_ids: set[str]) -> Ties:
    """Return the ties of each entity, up to the maximum that is shown."""
    seen: Counter[str] = Counter()
    cut: Counter[str] = Counter()
    ties = []
    for row in rows:
        ends = entity_ids & {row.start, row.end}
        if all(seen[end] >= MOST_TIES for end in ends):
            cut.update(ends)
        else:
            seen.update(ends)
            ties.append(row)
    return Ties(tuple(ties), dict(cut))


def _sort_ties(rows: Iterable[FactRow]) -> tuple[FactRow, ...]:
    return tuple(sorted(rows, key=_rank_tie))


def _rank_tie(row: FactRow) -> tuple[int, int, str]:
    return -row.properties["origins"], -row.properties["claims"], build_tie_key(row)
