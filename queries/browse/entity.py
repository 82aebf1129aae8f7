"""One entity: its record, the claims that name it, its ties, and the conflicts about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from graph.model.export_records import WITHHELD
from graph.model.ontology import load_ontology
from graph.rules.rollup import STRENGTH
from graph.store.row_mapping import entity_from_row, occasion_from_row
from queries.browse.scope import Scope, is_withheld, select_first

if TYPE_CHECKING:
    from graph.store.protocols import ReadStore

MOST_CLAIMS = 20_000
"""Maximum number of claims of an entity whose neighbours are counted; then the count says it is cut."""

UNSAID: dict[str, Any] = {"naming": "named", "protected": False, "aliases": []}
"""The usual values, which a record leaves out."""

_RECORD = """
MATCH (e:Scamgraph {id: $id})
OPTIONAL MATCH (e)-[:SAME_AS]->(c:Scamgraph)
RETURN properties(e) AS e, labels(e) AS labels, c.id AS canonical, COLLECT {
  MATCH (e)<-[:ON]-(n:Note) RETURN n {.text, .by, .written, .link} ORDER BY n.written, n.id
} AS notes
"""
_CLAIMS = """
MATCH (e:Scamgraph {id: $id})<-[:SUBJECT|OBJECT|WITH|SAID_BY|ABOUT|AT_OCCASION]-(c:Claim /* AS OF c */)
WITH DISTINCT c ORDER BY c.document, c.start, c.id SKIP $skip LIMIT $limit
RETURN c.id AS id
"""
_CLAIM_COUNT = """
MATCH (e:Scamgraph {id: $id})<-[:SUBJECT|OBJECT|WITH|SAID_BY|ABOUT|AT_OCCASION]-(c:Claim /* AS OF c */)
RETURN count(DISTINCT c) AS n
"""
_TIES = f"""
MATCH (e:Scamgraph {{id: $id}})
CALL (e) {{
  MATCH (e)<-[a:SUBJECT|OBJECT]-(c:Claim {{polarity: 'affirm'}} /* AS OF c */) WHERE c.fact IS NOT NULL
  RETURN c, type(a) AS side LIMIT {MOST_CLAIMS}
}}
MATCH (c)-[b:SUBJECT|OBJECT]->(n:Entity) WHERE type(b) <> side AND n.id <> $id
"""
_COUNTS = (
    _TIES
    + """
RETURN c.predicate AS predicate, c.relation AS relation, side, c.predicate_class AS class,
  c.standing AS standing, collect(DISTINCT c.modality) AS modalities,
  count(DISTINCT n.id) AS neighbours, count(DISTINCT c.fact) AS facts
ORDER BY neighbours DESC, relation, side
"""
)
_NEIGHBOURS = (
    _TIES
    + """
AND c.relation = $relation AND ($side = '' OR side = $side)
OPTIONAL MATCH (c)-[:SAID_BY {order: 0}]->(x)
WITH n, side, collect(DISTINCT c.fact) AS facts, collect(DISTINCT c.document) AS documents,
  collect(DISTINCT coalesce(x.id, c.voice)) AS speakers, collect(DISTINCT c.modality) AS modalities,
  count(DISTINCT c) AS claims
ORDER BY claims DESC, n.name, n.id SKIP $skip LIMIT $limit
RETURN n.id AS id, n.name AS name, n.kind AS kind, n.protected AS protected, n.naming AS naming, side,
  facts, claims, size(documents) AS documents, size(speakers) AS speakers, modalities
ORDER BY claims DESC, name, id
"""
)
_CONFLICTS = """
MATCH (e:Scamgraph {id: $id})<-[:SUBJECT|OBJECT|WITH|SAID_BY|ABOUT|IN]-(c:Claim)<-[:BETWEEN]-(x:Conflict)
RETURN DISTINCT x.id AS id, x.kind AS kind, x.explanation AS explanation, x.settles AS settles, x.ask AS ask
ORDER BY kind, explanation, id LIMIT $limit
"""
_NAMES = """
UNWIND $ids AS id MATCH (e:Scamgraph {id: id})
RETURN e.id AS id, coalesce(e.name, e.label, e.id) AS name, e.kind AS kind, e.protected AS protected,
  e.naming AS naming
