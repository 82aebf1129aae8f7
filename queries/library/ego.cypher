// title: The network around an entity to two steps, with what is left out
// answer: {rows:entity|entities} within two steps of {entity}, in {documents:document}.
// none: No fact ties {entity} to anything.
// note: Affirmed facts only, of at most 400 claims an entity (2,000 of the one asked about). The second step does not lead through collectives, governments, countries, places or nationalities: two that meet only there are not tied. `left_out` counts what lies behind.
// param: entity entity - whom or what it is about: a name or an id
// column: entity - the other entity
// column: kind - its kind
// column: steps - 1: tied to the one asked about; 2: to one that is
// column: through - for two steps, by way of whom
// column: ties - the facts of its last step, in words
// column: left_out - how many more entities it is tied to that are not shown here
// column: documents - documents that affirm these facts
// column: origins - independent origins that affirm these facts
// column: claims - ids of the claims
:param entity => 'embassy/indonesia-phnom-penh'
:param limit => 200
MATCH (e:Scamgraph {id: $entity})
CALL (e) {
  MATCH (e)<-[:SUBJECT|OBJECT]-(c:Claim {polarity: 'affirm'}) WHERE c.fact IS NOT NULL AND c.predicate_class <> 'DOC_META'
  RETURN DISTINCT c LIMIT 2000
}
MATCH (c)-[:SUBJECT]->(s)
MATCH (c)-[:OBJECT]->(o)
WITH e, c, CASE s.id WHEN $entity THEN o ELSE s END AS a
WHERE a.id <> $entity AND a.kind IS NOT NULL AND NOT (a:Value OR a:Document OR a:Topic)
WITH e, a, collect(c) AS first
WITH e, collect({node: a, via: null, steps: 1, told: first}) AS near, collect(a.id) AS near_ids
CALL (near, near_ids) {
  UNWIND near AS one
  WITH one.node AS a, near_ids
  WHERE NOT (a:Collective OR a:GovernmentBody OR a:Place OR a:Nationality)
  CALL (a) {
    MATCH (a)<-[:SUBJECT|OBJECT]-(c:Claim {polarity: 'affirm'}) WHERE c.fact IS NOT NULL AND c.predicate_class <> 'DOC_META'
    RETURN DISTINCT c LIMIT 400
  }
  MATCH (c)-[:SUBJECT]->(s)
  MATCH (c)-[:OBJECT]->(o)
  WITH a, near_ids, c, CASE s.id WHEN a.id THEN o ELSE s END AS b
  WHERE b.id <> a.id AND b.id <> $entity AND NOT b.id IN near_ids AND b.kind IS NOT NULL
    AND NOT (b:Value OR b:Document OR b:Topic)
  WITH a, b, collect(c) AS second
  RETURN collect({node: b, via: a.name, steps: 2, told: second}) AS far
}
WITH e, near + far AS every
WITH every, [x IN every | x.node.id] + [$entity] AS shown
UNWIND every AS one
WITH one.node AS n, one.steps AS steps, one.via AS via, one.told AS told, shown
UNWIND told AS c
MATCH (c)-[:SUBJECT]->(s)
MATCH (c)-[:OBJECT]->(o)
WITH n, steps, via, shown, c, s, o ORDER BY coalesce(c.published_to, '9999'), c.document, c.start, c.id
WITH n, steps, via, shown, collect({c: c, s: s.name, o: o.name}) AS told
ORDER BY steps, size(told) DESC, n.name, n.id, via LIMIT $limit
CALL (n, shown) {
  MATCH (n)<-[:SUBJECT|OBJECT]-(c:Claim {polarity: 'affirm'}) WHERE c.fact IS NOT NULL AND c.predicate_class <> 'DOC_META'
  WITH DISTINCT n, shown, c LIMIT 400
  MATCH (c)-[:SUBJECT|OBJECT]->(m)
  WHERE NOT m.id IN shown AND m.kind IS NOT NULL AND NOT (m:Value OR m:Document OR m:Topic)
  RETURN count(DISTINCT m) AS left_out
}
RETURN n.name AS entity, n.kind AS kind, steps, CASE WHEN via IS NULL THEN [] ELSE [via] END AS through,
  [t IN told | {subject: t.s, predicate: t.c.predicate, relation: t.c.relation, object: t.o, roles: [],
     modalities: [t.c.modality], denied: false}] AS ties,
  left_out,
  size(reduce(d = [], t IN told | CASE WHEN t.c.document IN d THEN d ELSE d + t.c.document END)) AS documents,
  size(reduce(d = [], t IN told | CASE WHEN t.c.origin IN d THEN d ELSE d + t.c.origin END)) AS origins,
  [t IN told | t.c.id] AS claims
ORDER BY steps, size(told) DESC, entity, n.id, via;
