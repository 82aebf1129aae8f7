"""The statements of the search: the ties of many entities in one, and the claims that weigh a tie."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from queries.paths.hops import TieKind

MOST_TIES = 400
"""How many ties of one entity are walked: past that it is a hub, and a way through it tells little."""

_OTHER = "m.id <> n.id AND (m.kind IN $open OR m.id IN $ends)"
_NO_MERE_PLACE = "({0} <> 'place' OR NOT {1}:Place OR {1}.id IN $ends)"
"""Where something is told to have been ties to a site, and to a place that is asked about, but no further."""
_ROLL_UP = "r.origins, r.standing, r.asserted, r.modality, r.hedged"
_PLAIN = "null, null, null, null, null"

_WALKED = "r.fact IS NOT NULL AND r.origins >= $min_origins AND (r.asserted OR NOT $asserted)"

_FACTS = f"""
  MATCH (n)-[r:{{types}}]-(m:Entity)
  WHERE {_WALKED} AND {_OTHER}
  RETURN ['fact', startNode(r).id, endNode(r).id, type(r), r.fact, {_ROLL_UP}] AS tie,
    r.origins AS rank, r.fact AS name {{cut}}"""
_EVENTS = f"""
  MATCH (n)-[r:INVOLVES|AT]-(m:Entity)
  WHERE r.claims > 0 AND {_OTHER}
  RETURN ['event', startNode(r).id, endNode(r).id, type(r), '', {_ROLL_UP}] AS tie,
    r.origins AS rank, m.id AS name {{cut}}"""
_ROLES = f"""
  MATCH (n)<-[:SUBJECT|OBJECT]-(c:Claim {{{{polarity: 'affirm'}}}})-[w:WITH]->(m:Entity)
  WHERE c.fact IS NOT NULL AND c.predicate IN $predicates
    AND {_OTHER} AND {_NO_MERE_PLACE.format("w.role", "m")}
  RETURN DISTINCT ['role', n.id, m.id, c.predicate, c.fact, {_PLAIN}] AS tie,
    1 AS rank, c.fact + m.id AS name {{cut}}"""
_ROLES_DRAWN = f"""
  MATCH (n)-[r:{{types}}]-()
  WHERE r.roles IS NOT NULL
  UNWIND r.roles AS named
  WITH n, r, split(named, '=')[0] AS role, split(named, '=')[1] AS id
  MATCH (m:Entity {{{{id: id}}}})
  WHERE {_OTHER} AND {_NO_MERE_PLACE.format("role", "m")}
  RETURN DISTINCT ['role', n.id, m.id, type(r), r.fact, {_PLAIN}] AS tie,
    1 AS rank, r.fact + m.id AS name {{cut}}"""
_IN_ROLES = f"""
  MATCH (n)<-[w:WITH]-(c:Claim {{{{polarity: 'affirm'}}}})-[:SUBJECT|OBJECT]->(m:Entity)
  WHERE c.fact IS NOT NULL AND c.predicate IN $predicates
    AND {_OTHER} AND {_NO_MERE_PLACE.format("w.role", "n")}
  RETURN DISTINCT ['role', m.id, n.id, c.predicate, c.fact, {_PLAIN}] AS tie,
    1 AS rank, c.fact + m.id AS name {{cut}}"""
_CLAIMED = f"""
  MATCH (n)<-[:SUBJECT]-(c:Claim {{{{polarity: 'affirm'}}}})-[:OBJECT]->(m:Entity)
  WHERE c.fact IS NOT NULL AND c.predicate IN $predicates AND {_OTHER}
  RETURN DISTINCT ['fact', n.id, m.id, c.relation, c.fact, {_PLAIN}] AS tie,
    1 AS rank, c.fact AS name {{cut}}"""
_CLAIMED_OF = f"""
  MATCH (n)<-[:OBJECT]-(c:Claim {{{{polarity: 'affirm'}}}})-[:SUBJECT]->(m:Entity)
  WHERE c.fact IS NOT NULL AND c.predicate IN $predicates AND {_OTHER}
  RETURN DISTINCT ['fact', m.id, n.id, c.relation, c.fact, {_PLAIN}] AS tie,
    1 AS rank, c.fact AS name {{cut}}"""
_TOOK_PART = f"""
  MATCH (n)<-[:SUBJECT|OBJECT|WITH]-(c:Claim {{{{polarity: 'affirm'}}}})-[:ABOUT]->(m:Entity)
  WHERE {_OTHER}
  RETURN DISTINCT ['event', m.id, n.id, 'INVOLVES', '', {_PLAIN}] AS tie, 1 AS rank, m.id AS name {{cut}}"""
_PARTICIPANTS = f"""
  MATCH (n)<-[:ABOUT]-(c:Claim {{{{polarity: 'affirm'}}}})-[:SUBJECT|OBJECT|WITH]->(m:Entity)
  WHERE {_OTHER}
  RETURN DISTINCT ['event', n.id, m.id, 'INVOLVES', '', {_PLAIN}] AS tie, 1 AS rank, m.id AS name {{cut}}"""

_AS_DRAWN: Mapping[TieKind, tuple[str, ...]] = {
    "fact": (_FACTS,),
    "role": (_ROLES_DRAWN, _IN_ROLES),
    "event": (_EVENTS,),
}
_FROM_CLAIMS: Mapping[TieKind, tuple[str, ...]] = {
    "fact": (_CLAIMED, _CLAIMED_OF),
    "role": (_ROLES, _IN_ROLES),
    "event": (_TOOK_PART, _PARTICIPANTS),
}

BEST_FACTS = f"""
MATCH (n:Scamgraph {{{{id: $id}}}})-[r:{{types}}]-()
WHERE r.origins >= $least AND {_WALKED}
WITH n, r ORDER BY r.origins DESC, r.fact LIMIT $most
WITH n, r, CASE startNode(r).id WHEN n.id THEN endNode(r) ELSE startNode(r) END AS m
RETURN r.origins AS origins, r.fact AS fact, r.roles IS NOT NULL AS names_more,
  m:Entity AND {_OTHER} AS walked,
  ['fact', startNode(r).id, endNode(r).id, type(r), r.fact, {_ROLL_UP}] AS tie