"""
_PLURALS = "UNWIND $ids AS id MATCH (e:Scamgraph {id: id}) WHERE e.plural = true RETURN e.id AS id"
_WHERE = """
MATCH (e:Scamgraph {id: $id})<-[:SUBJECT]-(c:Claim /* AS OF c */)
WHERE c.polarity = 'affirm' AND c.predicate = 'LOCATED_IN' RETURN count(c) AS n
"""
_WHO_RUNS = """
MATCH (e:Scamgraph {id: $id})<-[:OBJECT]-(c:Claim /* AS OF c */)
WHERE c.polarity = 'affirm' AND c.relation IN ['RUNS', 'OWNED_PREMISES_OF'] RETURN count(c) AS n
"""


def load_entity(store: ReadStore, id_: str) -> dict[str, Any] | None:
    """Return an entity's record, or None.

    An entity decided to be another gives `same_as` and nothing else. A protected person's names and
    identifying details are left out (`withheld`).
    """
    row = select_first(store.read(_RECORD, {"id": id_}))
    if row is None or not {"Entity", "MergedEntity", "Series"}.intersection(row["labels"]):
        return None
    if row["canonical"]:
        return {"id": id_, "same_as": row["canonical"]}
    stored = row["e"]
    if "Series" in row["labels"] or stored.get("kind") == "Document":
        return {"id": id_, "kind": stored.get("kind") or "Series", "name": stored["name"]}
    record = occasion_from_row(stored) if stored.get("kind") == "Occasion" else entity_from_row(stored)
    data: dict[str, Any] = {**UNSAID, "kind": "Occasion", **msgspec.to_builtins(record)}
    data["labels"] = sorted(set(row["labels"]) - {"Scamgraph"})
    data["also_known"] = stored.get("also_known") or []
    data["withheld"] = is_withheld(data)
    if data["withheld"]:
        shown_fields = ("id", "kind", "naming", "protected", "labels", "also_known", "withheld")
        data = {**{name: data[name] for name in shown_fields if name in data}, "name": WITHHELD}
    data["notes"] = row["notes"] if not data["withheld"] else []
    return data


def list_claim_ids(scope: Scope, id_: str, skip: int, limit: int) -> tuple[list[str], int]:
    """Return claims that name an entity, by documents and passages, and how many there are."""
    total = scope.reads.read(_CLAIM_COUNT, {"id": id_})[0]["n"]
    rows = scope.reads.read(_CLAIMS, {"id": id_, "skip": skip, "limit": limit})
    return [row["id"] for row in rows], total


def count_ties(scope: Scope, id_: str) -> list[dict[str, Any]]:
    """Return how many neighbours an entity has by each kind of fact and direction, most first."""
    plural = bool(read_plurals(scope.store, [id_]))
    return [_describe_tie({**row, "plural": plural}) for row in scope.reads.read(_COUNTS, {"id": id_})]


def list_neighbours(
    scope: Scope, id_: str, tie: tuple[str, str], skip: int, limit: int
) -> list[dict[str, Any]]:
    """Return neighbours by a `tie`: a type of fact, and SUBJECT where the entity is it, OBJECT, or ""."""
    params = {"id": id_, "relation": tie[0], "side": tie[1], "skip": skip, "limit": limit}
    return [mask_name(row) for row in scope.reads.read(_NEIGHBOURS, params)]


def list_conflicts_of(store: ReadStore, id_: str, limit: int = 100) -> list[dict[str, Any]]:
    """Return the conflicts with a claim that names this entity or is in this document."""
    return store.read(_CONFLICTS, {"id": id_, "limit": limit})


def load_names(store: ReadStore, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return name and kind of each of these entities that the graph holds."""
    entities = sorted({id_ for id_ in ids if id_ and not id_.startswith(("value/", "claim/"))})
    return {row["id"]: mask_name(row) for row in store.read(_NAMES, {"ids": entities})} if entities else {}


def read_plurals(store: ReadStore, ids: Sequence[str]) -> frozenset[str]:
    """Return those of these entities with which verbs agree in the plural."""
    return frozenset(row["id"] for row in store.read(_PLURALS, {"ids": sorted(set(ids))}))


def list_unstated(scope: Scope, record: Mapping[str, Any]) -> list[str]:
    """Return the details expected of an entity of its kind that no source states."""
    kind = load_ontology().kinds.get(record.get("kind", ""))
    return [what for what in kind.expects if not _is_stated(scope, record, what)] if kind else []


def _is_stated(scope: Scope, record: Mapping[str, Any], what: str) -> bool:
    if what == "place":
        return bool(record.get("within")) or _has_rows(scope, _WHERE, record["id"])
    return what == "operator" and _has_rows(scope, _WHO_RUNS, record["id"])


def _has_rows(scope: Scope, query: str, id_: str) -> bool:
    return bool(scope.reads.read(query, {"id": id_})[0]["n"])


def mask_name(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row of an entity with a name that may be shown."""
    data = {name: value for name, value in row.items() if name not in ("naming", "protected")}
    if is_withheld(row):
        data["name"] = WITHHELD
    return data


def _describe_tie(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a tie with words between the entity and its neighbours: "heads", "is headed by".

    No wording is stronger than the strongest of the tie's claims: "allegedly runs", "is allegedly run
    by". The verb agrees with the entity, which is plural if `row["plural"]` is true.
    """
    ontology = load_ontology()
    modality = max(row["modalities"], key=STRENGTH.__getitem__)
    agentless = row["relation"] != row["predicate"]
    if row["side"] == "OBJECT" and not agentless:
        says = ontology.build_inverse_wording(row["predicate"], modality, plural=row["plural"])
    else:
        says = ontology.build_wording(row["predicate"], modality, agentless=agentless, plural=row["plural"])
    shown = {name: value for name, value in row.items() if name not in ("modalities", "plural")}
    return {**shown, "modality": modality, "says": says}
