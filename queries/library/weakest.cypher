// title: Which facts rest on a single origin?
// group: What is missing
// answer: {rows:fact}{entity: about %} on a single origin each.
// none: No fact{entity: about %} rests on a single origin.
// note: Printed often and told once: that is where a story is thinner than it looks.
// param: entity entity? - keep to facts about this entity
// column: statement - the fact in words
// column: standing - fact, accusation, proceeding or finding
// column: documents - documents that affirm it
// column: said_by - who ultimately says it
// column: modality - how it is said, in each claim
// column: why - why claims are counted as one, where it is not plain
// column: claims - ids of the claims
:param entity => null
:param limit => 200
CALL () {
  UNWIND [x IN [$entity] WHERE x IS NOT NULL] AS one
  MATCH (:Scamgraph {id: one})<-[:SUBJECT|OBJECT|WITH|ABOUT]-(named:Claim)
  WHERE named.polarity = 'affirm' AND named.fact IS NOT NULL
  WITH DISTINCT named.fact AS fact
  MATCH (c:Claim {fact: fact}) WHERE c.polarity = 'affirm' AND c.predicate_class <> 'DOC_META'
  WITH c.fact AS fact, c.predicate_class AS class, c.predicate AS predicate, collect(c.id) AS found,
    count(DISTINCT c.origin) AS origins, count(DISTINCT c.document) AS printed
  WHERE origins = 1
  WITH * ORDER BY printed DESC, class, predicate, fact LIMIT $limit
  RETURN found, printed
  UNION
  UNWIND CASE WHEN $entity IS NULL THEN [1] ELSE [] END AS every
  MATCH (c:Claim:Scamgraph) WHERE c.polarity = 'affirm' AND c.fact IS NOT NULL AND c.predicate_class <> 'DOC_META'
  WITH c.fact AS fact, c.predicate_class AS class, c.predicate AS predicate, collect(c.id) AS found,
    count(DISTINCT c.origin) AS origins, count(DISTINCT c.document) AS printed
  WHERE origins = 1
  WITH * ORDER BY printed DESC, class, predicate, fact LIMIT $limit
  RETURN found, printed
}
UNWIND found AS id
MATCH (c:Claim {id: id})
WITH c, c.fact AS fact, c.predicate_class AS class, c.predicate AS predicate, printed
MATCH (c)-[:SUBJECT]->(s)
OPTIONAL MATCH (c)-[:OBJECT]->(o)
OPTIONAL MATCH (c)-[:SAID_BY {order: 0}]->(x)
OPTIONAL MATCH (v:Scamgraph {id: c.voice})
WITH fact, class, predicate, c, printed, coalesce(s.name, s.says) AS subject, coalesce(o.name, o.says) AS object,
  coalesce(x.name, v.name, c.document) AS who,
  COLLECT { MATCH (c)-[w:WITH]->(r) RETURN w.role + ': ' + r.name ORDER BY w.role, r.name } AS roles
ORDER BY class, predicate, fact, coalesce(c.published_to, '9999'), c.document, c.start, c.id
WITH fact, class, predicate, printed, c.relation AS relation, c.standing AS standing, subject, object,
  collect(c) AS told, collect(DISTINCT who) AS said_by,
  reduce(d = [], r IN reduce(every = [], x IN collect(roles) | every + x) | CASE WHEN r IN d THEN d ELSE d + r END) AS roles
WITH *, [x IN told WHERE x.polarity = 'affirm'] AS affirm
RETURN
  {subject: subject, predicate: predicate, relation: relation, object: object, roles: roles,
   modalities: [x IN affirm | x.modality], denied: size(affirm) = 0} AS statement,
  standing, printed AS documents, said_by,
  reduce(d = [], x IN told | CASE WHEN x.modality IN d THEN d ELSE d + x.modality END) AS modality,
  reduce(d = [], x IN told | CASE WHEN x.origin_why IS NULL OR x.origin_why IN d THEN d ELSE d + x.origin_why END) AS why,
  [x IN told | x.id] AS claims
ORDER BY printed DESC, class, predicate, fact;
