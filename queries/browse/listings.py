"""Lists: entities, documents, series, conflicts, events; each a page of rows and the total."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.model.union_find import count_groups
from queries.browse.entity import mask_name
from queries.browse.list_details import add_event_details, add_lineages, add_numbers, list_reprints
from queries.browse.scope import Scope

if TYPE_CHECKING:
    from graph.store.protocols import ReadStore

_ENTITIES = """
MATCH (e:{label}) WHERE e:Entity AND e:Scamgraph AND e.id > $after {known}
RETURN e.id AS id, e.name AS name, e.kind AS kind, e.naming AS naming, e.protected AS protected
ORDER BY id LIMIT $limit
"""
_ENTITY_COUNT = "MATCH (e:{label}) WHERE e:Entity AND e:Scamgraph {known} RETURN count(e) AS n"
_KNOWN_ENTITY = "AND EXISTS { MATCH (e)<-[:SUBJECT|OBJECT|WITH|SAID_BY|ABOUT]-(c:Claim /* AS OF c */) }"
_NAMED_KNOWN = """
UNWIND $ids AS id MATCH (e:Scamgraph {id: id})<-[:SUBJECT|OBJECT|WITH|SAID_BY|ABOUT]-(c:Claim /* AS OF c */)
RETURN DISTINCT id
"""
_DOCUMENTS = """
MATCH (d:Document) WHERE d:Scamgraph AND EXISTS { MATCH (d)<-[:IN]-(c:Claim /* AS OF c */) }
OPTIONAL MATCH (p:Scamgraph {id: d.publisher})
OPTIONAL MATCH (a:Scamgraph {id: d.agency})
WITH d, p, a ORDER BY coalesce(d.published_from, '9999'), d.id SKIP $skip LIMIT $limit
RETURN d.id AS id, d.label AS label, p.name AS publisher, a.name AS agency, d.published_edtf AS published,
  d.language AS language, d.retracted_on AS retracted,
  COUNT { MATCH (d)<-[:IN]-(c:Claim /* AS OF c */) } AS claims
ORDER BY coalesce(published, '9999'), id
"""
_DOCUMENT_COUNT = """
MATCH (d:Document) WHERE d:Scamgraph AND EXISTS { MATCH (d)<-[:IN]-(c:Claim /* AS OF c */) }
RETURN count(d) AS n
"""
_SERIES = """
MATCH (s:Series)<-[:OF_SERIES]-(f:Figure)<-[:COUNTS]-(c:Claim /* AS OF c */) WHERE s:Scamgraph
WITH s, count(DISTINCT f) AS figures, count(DISTINCT c) AS claims, count(DISTINCT c.document) AS documents
ORDER BY s.name, s.id SKIP $skip LIMIT $limit
RETURN s.id AS id, s.name AS name, s.unit AS unit, s.scope AS scope, figures, claims, documents
ORDER BY name, id
"""
_SERIES_COUNT = """
MATCH (s:Series)<-[:OF_SERIES]-(f:Figure)<-[:COUNTS]-(c:Claim /* AS OF c */) WHERE s:Scamgraph
RETURN count(DISTINCT s) AS n
"""
_CONFLICTS = """
MATCH (x:Conflict)-[b:BETWEEN]->(c:Claim) WHERE x:Scamgraph AND ($kind = '' OR x.kind = $kind)
WITH x, count(DISTINCT b.side) AS sides, count(DISTINCT c) AS claims, count(DISTINCT c.document) AS documents
ORDER BY x.kind, x.explanation, x.id SKIP $skip LIMIT $limit
RETURN x.id AS id, x.kind AS kind, x.explanation AS explanation, x.judgement AS judgement, sides, claims,
  documents
ORDER BY kind, explanation, id
"""
_CONFLICT_COUNT = """
MATCH (x:Conflict) WHERE x:Scamgraph AND ($kind = '' OR x.kind = $kind) RETURN count(x) AS n
"""
_LASTING = """
UNWIND $ids AS id MATCH (c:Claim {id: id})<-[:BETWEEN]-(x:Conflict)
RETURN DISTINCT x.id AS id, x.explanation AS explanation
"""
_EVENTS = """
MATCH (e:Event)<-[:ABOUT]-(c:Claim /* AS OF c */) WHERE e:Scamgraph
WITH e, min(c.when_from) AS first, max(c.when_to) AS last, count(DISTINCT c) AS claims,
  count(DISTINCT c.document) AS documents
