// title: Who heads, runs, represents, or holds office in what?
// group: Who and where
// answer: {rows:position} in {documents:document}, {origins:independent origin}.
// none: No source tells who heads or holds office{of: in, or as, %}.
// param: of entity(Actor)? - keep to this person or body
// column: statement - the fact in words
// column: said_by - who ultimately says it
// column: documents - documents that affirm it
// column: origins - independent origins that affirm it
// column: standing - fact, accusation, proceeding or finding
// column: claims - ids of the claims
:param of => null
:param limit => 200
CALL () {
  UNWIND [x IN [$of] WHERE x IS NOT NULL] AS one
  MATCH (e:Scamgraph {id: one})<-[:SUBJECT|OBJECT|WITH]-(c:Claim)
  WHERE c.predicate IN ['HEADS', 'HOLDS_POSITION', 'HELD_POSITION', 'REPRESENTS', 'RUNS']
  RETURN c
  UNION
  UNWIND CASE WHEN $of IS NULL THEN [1] ELSE [] END AS every
  MATCH (c:Claim:Scamgraph)
  WHERE c.predicate IN ['HEADS', 'HOLDS_POSITION', 'HELD_POSITION', 'REPRESENTS', 'RUNS']
  RETURN c
}
WITH DISTINCT c
WITH coalesce(c.fact, c.id) AS fact, c.predicate_class AS class, c.predicate AS predicate, collect(c) AS found
ORDER BY class, predicate, fact
LIMIT $limit
UNWIND found AS c
MATCH (c)-[:SUBJECT]->(s)
OPTIONAL MATCH (c)-[:OBJECT]->(o)
OPTIONAL MATCH (c)-[:SAID_BY {order: 0}]->(x)
OPTIONAL MATCH (v:Scamgraph {id: c.voice})
WITH fact, class, predicate, c, coalesce(s.name, s.says) AS subject, coalesce(o.name, o.says) AS object,
  coalesce(x.name, v.name, c.document) AS who,
  COLLECT { MATCH (c)-[w:WITH]->(r) RETURN w.role + ': ' + r.name ORDER BY w.role, r.name } AS roles
ORDER BY class, predicate, fact, coalesce(c.published_to, '9999'), c.document, c.start, c.id
WITH fact, class, predicate, c.relation AS relation, c.standing AS standing, subject, object,
  collect(c) AS told, collect(DISTINCT who) AS said_by,
  reduce(d = [], r IN reduce(every = [], x IN collect(roles) | every + x) | CASE WHEN r IN d THEN d ELSE d + r END) AS roles
WITH *, [x IN told WHERE x.polarity = 'affirm'] AS affirm
RETURN
  {subject: subject, predicate: predicate, relation: relation, object: object, roles: roles,
   modalities: [x IN affirm | x.modality], denied: size(affirm) = 0} AS statement,
  said_by,
  size(reduce(d = [], x IN affirm | CASE WHEN x.document IN d THEN d ELSE d + x.document END)) AS documents,
  size(reduce(d = [], x IN affirm | CASE WHEN x.origin IN d THEN d ELSE d + x.origin END)) AS origins,
  standing,
  [x IN told | x.id] AS claims
ORDER BY class, predicate, fact;
