// title: What happened, day by day?
// group: What happened when
// answer: {rows:fact} with a time{entity: about %}{from:, from % on}{to:, up to %}, in {documents:document}.
// none: No source gives a time{entity: for what it says of %}{from: from % on}{to: up to %}.
// note: Days are those the sources give, as far as they tell; what has no time is left out here: ask about or known-on.
// positions: from, to or entity, from, to
// param: entity entity? - keep to facts about this entity
// param: from day? - keep to what may have happened on this day or later
// param: to day? - keep to what may have happened on this day or before
// column: from - first day that a source gives
// column: to - last day
// column: statement - the fact in words
// column: standing - fact, accusation, proceeding or finding
// column: said_by - who ultimately says it
// column: first_published - first day of publication of what says so
// column: documents - documents that affirm it
// column: origins - independent origins that affirm it
// column: claims - ids of the claims
:param entity => null
:param from => '2026-01-01'
:param to => '2026-01-31'
:param limit => 200
CALL () {
  UNWIND [x IN [$entity] WHERE x IS NOT NULL] AS one
  MATCH (:Scamgraph {id: one})<-[:SUBJECT|OBJECT|WITH|ABOUT]-(c:Claim)
  WHERE c.fact IS NOT NULL AND c.predicate_class <> 'DOC_META' AND (c.when_from IS NOT NULL OR c.when_to IS NOT NULL)
    AND ($from IS NULL OR coalesce(c.when_to, '9999') >= $from) AND ($to IS NULL OR coalesce(c.when_from, '0001') <= $to)
  WITH c.fact AS fact, min(c.predicate_class) AS class, min(c.predicate) AS predicate, min(c.when_from) AS from, max(c.when_to) AS to
  ORDER BY coalesce(from, to), to, class, predicate, fact LIMIT $limit
  RETURN fact, class, predicate, from, to
  UNION
  UNWIND CASE WHEN $entity IS NULL THEN [1] ELSE [] END AS every
  MATCH (c:Claim:Scamgraph)
  WHERE c.fact IS NOT NULL AND c.predicate_class <> 'DOC_META' AND (c.when_from IS NOT NULL OR c.when_to IS NOT NULL)
    AND ($from IS NULL OR coalesce(c.when_to, '9999') >= $from) AND ($to IS NULL OR coalesce(c.when_from, '0001') <= $to)
  WITH c.fact AS fact, min(c.predicate_class) AS class, min(c.predicate) AS predicate, min(c.when_from) AS from, max(c.when_to) AS to
  ORDER BY coalesce(from, to), to, class, predicate, fact LIMIT $limit
  RETURN fact, class, predicate, from, to
}
MATCH (c:Claim {fact: fact})
WHERE c.fact IS NOT NULL AND c.predicate_class <> 'DOC_META' AND (c.when_from IS NOT NULL OR c.when_to IS NOT NULL)
    AND ($from IS NULL OR coalesce(c.when_to, '9999') >= $from) AND ($to IS NULL OR coalesce(c.when_from, '0001') <= $to)
    AND ($entity IS NULL OR EXISTS { MATCH (c)-[:SUBJECT|OBJECT|WITH|ABOUT]->(one) WHERE one.id = $entity })
MATCH (c)-[:SUBJECT]->(s)
OPTIONAL MATCH (c)-[:OBJECT]->(o)
OPTIONAL MATCH (c)-[:SAID_BY {order: 0}]->(x)
OPTIONAL MATCH (v:Scamgraph {id: c.voice})
WITH fact, class, predicate, c, from, to, coalesce(s.name, s.says) AS subject, coalesce(o.name, o.says) AS object,
  coalesce(x.name, v.name, c.document) AS who,
  COLLECT { MATCH (c)-[w:WITH]->(r) RETURN w.role + ': ' + r.name ORDER BY w.role, r.name } AS roles
ORDER BY class, predicate, fact, coalesce(c.published_to, '9999'), c.document, c.start, c.id
WITH fact, class, predicate, from, to, c.relation AS relation, c.standing AS standing, subject, object,
  collect(c) AS told, collect(DISTINCT who) AS said_by,
  reduce(d = [], r IN reduce(every = [], x IN collect(roles) | every + x) | CASE WHEN r IN d THEN d ELSE d + r END) AS roles
WITH *, [x IN told WHERE x.polarity = 'affirm'] AS affirm
RETURN from, to,
  {subject: subject, predicate: predicate, relation: relation, object: object, roles: roles,
   modalities: [x IN affirm | x.modality], denied: size(affirm) = 0} AS statement,
  standing, said_by,
  reduce(d = '9999', x IN told | CASE WHEN coalesce(x.published_from, '9999') < d THEN x.published_from ELSE d END) AS first_published,
  size(reduce(d = [], x IN affirm | CASE WHEN x.document IN d THEN d ELSE d + x.document END)) AS documents,
  size(reduce(d = [], x IN affirm | CASE WHEN x.origin IN d THEN d ELSE d + x.origin END)) AS origins,
  [x IN told | x.id] AS claims
ORDER BY coalesce(from, to), to, class, predicate, fact;
