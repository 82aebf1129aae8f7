// title: Where do claims disagree, why, and what would settle it?
// group: What contradicts
// answer: {rows:conflict} in {documents:document}.
// none: No claims are found to disagree{entity: on %}{kind: in the way “%”}.
// note: A conflict picks no winner and changes no claim. `scamgraph conflicts --rules` lists the kinds.
// recompute: by-conflict
// param: entity entity? - keep to conflicts with a claim that names this entity
// param: kind conflict? - keep to one kind, such as denial
// column: conflict - the disagreement in one sentence
// column: kind - what kind of disagreement it is
// column: sides - the claims of each side, by its number, with corrections and retractions of their documents
// column: settles - what would settle it
// column: ask - who could be asked about it
// column: judgement - a researcher's judgement on it: same, different or unsure
// column: documents - documents on either side
// column: speakers - how many speakers say so
// column: claims - ids of the claims
:param entity => null
:param kind => null
:param limit => 200
CALL () {
  UNWIND [e IN [$entity] WHERE e IS NOT NULL] AS one
  MATCH (:Scamgraph {id: one})<-[:SUBJECT|OBJECT|WITH|SAID_BY|ABOUT|IN]-(claim:Claim /* AS OF claim */)<-[:BETWEEN]-(x:Conflict) RETURN x
  UNION
  UNWIND CASE WHEN $entity IS NULL THEN [1] ELSE [] END AS every MATCH (x:Conflict:Scamgraph) RETURN x
}
WITH DISTINCT x WHERE $kind IS NULL OR x.kind = $kind
WITH x ORDER BY x.kind, x.explanation, x.id LIMIT $limit
MATCH (x)-[b:BETWEEN]->(c:Claim /* AS OF c */)
MATCH (d:Scamgraph {id: c.document})
WITH x, b, c, CASE WHEN d.retracted_on IS NULL THEN '' ELSE ' RETRACTED ' + d.retracted_on + '.' END
  + reduce(t = '', label IN COLLECT { MATCH (n:Document)-[:SUPERSEDES]->(d) RETURN n.label ORDER BY n.id } | t + ' Corrected by “' + label + '”.') AS notice
ORDER BY b.side, coalesce(c.published_to, '9999'), c.document, c.start, c.id
WITH x, collect({side: b.side, c: c, notice: notice}) AS told
RETURN x.explanation AS conflict, x.kind AS kind, [t IN told | toString(t.side) + ': ' + t.c.says + t.notice] AS sides,
  x.settles AS settles, x.ask AS ask, x.judgement AS judgement,
  size(reduce(d = [], t IN told | CASE WHEN t.c.document IN d THEN d ELSE d + t.c.document END)) AS documents,
  COUNT { UNWIND [t IN told | t.c] AS z OPTIONAL MATCH (z)-[:SAID_BY {order: 0}]->(y) RETURN DISTINCT coalesce(y.id, z.voice) } AS speakers,
  [t IN told | t.c.id] AS claims
ORDER BY kind, conflict, x.id;
