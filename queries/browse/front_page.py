"""What a reader sees first of a graph: its newest documents, what is disputed, what is best documented."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from queries.browse.entity import mask_name
from queries.browse.scope import Scope

if TYPE_CHECKING:
    from graph.store.protocols import ReadStore

_NEWEST = """
MATCH (d:Document) WHERE d:Scamgraph AND d.published_from IS NOT NULL
  AND EXISTS { MATCH (d)<-[:IN]-(c:Claim /* AS OF c */) }
OPTIONAL MATCH (p:Scamgraph {id: d.publisher})
OPTIONAL MATCH (a:Scamgraph {id: d.agency})
WITH d, p, a ORDER BY coalesce(d.published_to, d.published_from) DESC, d.id LIMIT $limit
RETURN d.id AS id, d.label AS label, coalesce(p.name, a.name) AS source, d.published_edtf AS published,
  COUNT { MATCH (d)<-[:IN]-(c:Claim /* AS OF c */) } AS claims
ORDER BY coalesce(d.published_to, d.published_from) DESC, id
"""
_DISPUTED = """
MATCH (x:Conflict)-[b:BETWEEN]->(c:Claim) WHERE x:Scamgraph
WITH x, count(DISTINCT b.side) AS sides, count(DISTINCT c) AS claims, count(DISTINCT c.document) AS documents
ORDER BY documents DESC, claims DESC, x.id LIMIT $limit
OPTIONAL MATCH (n:Scamgraph {id: x.about})
RETURN x.id AS id, x.kind AS kind, x.explanation AS explanation, n.name AS about, sides, claims, documents
ORDER BY documents DESC, claims DESC, id
"""
_BEST_DOCUMENTED = """
MATCH (e:{label})<-[:SUBJECT|OBJECT|WITH]-(c:Claim /* AS OF c */)
WHERE e:Entity AND e:Scamgraph AND e.naming <> 'collective' AND NOT coalesce(e.protected, false)
WITH e, count(DISTINCT c) AS claims, count(DISTINCT c.document) AS documents
ORDER BY documents DESC, claims DESC, e.id LIMIT $limit
RETURN e.id AS id, e.name AS name, coalesce(e.in_sentence, e.name) AS in_sentence, e.kind AS kind,
  e.naming AS naming, e.naming = 'named' AS named, e.protected AS protected, claims, documents
ORDER BY documents DESC, claims DESC, id
"""
_REPEATED = """
MATCH (f:Figure)<-[:COUNTS]-(c:Claim /* AS OF c */)
WHERE f:Scamgraph AND f.value IS NOT NULL AND f.unit = 'people'
WITH f, count(DISTINCT c.document) AS documents, count(DISTINCT c) AS claims
ORDER BY documents DESC, f.value DESC, f.id LIMIT $limit
RETURN f.id AS id, f.name AS name, f.value AS value, documents, claims ORDER BY documents DESC, value DESC, id
"""
_BIGGEST_SERIES = """
MATCH (s:Series)<-[:OF_SERIES]-(f:Figure)<-[:COUNTS]-(c:Claim /* AS OF c */) WHERE s:Scamgraph
WITH s, count(DISTINCT f) AS figures, count(DISTINCT c.document) AS documents
ORDER BY figures DESC, s.name, s.id LIMIT $limit
RETURN s.id AS id, s.name AS name, figures, documents ORDER BY figures DESC, name, id
"""
_BETWEEN_ACTORS = """
MATCH (a:Actor)<-[:SUBJECT]-(c:Claim {polarity: 'affirm'} /* AS OF c */)-[:OBJECT]->(b:Actor)
WHERE a:Scamgraph AND c.fact IS NOT NULL AND a.naming = 'named' AND b.naming = 'named'
  AND NOT coalesce(a.protected, false) AND NOT coalesce(b.protected, false)
WITH c.fact AS fact, count(DISTINCT c.document) AS documents, count(DISTINCT c) AS claims
RETURN fact ORDER BY documents DESC, claims DESC, fact LIMIT $limit
"""

# Who accuses an actor is the subject of ACCUSED; every other accusation is about its subject.
_ACCUSED = """
MATCH (c:Claim {standing: 'accusation', polarity: 'affirm'} /* AS OF c */)
WHERE c.predicate <> 'UNDETERMINED_WHETHER'
MATCH (c)-[:SUBJECT]->(s) OPTIONAL MATCH (c)-[:OBJECT]->(o)
WITH c, CASE WHEN c.predicate = 'ACCUSED' AND o:Actor THEN o ELSE s END AS e
WHERE e:Actor AND e:Scamgraph AND e.naming = 'named' AND NOT coalesce(e.protected, false)
WITH e, count(DISTINCT c) AS claims, count(DISTINCT c.document) AS documents
RETURN e.id AS id, coalesce(e.in_sentence, e.name) AS in_sentence, claims, documents
ORDER BY documents DESC, claims DESC, id LIMIT $limit
"""


def list_newest_documents(scope: Scope, limit: int) -> list[dict[str, Any]]:
    """Return the documents published last, newest first; undated ones are left out."""
    return scope.reads.read(_NEWEST, {"limit": limit})


def list_disputed(store: ReadStore, limit: int) -> list[dict[str, Any]]:
    """Return today's conflicts between the most documents, the most claims first among equals."""
    return store.read(_DISPUTED, {"limit": limit})


def list_best_documented(scope: Scope, label: str, limit: int) -> list[dict[str, Any]]:
    """Return the entities of a label that the most documents name.

    People who may be victims and collectives are left out. `label` must come from the vocabulary: it
    becomes part of the query.
    """
    query = _BEST_DOCUMENTED.replace("{label}", label)
    return [mask_name(row) for row in scope.reads.read(query, {"limit": limit})]


def list_repeated_figures(scope: Scope, limit: int) -> list[dict[str, Any]]:
    """Return the numbers of people that the most documents print."""
    return scope.reads.read(_REPEATED, {"limit": limit})


def list_biggest_series(scope: Scope, limit: int) -> list[dict[str, Any]]:
    """Return the series with the most numbers."""
    return scope.reads.read(_BIGGEST_SERIES, {"limit": limit})


def list_facts_between_actors(scope: Scope, limit: int) -> list[str]:
    """Return the facts between named people and bodies that the most documents state."""
    return [row["fact"] for row in scope.reads.read(_BETWEEN_ACTORS, {"limit": limit})]


def list_accused(scope: Scope, limit: int) -> list[dict[str, Any]]:
    """Return the named people and bodies that the most documents print an accusation against."""
    return scope.reads.read(_ACCUSED, {"limit": limit})
