// title: Which entities is an entity tied to by facts?
// heading: The ties of {entity}
// group: What ties
// answer: {rows:entity|entities} tied to {entity} in {documents:document}.
// none: No fact ties {entity} to anything.
// note: Affirmed facts only. For an entity in more than 2,000 claims these are the first 2,000 the engine finds.
// param: entity entity - whom or what it is about: a name or an id
// column: neighbour - the other end
// column: kind - its kind
// column: ties - the facts, in words
// column: documents - documents that affirm it
// column: speakers - how many speakers say so
// column: claims - ids of the claims
:param entity => 'person/chen-zhi'
:param limit => 200
MATCH (e:Scamgraph {id: $entity})
CALL (e) {
  MATCH (e)<-[:SUBJECT|OBJECT]-(c:Claim {polarity: 'affirm'} /* AS OF c */) WHERE c.fact IS NOT NULL
  RETURN DISTINCT c LIMIT 2000
}
MATCH (c)-[:SUBJECT]->(s)
MATCH (c)-[:OBJECT]->(o)
WITH c, s, o, CASE s.id WHEN $entity THEN o ELSE s END AS n
WHERE n.id <> $entity AND NOT n:Value
WITH n, c ORDER BY coalesce(c.published_to, '9999'), c.document, c.start, c.id
WITH n, collect(c) AS told
ORDER BY size(told) DESC, n.name, n.id LIMIT $limit
RETURN n.name AS neighbour, n.kind AS kind,
  [f IN reduce(d = [], x IN told | CASE WHEN coalesce(x.fact, x.id) IN d THEN d ELSE d + coalesce(x.fact, x.id) END) |
    reduce(s = head([x IN told WHERE coalesce(x.fact, x.id) = f]), x IN [x IN told WHERE coalesce(x.fact, x.id) = f] |
      CASE WHEN x.statement_rank < s.statement_rank THEN x ELSE s END).says] AS ties,
  size(reduce(d = [], x IN told | CASE WHEN x.document IN d THEN d ELSE d + x.document END)) AS documents,
  COUNT { UNWIND told AS z OPTIONAL MATCH (z)-[:SAID_BY {order: 0}]->(y) RETURN DISTINCT coalesce(y.id, z.voice) } AS speakers,
  [x IN told | x.id] AS claims
ORDER BY size(told) DESC, neighbour, n.id;
