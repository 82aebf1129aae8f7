// title: What does only one document say?
// group: What is missing
// answer: {rows:fact} that no document but “{document}” states.
// none: Everything in “{document}” is said elsewhere too, or nothing is read from it.
// param: document document - the document: its label or its id
// column: statement - the fact in words
// column: said_by - who ultimately says it
// column: happened - the days it speaks of
// column: standing - fact, accusation, proceeding or finding
// column: claims - ids of the claims
:param document => 'document/afp-400-freed-2026-01'
:param limit => 200
MATCH (c:Claim {document: $document})
WHERE c.fact IS NOT NULL AND c.predicate_class <> 'DOC_META'
  AND NOT EXISTS { MATCH (other:Claim {fact: c.fact}) WHERE other.document <> $document }
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
RETURN
  {subject: subject, predicate: predicate, relation: relation, object: object, roles: roles,
   modalities: [x IN affirm | x.modality], denied: size(affirm) = 0} AS statement,
  said_by,
  reduce(d = '', x IN told | CASE WHEN d = '' THEN coalesce(x.when_edtf, '') ELSE d END) AS happened,
  standing,
  [x IN told | x.id] AS claims
ORDER BY class, predicate, fact;
