// title: Who was where, and when?
// group: Who and where
// answer: {rows:statement} about where {who:%|people} {who:was|were}{where:, at or out of %}, in {documents:document}.
// none: No source in this graph says where {who:% was, or that anyone was}{where: at %}.
// note: As the sources place them. Two who were at one place are not thereby tied, nor there at one time; groups of different rows overlap. Promised and expected acts are left out.
// param: who entity(Actor)? - keep to this person, group or body
// param: where entity(Compound, Place, Embassy, Facility)? - keep to this place, compound, embassy or building
// column: who - the person or group
// column: place - the place, compound, embassy, building or sites
// column: way - at, in, from, to or by way of
// column: statement - the act in words
// column: from - first day that a source gives
// column: to - last day
// column: said_by - who says it: the ultimate speakers
// column: denied_by - who denies it
// column: documents - documents that say it
// column: origins - independent origins of this one statement
// column: denials - independent denials; one that is reprinted counts once
// column: claims - ids of the claims
:param who => null
:param where => 'embassy/indonesia-phnom-penh'
:param limit => 200
CALL () {
  UNWIND [x IN [coalesce($who, $where)] WHERE x IS NOT NULL] AS one
  MATCH (:Scamgraph {id: one})<-[:SUBJECT|OBJECT|WITH]-(c:Claim /* AS OF c */)
  WHERE c.fact IS NOT NULL AND (c.predicate_class IN ['PRESENCE', 'EXIT', 'EXPLOITATION']
    OR c.predicate IN ['DETAINED', 'DEPORTED', 'EXTRADITED', 'SCREENED', 'WORKED_AT', 'COMES_FROM', 'LOCATED_IN'])
  RETURN c.id AS id
  UNION
  UNWIND CASE WHEN $who IS NULL AND $where IS NULL THEN [1] ELSE [] END AS every
  MATCH (c:Claim:Scamgraph /* AS OF c */)
  WHERE c.fact IS NOT NULL AND (c.predicate_class IN ['PRESENCE', 'EXIT', 'EXPLOITATION']
    OR c.predicate IN ['DETAINED', 'DEPORTED', 'EXTRADITED', 'SCREENED', 'WORKED_AT', 'COMES_FROM', 'LOCATED_IN'])
  RETURN c.id AS id
}
MATCH (c:Claim {id: id} /* AS OF c */)
MATCH (c)-[:SUBJECT]->(s)
OPTIONAL MATCH (c)-[:OBJECT]->(o)
WITH c, s, o, CASE
  WHEN c.relation STARTS WITH 'WAS_' OR c.predicate_class = 'PRESENCE'
    OR c.predicate IN ['LEFT', 'ATTEMPTED_ESCAPE', 'WORKED_AT', 'COMES_FROM', 'LOCATED_IN'] THEN s
  ELSE o END AS actor
WHERE actor:Actor AND ($who IS NULL OR actor.id = $who)
CALL (c, actor) {
  MATCH (c)-[w:WITH]->(p)
  WHERE w.role IN ['place', 'from', 'at', 'into', 'destination', 'origin', 'facility', 'route']
    AND (p:Place OR p:Compound OR p:Facility OR p:Embassy OR p:Collective)
  RETURN p, CASE WHEN w.role IN ['place', 'facility'] THEN 'in' WHEN w.role IN ['into', 'destination'] THEN 'to'
    WHEN w.role = 'origin' THEN 'from' WHEN w.role = 'route' THEN 'by way of' ELSE w.role END AS way
  UNION
  MATCH (c)-[:OBJECT]->(p) WHERE p.id <> actor.id AND (p:Place OR p:Compound OR p:Facility OR p:Embassy
    OR (p:Collective AND c.predicate_class IN ['PRESENCE', 'EXIT'] AND NOT c.predicate IN ['RELEASED', 'RESCUED']))
  RETURN p, CASE
    WHEN c.predicate IN ['LEFT', 'ATTEMPTED_ESCAPE', 'COMES_FROM'] THEN 'from'
    WHEN c.predicate IN ['REPATRIATED_TO', 'RETURNED_TO'] THEN 'to' WHEN c.predicate = 'LOCATED_IN' THEN 'in'
    ELSE 'at' END AS way
}
WITH c, actor, p, way
WHERE $where IS NULL OR p.id = $where
WITH actor.name AS who, actor.id AS who_id, p.name AS place, p.id AS place_id, way, c.fact AS fact, c.predicate AS predicate,
  min(c.when_from) AS from, max(c.when_to) AS to, collect(DISTINCT c.id) AS ids
