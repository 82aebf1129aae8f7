"""The statements of the search: the ties of many entities in one, and the claims of a tie."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

MOST_CLAIMS = 1000
"""Past so many claims that name it an entity is a hub: a way through it tells little."""
MOST_TIES = 250
"""How many ties of each sort are walked from an end that is a hub."""

Raw = list[Any]
"""A tie as the engine gives it: kind, start, end, type, fact, and the five parts of its roll-up or nulls. One
by a fact has behind these the roles that the fact names, as `role=id` or null, and how many claims affirm it.
"""
ROLES, CLAIMS = 10, 11
"""Where the roles and the claims stand."""
Sort = Literal["fact", "event", "role", "named"]
"""Sorts of ties as they are asked for: by facts, by parts in events, to whom an entity's own facts name in a
role, and to the ends of facts that name it in one. The last two are ties of the kind `role`."""

_OPEN_NEIGHBOUR = "m.id <> n.id AND ($open[m.kind] OR m.id IN $ends)"
_NO_MERE_PLACE = "({0} <> 'place' OR NOT {1}:Place OR {1}.id IN $ends)"
"""Where something is told to have been ties to a site, and to a place that is asked about, but no further."""
_ROLL_UP = "r.origins, r.standing, r.asserted, r.modality, r.hedged"
_NO_ROLL_UP = "null, null, null, null, null"

_WALKED = "r.fact IS NOT NULL AND r.origins >= $min_origins AND (r.asserted OR NOT $asserted)"
_TIES = f"m:Entity AND {_OPEN_NEIGHBOUR} AND {_WALKED}"

_FACTS = f"""
  MATCH (n)-[r:{{types}}]-(m)
  WHERE (r.roles IS NOT NULL {{named}} AND {_WALKED})
    OR ({{far}}{_TIES})
  RETURN [CASE WHEN r.roles IS NULL OR ({_TIES}) THEN 'fact' ELSE '' END,
    startNode(r).id, endNode(r).id, type(r), r.fact, {_ROLL_UP}, r.roles, r.claims] AS tie {{cut}}"""
_EVENTS = f"""
  MATCH (n)-[r:INVOLVES|AT]-(m:Entity)
  WHERE {{far}}r.claims > 0 AND {_OPEN_NEIGHBOUR}
  RETURN ['event', startNode(r).id, endNode(r).id, type(r), '', {_ROLL_UP}] AS tie {{cut}}"""
_NAMED = f"""
  MATCH (n)<-[w:WITH]-(c:Claim {{{{polarity: 'affirm'}}}} /* AS OF c */)-[:SUBJECT|OBJECT]->(m:Entity)
  WHERE {{far}}c.fact IS NOT NULL AND c.predicate IN $predicates
    AND {_OPEN_NEIGHBOUR} AND {_NO_MERE_PLACE.format("w.role", "n")}
  RETURN DISTINCT ['role', m.id, n.id, c.predicate, c.fact, {_NO_ROLL_UP}] AS tie {{cut}}"""
_ROLES = f"""
  MATCH (n)<-[:SUBJECT|OBJECT]-(c:Claim {{{{polarity: 'affirm'}}}} /* AS OF c */)-[w:WITH]->(m:Entity)
  WHERE {{far}}c.fact IS NOT NULL AND c.predicate IN $predicates
    AND {_OPEN_NEIGHBOUR} AND {_NO_MERE_PLACE.format("w.role", "m")}
  RETURN DISTINCT ['role', n.id, m.id, c.predicate, c.fact, {_NO_ROLL_UP}] AS tie {{cut}}"""
_CLAIMED = f"""
  MATCH (n)<-[:SUBJECT]-(c:Claim {{{{polarity: 'affirm'}}}} /* AS OF c */)-[:OBJECT]->(m:Entity)
  WHERE {{far}}c.fact IS NOT NULL AND c.predicate IN $predicates AND {_OPEN_NEIGHBOUR}
  RETURN DISTINCT ['fact', n.id, m.id, c.relation, c.fact, {_NO_ROLL_UP}] AS tie {{cut}}"""
_CLAIMED_OF = f"""
  MATCH (n)<-[:OBJECT]-(c:Claim {{{{polarity: 'affirm'}}}} /* AS OF c */)-[:SUBJECT]->(m:Entity)
  WHERE {{far}}c.fact IS NOT NULL AND c.predicate IN $predicates AND {_OPEN_NEIGHBOUR}
  RETURN DISTINCT ['fact', m.id, n.id, c.relation, c.fact, {_NO_ROLL_UP}] AS tie {{cut}}"""
_TOOK_PART = f"""
  MATCH (n)<-[:SUBJECT|OBJECT|WITH]-(c:Claim {{{{polarity: 'affirm'}}}} /* AS OF c */)-[:ABOUT]->(m:Entity)
  WHERE {{far}}{_OPEN_NEIGHBOUR}
  RETURN DISTINCT ['event', m.id, n.id, 'INVOLVES', '', {_NO_ROLL_UP}] AS tie {{cut}}"""
_PARTICIPANTS = f"""
  MATCH (n)<-[:ABOUT]-(c:Claim {{{{polarity: 'affirm'}}}} /* AS OF c */)-[:SUBJECT|OBJECT|WITH]->(m:Entity)
  WHERE {{far}}{_OPEN_NEIGHBOUR}
  RETURN DISTINCT ['event', n.id, m.id, 'INVOLVES', '', {_NO_ROLL_UP}] AS tie {{cut}}"""

_AS_DRAWN: Mapping[Sort, tuple[str, ...]] = {"fact": (_FACTS,), "event": (_EVENTS,), "named": (_NAMED,)}
_FROM_CLAIMS: Mapping[Sort, tuple[str, ...]] = {
    "fact": (_CLAIMED, _CLAIMED_OF),
    "event": (_TOOK_PART, _PARTICIPANTS),
    "named": (_NAMED,),
    "role": (_ROLES,),
}

BEST_FACTS = f"""
MATCH (n:Scamgraph {{{{id: $id}}}})-[r:{{types}}]-()
WHERE r.origins >= $least AND {_WALKED}
WITH n, r ORDER BY r.origins DESC, r.fact LIMIT $most
WITH n, r, CASE startNode(r).id WHEN n.id THEN endNode(r) ELSE startNode(r) END AS m
RETURN collect([CASE WHEN m:Entity AND {_OPEN_NEIGHBOUR} THEN 'fact' ELSE '' END,
  startNode(r).id, endNode(r).id, type(r), r.fact, {_ROLL_UP}, r.roles, r.claims]) AS ties
