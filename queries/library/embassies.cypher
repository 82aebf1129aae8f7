// title: Where is each embassy, and who came to it?
// group: Who and where
// answer: {rows:embassy|embassies}: {first}.
// none: No embassy is in this graph.
// param: embassy entity(Embassy)? - keep to this embassy: its name, or the state that sends it
// column: embassy - the embassy
// column: sending_state - the state it represents
// column: city - where it is
// column: came - who came, queued, gathered or sought help there: each fact in our words
// column: numbers - the numbers given with that
// column: statements - how many claims go back to the embassy itself as speaker
// column: documents - documents that report on people there
// column: speakers - how many speakers say so
// column: claims - ids of the claims
:param embassy => null
:param limit => 200
MATCH (m:Embassy:Scamgraph)
WHERE $embassy IS NULL OR m.id = $embassy
WITH m ORDER BY m.name, m.id LIMIT $limit
OPTIONAL MATCH (m)<-[:OBJECT]-(c:Claim {predicate_class: 'PRESENCE'} /* AS OF c */)
WITH m, c ORDER BY coalesce(c.when_from, '9999'), coalesce(c.published_to, '9999'), c.document, c.start, c.id
WITH m, collect(c) AS told
RETURN m.name AS embassy,
  COLLECT { MATCH (m)-[:SENDING_STATE]->(p) RETURN p.name ORDER BY p.name } AS sending_state,
  COLLECT { MATCH (m)-[:SEATED_IN]->(p) RETURN p.name ORDER BY p.name } AS city,
  [f IN reduce(d = [], x IN told | CASE WHEN coalesce(x.fact, x.id) IN d THEN d ELSE d + coalesce(x.fact, x.id) END) |
    reduce(s = head([x IN told WHERE coalesce(x.fact, x.id) = f]), x IN [x IN told WHERE coalesce(x.fact, x.id) = f] |
      CASE WHEN x.statement_rank < s.statement_rank THEN x ELSE s END).says] AS came,
  [x IN told WHERE x.count_cmp IS NOT NULL | x {.*}] AS numbers,
  COUNT { MATCH (m)<-[:SAID_BY]-(claim:Claim /* AS OF claim */) } AS statements,
  size(reduce(d = [], x IN told | CASE WHEN x.document IN d THEN d ELSE d + x.document END)) AS documents,
  COUNT { UNWIND told AS z OPTIONAL MATCH (z)-[:SAID_BY {order: 0}]->(y) RETURN DISTINCT coalesce(y.id, z.voice) } AS speakers,
  [x IN told | x.id] AS claims
ORDER BY embassy, m.id;