ORDER BY who, who_id, coalesce(from, to, '9999'), place, place_id, way, predicate, fact LIMIT $limit
UNWIND ids AS id
MATCH (c:Claim {id: id} /* AS OF c */)
OPTIONAL MATCH (c)-[:SAID_BY {order: 0}]->(x)
OPTIONAL MATCH (v:Scamgraph {id: c.voice})
WITH who AS actor, who_id, place, place_id, way, fact, predicate, from, to, c, coalesce(x.name, CASE WHEN v:Document THEN 'the article “' + v.name + '”' ELSE v.name END, c.document) AS who,
  COLLECT { MATCH (c)<-[:OBJECT]-(k:Claim {polarity: 'deny'} /* AS OF k */) OPTIONAL MATCH (k)-[:SAID_BY {order: 0}]->(y)
    RETURN {c: k, who: coalesce(y.name, k.voice)} ORDER BY k.id }
  // A denial without a day, or for many days, denies each happening within it.
  + COLLECT { UNWIND CASE WHEN c.polarity = 'affirm' AND c.fact IS NOT NULL THEN [coalesce(c.proposition, c.fact)] ELSE [] END AS proposition
    MATCH (k:Claim {proposition: proposition, polarity: 'deny'} /* AS OF k */)
    WHERE k.fact <> c.fact AND coalesce(k.when_from, '') <= coalesce(c.when_to, '9999') AND coalesce(c.when_from, '') <= coalesce(k.when_to, '9999')
    OPTIONAL MATCH (k)-[:SAID_BY {order: 0}]->(y) OPTIONAL MATCH (z:Scamgraph {id: k.voice})
    RETURN {c: k, who: coalesce(y.name, CASE WHEN z:Document THEN 'the article “' + z.name + '”' ELSE z.name END, k.document)} ORDER BY k.id } AS disputes
ORDER BY coalesce(c.published_to, '9999'), c.document, c.start, c.id
WITH actor, who_id, place, place_id, way, fact, predicate, from, to, collect({c: c, who: who}) AS pairs,
  reduce(d = [], p IN reduce(e = [], x IN collect(disputes) | e + x) | CASE WHEN p.c.id IN [q IN d | q.c.id] THEN d ELSE d + p END) AS disputed
WITH *, [p IN pairs | p.c] AS told, any(p IN pairs WHERE p.c.polarity = 'affirm') AS affirmed
WITH *, [p IN pairs WHERE CASE WHEN affirmed THEN p.c.polarity = 'affirm' ELSE p.c.modality <> 'denied' OR p.c.predicate = 'DISPUTES' END] AS saying,
  [p IN pairs WHERE CASE WHEN affirmed THEN p.c.polarity = 'deny' ELSE p.c.modality = 'denied' AND p.c.predicate <> 'DISPUTES' END] + disputed AS denying
RETURN actor AS who, place, way,
  reduce(s = head(told), x IN told | CASE WHEN x.statement_rank < s.statement_rank THEN x ELSE s END).says AS statement,
  from, to,
  reduce(d = [], p IN saying | CASE WHEN p.who IN d THEN d ELSE d + p.who END) AS said_by,
  reduce(d = [], p IN denying | CASE WHEN p.who IN d THEN d ELSE d + p.who END) AS denied_by,
  size(reduce(d = [], p IN saying | CASE WHEN p.c.document IN d THEN d ELSE d + p.c.document END)) AS documents,
  size(reduce(d = [], p IN saying | CASE WHEN p.c.origin IN d THEN d ELSE d + p.c.origin END)) AS origins,
  size(reduce(d = [], p IN denying | CASE WHEN p.c.origin IN d THEN d ELSE d + p.c.origin END)) AS denials,
  [x IN told | x.id] + [p IN disputed | p.c.id] AS claims
ORDER BY who, who_id, coalesce(from, to, '9999'), place, place_id, way, predicate, fact;