ORDER BY coalesce(first, '9999'), e.name, e.id SKIP $skip LIMIT $limit
RETURN e.id AS id, e.name AS name, first, last, claims, documents
ORDER BY coalesce(first, '9999'), name, id
"""
_EVENT_COUNT = """
MATCH (e:Event)<-[:ABOUT]-(c:Claim /* AS OF c */) WHERE e:Scamgraph
RETURN count(DISTINCT e) AS n
"""
_HOLDS = """
MATCH (c:Claim /* AS OF c */) WHERE c:Scamgraph
OPTIONAL MATCH (c)-[:SAID_BY {order: 0}]->(x)
RETURN count(DISTINCT c) AS claims, count(DISTINCT c.fact) AS facts, count(DISTINCT c.document) AS documents,
  count(DISTINCT coalesce(x.id, c.voice)) AS speakers
"""


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a list, and the total number of rows."""

    rows: list[dict[str, Any]]
    total: int


def list_entities(scope: Scope, label: str, after: str, limit: int) -> ListPage:
    """Return entities of a label in the order of ids, those after the id `after`.

    As of a day: those that a claim known on it names. `label` must come from the vocabulary: it becomes
    part of the query.
    """
    condition = _KNOWN_ENTITY if scope.day else ""
    query = _ENTITIES.format(label=label, known=condition)
    rows = scope.reads.read(query, {"after": after, "limit": limit})
    total = scope.reads.read(_ENTITY_COUNT.format(label=label, known=condition))[0]["n"]
    return ListPage([mask_name(row) for row in rows], total)


def find_named_entities(scope: Scope, ids: list[str]) -> set[str]:
    """Return those of these entities that a claim names, among the claims that `scope` shows."""
    return {row["id"] for row in scope.reads.read(_NAMED_KNOWN, {"ids": ids})}


def list_documents(scope: Scope, skip: int, limit: int) -> ListPage:
    """Return documents by day, undated ones last."""
    page = _read_page(scope.reads, (_DOCUMENTS, _DOCUMENT_COUNT), {"skip": skip, "limit": limit})
    return ListPage(add_lineages(scope, page.rows), page.total)


def list_series(scope: Scope, skip: int, limit: int) -> ListPage:
    """Return series of figures by name, each with its numbers."""
    page = _read_page(scope.reads, (_SERIES, _SERIES_COUNT), {"skip": skip, "limit": limit})
    return ListPage(add_numbers(scope, page.rows), page.total)


def list_conflicts(store: ReadStore, kind: str, skip: int, limit: int) -> ListPage:
    """Return today's conflicts by kind."""
    params = {"skip": skip, "limit": limit, "kind": kind}
    return _read_page(store, (_CONFLICTS, _CONFLICT_COUNT), params)


def find_current_conflicts(store: ReadStore, claims: list[str]) -> dict[str, str]:
    """Return ids of today's conflicts with one of these claims, by their explanation."""
    return {row["explanation"]: row["id"] for row in store.read(_LASTING, {"ids": claims})}


def list_events(scope: Scope, skip: int, limit: int) -> ListPage:
    """Return events in the order of their days, each with its places and participants."""
    page = _read_page(scope.reads, (_EVENTS, _EVENT_COUNT), {"skip": skip, "limit": limit})
    return ListPage(add_event_details(scope, page.rows), page.total)


def count_contents(scope: Scope) -> dict[str, int]:
    """Return how much the graph holds: claims, facts, documents, lineages of documents, speakers."""
    counts: dict[str, int] = scope.reads.read(_HOLDS)[0]
    pairs = list_reprints(scope)
    ids = {id_ for pair in pairs for id_ in pair}
    return {**counts, "lineages": counts["documents"] - len(ids) + count_groups(ids, pairs)}


def _read_page(reads: ReadStore, queries: tuple[str, str], params: Mapping[str, Any]) -> ListPage:
    page, count = queries
    counted = {name: params[name] for name in ("kind",) if name in params}
    return ListPage(reads.read(page, params), reads.read(count, counted)[0]["n"])
