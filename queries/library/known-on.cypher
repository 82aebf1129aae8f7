// title: What was known on a day?
// group: What happened when
// answer: On {day}: {rows:fact} known{entity: of %}, from {claims:claim} in {documents:document}, {origins:independent origin}.
// none: On {day} nothing was known{entity: of %} for certain.
// note: Known is what a document said that was certainly out; possibly known, what one may have said that is not dated to the day, or what was said in public by then.
// param: day day - the day
// param: entity entity? - keep to facts about this entity
// param: held given - documents not dated to a day that were in hand by then
// param: spoken given - dated occasions that had been
// column: statement - the fact in words
// column: known - known, or possibly known
// column: class - what kind of statement it is (the predicate's class)
// column: standing - fact, accusation, proceeding or finding
// column: said_by - who ultimately says it
// column: documents - documents that affirm it
// column: origins - independent origins that affirm it
// column: denials - independent denials; one that is reprinted counts once
// column: claims - ids of the claims
:param day => '2026-01-21'
:param entity => null
:param held => []
:param spoken => []
:param limit => 1000
CALL () {
  UNWIND [x IN [$entity] WHERE x IS NOT NULL] AS one MATCH (:Scamgraph {id: one})<-[:SUBJECT|OBJECT|WITH|ABOUT]-(c:Claim) RETURN c
  UNION
  UNWIND CASE WHEN $entity IS NULL THEN [1] ELSE [] END AS every MATCH (c:Claim:Scamgraph) RETURN c
}
WITH DISTINCT c, c.published_to <= $day OR c.document IN $held AS sure
WHERE c.fact IS NOT NULL AND c.predicate_class <> 'DOC_META'
  AND (sure OR coalesce(c.published_from, $day) <= $day OR c.occasion IN $spoken)
WITH c.fact AS fact, c.predicate_class AS class, c.predicate AS predicate, collect(c) AS every,
  collect(CASE WHEN sure THEN c END) AS certain
WITH fact, class, predicate, CASE WHEN size(certain) > 0 THEN certain ELSE every END AS found,
  CASE WHEN size(certain) > 0 THEN 'known' ELSE 'possibly known' END AS known
ORDER BY known, class, predicate, fact
LIMIT $limit
UNWIND found AS c
MATCH (c)-[:SUBJECT]->(s)
OPTIONAL MATCH (c)-[:OBJECT]->(o)
OPTIONAL MATCH (c)-[:SAID_BY {order: 0}]->(x)
OPTIONAL MATCH (v:Scamgraph {id: c.voice})
WITH fact, class, predicate, c, known, coalesce(s.name, s.says) AS subject, coalesce(o.name, o.says) AS object,
  coalesce(x.name, v.name, c.document) AS who,
  COLLECT { MATCH (c)-[w:WITH]->(r) RETURN w.role + ': ' + r.name ORDER BY w.role, r.name } AS roles
ORDER BY class, predicate, fact, coalesce(c.published_to, '9999'), c.document, c.start, c.id
WITH fact, class, predicate, known, c.relation AS relation, c.standing AS standing, subject, object,
  collect(c) AS told, collect(DISTINCT who) AS said_by,
  reduce(d = [], r IN reduce(every = [], x IN collect(roles) | every + x) | CASE WHEN r IN d THEN d ELSE d + r END) AS roles
WITH *, [x IN told WHERE x.polarity = 'affirm'] AS affirm,
  COLLECT { UNWIND told AS t MATCH (t)<-[:OBJECT]-(k:Claim {predicate: 'DISPUTES'}) RETURN DISTINCT k ORDER BY k.id } AS disputed
WITH *, CASE WHEN size(affirm) > 0 THEN affirm ELSE [x IN told WHERE x.modality <> 'denied'] END AS stated,
  disputed + [x IN told WHERE x.polarity = 'deny' AND (size(affirm) > 0 OR (x.modality = 'denied'))] AS denying
RETURN
  {subject: subject, predicate: predicate, relation: relation, object: object, roles: roles,
   modalities: [x IN affirm | x.modality], denied: size(affirm) = 0} AS statement,
  known, class, standing, said_by,
  size(reduce(d = [], x IN stated | CASE WHEN x.document IN d THEN d ELSE d + x.document END)) AS documents,
  size(reduce(d = [], x IN stated | CASE WHEN x.origin IN d THEN d ELSE d + x.origin END)) AS origins,
  size(reduce(d = [], x IN denying | CASE WHEN x.origin IN d THEN d ELSE d + x.origin END)) AS denials,
  [x IN told + disputed | x.id] AS claims
ORDER BY known, class, predicate, fact;