"""
"""The facts of one entity with most origins, to whatever they lead, as `build_ties_query` gives them."""
BEST_EVENTS = f"""
MATCH (n:Scamgraph {{id: $id}})-[r:INVOLVES|AT]-(m:Entity)
WHERE r.origins >= $least AND r.claims > 0 AND {_OPEN_NEIGHBOUR}
WITH r, m ORDER BY r.origins DESC, m.id, type(r), coalesce(r.role, '') LIMIT $most
RETURN ['event', startNode(r).id, endNode(r).id, type(r), '', {_ROLL_UP}] AS tie
"""
NAMED_BY = f"""
UNWIND $ids AS id
MATCH (n:Scamgraph {{id: id}})
CALL (n) {{
  MATCH (n)<-[:SUBJECT|OBJECT|WITH|ABOUT]-(claim:Claim /* AS OF claim */)
  WITH n LIMIT {MOST_CLAIMS + 1} RETURN count(*) AS claims
}}
RETURN id, claims
"""
"""How many claims name an entity, or are about an event; of more than are gone through one too many."""
PLACES_WALKED = """
UNWIND $ids AS id
MATCH (m:Scamgraph {id: id}) WHERE $open[m.kind] OR m.id IN $ends
RETURN collect(m.id) AS found
"""
"""Those of some places that a way may lead over."""

OF_ROLES = """
UNWIND $ties AS t
MATCH (c:Claim {fact: t[0]} /* AS OF c */)-[:WITH]->(m) WHERE m.id = t[1]
WITH DISTINCT t, c
RETURN t[0] + ' ' + t[1] AS tie, collect(properties(c)) AS claims
"""
"""From the claims of the fact: given a label and an id to find it by, a Neo4j begins at who is named, who may
be named in thousands.
"""
OF_EVENTS = """
UNWIND $ties AS t
MATCH (n:Scamgraph {id: t[0]})
MATCH (m:Scamgraph {id: t[1]})
MATCH (n)<-[:ABOUT]-(c:Claim /* AS OF c */)-[:SUBJECT|OBJECT|WITH]->(m)
WITH DISTINCT t, c
RETURN t[0] + ' ' + t[1] AS tie, collect(properties(c)) AS claims
"""
OF_FACTS = """
UNWIND $ties AS t
MATCH (c:Claim {fact: t[0]} /* AS OF c */)
RETURN t[0] + ' ' + t[1] AS tie, collect(properties(c)) AS claims
"""
ENDS = """
UNWIND $ids AS id MATCH (n:Scamgraph {id: id})
RETURN n.id AS id, coalesce(n.name, n.id) AS name, coalesce(n.in_sentence, n.name, n.id) AS in_sentence,
  labels(n) AS labels, coalesce(n.plural, false) AS plural
"""


def build_ties_query(
    types: Sequence[str], sorts: Iterable[Sort], *, from_claims: bool, far: bool = False
) -> str:
    """Build the statement that returns the ties of each of $ids; with `far`, only those to keys of $far.

    A tie by a fact that is read from a relationship ends with the roles that the fact names, and has
    no kind if it is there for those alone. `from_claims` reads claims instead of facts, so that a
    store with a claim filter can show fewer of them.
    """
    blanks = {}
    if far:
        named_roles = "AND any(one IN r.roles WHERE $far[split(one, '=')[1]])"
        blanks = {"named": named_roles, "far": "$far[m.id] AND "}
    parts = _build_query_start(types, sorts, from_claims=from_claims, **blanks)
    return f"{parts}RETURN id, collect(tie) AS ties"


def build_first_ties_query(sorts: Iterable[Sort]) -> str:
    """Build the statement that returns, for each of $ids, as many ties of these sorts as are walked.

    It reads claims; each pattern of a sort returns at most MOST_TIES.
    """
    cut = f"ORDER BY tie[4], tie[1], tie[2] LIMIT {MOST_TIES}"
    return f"{_build_query_start((), sorts, from_claims=True, cut=cut)}RETURN id, collect(tie) AS ties"


def _build_query_start(
    types: Sequence[str], sorts: Iterable[Sort], *, from_claims: bool, **blanks: str
) -> str:
    """Build the start of a statement: the ties of $ids; `blanks` fill those of the patterns."""
    patterns = _FROM_CLAIMS if from_claims else _AS_DRAWN
    filled = {**dict.fromkeys(("named", "far", "cut"), ""), "types": "|".join(types), **blanks}
    body = "\n  UNION ALL".join(part.format(**filled) for sort in sorted(sorts) for part in patterns[sort])
    return f"UNWIND $ids AS id\nMATCH (n:Scamgraph {{id: id}})\nCALL (n) {{{body}\n}}\n"