ORDER BY origins DESC, fact
"""
"""The facts of one entity with most origins, to whatever they lead; `walked` tells whether a way may.

`names_more` tells whether there are further roles."""
BEST_EVENTS = f"""
MATCH (n:Scamgraph {{id: $id}})-[r:INVOLVES|AT]-(m:Entity)
WHERE r.origins >= $least AND r.claims > 0 AND {_OTHER}
WITH r, m ORDER BY r.origins DESC, m.id LIMIT $most
RETURN ['event', startNode(r).id, endNode(r).id, type(r), '', {_ROLL_UP}] AS tie
"""
ROLES_OF_FACTS = f"""
MATCH (n:Scamgraph {{id: $id}})
UNWIND $facts AS fact
MATCH (c:Claim {{fact: fact}})-[w:WITH]->(m:Entity)
WHERE c.polarity = 'affirm' AND {_OTHER} AND {_NO_MERE_PLACE.format("w.role", "m")}
RETURN DISTINCT ['role', n.id, m.id, c.predicate, c.fact, {_PLAIN}] AS tie
"""
IN_ROLES = f"MATCH (n:Scamgraph {{{{id: $id}}}}){_IN_ROLES}"
"""The ties of one entity through what others do with it in a role."""

OF_ROLES = """
UNWIND $ties AS t
MATCH (c:Claim {fact: t[0]})-[:WITH]->(:Scamgraph {id: t[1]})
RETURN t[0] + ' ' + t[1] AS tie, collect(DISTINCT properties(c)) AS claims
"""
OF_EVENTS = """
UNWIND $ties AS t
MATCH (:Scamgraph {id: t[0]})<-[:ABOUT]-(c:Claim)-[:SUBJECT|OBJECT|WITH]->(:Scamgraph {id: t[1]})
RETURN t[0] + ' ' + t[1] AS tie, collect(DISTINCT properties(c)) AS claims
"""
OF_FACTS = """
UNWIND $ties AS t
MATCH (c:Claim {fact: t[0]})
RETURN t[0] + ' ' + t[1] AS tie, collect(properties(c)) AS claims
"""
ENDS = "UNWIND $ids AS id MATCH (n:Scamgraph {id: id}) RETURN n.id AS id, n.name AS name, labels(n) AS labels"


def ties_of(types: Sequence[str], kinds: Collection[TieKind], *, from_claims: bool, in_order: bool) -> str:
    """The statement that gives for each of $ids its ties, one more than are walked at most of each sort.

    `from_claims` looks at claims instead of facts, so that a door can show fewer of them. `in_order` gives
    the best ties first, and no more than are walked: dear for an entity with many.
    """
    cut = f"LIMIT {MOST_TIES + 1}"
    if in_order:
        cut = f"ORDER BY rank DESC, name LIMIT {MOST_TIES}"
    parts = _FROM_CLAIMS if from_claims else _AS_DRAWN
    some = (part for kind in sorted(kinds) for part in parts[kind])
    body = "\n  UNION ALL".join(part.format(types="|".join(types), cut=cut) for part in some)
    return (
        f"UNWIND $ids AS id\nMATCH (n:Scamgraph {{id: id}})\nCALL (n) {{{body}\n}}\n"
        "RETURN id, collect(tie) AS ties"
    )
