// title: Which document said each fact about an entity first?
// group: Who says it
// answer: {entity}: {rows:fact}, each with the document that said it first.
// none: No source in this graph says anything of {entity}.
// note: First by the day of publication; an undated text comes last, and may in truth be earlier.
// param: entity entity - whom or what it is about: a name or an id
// column: statement - the fact in words
// column: first - day of the first publication
// column: document - the document that said it first
// column: said_by - who ultimately says it
// column: repeated_in - how many other documents say it
// column: origins - independent origins among all of them
// column: claims - ids of the claims
:param entity => 'person/chen-zhi'
:param limit => 200
MATCH (e:Scamgraph {id: $entity})
CALL (e) {
  MATCH (e)<-[:SUBJECT|OBJECT|WITH|ABOUT]-(c:Claim) WHERE c.fact IS NOT NULL
  RETURN DISTINCT c LIMIT 2000
}
WITH c.fact AS fact, c.predicate_class AS class, c.predicate AS predicate, collect(c) AS found
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
MATCH (first:Scamgraph {id: head(told).document})
RETURN
  {subject: subject, predicate: predicate, relation: relation, object: object, roles: roles,
   modalities: [x IN affirm | x.modality], denied: size(affirm) = 0} AS statement,
  coalesce(first.published_edtf, 'undated') AS first, first.label AS document, said_by,
  size(reduce(d = [], x IN told | CASE WHEN x.document IN d THEN d ELSE d + x.document END)) - 1 AS repeated_in,
  size(reduce(d = [], x IN told | CASE WHEN x.origin IN d THEN d ELSE d + x.origin END)) AS origins,
  [x IN told | x.id] AS claims
ORDER BY first, class, predicate, fact;
