// title: Which state acts against whom, and for what?
// group: Who and where
// answer: {rows:proceeding} in {documents:document}{jurisdiction:, of %}{against:, against %}.
// none: No source tells of a proceeding{jurisdiction: of %}{against: against %}.
// note: Accusations are no proceedings and stand in legal-actions. A jurisdiction is the acting body's state as the registry has it; “not stated” where no source says who acts. Left out are promised and expected acts, and acts that sources only say did not happen.
// param: jurisdiction entity(GovernmentBody, Country)? - keep to this government, with its bodies, or to this country's
// param: against entity(Actor)? - keep to what was done to this person, group or body
// column: jurisdiction - the state that acts
// column: body - who acts
// column: statement - the act in words
// column: standing - proceeding or finding
// column: from - first day that a source gives
// column: to - last day
// column: said_by - who ultimately says it
// column: verbs - the sources' own verbs
// column: documents - documents that affirm it
// column: origins - independent origins that affirm it
// column: denials - independent denials; one that is reprinted counts once
// column: claims - ids of the claims
:param jurisdiction => null
:param against => null
:param limit => 200
CALL () {
  UNWIND [x IN [$against] WHERE x IS NOT NULL] AS one
  MATCH (:Scamgraph {id: one})<-[:SUBJECT|OBJECT]-(c:Claim)
  WHERE c.standing IN ['proceeding', 'finding'] AND EXISTS { MATCH (k:Claim {fact: c.fact}) WHERE k.polarity = 'affirm' }
  RETURN c.id AS id
  UNION
  UNWIND CASE WHEN $against IS NULL THEN [1] ELSE [] END AS every
  MATCH (c:Claim:Scamgraph)
  WHERE c.standing IN ['proceeding', 'finding'] AND EXISTS { MATCH (k:Claim {fact: c.fact}) WHERE k.polarity = 'affirm' }
  RETURN c.id AS id
}
MATCH (c:Claim {id: id})
MATCH (c)-[:SUBJECT]->(s)
OPTIONAL MATCH (c)-[:OBJECT]->(o)
WITH c, s, o, c.relation STARTS WITH 'WAS_' AS agentless
WITH c, s, o, CASE WHEN agentless THEN null ELSE s END AS body, CASE WHEN agentless THEN s ELSE o END AS whom
WHERE $against IS NULL OR whom.id = $against
CALL (body) {
  UNWIND [x IN [body.principal] WHERE x IS NOT NULL] AS id
  MATCH (n:Scamgraph {id: id})
  RETURN head(collect(n)) AS p
}
CALL (p) {
  UNWIND [x IN [p.principal] WHERE x IS NOT NULL] AS id
  MATCH (n:Scamgraph {id: id})
  RETURN head(collect(n)) AS q
}
WITH c, s, o, body, coalesce(q, p, CASE WHEN body:GovernmentBody OR body:Country THEN body END) AS state
WHERE $jurisdiction IS NULL OR $jurisdiction IN [body.id, state.id, state.within]
WITH coalesce(state.name, 'not stated') AS jurisdiction, coalesce(body.name, 'not stated') AS body, c.fact AS fact,
  c.predicate AS predicate, c.relation AS relation, c.standing AS standing, s.name AS subject, o.name AS object,
  min(c.when_from) AS from, max(c.when_to) AS to, collect(DISTINCT c.id) AS ids
ORDER BY jurisdiction, body, coalesce(from, to, '9999'), predicate, fact LIMIT $limit
UNWIND ids AS id
MATCH (c:Claim {id: id})
OPTIONAL MATCH (c)-[:SAID_BY {order: 0}]->(x)
OPTIONAL MATCH (v:Scamgraph {id: c.voice})
WITH jurisdiction, body, fact, predicate, relation, standing, subject, object, from, to, c,
  coalesce(x.name, v.name, c.document) AS speaker,
  COLLECT { MATCH (c)-[w:WITH]->(r) RETURN w.role + ': ' + r.name ORDER BY w.role, r.name } AS roles
ORDER BY coalesce(c.published_to, '9999'), c.document, c.start, c.id
WITH jurisdiction, body, fact, predicate, relation, standing, subject, object, from, to,
  collect(c) AS told, collect(DISTINCT speaker) AS said_by,
  reduce(d = [], r IN reduce(every = [], x IN collect(roles) | every + x) | CASE WHEN r IN d THEN d ELSE d + r END) AS roles
WITH *, [x IN told WHERE x.polarity = 'affirm'] AS affirm,
  COLLECT { UNWIND told AS t MATCH (t)<-[:OBJECT]-(k:Claim {predicate: 'DISPUTES'}) RETURN DISTINCT k ORDER BY k.id } AS disputed
WITH *, CASE WHEN size(affirm) > 0 THEN affirm ELSE [x IN told WHERE x.modality <> 'denied'] END AS stated,
  disputed + [x IN told WHERE x.polarity = 'deny' AND (size(affirm) > 0 OR (x.modality = 'denied'))] AS denying
RETURN jurisdiction, body,
  {subject: subject, predicate: predicate, relation: relation, object: object, roles: roles,
   modalities: [x IN affirm | x.modality], denied: size(affirm) = 0} AS statement,
  standing, from, to, said_by,
  reduce(d = [], x IN told | CASE WHEN x.verb IS NULL OR x.verb IN d THEN d ELSE d + x.verb END) AS verbs,
  size(reduce(d = [], x IN stated | CASE WHEN x.document IN d THEN d ELSE d + x.document END)) AS documents,
  size(reduce(d = [], x IN stated | CASE WHEN x.origin IN d THEN d ELSE d + x.origin END)) AS origins,
  size(reduce(d = [], x IN denying | CASE WHEN x.origin IN d THEN d ELSE d + x.origin END)) AS denials,
  [x IN told + disputed | x.id] AS claims
ORDER BY jurisdiction, body, coalesce(from, to, '9999'), predicate, fact;
