// title: What do the sources say about an entity, and who says it?
// group: Who and where
// answer: {entity}: {rows:fact} from {claims:claim} in {documents:document}, {origins:independent origin}.
// none: No source in this graph says anything of {entity}.
// param: entity entity - whom or what it is about: a name or an id
// column: statement - the fact in words
// column: class - what kind of statement it is (the predicate's class)
// column: standing - fact, accusation, proceeding or finding
// column: said_by - who ultimately says it
// column: happened - the days it speaks of
// column: documents - documents that affirm it
// column: origins - independent origins that affirm it
// column: denials - claims that deny it
// column: claims - ids of the claims
// note: For an entity in more than 2,000 claims these are the first 2,000 the engine finds.
:param entity => 'person/chen-zhi'
:param limit => 200
MATCH (e:Scamgraph {id: $entity})
CALL (e) {
  MATCH (e)<-[:SUBJECT|OBJECT|WITH|ABOUT]-(c:Claim)
  RETURN DISTINCT c LIMIT 2000
}
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
  class, standing, said_by,
  reduce(d = '', x IN told | CASE WHEN d = '' THEN coalesce(x.when_edtf, '') ELSE d END) AS happened,
  size(reduce(d = [], x IN affirm | CASE WHEN x.document IN d THEN d ELSE d + x.document END)) AS documents,
  size(reduce(d = [], x IN affirm | CASE WHEN x.origin IN d THEN d ELSE d + x.origin END)) AS origins,
  size(told) - size(affirm) AS denials,
  [x IN told | x.id] AS claims
ORDER BY class, predicate, fact;
